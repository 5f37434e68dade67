"""Likeness of texts: the cosine of their vectors."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = 6  # float32 products differ beyond this from one machine to another, and would break ties at random


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vectors:
    """The papers that have a text, a unit vector for each in a row of `matrix`, and the encoder for further texts."""

    papers: tuple[PaperId, ...]
    matrix: NDArray[np.float32]
    encode: Callable[[str], NDArray[np.float32]]


def vector_of(vectors: Vectors, paper: PaperId) -> NDArray[np.float32]:
    """Give the vector of a paper."""
    if paper not in vectors.papers:
        raise InputError(f"Paper {paper} has no text to compare by. Ask `--by coupling` or `--by co-citation`.")
    row: NDArray[np.float32] = vectors.matrix[vectors.papers.index(paper)]
    return row


def nearest(vectors: Vectors, wanted: NDArray[np.float32], *, among: Container[PaperId]) -> list[Scored]:
    """Rank papers by the cosine of their vector and the wanted one, ties by id."""
    cosines = (vectors.matrix @ wanted).tolist()
    scored = ((paper, round(cosine, DIGITS)) for paper, cosine in zip(vectors.papers, cosines, strict=True))
    return sorted((pair for pair in scored if pair[0] in among), key=lambda pair: (-pair[1], pair[0]))
