"""Likeness of texts to a list: the mean cosine with their nearest listed papers, or that with its likest heading."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.features import Matrix, unit

_NEIGHBOURS = 5
_ROWS = 2_000


def likeness_to(
    references: Matrix | sp.csr_matrix, rows: Matrix | sp.csr_matrix, neighbours: int = _NEIGHBOURS
) -> NDArray[np.float64]:
    """Give the mean cosine of each row, of unit length as the references are, with the nearest references."""
    starts = range(0, rows.shape[0], _ROWS)
    blocks = [_nearest_mean(_cosines(rows[start : start + _ROWS], references), neighbours) for start in starts]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def likeness_among(references: Matrix | sp.csr_matrix, neighbours: int = _NEIGHBOURS) -> NDArray[np.float64]:
    """Give the same for each of the references, which doesn't count as its own neighbour."""
    cosines = _cosines(references, references)
    np.fill_diagonal(cosines, -np.inf)
    return _nearest_mean(cosines, min(neighbours, cosines.shape[1] - 1))


def likeness_to_headings(sums: Matrix, rows: Matrix) -> NDArray[np.float64]:
    """Give the cosine of each row with the likest heading, each the sum of its examples."""
    return np.asarray((rows @ unit(sums).T).max(axis=1, initial=-1.0))


def likeness_among_headings(sums: Matrix, members: Matrix, rows: Matrix) -> NDArray[np.float64]:
    """Give the same for each of the rows that the sums are made of, which doesn't count in its own headings."""
    others = (sums - own[:, None] * row for own, row in zip(members, rows, strict=True))
    return np.array([float((unit(left) @ row).max()) for left, row in zip(others, rows, strict=True)])


def _nearest_mean(cosines: Matrix, neighbours: int) -> NDArray[np.float64]:
    count = min(neighbours, cosines.shape[1])
    return np.asarray(np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1))


def _cosines(rows: Matrix | sp.csr_matrix, references: Matrix | sp.csr_matrix) -> Matrix:
    cosines = rows @ references.T
    return np.asarray(cosines.todense()) if sp.issparse(cosines) else np.array(cosines)
