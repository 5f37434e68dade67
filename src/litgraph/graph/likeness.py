"""Likeness of texts: the cosine of their vectors, alike on every machine and backend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from litgraph.model.identifiers import PaperId

DIGITS = 6  # the vectors themselves differ beyond this from one machine to another, and would break ties at random
_ROWS = 16_384  # that are widened at once

Scored = tuple[PaperId, float]


def rank_by_cosine(
    papers: Sequence[PaperId], matrix: NDArray[np.float32], wanted: NDArray[np.float32], *, limit: int | None = None
) -> list[Scored]:
    """Rank papers, whose unit vectors are the rows of `matrix`, by the cosine with the wanted vector, ties by id.

    Sums are of 64 bits: those of 32 depend on how a library cuts the matrix, and would round to either side.
    """
    widened = wanted.astype(np.float64)
    parts = (matrix[start : start + _ROWS].astype(np.float64) @ widened for start in range(0, len(papers), _ROWS))
    cosines = [round(cosine, DIGITS) for part in parts for cosine in part.tolist()]
    ranked = sorted(zip(papers, cosines, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:limit]
