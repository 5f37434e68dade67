"""Rows of tables, pipe or HTML: which column says what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litgraph.lists.authors import read_names
from litgraph.lists.dates import read_date
from litgraph.lists.facts import Facts, read_facts
from litgraph.lists.links import TITLE, kind_of
from litgraph.lists.rich import RichText
from litgraph.lists.venues import Venue, read_venue
from litgraph.model.dates import year_of

# Columns by their header, in the order in which a title is sought in them.
_TITLES = re.compile(r"title|标题|题目|论文名", re.I)
_PAPERS = re.compile(r"\b(?:papers?|works?|articles?|publications?|literature|references?)\b|论文|文章", re.I)
_NAMES = re.compile(
    r"\b(?:names?|models?|methods?|approach(?:es)?|algorithms?|systems?|datasets?|benchmarks?|frameworks?|techniques?|tools?)\b|名称|模型|方法",
    re.I,
)
_VENUES = re.compile(
    r"\b(?:venue|conf(?:erence)?|journal|published(?: in)?|publisher|publication|pub|where|source)\b|会议|期刊", re.I
)
_DATES = re.compile(r"\b(?:date|time|year|month|published(?: on)?|release[d]?|when|submitted)\b|日期|时间|年份", re.I)
_AUTHORS = re.compile(r"\b(?:authors?|by)\b|作者", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a table say, by their numbers. `titles` are where a title is sought, likeliest first.

    `titled` tells whether one of them surely holds titles, `of_papers` whether the table is surely one of papers.
    """

    titles: tuple[int, ...] = ()
    venues: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    authors: tuple[int, ...] = ()
    titled: bool = False
    of_papers: bool = False


def columns_of(header: Sequence[str]) -> Columns:
    """Tell by a table's header what its columns say."""
    titles, papers, names = (_matching(header, pattern) for pattern in (_TITLES, _PAPERS, _NAMES))
    venues, dates, authors = (
        tuple(number for number in _matching(header, pattern) if number not in titles)
        for pattern in (_VENUES, _DATES, _AUTHORS)
    )
    titled = bool(titles or papers)
    return Columns(
        titles=tuple(dict.fromkeys(titles + papers + names)),
        venues=venues,
        dates=dates,
        authors=authors,
        titled=titled,
        of_papers=titled and bool(venues or dates),
    )


def read_row(columns: Columns, cells: Sequence[RichText]) -> tuple[Facts, bool]:
    """Read a row; tell also whether it surely names a paper, since its table is one of papers and it has a link."""
    read = [read_facts(cell) for cell in cells]
    titled = _titled(columns, read)
    facts = read[titled] if titled is not None else Facts()
    venue, date, authors = _beside(columns, cells, titled)
    date = date or facts.date
    years = (venue.year, facts.year, year_of(date) if date else None, *(cell.year for cell in read))
    facts = replace(
        facts,
        venue=venue.name or facts.venue or next((cell.venue for cell in read if cell.venue), ""),
        year=next((year for year in years if year), None),
        date=date if len(date) > len("2024") else facts.date,
        authors=authors or facts.authors,
        references=tuple(reference for cell in read for reference in cell.references),
    )
    return facts, columns.of_papers and bool(facts.references)


def _titled(columns: Columns, read: Sequence[Facts]) -> int | None:
    """Choose the cell that holds the title."""
    for number in columns.titles:
        if number < len(read) and _is_title(read[number].title):
            return number
    if columns.titled:
        return None
    return next((number for number, facts in enumerate(read) if _is_title(facts.title)), None)


def _beside(columns: Columns, cells: Sequence[RichText], titled: int | None) -> tuple[Venue, str, tuple[str, ...]]:
    """Read venue, date and authors from their columns."""
    dates = (read_date(text) for text in _texts(columns.dates, cells, titled))
    venues = (read_venue(text) for text in _texts(columns.venues, cells, titled) if not read_date(text))
    authors = (read_names(text) for text in _texts(columns.authors, cells, titled))
    return (
        next((venue for venue in venues if venue.name), Venue()),
        next((date for date in dates if date), ""),
        next((names for names in authors if names), ()),
    )


def _texts(numbers: Sequence[int], cells: Sequence[RichText], titled: int | None) -> Iterator[str]:
    return (cells[number].text for number in numbers if number < len(cells) and number != titled)


def _matching(header: Sequence[str], pattern: re.Pattern[str]) -> tuple[int, ...]:
    return tuple(number for number, name in enumerate(header) if pattern.search(name))


def _is_title(text: str) -> bool:
    return bool(text) and kind_of(text) == TITLE
