"""The lineages of techniques as they are exported: every step that a paper of the export states."""

from __future__ import annotations

from collections.abc import Collection

from litgraph.exports.graph import ExportStep, ExportTechnique
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.text import clean_text
from litgraph.queries.answer import Scope
from litgraph.queries.techniques.lineage import Step, dates_of, every_step

_MOST_STEPS = 3_000  # the surest; a page must stay small enough to open


def collect_lineages(
    backend: GraphBackend, papers: Collection[PaperId], scope: Scope
) -> tuple[tuple[ExportTechnique, ...], tuple[ExportStep, ...]]:
    """Give the techniques that any step touches, by name, and the steps."""
    there = frozenset(papers)
    steps = _surest([step for step in every_step(backend, scope) if not step.witnesses or _stated_in(step, there)])
    known = backend.techniques({end for step in steps for end in (step.newer, step.older)}, as_of=scope.as_of)
    dates = dates_of(backend, list(known), known, scope)
    ordered = sorted(known.values(), key=lambda one: (one.name.casefold(), one.id))
    place = {one.id: number for number, one in enumerate(ordered)}
    techniques = (
        ExportTechnique(
            name=clean_text(one.name),
            kind=one.kind.value,
            year=int(dates[one.id][:4]) if dates.get(one.id) else None,
            papers=tuple(paper for paper in one.introduced_by if paper in there),
        )
        for one in ordered
    )
    told = sorted((_step(step, place[step.newer], place[step.older]) for step in steps), key=_order)
    return tuple(techniques), tuple(told)


def _stated_in(step: Step, papers: Collection[PaperId]) -> bool:
    return step.witnesses[0].paper in papers


def _surest(steps: list[Step]) -> list[Step]:
    def doubt(step: Step) -> tuple[float, str, str]:
        return -max((one.confidence for one in step.witnesses), default=1.0), step.newer, step.older

    return sorted(steps, key=doubt)[:_MOST_STEPS]


def _step(step: Step, newer: int, older: int) -> ExportStep:
    if not step.witnesses:
        return ExportStep(newer=newer, older=older, type=step.type)
    surest = step.witnesses[0]
    return ExportStep(
        newer=newer,
        older=older,
        type=step.type,
        paper=PaperId(clean_text(surest.paper)),
        sentence=clean_text(surest.sentence),
        witnesses=len(step.witnesses),
        doubtful=step.doubtful,
    )


def _order(step: ExportStep) -> tuple[int, int, str]:
    return step.newer, step.older, step.type
