"""Assignments: what the classifier says of each candidate, and what people said of listed papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.also import further_places, often_together
from litgraph.classify.classifier import SEED, Classifier, Judgements, Listed, fit, judge
from litgraph.classify.decide import decide
from litgraph.classify.explain import deciding_terms, nearest_listed
from litgraph.classify.features import Embed
from litgraph.classify.texts import has_text
from litgraph.model.assignment import Alternative, Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path, Taxonomy

ALTERNATIVES = 5


def classify_papers(
    taxonomy: Taxonomy,
    listed: Listed,
    papers: Mapping[PaperId, Paper],
    candidates: Sequence[PaperId],
    embed: Embed,
    *,
    seed: int = SEED,
) -> tuple[Assignment, ...]:
    """Assign every candidate that has a text, sorted by id; where a person put one that is listed, there it stays.

    A candidate with neither title nor abstract has no assignment. `embed` gives a row for each text.
    """
    return assign(fit(taxonomy, listed, papers, embed, seed=seed), listed, papers, candidates, embed)


def assign(
    classifier: Classifier,
    listed: Listed,
    papers: Mapping[PaperId, Paper],
    candidates: Sequence[PaperId],
    embed: Embed,
) -> tuple[Assignment, ...]:
    """Assign candidates by a fitted classifier, as `classify_papers` does."""
    asked = [papers[key] for key in sorted(set(candidates)) if key in papers and has_text(papers[key])]
    return tuple(
        _curated(assignment, listed[assignment.paper]) if listed.get(assignment.paper) else assignment
        for judged in judge(classifier, asked, embed)
        for assignment in _assignments(classifier, judged)
    )


def _assignments(classifier: Classifier, judged: Judgements) -> Iterator[Assignment]:
    together = often_together(classifier)
    for row, paper in enumerate(judged.papers):
        scope = float(judged.in_scope[row])
        place = decide(classifier.taxonomy, classifier.leaves, judged.probabilities[row], scope)
        yield Assignment(
            paper=paper.id,
            category=place.category,
            probability=place.probability,
            in_scope=scope,
            filed=place.filed,
            alternatives=_alternatives(classifier.leaves, judged.probabilities[row]),
            also=further_places(classifier, together, judged.probabilities[row]),
            because=nearest_listed(classifier, judged, row, place.category),
            terms=deciding_terms(classifier, judged, row, place.category),
        )


def _alternatives(leaves: Sequence[Path], row: NDArray[np.float64]) -> tuple[Alternative, ...]:
    """Name the most probable headings that take papers, the best one too, best first; ties by path."""
    best = np.argsort(-row, kind="stable")[:ALTERNATIVES]
    return tuple(Alternative(category=leaves[column], probability=float(row[column])) for column in best)


def _curated(assignment: Assignment, paths: tuple[Path, ...]) -> Assignment:
    """Keep what a person decided: its first category, for certain, and the further ones."""
    also = tuple(Alternative(category=path, probability=1.0) for path in paths[1:])
    decided = replace(assignment, category=paths[0], probability=1.0, method="CURATED", in_scope=1.0, filed=True)
    return replace(decided, also=also)
