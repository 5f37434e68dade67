"""Ranking candidates by how much they belong on a survey's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.pipeline.classifying import curated_places, embedder
from litgraph.pipeline.outcome import Progress
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder


def rank(
    record: Record, survey: Survey, encoder: Encoder, candidates: Sequence[PaperId], *, progress: Progress
) -> list[tuple[PaperId, float]]:
    """Score candidates by scope times the probability of their best heading, best first; ties by id."""
    from litgraph.classify.assign import classify_papers

    taxonomy = fetch_taxonomy(record, survey.name)
    if not candidates or not taxonomy.leaves:
        return [(key, 0.0) for key in sorted(candidates)]
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {*candidates, *listed})
    assigned = classify_papers(taxonomy, listed, papers, candidates, embedder(encoder, record, progress))
    scores = {one.paper: one.in_scope * max((a.probability for a in one.alternatives), default=0.0) for one in assigned}
    return sorted(((key, scores.get(key, 0.0)) for key in candidates), key=lambda pair: (-pair[1], pair[0]))
