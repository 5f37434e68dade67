"""How well abstracts are read: precision, recall and F1 against what people labelled."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litgraph.evaluate.gold import Spellings, Told, ToldClaim, ToldRelation, read_gold, told_by
from litgraph.evaluate.learning import learned_from, read_by_others, shipped_models
from litgraph.evaluate.metrics import RESAMPLES, Score
from litgraph.model.technique import SHOWN_CLAIM, SHOWN_RELATION, Kind, RelationType

SEED = 20_240_131
_COVERED = (0.025, 0.975)
_WANTED = 0.75  # precision at which the best recall is reported

Pair = tuple[Told, Told]
# How many of a paper's labels were found, how many were told, how many there are.
Tally = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is compared: the things that are told, and when two of them are the same."""

    things: Callable[[Told], Sequence[Any]]
    same: Callable[[Any, Any], bool]


def score_reading(pairs: Sequence[Pair], *, shown: Mapping[str, float]) -> dict[str, Any]:
    """Score what a reader told (the second of each pair) by what people did (the first).

    Every task gets precision, recall and F1 with bootstrap intervals over papers. `shown` gives the confidence from
    which relations and claims are shown by default; they are scored at it, too, and at every tenth of confidence.
    """
    scores = {name: _score(pairs, task) for name, task in TASKS.items()}
    swept = {name: _sweep(pairs, name) for name in ("relations", "claims")}
    return {
        "n": len(pairs),
        "scores": scores,
        "shown": {name: {"confidence": bar, **_score(_surer(pairs, bar), TASKS[name])} for name, bar in shown.items()},
        "by_confidence": swept,
        "kind_accuracy": _kind_accuracy(pairs),
    }


def evaluate_reading(files: Sequence[Path], *, folds: int | None = None) -> dict[str, Any]:
    """Score the offline extractor on files of labels; with `folds`, models that learn anew from the other folds.

    `learned_from` counts the abstracts that the models had learned from: their score says nothing.
    """
    gold = [one for file in files for one in read_gold(file)]
    if folds is None:
        models = shipped_models()
        read = [(one, models.read(one.text.title, one.text.abstract)) for one in gold]
    else:
        read = list(read_by_others(gold, folds=folds))
    scored = score_reading(
        [(one.told, told_by(reading)) for one, reading in read],
        shown={"relations": SHOWN_RELATION, "claims": SHOWN_CLAIM},
    )
    known = 0 if folds else sum(one.text.paper in learned_from() for one in gold)
    return {"learned_anew": folds is not None, "learned_from": known, **scored}


def _score(pairs: Sequence[Pair], task: Task) -> dict[str, Any]:
    tallies = np.array([_tally(gold, told, task) for gold, told in pairs], np.float64).reshape(-1, 3)
    random = np.random.default_rng(SEED)
    drawn = [tallies[random.integers(0, len(tallies), len(tallies))].sum(axis=0) for _ in range(RESAMPLES)]
    spread = np.array([_shares(sums) for sums in drawn])
    low, high = np.nanquantile(spread, _COVERED, axis=0) if tallies[:, 2].any() else (np.zeros(3), np.zeros(3))
    value = _shares(tallies.sum(axis=0))
    names = ("precision", "recall", "f1")
    bounds = zip(names, value, low, high, strict=True)
    return {
        **{name: asdict(Score(value=float(v), low=float(a), high=float(b))) for name, v, a, b in bounds},
        "of": int(tallies[:, 2].sum()),
        "told": int(tallies[:, 1].sum()),
    }


def _shares(sums: NDArray[np.float64]) -> tuple[float, float, float]:
    """Give precision, recall and F1; a share of nothing is 0."""
    found, told, there = sums
    return found / told if told else 0.0, found / there if there else 0.0, 2 * found / max(told + there, 1)


def _tally(gold: Told, told: Told, task: Task) -> Tally:
    wanted, given = list(task.things(gold)), list(task.things(told))
    left = list(wanted)
    for thing in given:
        match = next((place for place, one in enumerate(left) if task.same(one, thing)), None)
        if match is not None:
            del left[match]
    return len(wanted) - len(left), len(given), len(wanted)


def _surer(pairs: Iterable[Pair], bar: float) -> list[Pair]:
    """Leave out of what was told the relations and claims below a confidence."""
    return [(gold, _at_least(told, bar)) for gold, told in pairs]


