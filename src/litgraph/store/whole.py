"""The whole record in the order of its rows, piece by piece, for a graph that is kept elsewhere.

Nothing here grows with the record but what a caller keeps of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.store.record import Record, Row
from litgraph.store.rows import COLUMNS, as_json, paper_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper as its row holds it, undecoded, with its identifiers and the hashes of its titles, in order."""

    row: int
    columns: Row
    known_from: str | None
    aliases: tuple[PaperId, ...]
    titles: tuple[int, ...]

    @property
    def paper(self) -> Paper:
        """Give the paper itself."""
        return paper_of(self.columns, frozenset(self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRow:
    """A stay of a paper (by row) in the list of a survey, at whatever category."""

    paper: int
    survey: str
    since: str = ""
    until: str = ""


# A cited row, and what is said of the citation: contexts and intents as JSON lists or None, and 1 if influential.
Reference = tuple[int, str | None, str | None, int]


def last_row(record: Record) -> int:
    """Give the highest row number, 0 of an empty record."""
    return int(record.rows("SELECT coalesce(max(row), 0) FROM paper")[0][0])


def stream_keys(record: Record) -> Iterator[tuple[int, PaperId, str | None]]:
    """Give the row, key and first known day of each paper."""
    return ((row, key, day) for row, key, day in record.stream("SELECT row, key, known_from FROM paper ORDER BY row"))


def stream_papers(record: Record, size: int) -> Iterator[list[PaperRow]]:
    """Give all papers, `size` at a time."""
    sql = f"SELECT row, known_from, {COLUMNS} FROM paper WHERE row > ? ORDER BY row LIMIT ?"
    row = 0
    while found := record.rows(sql, (row, size)):
        first, row = found[0][0], found[-1][0]
        aliases = _by_paper(record, "SELECT paper, name FROM alias WHERE paper BETWEEN ? AND ?", first, row)
        titles = _by_paper(record, "SELECT paper, digest FROM title WHERE paper BETWEEN ? AND ?", first, row)
        yield [
            PaperRow(
                row=number,
                known_from=day,
                columns=columns,
                aliases=tuple(sorted(aliases[number])),
                titles=tuple(sorted(titles.get(number, ()))),
            )
            for number, day, *rest in found
            for columns in (tuple(rest),)
        ]


def stream_references(record: Record) -> Iterator[tuple[int, list[Reference]]]:
    """Give each paper that cites any, by row, with what it cites, by row."""
    found = record.stream("SELECT citing, cited, contexts, intents, influential FROM citation ORDER BY citing, cited")
    for citing, rows in groupby(found, key=itemgetter(0)):
        yield citing, [row[1:] for row in rows]


def fetch_listing_rows(record: Record) -> list[ListingRow]:
    """Give each distinct stay of a paper in a list, by paper."""
    sql = """SELECT DISTINCT paper, survey, coalesce(since, ''), coalesce(until, '') FROM listing
        ORDER BY paper, survey, 3, 4"""
    return [ListingRow(paper=p, survey=s, since=since, until=until) for p, s, since, until in record.rows(sql)]


def count_citations(record: Record) -> int:
    """Count the citations."""
    return int(record.rows("SELECT count(*) FROM citation")[0][0])


def has_in_lists(record: Record, character: str) -> bool:
    """Tell whether a control character stands in any list of texts: of authors, identifiers, contexts or headings."""
    escaped = as_json(character).strip('"')
    sql = """SELECT EXISTS (SELECT 1 FROM paper WHERE instr(authors, ?1))
        OR EXISTS (SELECT 1 FROM alias WHERE instr(name, ?2))
        OR EXISTS (SELECT 1 FROM category_stay WHERE instr(path, ?1))
        OR EXISTS (SELECT 1 FROM citation WHERE instr(contexts, ?1) OR instr(intents, ?1))"""
    return bool(record.rows(sql, (escaped, character))[0][0])


def _by_paper(record: Record, sql: str, first: int, last: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for paper, value in record.rows(sql, (first, last)):
        found.setdefault(paper, []).append(value)
    return found
