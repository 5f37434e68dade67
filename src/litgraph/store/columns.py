"""The record as columns of numbers, from which the embedded graph builds its arrays.

Papers are numbered by their place among the keys in order; authors, venues, surveys and categories by their place in
their own tuple. A day is the number YYYYMMDD; `UNKNOWN`, later than every day, stands where nobody knows from when, and
`OPEN` where there is no end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import CategoryId, Path
from litgraph.store.filings import Filing, read_filings
from litgraph.store.record import Record
from litgraph.store.surveys import fetch_surveys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int32]

UNKNOWN = 99_999_999
OPEN = 99_999_999


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PaperColumns:
    """The papers: `years` is 0 where unknown."""

    keys: tuple[PaperId, ...]
    known_from: Integers
    years: Integers
    stubs: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NameColumns:
    """Papers and the names that they bear: `papers[i]` bears `names[named[i]]`. Names are in order."""

    names: tuple[str, ...]
    papers: Integers
    named: Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CategoryColumns:
    """The stays of categories in the order of the lists; one that was renamed has a stay for each path."""

    surveys: Integers
    ids: tuple[CategoryId, ...]
    paths: tuple[Path, ...]
    since: Integers
    until: Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListingColumns:
    """The stays of papers in the lists of surveys, in any category or none."""

    surveys: Integers
    papers: Integers
    since: Integers
    until: Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FilingColumns:
    """Papers at categories, by people and models; `methods` are places in `model.assignment.METHODS`.

    Where people put a paper ends what a model said of it.
    """

    papers: Integers
    surveys: Integers
    ids: tuple[CategoryId, ...]
    probability: NDArray[np.float64]
    methods: Integers
    since: Integers
    until: Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GraphColumns:
    """All that the graph shows, of one revision of one record.

    Citations are sorted by citing, then cited paper, with papers that cite themselves among them; a citation is seen
    from `papers.known_from[citing]`. The authors of a paper stand in their order.
    """

    identity: str
    revision: int
    papers: PaperColumns
    citing: Integers
    cited: Integers
    authors: NameColumns
    venues: NameColumns
    surveys: tuple[Survey, ...]
    categories: CategoryColumns
    listings: ListingColumns
    filings: FilingColumns


def read_columns(record: Record) -> GraphColumns:
    """Read all that the graph shows, as of one moment."""
    with record.transaction():
        papers, places = _read_papers(record)
        surveys = fetch_surveys(record)
        numbers = {survey.name: number for number, survey in enumerate(surveys)}
        citing, cited = _read_citations(record, places)
        return GraphColumns(
            identity=record.identity,
            revision=record.revision,
            papers=papers,
            citing=citing,
            cited=cited,
            authors=_read_authors(record, places),
            venues=_read_venues(record, places),
            surveys=surveys,
            categories=_read_categories(record, numbers),
            listings=_read_listings(record, places, numbers),
            filings=_filing_columns(read_filings(record), places, numbers),
        )


def _read_papers(record: Record) -> tuple[PaperColumns, Integers]:
    """Read the papers, and of each row number the place of its paper."""
    found = record.rows("SELECT row, key, known_from, year, stub FROM paper ORDER BY key")
    rows, keys, days, years, stubs = zip(*found, strict=True) if found else ((),) * 5
    places = np.full(max(rows, default=0) + 1, -1, dtype=np.int32)
    places[np.array(rows, dtype=np.int64)] = np.arange(len(rows), dtype=np.int32)
    papers = PaperColumns(
        keys=tuple(keys),
        known_from=_days(days, UNKNOWN),
        years=np.array([year or 0 for year in years], dtype=np.int32),
        stubs=np.array(stubs, dtype=np.bool_),
    )
    return papers, places


def _read_citations(record: Record, places: Integers) -> tuple[Integers, Integers]:
    rows = record.stream("SELECT citing, cited FROM citation")
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    citing, cited = places[flat[0::2]], places[flat[1::2]]
    order = np.lexsort((cited, citing))
    return citing[order], cited[order]


def _read_authors(record: Record, places: Integers) -> NameColumns:
    found = record.stream("SELECT row, authors FROM paper WHERE authors <> '' ORDER BY key")
    return _names(((row, name) for row, authors in found for name in json.loads(authors)), places)


def _read_venues(record: Record, places: Integers) -> NameColumns:
    return _names(record.stream("SELECT row, venue FROM paper WHERE venue <> '' ORDER BY key"), places)


def _names(pairs: Iterable[tuple[int, str]], places: Integers) -> NameColumns:
    borne = [(row, " ".join(name.split())) for row, name in pairs]
    names = sorted({name for _, name in borne if name})
    number = {name: place for place, name in enumerate(names)}
    kept = [(row, number[name]) for row, name in borne if name]
    papers, named = _pairs(kept)
    return NameColumns(names=tuple(names), papers=places[papers], named=named)


def _read_categories(record: Record, numbers: dict[str, int]) -> CategoryColumns:
    found = record.rows(
        """SELECT survey, id, path, since, until FROM category JOIN category_stay ON category = number
        ORDER BY survey, place"""
    )
    return CategoryColumns(
        surveys=np.array([numbers[row[0]] for row in found], dtype=np.int32),
        ids=tuple(CategoryId(row[1]) for row in found),
        paths=tuple(tuple(json.loads(row[2])) for row in found),
        since=_days([row[3] for row in found], 0),
        until=_days([row[4] for row in found], OPEN),
    )


def _read_listings(record: Record, places: Integers, numbers: dict[str, int]) -> ListingColumns:
    found = record.rows("SELECT survey, paper, since, until FROM listing ORDER BY survey, paper, since, until")
    return ListingColumns(
        surveys=np.array([numbers[row[0]] for row in found], dtype=np.int32),
        papers=places[np.array([row[1] for row in found], dtype=np.int64)],
        since=_days([row[2] for row in found], 0),
        until=_days([row[3] for row in found], OPEN),
    )


def _filing_columns(filings: Sequence[Filing], places: Integers, numbers: dict[str, int]) -> FilingColumns:
    return FilingColumns(
        papers=places[np.array([one.paper for one in filings], dtype=np.int64)],
        surveys=np.array([numbers[one.survey] for one in filings], dtype=np.int32),
        ids=tuple(one.category for one in filings),
        probability=np.array([one.probability for one in filings], dtype=np.float64),
        methods=np.array([one.rank for one in filings], dtype=np.int32),
        since=_days([one.since for one in filings], 0),
        until=_days([one.until for one in filings], OPEN),
    )


def _pairs(pairs: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], Integers]:
    flat = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1].astype(np.int32)


def _days(days: Iterable[str | None], unknown: int) -> Integers:
    """Write ISO days as numbers; whole records share few days."""
    number = {None: unknown, "": unknown}
    return np.array(
        [number.setdefault(day, int((day or "").replace("-", "") or unknown)) for day in days], dtype=np.int32
    )
