"""The house style of a list, learned from its entries alone: practice wins over any template that a list declares.

Entries of a section vote on the shape of a new one. An entry that already has just the parts that the new one has
counts fully; one that must first lose a part (a code link, an image, a note) counts less. The rest of the list has a
say as well, worth a few entries, so that one odd entry alone in its section is not copied.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from litgraph.lists.anatomy import Anatomy, Part, Slot, dissect
from litgraph.lists.context import context_of, entry_text, list_lines
from litgraph.lists.cutting import without
from litgraph.lists.order import Order, learn_orders
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.model.taxonomy import Path, common_depth

# No more entries than this are looked at, a section and a list: the last ones of a long section speak for it.
LONGEST_SECTION = 150
LONGEST_LIST = 4000

CUT_WEIGHT = 0.3  # the vote of an entry that must lose a part, against 1 for one that need not
LIST_WEIGHT = 3.0  # the votes of the whole list together, against 1 for each entry of the section

_PREPRINT = re.compile(r"(?:arxiv(?:\.org)?|corr|pre-?print|arxiv pre-?print)", re.IGNORECASE)
_STRETCH = re.compile(r"<[^>\n]*>|[^\s<>|\[\](){}*_\"“”'`,.:;–—•·-][^<>|\[\](){}*\"“”`\n]*")
_MIN_SHARE = 0.1  # words on fewer entries than this are notes on a paper, not the house's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """An entry of the list in its parts, and the kind of place where it stands (bullet, row of such a table, …)."""

    anatomy: Anatomy
    context: str


@dataclass(frozen=True, kw_only=True, eq=False)
class HouseStyle:
    """How the maintainers write: specimens by category, how they spell a preprint's venue, where new entries go."""

    specimens: Mapping[Path, tuple[Specimen, ...]] = field(default_factory=lambda: MappingProxyType({}))
    preprint: str = ""
    venues: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    orders: Mapping[Path, Order] = field(default_factory=lambda: MappingProxyType({}))
    order: Order = Order.BOTTOM

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
    specimens = _without_notes(list(_specimens(content, document.entries)))
    by_category: dict[Path, list[Specimen]] = defaultdict(list)
    for specimen in specimens:
        by_category[specimen.anatomy.entry.category].append(specimen)
    order, orders = learn_orders(document.entries, history)
    venues = [entry.venue for entry in document.entries if entry.venue]
    return HouseStyle(
        specimens=MappingProxyType({category: tuple(members) for category, members in by_category.items()}),
        preprint=_most_common(venue for venue in venues if _PREPRINT.fullmatch(venue)),
        venues=MappingProxyType(_spellings(venues)),
        orders=MappingProxyType(orders),
        order=order,
    )


def is_preprint_venue(venue: str) -> bool:
    """Tell whether a venue only says that a paper is a preprint."""
    return not venue or bool(_PREPRINT.fullmatch(venue.strip()))


def choose_shape(style: HouseStyle, category: Path, fill: frozenset[Slot]) -> tuple[Part, ...]:
    """Choose the parts of a new entry that can fill some slots, by the vote of those that stand there.

    Ties go to the shape that stands first in the list. Empty where the list has no entry to learn from.
    """
    home = style.home(category)
    if home is None:
        return ()
    ballots = _ballots(style, style.context(category), fill)
    votes: dict[tuple[Part, ...], float] = defaultdict(float)
    for ballot in ballots:
        local = ballot.category == home
        votes[ballot.shape] += ballot.weight * (local + LIST_WEIGHT / len(ballots))
    best = max(votes, key=lambda shape: votes[shape])
    return _with_forms(best, [ballot for ballot in ballots if ballot.shape == best], home)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ballot:
    shape: tuple[Part, ...]
    parts: tuple[Part, ...]
    category: Path
    weight: float


