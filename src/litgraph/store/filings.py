"""Which paper was at which category when, by people and by models, as the edges of the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from litgraph.model.assignment import METHODS
from litgraph.model.taxonomy import CategoryId
from litgraph.store.record import Record

_EVER = "9999-99-99"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A paper (by row) at a category, from the day `since` up to and without `until`; `rank` is its method's place."""

    survey: str
    paper: int
    category: CategoryId
    probability: float = 1.0
    rank: int = 0
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A decision for as long as it stands; `category` is None for a rejection."""

    survey: str
    paper: int
    verb: str
    category: CategoryId | None
    since: str
    until: str


def read_filings(record: Record) -> list[Filing]:
    """Read all filings by survey, paper, category and day; a stronger one ends the weaker ones while it holds."""
    standing = _read_decisions(record)
    decided = [_by_decision(one) for one in standing if one.category and one.verb != "reject"]
    moves = _spans(one for one in standing if one.verb == "move")
    accepted = _spans((one for one in standing if one.verb == "accept"), by_category=True)
    listed = [
        piece
        for filing in _read_listings(record)
        for piece in _without(filing, moves[filing.survey, filing.paper] + accepted[_place(filing)])
    ]
    curated = _spans([*standing, *decided, *listed])
    modelled = [
        piece for filing in _read_models(record) for piece in _without(filing, curated[filing.survey, filing.paper])
    ]
    return sorted([*decided, *listed, *modelled], key=lambda one: (one.survey, one.paper, one.category, one.since))


def _read_decisions(record: Record) -> list[_Standing]:
    found = record.rows(
        """SELECT decision.survey, paper, decision, id, date,
            lead(date, 1, '') OVER (PARTITION BY decision.survey, paper ORDER BY date, decision.number)
        FROM decision LEFT JOIN category ON category.number = decision.category"""
    )
    return [
        _Standing(survey=survey, paper=paper, verb=verb, category=category, since=since, until=until)
        for survey, paper, verb, category, since, until in found
    ]


def _read_listings(record: Record) -> Iterator[Filing]:
    found = record.rows(
        """SELECT DISTINCT listing.survey, paper, id, since, until FROM listing
        JOIN category ON number = listing.category"""
    )
    for survey, paper, category, since, until in found:
        yield Filing(survey=survey, paper=paper, category=category, since=since or "", until=until or "")


def _read_models(record: Record) -> list[Filing]:
    """Read what models made; of several methods the one that outranks the others."""
    found = record.rows(
        """SELECT assignment.survey, paper, id, probability, method, since FROM assignment
        JOIN category ON number = assignment.category"""
    )
    filings = [
        Filing(survey=s, paper=paper, category=name, probability=probability, rank=METHODS.index(method), since=since)
        for s, paper, name, probability, method, since in found
    ]
    best: dict[tuple[str, int], int] = {}
    for filing in filings:
        place = (filing.survey, filing.paper)
        best[place] = min(filing.rank, best.get(place, filing.rank))
    return [filing for filing in filings if filing.rank == best[filing.survey, filing.paper]]


def _by_decision(standing: _Standing) -> Filing:
    return Filing(
        survey=standing.survey,
        paper=standing.paper,
        category=standing.category or CategoryId(""),
        since=standing.since,
        until=standing.until,
    )


Spans = defaultdict[tuple[object, ...], list[tuple[str, str]]]


def _spans(stays: Iterable[Filing | _Standing], *, by_category: bool = False) -> Spans:
    """Collect from when to when, by survey and paper, and by category too where asked."""
    spans: Spans = defaultdict(list)
    for one in stays:
        place = (one.survey, one.paper, one.category) if by_category else (one.survey, one.paper)
        spans[place].append((one.since, one.until or _EVER))
    return spans


def _place(filing: Filing) -> tuple[object, ...]:
    return filing.survey, filing.paper, filing.category


def _without(filing: Filing, spans: Iterable[tuple[str, str]]) -> list[Filing]:
    """Give the parts of a filing outside the spans."""
    pieces = [(filing.since, filing.until or _EVER)]
    for start, end in spans:
        cut = [((since, min(until, start)), (max(since, end), until)) for since, until in pieces]
        pieces = [(since, until) for pair in cut for since, until in pair if since < until]
    return [replace(filing, since=since, until="" if until == _EVER else until) for since, until in pieces]
