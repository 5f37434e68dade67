"""Tables that say which named system can do what, and what their rows say.

Such a table names a system in each row and a capability above each of two or more columns of marks. A table of papers
(titles, or links to papers with their venues or authors) is none, nor is one whose rows are the features.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litgraph.lists.decoration import undecorated
from litgraph.lists.facts import Facts, read_facts
from litgraph.lists.grids import Grid, GridRow, read_grids
from litgraph.lists.links import TITLE, leads_out, leads_to_paper
from litgraph.lists.marks import TELLING, Mark, is_held, may_tick, read_mark
from litgraph.lists.rich import LINK, RichText
from litgraph.lists.tables import columns_of, read_row
from litgraph.lists.tidy import word_count
from litgraph.model.framework import Framework
from litgraph.model.text import clean_text

# What a piece of a list must hold, if any table of it is to be read.
_TABLED = re.compile(r"\|.*\||<(?:table|tr|td|th)\b", re.IGNORECASE)
_LONGEST_PIECE = 1_000_000  # characters; no table of frameworks is so long
_FEATURES = re.compile(
    r"\b(?:features?|capabilit(?:y|ies)|functions?|functionality|criteri(?:a|on)|tasks?)\b|功能|特性", re.IGNORECASE
)
_LONGEST_NAME = 5  # words; a title has more
_FEWEST_ROWS = _FEWEST_COLUMNS = 2
_MOST_ODD = 0.2  # of a column's cells may be no marks


def may_hold_matrix(lines: Sequence[str]) -> bool:
    """Tell whether any table of a piece of a list can be one, without reading it."""
    tabled = any(map(_TABLED.search, lines)) and sum(map(len, lines)) <= _LONGEST_PIECE
    return tabled and may_tick("\n".join(lines))


def read_matrices(lines: Sequence[str], references: dict[str, object]) -> Iterator[Framework]:
    """Yield the frameworks that the tables of a piece name, without their categories; lines count within the piece."""
    if may_hold_matrix(lines):
        for grid in read_grids(lines, references):
            yield from _frameworks(grid)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """A table with its marks: the column of the names, and the marked columns by number with what they are called."""

    grid: Grid
    marks: tuple[tuple[Mark, ...], ...]
    names: int
    capabilities: dict[int, str]


def _frameworks(grid: Grid) -> Iterator[Framework]:
    """Yield the frameworks of a table, none if it is not one of capabilities."""
    matrix = _matrix(_squared(_with_header(grid)))
    if matrix is None or _lies_on_its_side(matrix):
        return
    named = [read_facts(row.cells[matrix.names]) for row in matrix.grid.rows]
    if _is_of_papers(matrix, named):
        return
    among = {marks[number] for marks in matrix.marks for number in matrix.capabilities}
    for row, facts, marks in zip(matrix.grid.rows, named, matrix.marks, strict=True):
        if name := clean_text(undecorated(facts.title)):
            said = {capability: is_held(marks[number], among) for number, capability in matrix.capabilities.items()}
            yield Framework(
                name=name,
                url=_url(facts, row),
                line=row.first + 1,
                capabilities=tuple(capability for capability, held in said.items() if held),
                lacking=tuple(capability for capability, held in said.items() if held is False),
            )


def _with_header(grid: Grid) -> Grid:
    """Take the first row of a table without a header for it, if no mark stands in it."""
    if grid.header or any(read_mark(cell) in TELLING for row in grid.rows[:1] for cell in row.cells):
        return grid
    return Grid(header=next((row.cells for row in grid.rows), ()), rows=grid.rows[1:])


def _squared(grid: Grid) -> Grid:
    """Give each row as many cells as the header has, and leave out the empty ones."""
    width = len(grid.header)
    rows = (replace(row, cells=(*row.cells[:width], *(RichText(),) * (width - len(row.cells)))) for row in grid.rows)
    return replace(grid, rows=tuple(row for row in rows if any(cell.text.strip() or cell.marks for cell in row.cells)))


def _matrix(grid: Grid) -> _Matrix | None:
    """Find the marked columns of a table, and the column before them that names who they are of."""
    marks = tuple(tuple(map(read_mark, row.cells)) for row in grid.rows)
    marked = [number for number in range(len(grid.header)) if _is_marked(marks, number)]
    capabilities = {number: name for number in marked if (name := _name_of(grid.header[number]))}
    names = next((n for n in range(min(marked, default=0)) if _is_naming(grid.rows, n)), None)
    held = any(is_held(row[number], ()) for row in marks for number in capabilities)
    few = len(grid.rows) < _FEWEST_ROWS or len(set(capabilities.values())) < _FEWEST_COLUMNS
    if names is None or few or not held:
        return None
    return _Matrix(grid=grid, marks=marks, names=names, capabilities=capabilities)


def _is_marked(marks: Sequence[Sequence[Mark]], number: int) -> bool:
    """Tell a column of marks: hardly anything else stands in it, and not dashes alone."""
    counted = Counter(row[number] for row in marks)
    filled = sum(counted.values()) - counted[Mark.BLANK]
    return any(counted[mark] for mark in TELLING) and counted[Mark.OTHER] <= _MOST_ODD * filled


def _is_naming(rows: Sequence[GridRow], number: int) -> bool:
    """Tell a column that tells its rows apart by words: no numbering, no groups."""
    worded = {text for row in rows if any(map(str.isalpha, text := row.cells[number].text.strip()))}
    return len(worded) > (1 - _MOST_ODD) * len(rows)


def _lies_on_its_side(matrix: _Matrix) -> bool:
    """Tell a table whose rows are the features: it says so, or its columns are linked and its rows are not."""
    header = matrix.grid.header
    columns = [_is_linked(header[number]) for number in matrix.capabilities]
    rows = any(_is_linked(row.cells[matrix.names]) for row in matrix.grid.rows)
    return bool(_FEATURES.search(header[matrix.names].text)) or (not rows and 2 * sum(columns) > len(columns))


def _is_linked(cell: RichText) -> bool:
    return any(leads_out(link.url) for link in cell.of_kind(LINK))


def _is_of_papers(matrix: _Matrix, named: Sequence[Facts]) -> bool:
    """Tell a table of papers: titles in place of names, or most rows lead to a paper and tell its venue or authors."""
    header = [cell.text for cell in matrix.grid.header]
    if columns_of(header[matrix.names : matrix.names + 1]).titled:
        return True
    long = sum(word_count(facts.title) > _LONGEST_NAME for facts in named)
    columns = columns_of(header)
    told = (read_row(columns, row.cells)[0] for row in matrix.grid.rows)
    credited = sum(bool(facts.venue or facts.authors) and any(map(leads_to_paper, facts.references)) for facts in told)
    return 2 * max(long, credited) >= len(named)


def _url(facts: Facts, row: GridRow) -> str:
    """Choose the link on the name, else the first beside it, else the first of the row."""
    beside = (reference for cell in row.cells for reference in read_facts(cell).references)
    ordered = [*(one for one in facts.references if one.kind == TITLE), *facts.references, *beside]
    return ordered[0].url if ordered else ""


def _name_of(cell: RichText) -> str:
    return clean_text(undecorated(cell.text))
