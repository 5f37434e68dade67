"""Following entries and categories through the versions of a list."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from litgraph.model.identifiers import normalise_title
from litgraph.model.survey import CategoryStay, Entry, ListDocument, ListHistory, Listing
from litgraph.model.taxonomy import Path

# A broken commit that is mended within so many days ends nothing.
MENDED_WITHIN = 1
# Titles this alike, one gone from a category and one new there in the same version, are one title mended.
ALIKE = 0.9
# Beyond so many of each, a category was rewritten, and comparing each with each would only cost time.
_MOST_COMPARED = 50

_title = lru_cache(maxsize=100_000)(normalise_title)


@dataclass(slots=True, eq=False)
class _Stay:
    """A stay that may still change: an entry at a category, or (without an entry) a category itself."""

    path: Path
    since: str
    until: str = ""
    entry: Entry | None = None


# Stays and entries that have no partner yet, in order.
_Left = dict[_Stay, Entry]
_Fresh = dict[Entry, None]


class Stays:
    """Takes the versions of a list, oldest first; it owns the stays found so far."""

    def __init__(self) -> None:
        self._listings: list[_Stay] = []
        self._categories: list[_Stay] = []
        self._present: dict[Path, list[_Stay]] = {}
        self._headings: dict[Path, _Stay] = {}

    def take(self, document: ListDocument, day: str, *, since: str) -> None:
        """Take the version of a day; what is new in it stays from `since`."""
        entries = _by_category(document.entries)
        for old, new in _renamed(self._titles_at(day), _titles_below(entries)).items():
            self._rename(old, new)
        for path in dict.fromkeys((*entries, *self._present)):
            self._take_entries(path, entries.get(path, []), day, since)
        self._take_categories(document.categories, day, since)

    def history(self) -> ListHistory:
        """Give all stays, in the order in which they began."""
        listings = sorted(self._listings, key=lambda stay: stay.since)
        categories = sorted(self._categories, key=lambda stay: stay.since)
        return ListHistory(
            listings=tuple(Listing(entry=s.entry, since=s.since, until=s.until) for s in listings if s.entry),
            categories=tuple(CategoryStay(path=s.path, since=s.since, until=s.until) for s in categories),
        )

    def _titles_at(self, day: str) -> dict[Path, set[str]]:
        """Give the titles that stand at each category and below it."""
        present = ((path, stay.entry) for path, stays in self._present.items() for stay in stays if _goes_on(stay, day))
        return _titles_below(_grouped((path, entry) for path, entry in present if entry))

    def _rename(self, old: Path, new: Path) -> None:
        """Let what stands at a renamed category go on at its new path."""
        self._present[new] = self._present.pop(old, []) + self._present.get(new, [])
        for stay in self._present[new]:
            stay.path = new
        if old in self._headings and new not in self._headings:
            self._headings[new] = self._headings.pop(old)
            self._headings[new].path = new

    def _take_entries(self, path: Path, entries: Sequence[Entry], day: str, since: str) -> None:
        """Let stays at a category go on, end or begin."""
        left = {stay: stay.entry for stay in self._present.get(path, []) if stay.entry and _goes_on(stay, day)}
        fresh = dict.fromkeys(entries)
        kept = _match(left, fresh)
        for stay, entry in kept:
            stay.entry, stay.until = entry, ""
        for stay in left:
            stay.until = stay.until or day
        begun = [_Stay(path=path, since=since, entry=entry) for entry in fresh]
        self._listings += begun
        self._present[path] = [stay for stay, _ in kept] + begun + list(left)

    def _take_categories(self, paths: Sequence[Path], day: str, since: str) -> None:
        for path in paths:
            stay = self._headings.get(path)
            if stay is None or not _goes_on(stay, day):
                self._headings[path] = stay = _Stay(path=path, since=since)
                self._categories.append(stay)
            stay.until = ""
        for path in self._headings.keys() - set(paths):
            self._headings[path].until = self._headings[path].until or day


def _goes_on(stay: _Stay, day: str) -> bool:
    """Tell a stay that goes on, or ended so shortly before that its end was a slip."""
    if not stay.until:
        return True
    gap = datetime.date.fromisoformat(day) - datetime.date.fromisoformat(stay.until)
    return gap.days <= MENDED_WITHIN


def _grouped(placed: Iterable[tuple[Path, Entry]]) -> dict[Path, list[Entry]]:
    groups: dict[Path, list[Entry]] = defaultdict(list)
    for path, entry in placed:
        groups[path].append(entry)
    return groups


def _by_category(entries: Iterable[Entry]) -> dict[Path, list[Entry]]:
    """Group entries by category; of a title that stands there twice, the first."""
    first: dict[tuple[Path, str], Entry] = {}
    for entry in entries:
        first.setdefault((entry.category, _title(entry.title)), entry)
    return _grouped((path, entry) for (path, _), entry in first.items())


def _titles_below(entries: Mapping[Path, Sequence[Entry]]) -> dict[Path, set[str]]:
    """Collect the titles at each path and below it."""
    titles: dict[Path, set[str]] = defaultdict(set)
    for path, listed in entries.items():
        for depth in range(1, len(path) + 1):
            titles[path[:depth]].update(_title(entry.title) for entry in listed)
    return titles


def _renamed(before: Mapping[Path, set[str]], after: Mapping[Path, set[str]]) -> dict[Path, Path]:
    """Map categories that are gone to new ones that hold most of what they held, and little else."""
    gone = [path for path in before if path not in after]
    new = [path for path in after if path not in before]
    renamed: dict[Path, Path] = {}
    for old in gone:
        best = max(new, key=lambda path: (len(before[old] & after[path]), path[-1] == old[-1]), default=None)
        shared = len(before[old] & after[best]) if best else 0
        if best and best not in renamed.values() and 2 * shared >= max(len(before[old]), len(after[best])) > 0:
            renamed[old] = best
    return renamed


def _match(left: _Left, fresh: _Fresh) -> list[tuple[_Stay, Entry]]:
    """Pair the stays at a category with its entries; what finds no partner is left in both.

    The title decides first: two entries may carry one identifier by mistake. Then an identifier or address that both
    have, for a title that was corrected; then titles that are nearly alike.
    """
    pairs = [pair for marks in (_title_of, _identifiers_of, _address_of) for pair in _pair(left, fresh, marks)]
    if len(left) <= _MOST_COMPARED and len(fresh) <= _MOST_COMPARED:
        pairs += _pair_alike(left, fresh)
    return pairs


def _pair(left: _Left, fresh: _Fresh, marks: Callable[[Entry], tuple[str, ...]]) -> Iterator[tuple[_Stay, Entry]]:
    """Pair stays and entries that share a mark, and take them out of what is left."""
    marked = {mark: stay for stay, entry in reversed(left.items()) for mark in marks(entry)}
    for entry in list(fresh):
        stay = next((marked[mark] for mark in marks(entry) if marked.get(mark) in left), None)
        if stay is not None:
            del left[stay], fresh[entry]
            yield stay, entry


def _pair_alike(left: _Left, fresh: _Fresh) -> Iterator[tuple[_Stay, Entry]]:
    """Pair stays and entries whose titles are nearly alike."""
    for entry in list(fresh):
        alike = max(left, key=lambda stay: _likeness(left[stay], entry), default=None)
        if alike is not None and _likeness(left[alike], entry) >= ALIKE:
            del left[alike], fresh[entry]
            yield alike, entry


def _title_of(entry: Entry) -> tuple[str, ...]:
    return (_title(entry.title),)


def _identifiers_of(entry: Entry) -> tuple[str, ...]:
    return entry.identifiers


def _address_of(entry: Entry) -> tuple[str, ...]:
    return tuple(link.url for link in entry.links[:1])


def _likeness(first: Entry, second: Entry) -> float:
    return SequenceMatcher(None, _title(first.title), _title(second.title), autojunk=False).ratio()