def _at_least(told: Told, bar: float) -> Told:
    relations = tuple(one for one in told.relations if one.confidence >= bar)
    return replace(told, relations=relations, claims=tuple(one for one in told.claims if one.confidence >= bar))


def _sweep(pairs: Sequence[Pair], name: str) -> dict[str, Any]:
    """Give precision and recall at every confidence that was told, thinned to tenths, and the best recall at .75."""
    told = sorted({one.confidence for _, telling in pairs for one in getattr(telling, name)})
    points = [(bar, *_totals(_surer(pairs, bar), TASKS[name])) for bar in told]
    good = [point for point in points if point[1] >= _WANTED]
    tenths = [(bar, *_totals(_surer(pairs, bar), TASKS[name])) for bar in np.arange(0, 1, 0.1).round(1).tolist()]
    row = ("confidence", "precision", "recall")
    best = max(good, key=lambda point: (point[2], point[1]), default=None)
    return {
        "tenths": [dict(zip(row, point, strict=True)) for point in tenths],
        "best_recall_at_75": dict(zip(row, best, strict=True)) if best else None,
    }


def _totals(pairs: Sequence[Pair], task: Task) -> tuple[float, float]:
    tallies = np.array([_tally(gold, told, task) for gold, told in pairs], np.float64).reshape(-1, 3)
    precision, recall, _ = _shares(tallies.sum(axis=0))
    return precision, recall


def _kind_accuracy(pairs: Sequence[Pair]) -> float | None:
    """Give the share of techniques found that got the kind that people gave them."""
    kinds = [
        (kind, told.kinds[match])
        for gold, told in pairs
        for spelled, kind in gold.kinds.items()
        if (match := next((one for one in told.kinds if one & spelled), None)) is not None
    ]
    return sum(first is second for first, second in kinds) / len(kinds) if kinds else None


def _without_concepts(told: Told) -> list[Spellings]:
    return [spelled for spelled, kind in told.kinds.items() if kind is not Kind.CONCEPT]


def _same_relation(first: ToldRelation, second: ToldRelation) -> bool:
    ends = first.subject & second.subject, first.object & second.object
    return first.type is second.type and all(ends)


def _same_pair(first: ToldRelation, second: ToldRelation) -> bool:
    return bool(first.subject & second.subject and first.object & second.object)


def _same_claim(first: ToldClaim, second: ToldClaim) -> bool:
    return first.metric is second.metric and bool(first.values & second.values)


def _same_claim_of(first: ToldClaim, second: ToldClaim) -> bool:
    return _same_claim(first, second) and bool(first.technique & second.technique)


def _relations_once(told: Told) -> list[ToldRelation]:
    """Give each relation once, whichever sentences state it."""
    return _surest(told, lambda one: (one.type, one.subject, one.object))


def _pairs_once(told: Told) -> list[ToldRelation]:
    return _surest(told, lambda one: (one.subject, one.object))


def _surest(told: Told, key: Callable[[ToldRelation], Hashable]) -> list[ToldRelation]:
    """Give of the relations with the same key the surest."""
    return list({key(one): one for one in sorted(told.relations, key=lambda one: one.confidence)}.values())


def _of_type(kind: RelationType) -> Iterator[tuple[str, Task]]:
    def things(told: Told) -> list[ToldRelation]:
        return [one for one in _relations_once(told) if one.type is kind]

    yield f"relations.{kind}", Task(things=things, same=_same_relation)


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "techniques": Task(things=lambda told: list(told.kinds), same=lambda one, other: bool(one & other)),
        "techniques_without_concepts": Task(things=_without_concepts, same=lambda one, other: bool(one & other)),
        "introduced": Task(
            things=lambda told: sorted(told.introduced, key=sorted), same=lambda one, other: bool(one & other)
        ),
        "relations": Task(things=_relations_once, same=_same_relation),
        "related_pairs": Task(things=_pairs_once, same=_same_pair),
        "claims": Task(things=lambda told: told.claims, same=_same_claim),
        "claims_of_technique": Task(things=lambda told: told.claims, same=_same_claim_of),
        **dict(pair for kind in RelationType for pair in _of_type(kind)),
    }
)
