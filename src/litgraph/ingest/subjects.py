"""Which arXiv categories to watch for a survey: those that its own papers are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

# This share of the listed papers is to be met by watching; the last few would take many categories more.
_COVERED = 0.95
_MOST = 6


def categories_to_watch(subjects: Iterable[Sequence[str]]) -> list[str]:
    """Choose the fewest categories that together hold nearly all papers, greedily, ties by name.

    A search by category finds cross-listed papers too, so that any category of a paper will do.
    """
    papers = [frozenset(one) for one in subjects if one]
    missed, chosen = papers, list[str]()
    while papers and len(missed) > (1 - _COVERED) * len(papers) and len(chosen) < _MOST:
        counts = Counter(category for one in missed for category in one)
        best = min(counts, key=lambda category: (-counts[category], category))
        chosen.append(best)
        missed = [one for one in missed if best not in one]
    return chosen
