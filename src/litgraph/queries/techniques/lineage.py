"""Where a technique comes from and what came of it: along what techniques extend, combine and use, in time order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from litgraph.graph.backend import GraphBackend
from litgraph.model.technique import PAPER, SHOWN_RELATION, Kind, Relation, RelationType, Technique, TechniqueId
from litgraph.queries.answer import Answer, Row, Scope
from litgraph.queries.techniques.rows import Bar, answer, by_statement, tell_of_doubtful

ALONG = (RelationType.EXTENDS, RelationType.COMBINES, RelationType.USES)
VARIANT_OF = "VARIANT_OF"
# A lineage lives of what is said seldom: it shows less sure steps than other answers do, and marks them.
SHOWN_STEP = min(0.5, SHOWN_RELATION)
# What a method merely runs on is no ancestor of it.
_WORKED_ON = (Kind.MODEL, Kind.DATASET)


class Direction(StrEnum):
    """Whether a technique came before the one asked about, or after it."""

    ANCESTOR = "ancestor"
    DESCENDANT = "descendant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A technique in a lineage: reached from `via`, `depth` steps from the one asked about."""

    technique: TechniqueId
    via: TechniqueId
    direction: Direction
    depth: int
    type: str
    witnesses: tuple[Relation, ...] = ()

    @property
    def older(self) -> TechniqueId:
        """Give the technique that came before the other."""
        return self.technique if self.direction is Direction.ANCESTOR else self.via

    @property
    def newer(self) -> TechniqueId:
        """Give the technique that extends, combines or uses the other, or is a variant of it."""
        return self.via if self.direction is Direction.ANCESTOR else self.technique

    @property
    def doubtful(self) -> bool:
        """Tell whether even its surest witness is less sure than the relations that are shown elsewhere."""
        return bool(self.witnesses) and self.witnesses[0].confidence < SHOWN_RELATION


def every_step(backend: GraphBackend, scope: Scope) -> list[Step]:
    """Give every step of any lineage, from each technique to what came before it."""
    everything = backend.techniques(as_of=scope.as_of)
    steps = _next(backend, sorted(everything), everything, Direction.ANCESTOR, 1, SHOWN_STEP, scope)
    return _in_time(backend, list(steps), everything, scope)


def lineage(
    backend: GraphBackend, name: str, scope: Scope, *, depth: int = 2, confidence: float | None = None
) -> Answer:
    """List the ancestors and descendants of a technique, by direction, then date, each from the step that reached it.

    A technique that uses a model or a dataset does not descend from it, unless it is one itself; nor does it descend
    from what was introduced later. Steps from confidence 0.5 on are shown; those less sure than relations are elsewhere
    are `doubtful`.
    """
    bar = Bar(relation=SHOWN_STEP if confidence is None else confidence)
    key = backend.resolve_technique(name)
    everything = backend.techniques(as_of=scope.as_of)
    steps = [
        step
        for direction in Direction
        for step in _walk(backend, key, everything, direction, depth, bar.relation, scope)
    ]
    dates = dates_of(backend, [key, *(step.technique for step in steps)], everything, scope)
    rows = sorted(
        (_row(step, everything, dates) for step in steps),
        key=lambda row: (row["direction"], row["date"] or "9999", row["technique"]),
    )
    root = everything.get(key)
    beside = [one for one in backend.relations(techniques=[key], as_of=scope.as_of) if one.type in ALONG]
    return answer(
        backend,
        "lineage",
        {"technique": key, "depth": depth, "min_confidence": confidence},
        rows,
        scope,
        root={"id": key, "name": root.name if root else str(key), "date": dates.get(key, "")},
        warnings=list(tell_of_doubtful(bar, beside)),
    )


def _walk(
    backend: GraphBackend,
    start: TechniqueId,
    everything: Mapping[TechniqueId, Technique],
    direction: Direction,
    depth: int,
    bar: float,
    scope: Scope,
) -> Iterator[Step]:
    """Go breadth first, each technique reached once, by the step that most witnesses support."""
    reached, front = {start}, [start]
    for level in range(1, depth + 1):
        steps: dict[TechniqueId, Step] = {}
        for step in _next(backend, front, everything, direction, level, bar, scope):
            known = steps.get(step.technique)
            if step.technique not in reached and (known is None or _weight(step) > _weight(known)):
                steps[step.technique] = step
        kept = _in_time(backend, list(steps.values()), everything, scope)
        yield from kept
        front = sorted(step.technique for step in kept)
        reached |= set(front)


def _in_time(
    backend: GraphBackend,
    steps: Sequence[Step],
    everything: Mapping[TechniqueId, Technique],
    scope: Scope,
) -> list[Step]:
    """Leave out steps against time: to what was introduced after the other was there.

    What no paper of the record introduces is dated by the first that names it, which may be late: then the word of the
    paper that introduced the newer one is taken.
    """
    dates = dates_of(backend, sorted({end for step in steps for end in (step.technique, step.via)}), everything, scope)
    return [step for step in steps if not _is_against_time(step, everything, dates)]


def _is_against_time(step: Step, everything: Mapping[TechniqueId, Technique], dates: Mapping[TechniqueId, str]) -> bool:
    if not _is_later(dates.get(step.older, ""), dates.get(step.newer, "")) or not step.witnesses:
        return False
    if everything[step.older].introduced_by:
        return True
    own = everything[step.newer].introduced_by
    return bool(own) and not any(one.paper in own for one in step.witnesses)


def _is_later(date: str, other: str) -> bool:
    """Tell whether a date is surely later than another, both as exact as they are known."""
    exact = min(len(date), len(other))
    return date[:exact] > other[:exact]


def _weight(step: Step) -> tuple[int, float]:
    return len(step.witnesses), max((one.confidence for one in step.witnesses), default=0.0)


def _next(
    backend: GraphBackend,
    front: Collection[TechniqueId],
    everything: Mapping[TechniqueId, Technique],
    direction: Direction,
    level: int,
    bar: float,
    scope: Scope,
) -> Iterator[Step]:
    if not front:
        return
    front = frozenset(front)
    told = [
        one
        for one in backend.relations(techniques=front, as_of=scope.as_of)
        if one.type in ALONG and one.confidence >= bar and one.subject != PAPER
    ]
    for (subject, kind, object_), witnesses in sorted(by_statement(told).items()):
        ends = (TechniqueId(subject), object_)
        via, technique = ends if direction is Direction.ANCESTOR else ends[::-1]
        if via in front and technique in everything and not _merely_used(kind, ends, everything):
            yield Step(
                technique=technique,
                via=via,
                direction=direction,
                depth=level,
                type=kind.value,
                witnesses=tuple(witnesses),
            )
    for key, one in sorted(everything.items()):
        if one.family is None:
            continue
        via, technique = (key, one.family) if direction is Direction.ANCESTOR else (one.family, key)
        if via in front and technique in everything:
            yield Step(technique=technique, via=via, direction=direction, depth=level, type=VARIANT_OF)


def _merely_used(
    kind: RelationType, ends: tuple[TechniqueId, TechniqueId], everything: Mapping[TechniqueId, Technique]
) -> bool:
    subject, object_ = (everything.get(end) for end in ends)
    if kind is not RelationType.USES or subject is None or object_ is None:
        return False
    return object_.kind in _WORKED_ON and subject.kind is not object_.kind


def dates_of(
    backend: GraphBackend,
    ids: Sequence[TechniqueId],
    everything: Mapping[TechniqueId, Technique],
    scope: Scope,
) -> dict[TechniqueId, str]:
    """Date each technique by the paper that introduced it first, else by the first that names it."""
    homes = {key: list(everything[key].introduced_by) for key in ids if key in everything}
    unknown = [key for key, papers in homes.items() if not papers]
    for mention in backend.mentions(techniques=unknown, as_of=scope.as_of) if unknown else ():
        homes[mention.technique].append(mention.paper)
    papers = backend.papers({paper for found in homes.values() for paper in found}, as_of=scope.as_of)
    return {
        key: min((papers[paper].date for paper in found if paper in papers and papers[paper].date), default="")
        for key, found in homes.items()
    }


def _row(step: Step, everything: Mapping[TechniqueId, Technique], dates: Mapping[TechniqueId, str]) -> Row:
    surest = step.witnesses[0] if step.witnesses else None
    one = everything[step.technique]
    return {
        "technique": one.name,
        "technique_id": step.technique,
        "kind": one.kind.value,
        "direction": step.direction.value,
        "depth": step.depth,
        "type": step.type,
        "via": everything[step.via].name if step.via in everything else step.via,
        "via_id": step.via,
        "date": dates.get(step.technique, ""),
        "paper": surest.paper if surest else None,
        "sentence": surest.sentence if surest else "",
        "confidence": surest.confidence if surest else 1.0,
        "doubtful": step.doubtful,
        "witnesses": len(step.witnesses),
    }
