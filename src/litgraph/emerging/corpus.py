"""The corpus that is clustered: the papers known on a day, their texts and citations, as arrays in order of time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.texts import has_text
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper

Integers = NDArray[np.int64]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Corpus:
    """Papers in the order of the day from which they were known, then of their id.

    `days` are ordinals of the proleptic calendar; `citations` are pairs of positions, citing before cited. `vectors`
    has a row of unit length for each paper; where a paper has no text its row says nothing.
    """

    papers: tuple[Paper, ...]
    days: Integers
    citations: Integers
    vectors: Matrix

    @cached_property
    def ids(self) -> tuple[PaperId, ...]:
        """Give the keys of the papers."""
        return tuple(paper.id for paper in self.papers)

    @cached_property
    def has_text(self) -> NDArray[np.bool_]:
        """Tell which papers have a title or an abstract."""
        return np.array([has_text(paper) for paper in self.papers], bool)

    def __len__(self) -> int:
        """Count the papers."""
        return len(self.papers)

    def known(self, day: int) -> int:
        """Count the papers known on a day: they are the first ones."""
        return int(np.searchsorted(self.days, day, side="right"))

    def until(self, day: int) -> Corpus:
        """Give what was known on a day, and nothing that came later."""
        size = self.known(day)
        return replace(
            self,
            papers=self.papers[:size],
            days=self.days[:size],
            citations=self.citations[(self.citations < size).all(axis=1)],
            vectors=self.vectors[:size],
        )


def build_corpus(
    papers: Mapping[PaperId, Paper],
    known_from: Mapping[PaperId, str],
    citations: Sequence[tuple[PaperId, PaperId]],
    vectors: Mapping[PaperId, NDArray[np.float32]],
) -> Corpus:
    """Put papers in order of the day from which they were known; papers without one are left out."""
    order = sorted((day, key) for key, day in known_from.items() if key in papers)
    place = {key: position for position, (_, key) in enumerate(order)}
    pairs = sorted({(place[a], place[b]) for a, b in citations if a in place and b in place and a != b})
    width = next((len(vector) for vector in vectors.values()), 0)
    rows = np.zeros((len(order), width), np.float32)
    for key, vector in vectors.items():
        if key in place:
            rows[place[key]] = vector
    return Corpus(
        papers=tuple(papers[key] for _, key in order),
        days=np.array([ordinal(day) for day, _ in order], np.int64),
        citations=np.array(pairs, np.int64).reshape(-1, 2),
        vectors=rows,
    )


def ordinal(day: str) -> int:
    """Count the days to `YYYY-MM-DD`."""
    return datetime.date.fromisoformat(day).toordinal()


def as_day(number: int) -> str:
    """Write a count of days as `YYYY-MM-DD`."""
    return datetime.date.fromordinal(int(number)).isoformat()
