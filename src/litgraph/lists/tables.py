"""Rows of tables, pipe or HTML: which column says what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

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


def read_row(header: Sequence[str], cells: Sequence[RichText]) -> tuple[Facts, bool]:
    """Read a row; tell also whether its table is one of papers: it has a title column and a date or venue column."""
    read = [read_facts(cell) for cell in cells]
    titled = _titled(header, read)
    facts = read[titled] if titled is not None else Facts()
    venue, date, authors = _columns(header, cells, titled)
    references = tuple(reference for cell in read for reference in cell.references)
    date = date or facts.date
    facts = replace(
        facts,
        venue=venue.name or facts.venue or next((cell.venue for cell in read if cell.venue), ""),
        year=venue.year
        or facts.year
        or (year_of(date) if date else None)
        or next((c.year for c in read if c.year), None),
        date=date if len(date) > 4 else facts.date,
        authors=authors or facts.authors,
        references=references,
    )
    return facts, _is_paper_table(header) and bool(references)


def _titled(header: Sequence[str], read: Sequence[Facts]) -> int | None:
    """Choose the cell that holds the title."""
    for pattern in (_TITLES, _PAPERS, _NAMES):
        for number, facts in enumerate(read):
            if pattern.search(_at(header, number)) and _is_title(facts.title):
                return number
    if any(pattern.search(name) for pattern in (_TITLES, _PAPERS) for name in header):
        return None
    return next((number for number, facts in enumerate(read) if _is_title(facts.title)), None)


def _columns(
    header: Sequence[str], cells: Sequence[RichText], titled: int | None
) -> tuple[Venue, str, tuple[str, ...]]:
    """Read the columns of venue, date and authors."""
    venue, date = Venue(), ""
    authors: tuple[str, ...] = ()
    for number, cell in enumerate(cells):
        name = _at(header, number)
        if number == titled or _TITLES.search(name):
            continue
        if _DATES.search(name) and not date:
            date = read_date(cell.text)
        if _VENUES.search(name) and not venue.name and not read_date(cell.text):
            venue = read_venue(cell.text)
        if _AUTHORS.search(name) and not authors:
            authors = read_names(cell.text)
    return venue, date, authors


def _is_title(text: str) -> bool:
    return bool(text) and kind_of(text) == TITLE


def _is_paper_table(header: Sequence[str]) -> bool:
    joined = " | ".join(header)
    return bool(
        (_TITLES.search(joined) or _PAPERS.search(joined)) and (_DATES.search(joined) or _VENUES.search(joined))
    )


def _at(header: Sequence[str], number: int) -> str:
    return header[number] if number < len(header) else ""
