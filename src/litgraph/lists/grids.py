"""The tables of a list as grids: the names of the columns, and a row of cells after the other, pipe or HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from litgraph.lists.blocks import Block, Bullet, Html, Paragraph, Row, read_blocks
from litgraph.lists.html import HtmlPart, HtmlReader, HtmlRow
from litgraph.lists.markup import read_inline
from litgraph.lists.rich import RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row's cells, and its first line (0-based)."""

    cells: tuple[RichText, ...]
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. `header` is empty where no row is one."""

    header: tuple[RichText, ...]
    rows: tuple[GridRow, ...]


def read_grids(lines: Sequence[str], references: dict[str, object]) -> Iterator[Grid]:
    """Yield the tables of some lines; `references` are the list's link definitions."""
    reader = _Reader(references)
    rows = [row for block in read_blocks(lines) for row in reader.read(block)] + reader.end()
    for _, of_one in groupby(rows, key=lambda row: row.table):
        table = list(of_one)
        yield Grid(header=table[0].header, rows=tuple(GridRow(cells=row.cells, first=row.first) for row in table))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row with the header of its table, and which table that is."""

    table: tuple[str, int]
    header: tuple[RichText, ...]
    cells: tuple[RichText, ...]
    first: int


class _Reader:
    """Reads blocks one after the other; it owns the link definitions, and the table and HTML at hand."""

    def __init__(self, references: dict[str, object]) -> None:
        self.references = references
        self.html = HtmlReader()
        self.names: tuple[str, ...] | None = None
        self.header: tuple[RichText, ...] = ()
        self.table = 0

    def read(self, block: Block) -> list[_Row]:
        """Give the rows of one block."""
        if isinstance(block, Html):
            return _rows(self.html.read(block.text, block.first))
        if isinstance(block, Paragraph) and self.html.cell is not None:
            self.html.write(self._inline(block.text), block.last)
            return []
        if isinstance(block, Row):
            return [*self.end(), self._row(block)]
        nested = block.parts if isinstance(block, Bullet) else ()
        return [*self.end(), *(row for part in nested for row in self.read(part))]

    def end(self) -> list[_Row]:
        """Give the row that raw HTML has left open."""
        return _rows(self.html.end())

    def _row(self, block: Row) -> _Row:
        if self.names is not block.header:
            self.names, self.table = block.header, self.table + 1
            self.header = tuple(map(self._inline, block.header))
        cells = tuple(map(self._inline, block.cells))
        return _Row(table=("pipe", self.table), header=self.header, cells=cells, first=block.first)

    def _inline(self, text: str) -> RichText:
        return read_inline(text, self.references)


def _rows(parts: Iterable[HtmlPart]) -> list[_Row]:
    rows = (part for part in parts if isinstance(part, HtmlRow))
    return [_Row(table=("html", row.table), header=row.header, cells=row.cells, first=row.first) for row in rows]
