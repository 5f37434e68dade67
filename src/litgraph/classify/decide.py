"""The decision: where a paper goes, and whether that is filed or left to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.features import Matrix
from litgraph.model.taxonomy import Path, Taxonomy

# On later papers of other lists 0.8 gave a precision of 0.94 and 0.76, where 0.5 gave 0.87 and 0.65.
FILED_BAR = 0.8
SCOPE_BAR = 0.5


@dataclass(frozen=True, kw_only=True)
class Place:
    """A category for a paper; `filed` tells that nobody need look."""

    category: Path
    probability: float
    filed: bool


def decide(taxonomy: Taxonomy, leaves: Sequence[Path], row: NDArray[np.float64], in_scope: float) -> Place:
    """Choose the deepest category that reaches the bar on the way up from the best heading that takes papers.

    Filed is what reaches both bars at such a heading. What reaches it only higher up is for review, and what reaches it
    nowhere is for review at the best heading.
    """
    best = leaves[int(np.argmax(row))]
    if row.max() >= FILED_BAR:
        return Place(category=best, probability=float(row.max()), filed=in_scope >= SCOPE_BAR)
    for category in taxonomy.ancestors(best):
        probability = branch_probability(leaves, row, category.path)
        if probability >= FILED_BAR:
            return Place(category=category.path, probability=probability, filed=False)
    return Place(category=best, probability=float(row.max()), filed=False)


def branch_probability(leaves: Sequence[Path], row: NDArray[np.float64], path: Path) -> float:
    """Add up the probabilities of a category and of all that is below it."""
    return float(min(1.0, sum(row[i] for i, leaf in enumerate(leaves) if leaf[: len(path)] == path)))


def level_probabilities(leaves: Sequence[Path], probabilities: Matrix, depth: int) -> tuple[list[Path], Matrix]:
    """Sum probabilities up to one level of the tree; a leaf higher up than that stands for itself."""
    names = sorted({leaf[:depth] for leaf in leaves})
    below = np.array([[float(leaf[:depth] == name) for name in names] for leaf in leaves])
    return names, probabilities @ below
