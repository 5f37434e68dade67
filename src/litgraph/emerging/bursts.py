"""Bursts of a term: when it came faster than usual (Kleinberg 2002, doi:10.1145/775047.775061).

Gaps between documents are exponential; state `i` expects them `s**i` times as short as the mean. Rising by a state
costs `gamma * ln(n)`, falling nothing. The cheapest sequence of states (Viterbi) is the answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A time during which a term came at a level or above; level 0 is the whole time."""

    level: int
    start: float
    end: float


def find_bursts(offsets: Sequence[float], *, s: float = 2.0, gamma: float = 1.0) -> tuple[Burst, ...]:
    """Find the bursts in the times of documents, by level, then time; of fewer than two times there is none.

    Documents of one time are taken to be spread evenly over one unit of it, or up to the next one's.
    """
    times = _apart(sorted(offsets))
    if len(times) < 2:
        return ()
    states = _cheapest(np.diff(times), s, gamma)
    found: list[Burst] = []
    starts: list[float] = []
    for place, state in enumerate([*states, -1]):
        while len(starts) > state + 1:
            level = len(starts) - 1
            found.append(Burst(level=level, start=starts.pop(), end=times[place]))
        while len(starts) < state + 1:
            starts.append(times[place])
    return tuple(sorted(found, key=lambda burst: (burst.level, burst.start)))


def _apart(times: Sequence[float]) -> list[float]:
    """Spread equal times, in order, evenly over one unit, or up to the next time where that is nearer."""
    counts = sorted(Counter(times).items())
    nexts = [*(time for time, _ in counts), math.inf][1:]
    return [
        time + min(1.0, later - time) * place / same
        for (time, same), later in zip(counts, nexts, strict=True)
        for place in range(same)
    ]


def _cheapest(gaps: NDArray[np.float64], s: float, gamma: float) -> list[int]:
    """Give the state of each gap."""
    total, count = float(gaps.sum()), len(gaps)
    highest = max(1, math.ceil(1 + math.log(total, s) + math.log(1 / float(gaps.min()), s)))
    rates = count / total * s ** np.arange(highest)
    rise = np.maximum(np.subtract.outer(np.arange(highest), np.arange(highest)), 0) * gamma * math.log(count)
    cost = np.where(np.arange(highest) == 0, 0.0, np.inf)
    came = np.zeros((count, highest), np.int64)
    for place, gap in enumerate(gaps):
        ways = cost[None, :] + rise
        came[place] = ways.argmin(axis=1)
        cost = ways.min(axis=1) - np.log(rates) + rates * gap
    state = int(cost.argmin())
    states = [state]
    for place in range(count - 1, 0, -1):
        state = int(came[place, state])
        states.append(state)
    return states[::-1]
