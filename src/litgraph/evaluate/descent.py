"""Which earlier heading a heading comes from, by the papers that went from one to the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Placement
from litgraph.model.taxonomy import CategoryId

# One paper that moved tells nothing about its heading.
_FEWEST_SHARED = 2

_Held = Mapping[CategoryId, Sequence[Placement]]


def predecessors(placements: Iterable[Placement], until: str) -> dict[CategoryId, CategoryId]:
    """Map each heading that took over from an earlier one, by `until`, to that one: renamed, moved, split or merged.

    The earlier one must hold nothing any more, else the later is a new heading that took some of its papers; and at
    least half of what the later one had when the earlier was empty must come from there, else it is new, too.
    """
    held, by_paper = _begun(placements, until)
    emptied = {category: day for category, stays in held.items() if (day := _emptied(stays, until))}
    found = {category: _predecessor(stays, by_paper, held, emptied) for category, stays in held.items()}
    return {category: earlier for category, earlier in found.items() if earlier is not None}


def _begun(
    placements: Iterable[Placement], until: str
) -> tuple[_Held, Mapping[PaperId, Sequence[tuple[CategoryId, Placement]]]]:
    """Group what had begun by `until`, by category and by paper."""
    held: dict[CategoryId, list[Placement]] = defaultdict(list)
    by_paper: dict[PaperId, list[tuple[CategoryId, Placement]]] = defaultdict(list)
    for stay in placements:
        if stay.category is not None and stay.since <= until:
            held[stay.category].append(stay)
            by_paper[stay.paper].append((stay.category, stay))
    return held, by_paper


def _emptied(stays: Sequence[Placement], until: str) -> str:
    """Give the day from which a category held nothing, or nothing where it still does."""
    ends = [stay.until for stay in stays]
    return max(ends) if all(end and end <= until for end in ends) else ""


def _predecessor(
    stays: Sequence[Placement],
    by_paper: Mapping[PaperId, Sequence[tuple[CategoryId, Placement]]],
    held: _Held,
    emptied: Mapping[CategoryId, str],
) -> CategoryId | None:
    """Give the one emptied category, older than this one, from which most of its papers came."""
    start = min(stay.since for stay in stays)
    came: dict[CategoryId, set[PaperId]] = defaultdict(set)
    for stay in stays:
        for category, earlier in by_paper[stay.paper]:
            if earlier.since < stay.since <= emptied.get(category, "") and _start(held[category]) < start:
                came[category].add(stay.paper)
    ranked = Counter({category: len(papers) for category, papers in came.items()}).most_common(2)
    if not ranked or ranked[0][1] < _FEWEST_SHARED or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    best, shared = ranked[0]
    brought = {stay.paper for stay in stays if stay.since <= emptied[best]}
    return best if 2 * shared >= len(brought) else None


def _start(stays: Sequence[Placement]) -> str:
    return min(stay.since for stay in stays)
