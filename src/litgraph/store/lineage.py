"""Which headings of a list's past and present are one category. Pure functions over stays and members.

A heading that appears on the day on which another vanishes is that one, renamed, where it has most of its papers.
A heading that comes back is the category it was.
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


def name_categories(stays: Sequence[Stay], members: Members, recorded: Sequence[Stay]) -> list[Stay]:
    """Give each stay its category: the one it had, that it was renamed from, one recorded at its path, or a new one."""
    lineages: dict[int, list[int]] = {}
    for place, first in _trace(stays, members).items():
        lineages.setdefault(first, []).append(place)
    chains = [[stays[place] for place in places] for places in lineages.values()]
    names = _known_names(chains, recorded)
    taken = {stay.category for stay in recorded if stay.category} | set(names.values())
    for number, chain in enumerate(chains):
        if number not in names:
            names[number] = _mint(chain[0].path, taken)
            taken.add(names[number])
    named = {place: names[number] for number, places in enumerate(lineages.values()) for place in places}
    return [replace(stay, category=named[place]) for place, stay in enumerate(stays)]


def _known_names(chains: Sequence[Sequence[Stay]], recorded: Sequence[Stay]) -> dict[int, CategoryId]:
    """Name the lines of stays that the record knows: by their own name, by a recorded stay, or just by a path.

    The line that is in the list now chooses first.
    """
    by_stay = {(stay.path, stay.since): stay.category for stay in recorded}
    by_path = {stay.path: stay.category for stay in reversed(recorded)}
    newest_first = sorted(range(len(chains)), key=lambda number: _recency(chains[number][-1]), reverse=True)
    names: dict[int, CategoryId] = {}
    for known in (
        lambda stay: stay.category,
        lambda stay: by_stay.get((stay.path, stay.since)),
        lambda stay: by_path.get(stay.path),
    ):
        for number in newest_first:
            had = filter(None, map(known, reversed(chains[number])))
            free = next((category for category in had if category not in names.values()), None)
            if free and number not in names:
                names[number] = free
    return names


def _trace(stays: Sequence[Stay], members: Members) -> dict[int, int]:
    """Lead every stay, by place, to the place of the first stay of its category, in the order of time."""
    first: dict[int, int] = {}
    for day in sorted({stay.since or "" for stay in stays}):
        begun = [place for place, stay in enumerate(stays) if (stay.since or "") == day]
        vanished = {stays[place].path: place for place in first if stays[place].until == day}
        nameless = [stays[place].path for place in begun if stays[place].category is None]
        renamed = _match_renames(list(vanished), nameless, day, members)
        for place in begun:
            origin = vanished.get(renamed.get(stays[place].path, ())) if stays[place].category is None else None
            first[place] = first[origin] if origin is not None else _returning(stays, first, place)
    return first


def _returning(stays: Sequence[Stay], first: Mapping[int, int], place: int) -> int:
    """Give the first stay of the category that had this name, or this path, before and is not in the list just now."""
    stay = stays[place]
    for earlier in reversed(first):
        if stay.category and stays[earlier].category == stay.category:
            return first[earlier]
        same = stay.category is None and stays[earlier].path == stay.path
        if same and not _goes_on(stays, first, first[earlier], stay.since or ""):
            return first[earlier]
    return place


def _goes_on(stays: Sequence[Stay], first: Mapping[int, int], lineage: int, day: str) -> bool:
    return any(start == lineage and stays[place].is_open(day) for place, start in first.items())


def _match_renames(vanished: Sequence[Path], appeared: Sequence[Path], day: str, members: Members) -> dict[Path, Path]:
    """Match new paths with old ones, the likest first."""
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
            if _may_be_renamed(old, new, had, has):
                yield old, new


def _may_be_renamed(old: Path, new: Path, had: AbstractSet[int], has: AbstractSet[int]) -> bool:
    """Tell whether most of the old one's papers are under the new one, which is not just a heading above many such."""
    if _slug(old) == _slug(new) or not (had or has):
        return _slug(old[-1:]) == _slug(new[-1:]) and len(old) == len(new)
    common = 2 * len(had & has)
    return common > len(had) and (common > len(has) or len(old) == len(new))


def _likeness(
    pair: tuple[Path, Path], before: Mapping[Path, AbstractSet[int]], after: Mapping[Path, AbstractSet[int]]
) -> tuple[bool, float, bool, bool, tuple[Path, Path]]:
    """Order matches, the best last: the same words, then the share of papers in common (Jaccard), then the place."""
    old, new = pair
    common, together = len(before[old] & after[new]), len(before[old] | after[new])
    same_place = _slug(old[-1:]) == _slug(new[-1:]), len(old) == len(new)
    return _slug(old) == _slug(new), common / max(1, together), *same_place, pair


def _recency(stay: Stay) -> tuple[bool, str, str]:
    return stay.until is None, stay.until or "", stay.since or ""


def _mint(path: Path, taken: Collection[CategoryId]) -> CategoryId:
    """Make an id of a path; a number goes behind it where it is taken."""
    slug = _slug(path)
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(CategoryId(text) for text in numbered if text not in taken)


def _slug(path: Path) -> str:
    """Write a path in lower case, with hyphens between words."""
    slugs = (_NO_WORD.sub("-", heading.casefold()).strip("-")[:_SLUG_LENGTH] for heading in path)
    return "/".join(slug or "category" for slug in slugs)
