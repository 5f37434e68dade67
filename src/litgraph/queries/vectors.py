"""Vectors of papers' texts, wherever they stand: made through the record's cache, or pushed to a server."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from litgraph.graph.likeness import Scored

    Vector = NDArray[np.float32]


class Likeness(Protocol):
    """The vectors of the papers that have a text and were known on one day, and the encoder that made them."""

    @property
    def encode(self) -> Callable[[str], Vector]:
        """Give what makes the vector of any text."""

    def of(self, paper: PaperId) -> Vector | None:
        """Give the vector of a paper, or None where it has none."""

    def among(self, papers: Collection[PaperId]) -> dict[PaperId, Vector]:
        """Give the vectors of those of the papers that have one."""

    def nearest(self, wanted: Vector, *, limit: int | None) -> list[Scored]:
        """Rank papers by the cosine of their vector and the wanted one, ties by id."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vectors:
    """The `Likeness` of papers in memory: a unit vector for each in a row of `matrix`."""

    papers: tuple[PaperId, ...]
    matrix: NDArray[np.float32]
    encode: Callable[[str], NDArray[np.float32]]

    def of(self, paper: PaperId) -> Vector | None:
        """Give the vector of a paper, or None where it has none."""
        if paper not in self.papers:
            return None
        row: Vector = self.matrix[self.papers.index(paper)]
        return row

    def among(self, papers: Collection[PaperId]) -> dict[PaperId, Vector]:
        """Give the vectors of those of the papers that have one."""
        rows = {paper: row for row, paper in enumerate(self.papers) if paper in papers}
        return {paper: self.matrix[row] for paper, row in rows.items()}

    def nearest(self, wanted: Vector, *, limit: int | None) -> list[Scored]:
        """Rank papers by the cosine of their vector and the wanted one, ties by id."""
        from litgraph.graph.likeness import rank_by_cosine

        return rank_by_cosine(self.papers, self.matrix, wanted, limit=limit)


def vector_of(vectors: Likeness, paper: PaperId) -> Vector:
    """Give the vector of a paper, or say that it has none."""
    vector = vectors.of(paper)
    if vector is None:
        raise InputError(f"Paper {paper} has no text to compare by. Ask `--by coupling` or `--by co-citation`.")
    return vector
