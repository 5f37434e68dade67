"""The house style of a list, learned from its entries alone: practice wins over any template that a list declares."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from litgraph.lists.anatomy import Anatomy, Part, Slot, dissect
from litgraph.lists.context import context_of, entry_text, list_lines, table_head
from litgraph.lists.notes import mark_notes
from litgraph.lists.order import Order, entry_date, learn_orders
from litgraph.lists.shape import Ballot, ballot, elect
from litgraph.model.identifiers import identifier_in_url, scheme_of, value_of
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.model.taxonomy import Path, common_depth

# No more entries than these are looked at: the last ones of a long section speak for it.
LONGEST_SECTION = 150
LONGEST_LIST = 4000

# Schemes whose identifiers have one host; a publisher's address for a DOI would lead nowhere with another's.
_HOSTED = ("acl", "openreview")
_PREPRINT = re.compile(r"(?:arxiv(?:\.org)?|corr|pre-?print|arxiv pre-?print)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """An entry of the list in its parts, and the kind of place where it stands (bullet, row of such a table, …).

    `age` is 0 for the entry whose paper is the newest of the list, 1 for the oldest.
    """

    anatomy: Anatomy
    context: str
    age: float = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class HouseStyle:
    """How the maintainers write: specimens by category, how they spell a preprint's venue, where new entries go.

    `heads` holds, for a category whose entries are rows, the head of their table: names and delimiters. `addresses`
    holds, by the scheme of an identifier, how the list writes an address, with `{}` in the place of the value.
    """

    specimens: Mapping[Path, tuple[Specimen, ...]] = field(default_factory=lambda: MappingProxyType({}))
    preprint: str = ""
    venues: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    orders: Mapping[Path, Order] = field(default_factory=lambda: MappingProxyType({}))
    order: Order = Order.BOTTOM
    heads: Mapping[Path, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    addresses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def home(self, category: Path) -> Path | None:
        """Give the category whose entries show how to write in this one: itself, else the nearest in the tree."""
        if category in self.specimens or not self.specimens:
            return category if self.specimens else None
        return max(self.specimens, key=lambda path: (common_depth(path, category), len(self.specimens[path])))

    def context(self, category: Path) -> str:
        """Give the kind of place where most entries of a category stand; on a tie, the first."""
        home = self.home(category)
        return _most_common(specimen.context for specimen in self.specimens[home]) if home is not None else ""

    def order_of(self, category: Path) -> Order:
        """Tell where new entries of a category go."""
        return self.orders.get(category, self.order)


def learn_style(content: bytes, document: ListDocument, history: ListHistory | None = None) -> HouseStyle:
    """Learn the house style of a list from its entries and, for the order of new ones, from its history."""
    by_category: dict[Path, list[Specimen]] = defaultdict(list)
    for specimen in sorted(_specimens(content, document.entries), key=lambda specimen: specimen.anatomy.entry.line):
        by_category[specimen.anatomy.entry.category].append(specimen)
    order, orders = learn_orders(document.entries, history)
    venues = [entry.venue for entry in document.entries if entry.venue]
    return HouseStyle(
        specimens=MappingProxyType({category: tuple(members) for category, members in by_category.items()}),
        preprint=_most_common(venue for venue in venues if _PREPRINT.fullmatch(venue)),
        venues=MappingProxyType(_spellings(venues)),
        orders=MappingProxyType(orders),
        order=order,
        heads=MappingProxyType(_heads(content, by_category)),
        addresses=MappingProxyType(_addresses(document.entries)),
    )


def is_preprint_venue(venue: str) -> bool:
    """Tell whether a venue only says that a paper is a preprint."""
    return not venue or bool(_PREPRINT.fullmatch(venue.strip()))


@lru_cache(maxsize=64)
def choose_shape(style: HouseStyle, category: Path, fill: frozenset[Slot]) -> tuple[Part, ...]:
    """Choose the parts of a new entry of a category that can fill some slots; none, where there is nobody to vote."""
    home, context = style.home(category), style.context(category)
    return elect(tuple(_ballots(style, home, context, fill))) if home is not None else ()


def _ballots(style: HouseStyle, home: Path, context: str, fill: frozenset[Slot]) -> Iterator[Ballot]:
    for path, members in style.specimens.items():
        for specimen in members:
            if specimen.context == context:
                yield ballot(specimen.anatomy.parts, fill, is_local=path == home, age=specimen.age)


def _specimens(content: bytes, entries: Sequence[Entry]) -> Iterator[Specimen]:
    lines = list_lines(content)
    by_context: dict[str, list[Anatomy]] = defaultdict(list)
    left = Counter(entry.category for entry in entries[-LONGEST_LIST:])
    for entry in entries[-LONGEST_LIST:]:
        left[entry.category] -= 1
        if left[entry.category] < LONGEST_SECTION and (anatomy := dissect(entry_text(content, entry), entry)):
            by_context[context_of(lines, entry)].append(anatomy)
    ages = _ages(entries)
    for context, anatomies in by_context.items():
        for anatomy in mark_notes(anatomies):
            yield Specimen(anatomy=anatomy, context=context, age=ages.get(entry_date(anatomy.entry)[:7], 0.5))


def _ages(entries: Iterable[Entry]) -> dict[str, float]:
    """Give for each month the share of the dated entries that are newer."""
    months = Counter(date[:7] for entry in entries if len(date := entry_date(entry)) >= len("2024-01"))
    ages, newer = {}, 0
    for month in sorted(months, reverse=True):
        ages[month] = newer / months.total()
        newer += months[month]
    return ages


def _heads(content: bytes, by_category: Mapping[Path, Sequence[Specimen]]) -> dict[Path, tuple[str, ...]]:
    lines = list_lines(content)
    return {
        category: table_head(lines, members[0].anatomy.entry.line)
        for category, members in by_category.items()
        if members[0].context.startswith("row")
    }


def _addresses(entries: Iterable[Entry]) -> dict[str, str]:
    """Learn how addresses at the ACL Anthology and OpenReview are written; one alone shows no habit."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for link in entry.links:
            paper = identifier_in_url(link.url)
            if paper in entry.identifiers and scheme_of(paper) in _HOSTED and value_of(paper) in link.url:
                seen[scheme_of(paper)][link.url.replace(value_of(paper), "{}", 1)] += 1
    elected = {scheme: patterns.most_common(1)[0] for scheme, patterns in seen.items()}
    return {scheme: pattern for scheme, (pattern, count) in elected.items() if count > 1}


def _spellings(venues: Iterable[str]) -> dict[str, str]:
    """Give for each venue, case folded, how it is most often written."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for venue in venues:
        seen[venue.casefold()][venue] += 1
    return {folded: spellings.most_common(1)[0][0] for folded, spellings in seen.items()}


def _most_common(texts: Iterable[str]) -> str:
    """Give the text that stands most often, on a tie the first; empty where there is none."""
    return next((text for text, _ in Counter(texts).most_common(1)), "")
