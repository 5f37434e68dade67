"""A sorted table of keys in two arrays that can be mapped from disk: no key is read before it is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from litgraph.model.identifiers import PaperId


class KeyTable(Sequence[PaperId]):
    """Ids in ascending order, as UTF-8 text end to end and the offsets of each; it remembers those it has read."""

    def __init__(self, text: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self._text = text
        self._offsets = offsets
        self._read: dict[int, PaperId] = {}
        self._places: dict[PaperId, int] = {}

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, place: int) -> PaperId: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PaperId]: ...
    def __getitem__(self, place: int | slice) -> PaperId | Sequence[PaperId]:
        if isinstance(place, slice):
            return self.take(range(len(self))[place])
        return self._at(range(len(self))[place])

    def take(self, places: Iterable[int]) -> list[PaperId]:
        """Give the ids at these places, in the order asked for."""
        return [self._at(place) for place in places]

    def places(self, ids: Collection[PaperId]) -> NDArray[np.int64]:
        """Give the places of those ids that the table has, ascending and each once."""
        found = {place for paper in ids if (place := self._find(paper)) is not None}
        return np.array(sorted(found), dtype=np.int64)

    def _at(self, place: int) -> PaperId:
        paper = self._read.get(place)
        if paper is None:
            start, end = self._offsets[place : place + 2].tolist()
            paper = PaperId(self._text[start:end].tobytes().decode())
            self._read[place] = paper
            self._places[paper] = place
        return paper

    def _find(self, paper: PaperId) -> int | None:
        if paper not in self._places:
            place = bisect_left(self, paper)  # reading remembers, so a table that has the key finds it below
            if place == len(self) or self._at(place) != paper:
                return None
        return self._places[paper]


def build_keys(ids: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Lay ids end to end and note where each begins; in ascending order of code points, which is that of UTF-8 too."""
    encoded = [paper.encode() for paper in ids]
    lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded))
    offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets
