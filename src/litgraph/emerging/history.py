"""Clusters over time: found anew in each window on what was known then, and matched by the papers that they share.

Two clusters of windows that follow each other are matched by the papers known in the first (as Palla, Barabási & Vicsek
2007, doi:10.1038/nature05670, match communities): one goes on as another where each is the other's best match. What is
left are births, splits, merges and ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.communities import Labels, Way, count_members, find_communities
from litgraph.emerging.corpus import Corpus, as_day
from litgraph.emerging.find import by_centrality
from litgraph.emerging.naming import name_clusters
from litgraph.emerging.neighbours import Ties, tie_papers
from litgraph.model.identifiers import PaperId

_PART = 0.3  # share of a cluster's papers in another one that ties them at all
_MOSTLY = 0.5  # share of a cluster's papers that makes it a part of another
_FEWEST = 3  # papers in common
_STEADY = 0.1  # by which its share of the field may change


class Event(StrEnum):
    """What became of a cluster since the window before."""

    KNOWN = "known"  # there in the first window, of which nothing before is known
    BIRTH = "birth"
    GROWTH = "growth"
    STEADY = "steady"
    DECLINE = "decline"
    SPLIT = "split"
    MERGE = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A cluster in one window. `band` is what it goes on as from window to window, `sources` the bands it came of.

    `added` counts its papers that were not known in the window before.
    """

    band: int
    label: str
    papers: tuple[PaperId, ...]
    added: int
    event: Event
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The clusters on a day, the largest first, of how many papers known, and the bands that ended before it."""

    as_of: str
    known: int
    stages: tuple[Stage, ...]
    ended: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Match:
    """How the clusters of two windows correspond: how many papers of each earlier one each later one has."""

    shared: NDArray[np.int64]
    before: NDArray[np.int64]

    def sources(self, later: int) -> list[int]:
        """Give the earlier clusters that a later one has to do with."""
        column = self.shared[:, later]
        old = max(int(column.sum()), 1)
        tied = (column >= _PART * self.before) | (column >= _PART * old)
        return np.flatnonzero(tied & (column >= _FEWEST)).tolist()

    def parts(self, later: int) -> list[int]:
        """Give the earlier clusters that went into a later one for the most part."""
        return [one for one in self.sources(later) if self.shared[one, later] >= _MOSTLY * self.before[one]]

    def goes_on(self, later: int) -> int | None:
        """Give the earlier cluster that goes on as a later one, if any."""
        if not len(self.before):
            return None
        first = int(self.shared[:, later].argmax())
        mutual = int(self.shared[first].argmax()) == later
        return first if mutual and first in self.sources(later) else None


def trace(corpus: Corpus, days: Sequence[int], way: Way | None = None) -> tuple[Window, ...]:
    """Follow the clusters of a corpus over windows that end on these days (ordinals, ascending)."""
    windows: list[Window] = []
    bands: list[int] = []
    labels: Labels = np.zeros(0, np.int64)
    free = 0
    for day in days:
        known = corpus.until(day)
        ties = tie_papers(known)
        now = find_communities(ties, way)
        match = match_clusters(labels, now)
        went_on = [match.goes_on(number) for number in range(len(count_members(now)))]
        ours = []
        for before in went_on:
            ours.append(bands[before] if before is not None else free)
            free += before is None
        stages = _stages(known, ties, now, match, went_on, bands, ours, len(labels))
        gone = set(bands) - {band for stage in stages for band in (stage.band, *stage.sources)}
        windows.append(Window(as_of=as_day(day), known=len(known), stages=stages, ended=tuple(sorted(gone))))
        labels, bands = now, ours
    return tuple(windows)


def match_clusters(before: Labels, after: Labels) -> Match:
    """Count the papers that clusters of two windows share; the earlier one knows the first papers alone."""
    first = after[: len(before)]
    sizes, later = count_members(before), count_members(after)
    shared = np.zeros((len(sizes), len(later)), np.int64)
    both = (before >= 0) & (first >= 0)
    np.add.at(shared, (before[both], first[both]), 1)
    return Match(shared=shared, before=sizes)


def _stages(
    known: Corpus,
    ties: Ties,
    labels: Labels,
    match: Match,
    went_on: Sequence[int | None],
    bands: Sequence[int],
    ours: Sequence[int],
    known_before: int,
) -> tuple[Stage, ...]:
    members = [by_centrality(ties, np.flatnonzero(labels == number)) for number in range(len(ours))]
    names = name_clusters([[known.papers[place] for place in own] for own in members])
    return tuple(
        Stage(
            band=ours[number],
            label=names[number][0],
            papers=tuple(known.papers[place].id for place in own),
            added=int((own >= known_before).sum()),
            event=_event(match, number, went_on[number], len(own) / len(known), known_before),
            sources=tuple(bands[one] for one in match.sources(number)),
        )
        for number, own in enumerate(members)
    )


def _event(match: Match, number: int, before: int | None, share: float, known_before: int) -> Event:
    if not known_before:
        return Event.KNOWN
    if not match.sources(number):
        return Event.BIRTH
    if len(match.parts(number)) > 1:
        return Event.MERGE
    if before is None:
        return Event.SPLIT
    change = share / (match.before[before] / known_before)
    if abs(change - 1) <= _STEADY:
        return Event.STEADY
    return Event.GROWTH if change > 1 else Event.DECLINE


def shape_history(windows: Sequence[Window]) -> list[dict[str, object]]:
    """Give windows in the shape that scripts read."""
    return [
        {
            "as_of": window.as_of,
            "papers": window.known,
            "clusters": [
                {
                    "band": stage.band,
                    "label": stage.label,
                    "size": len(stage.papers),
                    "added": stage.added,
                    "event": stage.event.value,
                    "from": list(stage.sources),
                    "papers": list(stage.papers),
                }
                for stage in window.stages
            ],
            "ended": list(window.ended),
        }
        for window in windows
    ]
