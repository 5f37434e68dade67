"""Active learning: which papers a person should label so that the classifier learns most.

A paper is worth asking about where its best two headings are hard to tell apart (margin sampling, Scheffer et al.
2001), where many others are like it (density weighting, Settles and Craven 2008), and where it is unlike the papers
already asked about, so that one answer doesn't make the next question idle (Sener and Savarese 2018).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.classifier import Classifier, judge
from litgraph.classify.decide import SCOPE_BAR
from litgraph.classify.features import Embed, Matrix
from litgraph.classify.texts import has_text
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper

_NEIGHBOURS = 10
_ROWS = 1_000


def questions_among(classifier: Classifier, papers: Sequence[Paper], count: int, embed: Embed) -> list[PaperId]:
    """Choose papers in scope to ask people about, the most useful first; ties by id."""
    asked = sorted((paper for paper in papers if has_text(paper)), key=lambda paper: paper.id)
    ids: list[PaperId] = []
    probabilities: list[Matrix] = [np.zeros((0, len(classifier.leaves)))]
    vectors: list[Matrix] = []
    for block in judge(classifier, asked, embed):
        within = np.flatnonzero(block.in_scope >= SCOPE_BAR)
        ids += [block.papers[row].id for row in within]
        probabilities.append(block.probabilities[within])
        vectors.append(block.features.vectors[within])
    if not ids:
        return []
    return [ids[row] for row in choose_questions(np.vstack(probabilities), np.vstack(vectors), count)]


def choose_questions(probabilities: Matrix, vectors: Matrix, count: int) -> list[int]:
    """Choose that many rows to ask about, the most useful first; ties by row.

    `probabilities` over the headings and `vectors` of unit length have a row for each paper.
    """
    worth = _uncertainty(probabilities) * _density(vectors)
    apart = np.ones(len(worth))
    chosen: list[int] = []
    while len(chosen) < min(count, len(worth)):
        best = int(np.argmax(worth * apart))
        chosen.append(best)
        apart = np.minimum(apart, 1 - np.clip(vectors @ vectors[best], 0, 1))
        apart[chosen] = -1
    return chosen


def _uncertainty(probabilities: Matrix) -> NDArray[np.float64]:
    """Give 1 where the best two headings are level, 0 where one is certain."""
    if probabilities.shape[1] < 2:
        return np.ones(len(probabilities))
    best = np.sort(probabilities, axis=1)[:, -2:]
    return np.asarray(1 - (best[:, 1] - best[:, 0])) + 1e-6


def _density(vectors: Matrix) -> NDArray[np.float64]:
    """Give the mean likeness of each paper to its ten nearest among the others."""
    count = min(_NEIGHBOURS + 1, len(vectors))
    blocks = (vectors[start : start + _ROWS] @ vectors.T for start in range(0, len(vectors), _ROWS))
    nearest = [np.partition(block, -count, axis=1)[:, -count:] for block in blocks]
    likeness = np.vstack(nearest) if nearest else np.zeros((0, 1))
    return np.asarray((likeness.sum(axis=1) - 1) / max(count - 1, 1)).clip(1e-6)
