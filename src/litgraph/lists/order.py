"""Where new entries of a section go, as its history shows it, else its dates: on top, at the bottom, or by date."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from litgraph.model.identifiers import arxiv_month
from litgraph.model.survey import Entry, ListHistory
from litgraph.model.taxonomy import Path

LIST_WEIGHT = 3.0  # the votes of the whole list together, against 1 for each of the section
SORTED = 0.9  # share of neighbours in order from which a section with written dates counts as sorted by them


class Order(StrEnum):
    """Where new entries go."""

    TOP = "top"
    BOTTOM = "bottom"
    NEWEST_FIRST = "newest-first"
    OLDEST_FIRST = "oldest-first"


def learn_orders(entries: Sequence[Entry], history: ListHistory | None = None) -> tuple[Order, dict[Path, Order]]:
    """Learn where new entries go in the list at large and in each of its sections; without a sign, at the bottom."""
    sections: dict[Path, list[Entry]] = defaultdict(list)
    for entry in entries:
        sections[entry.category].append(entry)
    first_days = _first_days(history)
    votes = {category: Counter(_votes(members, first_days)) for category, members in sections.items()}
    whole: Counter[Order] = sum(votes.values(), Counter())
    orders = {category: _elected(votes[category], whole) for category in sections}
    return _elected(Counter(), whole), orders


def entry_date(entry: Entry) -> str:
    """Give the date that an entry shows, else the month of its arXiv id, else its year; empty where it has none."""
    months = sorted(filter(None, map(arxiv_month, entry.identifiers)))
    return entry.date or next(iter(months), "") or str(entry.year or "")


def _votes(members: Sequence[Entry], first_days: Mapping[tuple[Path, str], str]) -> dict[Order, int]:
    """Count the signs of each order in a section: written dates that are sorted, else history, else dates at all."""
    written = [entry.date for entry in members if entry.date]
    if len(written) >= max(3, 0.8 * len(members)):
        rising, falling = _steps(written)
        if rising + falling >= 2 and max(rising, falling) >= SORTED * (rising + falling):
            return {Order.NEWEST_FIRST: falling} if falling > rising else {Order.OLDEST_FIRST: rising}
    placed = Counter(_placed(members, first_days))
    if placed:
        return dict(placed)
    rising, falling = _steps([date for date in map(entry_date, members) if date])
    return {Order.TOP: falling, Order.BOTTOM: rising} if not first_days else {}


def _placed(members: Sequence[Entry], first_days: Mapping[tuple[Path, str], str]) -> Iterator[Order]:
    """Tell of each entry that came later whether it stands above or below all that were there when it came."""
    days = [first_days.get((entry.category, _name(entry)), "") for entry in members]
    for index, day in enumerate(days):
        older = [other for other, known in enumerate(days) if known < day]
        if day and older and index < min(older):
            yield Order.TOP
        elif day and older and index > max(older):
            yield Order.BOTTOM


def _steps(dates: Sequence[str]) -> tuple[int, int]:
    """Count the neighbours whose dates rise, and those whose dates fall; dates compare as far as both go."""
    rising = falling = 0
    for first, second in itertools.pairwise(dates):
        shared = min(len(first), len(second))
        rising += first[:shared] < second[:shared]
        falling += first[:shared] > second[:shared]
    return rising, falling


def _elected(votes: Mapping[Order, int], whole: Mapping[Order, int]) -> Order:
    total = sum(whole.values())
    shares = {order: votes.get(order, 0) + LIST_WEIGHT * count / total for order, count in whole.items() if total}
    return max(shares, key=lambda order: (shares[order], order == Order.BOTTOM), default=Order.BOTTOM)


def _first_days(history: ListHistory | None) -> dict[tuple[Path, str], str]:
    listings: Iterable[tuple[tuple[Path, str], str]] = (
        ((listing.entry.category, _name(listing.entry)), listing.since)
        for listing in (history.listings if history else ())
        if listing.since and not listing.until
    )
    days: dict[tuple[Path, str], str] = {}
    for key, since in listings:
        days[key] = min(since, days.get(key, since))
    return days


def _name(entry: Entry) -> str:
    return entry.identifiers[0] if entry.identifiers else entry.title
