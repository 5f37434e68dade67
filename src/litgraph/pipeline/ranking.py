"""Ranking candidates by how much they belong on a survey's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.pipeline.cited import cited_places
from litgraph.pipeline.hinting import curated_places
from litgraph.pipeline.outcome import Progress
from litgraph.pipeline.teaching import embedder, fast_embedder, learn
from litgraph.store.citations import fetch_citations
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder


def rank(
    record: Record, survey: Survey, encoder: Encoder, candidates: Sequence[PaperId], *, progress: Progress
) -> list[tuple[PaperId, float]]:
    """Score candidates from 0 to 1 by their text and by their ties to listed papers, best first; ties by id.

    The text gives the odds: scope times the probability of the best heading. Each citation between the candidate and a
    listed paper adds once those odds again. That weight was set by thought, not fitted.
    """
    from litgraph.classify.assign import assign

    taxonomy = fetch_taxonomy(record, survey.name)
    if not candidates or not taxonomy.leaves:
        return [(key, 0.0) for key in sorted(candidates)]
    embed = embedder(encoder, record, progress)
    cited = cited_places(record, survey, taxonomy, embed)
    listed = curated_places(record, survey.name)
    papers = fetch_papers(record, {*candidates, *listed, *cited})
    classifier = learn(record, survey, taxonomy, listed, cited, papers, embed, fast_embedder(encoder))
    assigned = assign(classifier, listed, papers, candidates, embed)
    texts = {one.paper: one.in_scope * max((a.probability for a in one.alternatives), default=0.0) for one in assigned}
    ties = count_ties(record, set(candidates), listed)
    odds = {key: texts[key] / max(1 - texts[key], 1e-9) * (1 + ties.get(key, 0)) for key in texts}
    scores = {key: odds[key] / (1 + odds[key]) for key in candidates if key in odds}
    return sorted(((key, scores.get(key, 0.0)) for key in candidates), key=lambda pair: (-pair[1], pair[0]))


def count_ties(record: Record, candidates: Collection[PaperId], listed: Mapping[PaperId, object]) -> Counter[PaperId]:
    """Count the citations between each candidate and listed papers, in either direction."""
    ends = ((one.citing, one.cited) for one in fetch_citations(record, listed))
    met = (other for citing, cited in ends for one, other in ((citing, cited), (cited, citing)) if one in listed)
    return Counter(paper for paper in met if paper in candidates)