@lru_cache(maxsize=64)
def _ballots(style: HouseStyle, context: str, fill: frozenset[Slot]) -> tuple[_Ballot, ...]:
    ballots = []
    for category, members in style.specimens.items():
        for specimen in members:
            if specimen.context == context:
                ballots.append(_ballot(specimen.anatomy.parts, category, fill))
    return tuple(ballots)


def _ballot(parts: tuple[Part, ...], category: Path, fill: frozenset[Slot]) -> _Ballot:
    kept = without(parts, lambda slot: slot not in fill)
    weight = 1.0 if len(kept) == len(parts) else CUT_WEIGHT
    return _Ballot(shape=shape_of(kept), parts=kept, category=category, weight=weight)


def shape_of(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Leave of the parts what two entries of one shape have in common: the house's own words, and the empty slots."""
    merged: list[Part] = []
    for part in parts:
        if part.slot is not None:
            merged.append(Part(text="", slot=part.slot))
        elif merged and merged[-1].slot is None:
            merged[-1] = Part(text=merged[-1].text + part.text)
        else:
            merged.append(Part(text=part.text))
    return tuple(merged)


def _with_forms(shape: tuple[Part, ...], ballots: Sequence[_Ballot], home: Path) -> tuple[Part, ...]:
    """Give each slot the form that most entries of the shape have there."""
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    for ballot in ballots:
        slots = [part for part in ballot.parts if part.slot is not None]
        weight = len(ballots) if ballot.category == home else 1
        for index, part in enumerate(slots):
            forms[index][part.form] += weight if part.form else 0
    indices = iter(range(len(shape)))
    return tuple(
        part if part.slot is None else replace(part, form=forms[next(indices)].most_common(1)[0][0]) for part in shape
    )


def _specimens(content: bytes, entries: Sequence[Entry]) -> Iterator[Specimen]:
    lines = list_lines(content)
    counts: Counter[Path] = Counter(entry.category for entry in entries)
    for entry in entries[-LONGEST_LIST:]:
        counts[entry.category] -= 1
        if counts[entry.category] < LONGEST_SECTION and (anatomy := dissect(entry_text(content, entry), entry)):
            yield Specimen(anatomy=anatomy, context=context_of(lines, entry))


def _without_notes(specimens: Sequence[Specimen]) -> list[Specimen]:
    """Mark as notes the words that only few entries have outside their parts: they belong to one paper."""
    seen: Counter[str] = Counter()
    for specimen in specimens:
        seen.update({stretch for part in specimen.anatomy.parts for _, _, stretch in _stretches(part)})
    least = max(2, _MIN_SHARE * len(specimens))
    common = {stretch for stretch, count in seen.items() if count >= least}
    return [replace(specimen, anatomy=_noted(specimen.anatomy, common)) for specimen in specimens]


def _noted(anatomy: Anatomy, common: set[str]) -> Anatomy:
    parts: list[Part] = []
    for part in anatomy.parts:
        done = 0
        for start, end, stretch in _stretches(part):
            if stretch not in common:
                parts += [Part(text=part.text[done:start]), Part(text=part.text[start:end], slot=Slot.NOTE)]
                done = end
        parts.append(replace(part, text=part.text[done:]))
    return replace(anatomy, parts=tuple(part for part in parts if part.text))


def _stretches(part: Part) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of words between the marks of a literal part: start, end, words."""
    if part.slot is not None or part.group:
        return
    for found in _STRETCH.finditer(part.text):
        words = found[0].rstrip(" \t,.:;–—•·-")
        if not words.startswith("<") and any(c.isalnum() or ord(c) > 0x2190 for c in words):
            yield found.start(), found.start() + len(words), words


def _spellings(venues: Iterable[str]) -> dict[str, str]:
    """Give for each venue, case folded, how it is most often written."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for venue in venues:
        seen[venue.casefold()][venue] += 1
    return {folded: spellings.most_common(1)[0][0] for folded, spellings in seen.items()}


def _most_common(texts: Iterable[str]) -> str:
    """Give the text that stands most often, on a tie the first; empty where there is none."""
    return next((text for text, _ in Counter(texts).most_common(1)), "")
