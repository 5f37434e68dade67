"""What papers report in numbers: as they report it, never averaged."""

from __future__ import annotations

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.technique import Metric
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.categories import papers_beneath
from litgraph.queries.techniques.rows import answer, bar_of, claim_row, names_of

AS_REPORTED = "as reported by each paper, against its own baseline and under its own conditions"


def claims(
    backend: GraphBackend,
    scope: Scope,
    *,
    metric: str | None = None,
    technique: str | None = None,
    category: str | None = None,
    confidence: float | None = None,
) -> Answer:
    """List claims by metric, the surest first; of a technique, or of papers at a heading or beneath it."""
    bar = bar_of(confidence)
    wanted = _metric(metric)
    key = backend.resolve_technique(technique) if technique is not None else None
    papers = papers_beneath(backend, category, scope) if category is not None else None
    found = [
        one
        for one in backend.claims(techniques=None if key is None else [key], papers=papers, as_of=scope.as_of)
        if one.confidence >= bar.claim and (wanted is None or one.metric is wanted)
    ]
    names = names_of(backend, [one.technique for one in found], scope)
    ranked = sorted(found, key=lambda one: (one.metric, -one.confidence, one.paper, one.id))
    parameters = {"metric": metric, "technique": key, "category": category, "min_confidence": confidence}
    rows = [claim_row(one, names) for one in ranked]
    return answer(backend, "claims", parameters, rows, scope, warnings=[AS_REPORTED] if rows else [])


def _metric(name: str | None) -> Metric | None:
    if name is None:
        return None
    folded = name.strip().casefold().replace("-", "_").replace(" ", "_")
    if folded not in set(Metric):
        raise InputError(f"Unknown metric {name!r}; there are {', '.join(Metric)}.")
    return Metric(folded)
