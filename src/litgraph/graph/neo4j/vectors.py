"""The vectors of papers on a server."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from neo4j import Record
from numpy.typing import NDArray

from litgraph.errors import InputError
from litgraph.graph.likeness import Scored, rank_by_cosine
from litgraph.graph.neo4j import statements
from litgraph.graph.neo4j.backend import Neo4jBackend
from litgraph.graph.neo4j.codec import node_id
from litgraph.model.identifiers import PaperId

Vector = NDArray[np.float32]

_MORE = 32  # asked for beside the wanted ones: the server's own cosines, of 32 bits, may order alike papers otherwise
_NOISE = 1e-6  # by which they may be wrong


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ServerVectors:
    """The vectors by one encoder on a server, of papers known on a day. The server looks at every one of them.

    It finds the nearest; their cosines are then computed here, to the digits that the embedded backend gives.
    """

    backend: Neo4jBackend
    encoder: str
    as_of: str | None
    encode: Callable[[str], Vector]

    def of(self, paper: PaperId) -> Vector | None:
        """Give the vector of a paper, or None where it has none."""
        asked = {"id": node_id(paper), "encoder": self.encoder, "as_of": self.as_of}
        rows = self.backend.read(statements.VECTOR, **asked)
        if not rows:
            self._check()
        return np.array(rows[0]["vector"], dtype=np.float32) if rows else None

    def among(self, papers: Collection[PaperId]) -> dict[PaperId, Vector]:
        """Give the vectors of those of the papers that have one."""
        asked = {node_id(paper): paper for paper in papers}
        rows = self.backend.stream(statements.VECTORS_OF, ids=sorted(asked), encoder=self.encoder, as_of=self.as_of)
        found = {asked[row["paper"]]: np.array(row["vector"], dtype=np.float32) for row in rows}
        if papers and not found:
            self._check()
        return found

    def nearest(self, wanted: Vector, *, limit: int | None) -> list[Scored]:
        """Rank papers by the cosine of their vector and the wanted one, ties by id."""
        if limit is None:
            rows = list(self.backend.stream(statements.VECTORS, encoder=self.encoder, as_of=self.as_of))
        else:
            rows = self._candidates(wanted, limit)
        if not rows:
            self._check()
            return []
        matrix = np.array([row["vector"] for row in rows], dtype=np.float32)
        return rank_by_cosine([row["paper"] for row in rows], matrix, wanted, limit=limit)

    def _candidates(self, wanted: Vector, limit: int) -> list[Record]:
        """Give the papers that the server finds nearest, so many that none of the wanted ones is left out."""
        enough = limit + _MORE
        while True:
            asked = {"encoder": self.encoder, "as_of": self.as_of, "wanted": wanted.tolist(), "limit": enough}
            rows = self.backend.read(statements.NEAREST, **asked)
            last = rows[limit - 1]["likeness"] if len(rows) >= limit > 0 else 0.0
            if len(rows) < enough or rows[-1]["likeness"] < last - _NOISE:
                return rows
            enough *= 4

    def _check(self) -> None:
        """Say so where the server has no vector by the encoder at all."""
        there = [row["encoder"] for row in self.backend.read(statements.ENCODERS)]
        if self.encoder not in there:
            has = f"only those by {', '.join(there)}" if there else "none"
            raise InputError(
                f"The server has no vectors by the encoder {self.encoder}, {has}. Run `litgraph classify`, which makes "
                "them, and then `litgraph graph push`."
            )
