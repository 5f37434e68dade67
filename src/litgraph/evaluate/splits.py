"""Splits of time: rolling origins, where a list's history has enough before them and enough after (Tashman 2000)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from litgraph.model.dates import Split, quarter_ends

_FEWEST_BEFORE = 30
_FEWEST_AFTER = 15
_MOST = 6


def choose_splits(first_days: Iterable[str], today: str) -> tuple[Split, ...]:
    """Choose origins at ends of quarters, each lasting to the next; `first_days` tell when each paper was first listed.

    A quarter with too few new papers goes on into the next. The last split ends today.
    """
    days = Counter(first_days)
    origins = [day for day in quarter_ends(days, today) if _count(days, "", day) >= _FEWEST_BEFORE]
    if not origins:
        return ()
    fewest = max(_FEWEST_AFTER, _count(days, origins[0], today) // _MOST)
    splits: list[Split] = []
    start = origins[0]
    for end in [*origins[1:], today]:
        if _count(days, start, end) >= fewest:
            splits.append(Split(as_of=start, until=end))
            start = end
    return _with_rest(splits, today)


def _with_rest(splits: list[Split], today: str) -> tuple[Split, ...]:
    """Let the last split run to today, so that no paper is lost."""
    return (*splits[:-1], Split(as_of=splits[-1].as_of, until=today)) if splits else ()


def _count(days: Counter[str], after: str, until: str) -> int:
    return sum(count for day, count in days.items() if (not after or day > after) and day <= until)
