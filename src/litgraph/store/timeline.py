"""The past and present of one list put together: stays of categories and of papers. Pure functions.

The git history, where there is one, tells the past; otherwise the record does. The list as it was just read tells the
present: what is new in it came today, unless the record has seen it there before; what is gone went today.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from litgraph.model.survey import Entry
from litgraph.model.taxonomy import CategoryId, Path
from litgraph.store.lineage import Members, Stay, name_categories


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStay:
    """A paper (by row) at a category, from `since` (None: before all days) up to and without `until`."""

    paper: int
    entry: Entry
    since: str | None = None
    until: str | None = None
    category: CategoryId | None = None

    def is_open(self, day: str, *, before: bool = False) -> bool:
        """Tell whether the paper is there on a day, or was just before it."""
        began = (self.since or "") < day if before else (self.since or "") <= day
        return began and (self.until is None or self.until > day or (before and self.until == day))


Place = tuple[int, CategoryId | None]
Places = defaultdict[Place, deque[PaperStay]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All stays of one list; the categories in the order of the list, those that are gone behind."""

    categories: tuple[Stay, ...] = ()
    papers: tuple[PaperStay, ...] = ()


def advance(
    past: Timeline, recorded: Timeline, present: Sequence[PaperStay], paths: Sequence[Path], today: str
) -> Timeline:
    """Take the past up to today, where the list has these entries (`present`) and these categories (`paths`)."""
    stays = _category_stays(past, recorded, paths, present, today)
    named = name_categories(stays, _members(past, recorded, present, today), recorded.categories)
    return Timeline(categories=tuple(named), papers=tuple(_paper_stays(past, recorded, present, named, today)))


def _members(past: Timeline, recorded: Timeline, present: Sequence[PaperStay], today: str) -> Members:
    """Tell the papers at and below a path on a day; those under a path that the past lacks came when it was seen."""
    committed = {stay.path for stay in past.categories if stay.until is None}
    seen = {stay.path: stay.since for stay in recorded.categories if stay.until is None and stay.path not in committed}
    came = (replace(stay, since=seen.get(stay.entry.category, today)) for stay in present)
    everyone = (*past.papers, *came)

    def members(path: Path, day: str, before: bool) -> frozenset[int]:
        below = (stay for stay in everyone if stay.entry.category[: len(path)] == path)
        return frozenset(stay.paper for stay in below if stay.is_open(day, before=before))

    return members


def _category_stays(
    past: Timeline, recorded: Timeline, paths: Sequence[Path], present: Sequence[PaperStay], today: str
) -> list[Stay]:
    """Keep the stays of paths that are still there, begin those of new ones, end those of the ones that are gone."""
    listed = [
        *paths,
        *(path for path in dict.fromkeys(stay.entry.category for stay in present) if path not in set(paths)),
    ]
    open_before = {stay.path: stay for stay in _with_implied(past) if stay.until is None}
    seen = {stay.path: stay.since for stay in recorded.categories if stay.until is None}
    current = [open_before.pop(path, Stay(path=path, since=seen.get(path, today))) for path in listed if path]
    ended = {(stay.path, stay.since): stay.until for stay in recorded.categories if stay.until}
    gone = [replace(stay, until=ended.get((stay.path, stay.since), today)) for stay in open_before.values()]
    return [*current, *gone, *(stay for stay in _with_implied(past) if stay.until is not None)]


def _with_implied(past: Timeline) -> list[Stay]:
    """Add the headings that papers were under though they were never named as categories."""
    named = {stay.path for stay in past.categories} | {()}
    implied: dict[Path, list[PaperStay]] = defaultdict(list)
    for stay in past.papers:
        if stay.entry.category not in named:
            implied[stay.entry.category].append(stay)
    return [*past.categories, *(_spanning(path, stays) for path, stays in implied.items())]


def _spanning(path: Path, stays: Iterable[PaperStay]) -> Stay:
    spans = [(stay.since or "", stay.until or "9999") for stay in stays]
    since, until = min(since for since, _ in spans), max(until for _, until in spans)
    return Stay(path=path, since=since or None, until=None if until == "9999" else until)


def _paper_stays(
    past: Timeline, recorded: Timeline, present: Sequence[PaperStay], named: Sequence[Stay], today: str
) -> list[PaperStay]:
    placed = [_placed(stay, named) for stay in past.papers]
    waiting = _by_place(stay for stay in placed if stay.until is None)
    told = {_start(stay) for stay in placed if stay.until is None}
    seen = _by_place(stay for stay in recorded.papers if stay.until is None and _start(stay) not in told)
    # Of two entries of one paper at one place the history tells of the first alone.
    twins = {place: stays[0].since for place, stays in waiting.items()} if past is not recorded else {}
    current = [_continued(_placed(stay, named), waiting, seen, twins, today) for stay in present]
    ended = {_start(stay): stay.until for stay in recorded.papers if stay.until}
    rest = (stay for stays in waiting.values() for stay in stays)
    gone = [replace(stay, until=ended.get(_start(stay), today)) for stay in rest]
    return _joined([*current, *gone, *(stay for stay in placed if stay.until is not None)])


def _continued(
    stay: PaperStay, waiting: Places, seen: Places, twins: Mapping[Place, str | None], today: str
) -> PaperStay:
    """Date an entry that is in the list: it goes on from the past, or was seen before, or is new today."""
    place = (stay.paper, stay.category)
    if known := waiting.get(place) or seen.get(place):
        return replace(stay, since=known.popleft().since)
    return replace(stay, since=twins.get(place, today))


def _start(stay: PaperStay) -> tuple[int, CategoryId | None, str | None]:
    return stay.paper, stay.category, stay.since


def _placed(stay: PaperStay, named: Sequence[Stay]) -> PaperStay:
    """Name the category of a stay by its path at that time."""
    if stay.category or not stay.entry.category:
        return stay
    day = stay.since or ""
    fitting = [category for category in named if category.path == stay.entry.category]
    ranked = sorted(
        fitting, key=lambda category: (stay.until is None and category.until is None, category.is_open(day))
    )
    return replace(stay, category=ranked[-1].category)


def _by_place(stays: Iterable[PaperStay]) -> Places:
    places: Places = defaultdict(deque)
    for stay in stays:
        places[stay.paper, stay.category].append(stay)
    return places


def _joined(stays: Sequence[PaperStay]) -> list[PaperStay]:
    """Make one stay of two that meet at one category: a heading was renamed, the paper did not move."""
    joined: list[PaperStay] = []
    for place in _by_place(sorted(stays, key=lambda stay: (stay.since or "", stay.until or "9999"))).values():
        ended: dict[str, list[PaperStay]] = defaultdict(list)
        for stay in place:
            if before := ended.get(stay.since or ""):
                stay = replace(stay, since=before.pop().since)
            ended[stay.until or "9999"].append(stay)
        joined.extend(stay for rest in ended.values() for stay in rest)
    return sorted(joined, key=_order)


def _order(stay: PaperStay) -> tuple[bool, int, str, str, int, str]:
    return stay.until is not None, stay.entry.line, stay.since or "", stay.until or "", stay.paper, stay.entry.title
