"""Which headings of a list's past and present are one category. Pure functions over stays and members.

A heading that appears on the day on which another vanishes is that one, renamed, where most of the papers of the old
one are found under it. A heading that comes back is the category it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import count

from litgraph.model.taxonomy import CategoryId, Path

_NO_WORD = re.compile(r"[\W_]+")
_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A category under one path, from the day `since` (None: before all days) up to and without the day `until`."""

    path: Path
    since: str | None = None
    until: str | None = None
    category: CategoryId | None = None

    def is_open(self, day: str) -> bool:
        """Tell whether the path is in the list on a day."""
        return (self.since or "") <= day and (self.until is None or self.until > day)


# (path, day, whether just before that day) → the papers at the path and below it.
Members = Callable[[Path, str, bool], AbstractSet[int]]


def name_categories(
    stays: Sequence[Stay], members: Members, known: Mapping[Path, CategoryId], taken: Collection[CategoryId]
) -> list[Stay]:
    """Give each stay its category: the one it had, the one it was renamed from, one known by its path, or a new one."""
    lineages: dict[int, list[int]] = {}
    for place, first in _trace(stays, members).items():
        lineages.setdefault(first, []).append(place)
    names: dict[int, CategoryId] = {}
    latest_first = sorted(lineages.values(), key=lambda places: _recency(stays[places[-1]]), reverse=True)
    for places in latest_first:
        had = [stays[place].category or known.get(stays[place].path) for place in reversed(places)]
        if free := [category for category in had if category and category not in names.values()]:
            names.update(dict.fromkeys(places, free[0]))
    for places in lineages.values():
        if places[0] not in names:
            category = _mint(stays[places[0]].path, {*taken, *names.values()})
            names.update(dict.fromkeys(places, category))
    return [replace(stay, category=names[place]) for place, stay in enumerate(stays)]


def _trace(stays: Sequence[Stay], members: Members) -> dict[int, int]:
    """Lead every stay, by place, to the place of the first stay of its category, in the order of time."""
    first: dict[int, int] = {}
    for day in sorted({stay.since or "" for stay in stays}):
        appeared = [place for place, stay in enumerate(stays) if (stay.since or "") == day]
        vanished = {stay.path: place for place, stay in enumerate(stays) if stay.until == day and place in first}
        renamed = _match_renames(list(vanished), [stays[place].path for place in appeared], day, members)
        for place in appeared:
            origin = vanished.get(renamed.get(stays[place].path, ()))
            first[place] = first[origin] if origin is not None else _returning(stays, first, place)
    return first


def _returning(stays: Sequence[Stay], first: Mapping[int, int], place: int) -> int:
    """Give the first stay of the category that had this name, or this path, before and is not in the list just now."""
    stay = stays[place]
    for earlier in reversed(first):
        same = stays[earlier].category == stay.category if stay.category else stays[earlier].path == stay.path
        if same and (stay.category or not _goes_on(stays, first, first[earlier], stay.since or "")):
            return first[earlier]
    return place


def _goes_on(stays: Sequence[Stay], first: Mapping[int, int], lineage: int, day: str) -> bool:
    return any(start == lineage and stays[place].is_open(day) for place, start in first.items())


def _match_renames(vanished: Sequence[Path], appeared: Sequence[Path], day: str, members: Members) -> dict[Path, Path]:
    """Match new paths with old ones, those that share the most papers first."""
    before = {path: members(path, day, True) for path in vanished}
    after = {path: members(path, day, False) for path in appeared}
    ranked = sorted(_candidates(before, after), key=lambda pair: _likeness(pair, before, after), reverse=True)
    renamed: dict[Path, Path] = {}
    for old, new in ranked:
        if new not in renamed and old not in renamed.values():
            renamed[new] = old
    return renamed


def _candidates(
    before: Mapping[Path, AbstractSet[int]], after: Mapping[Path, AbstractSet[int]]
) -> Iterator[tuple[Path, Path]]:
    for old, had in before.items():
        for new, has in after.items():
            empty = not had and not has and old[-1] == new[-1] and len(old) == len(new)
            if empty or 2 * len(had & has) > len(had):
                yield old, new


def _likeness(
    pair: tuple[Path, Path], before: Mapping[Path, AbstractSet[int]], after: Mapping[Path, AbstractSet[int]]
) -> tuple[int, bool, bool, tuple[Path, Path]]:
    old, new = pair
    return len(before[old] & after[new]), old[-1] == new[-1], len(old) == len(new), pair


def _recency(stay: Stay) -> tuple[bool, str, str]:
    return stay.until is None, stay.until or "", stay.since or ""


def _mint(path: Path, taken: Collection[CategoryId]) -> CategoryId:
    """Make an id of a path: its headings in lower case with hyphens; a number behind it where that is taken."""
    slugs = (_NO_WORD.sub("-", heading.casefold()).strip("-")[:_SLUG_LENGTH] for heading in path)
    slug = "/".join(slug or "category" for slug in slugs)
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(CategoryId(text) for text in numbered if text not in taken)
