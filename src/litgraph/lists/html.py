"""Raw HTML in a list: its headings, table rows and list items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from litgraph.lists.markup import write_tag
from litgraph.lists.rich import BREAK, RichText, Writer, join
from litgraph.lists.tables import Columns, columns_of
from litgraph.lists.tags import Tag, Words, read_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlTitle:
    """A heading. Lines are 0-based, inclusive."""

    level: int
    text: RichText
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlRow:
    """A table row, with a cell for each column: one that spans rows stands in each of them.

    `header` are the names of the columns, where the table has a row of them; `table` numbers the tables of a piece.
    """

    columns: Columns
    cells: tuple[RichText, ...]
    first: int
    last: int
    header: tuple[RichText, ...] = ()
    table: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlItem:
    """An item of a list."""

    text: RichText
    first: int
    last: int


HtmlPart = HtmlTitle | HtmlRow | HtmlItem
# No table has so many columns or rows that a cell spans.
_WIDEST = 1000
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class HtmlReader:
    """Finds headings, rows and items; it owns those found since last asked, and what is open.

    A row or item may go on in a later block: Markdown can stand between `<td>` and `</td>`, if blank lines part them.
    """

    def __init__(self) -> None:
        self.parts: list[HtmlPart] = []
        self.writer = Writer()
        self.line = 0
        self.opened: tuple[str, int] | None = None
        self.row: list[RichText] | None = None
        self.row_line = 0
        self.row_header = True
        self.columns: Columns | None = None
        self.header: tuple[RichText, ...] = ()
        self.table = 0
        self.in_body = False
        self.spanning: dict[int, tuple[int, RichText]] = {}
        self.cell: tuple[int, int] | None = None
        self.cell_header = False

    def read(self, text: str, first: int) -> list[HtmlPart]:
        """Read a block that begins at a line, and give the parts that end in it."""
        for part in read_tags(text):
            if isinstance(part, Words):
                self.writer.write(part.text.replace("\n", " "))
                continue
            self.line = first + part.line
            if not (self._closes(part) if part.closing else self._opens(part)):
                write_tag(part, self.writer)
        return self._taken()

    def write(self, text: RichText, last: int) -> None:
        """Add Markdown that stands in the cell that is open, and ends at a line."""
        self.writer.write(BREAK if self.writer.length else "")
        self.writer.append(text)
        self.line = last

    def end(self) -> list[HtmlPart]:
        """End what is open, and give its parts."""
        self.end_row()
        self.end_text()
        return self._taken()

    def _taken(self) -> list[HtmlPart]:
        taken, self.parts = self.parts, []
        return taken

    def _opens(self, tag: Tag) -> bool:
        """Begin what a tag begins; tell whether it is a tag of blocks."""
        if tag.name == "table":
            self.columns, self.spanning = None, {}
            self.header, self.table, self.in_body = (), self.table + 1, False
        elif tag.name == "tr":
            self.end_row()
            self._begin_row()
        elif tag.name in ("td", "th"):
            self._begin_cell(tag)
        elif tag.name == "li" or tag.name in _HEADINGS:
            self._begin_text(tag)
        elif tag.name in ("p", "div"):
            self.writer.write(BREAK if self.writer.length else "")
        else:
            return False
        return True

    def _closes(self, tag: Tag) -> bool:
        """End what a tag ends; tell whether it is a tag of blocks."""
        if tag.name in ("td", "th"):
            self.end_cell()
        elif tag.name in ("tr", "table", "tbody", "thead"):
            self.end_row()
        elif tag.name in ("ul", "ol") or (self.opened and tag.name == self.opened[0]):
            self.end_text()
        else:
            return False
        return True

    def _begin_text(self, tag: Tag) -> None:
        """Begin a heading or list item; within a cell both are part of its text."""
        if self.cell is not None:
            self.writer.write(BREAK if self.writer.length else "")
            return
        self.end_text()
        self.opened = tag.name, self.line
        self.writer = Writer()

    def _begin_row(self) -> None:
        self.row, self.row_line, self.row_header = [], self.line, True

    def end_text(self) -> None:
        """End the heading or list item that is open."""
        if self.opened is None or self.cell is not None:
            return
        tag, first = self.opened
        text = self.writer.finish()
        if tag == "li":
            self.parts.append(HtmlItem(text=text, first=first, last=self.line))
        else:
            self.parts.append(HtmlTitle(level=int(tag[1]), text=text, first=first, last=self.line))
        self.opened = None
        self.writer = Writer()

    def end_cell(self) -> None:
        """End the cell that is open, and let it stand in the rows and columns that it spans."""
        if self.cell is None or self.row is None:
            return
        rows, columns = self.cell
        text = self.writer.finish()
        self._fill_spanned()
        for _ in range(columns):
            if rows > 1:
                self.spanning[len(self.row)] = rows - 1, text
            self.row.append(text)
        self.row_header = self.row_header and self.cell_header
        self.cell = None
        self.writer = Writer()

    def end_row(self) -> None:
        """End the row that is open."""
        self.end_cell()
        if self.row is None:
            return
        own = len(self.row)
        self._fill_spanned()
        row, self.row = tuple(self.row), None
        if not own:
            return
        if self.row_header or (self.columns is None and _is_header(row)):
            self.columns = self.columns or columns_of([cell.text for cell in row])
            self.header = self.header if self.in_body else _beneath(self.header, row)
            return
        self.columns, self.in_body = self.columns or Columns(), True
        place = {"first": self.row_line, "last": self.line, "table": self.table}
        self.parts.append(HtmlRow(columns=self.columns, cells=row, header=self.header, **place))

    def _begin_cell(self, tag: Tag) -> None:
        self.end_cell()
        if self.row is None:
            self._begin_row()
        self.cell = _span(tag.attributes.get("rowspan", "")), _span(tag.attributes.get("colspan", ""))
        self.cell_header = tag.name == "th"
        self.writer = Writer()

    def _fill_spanned(self) -> None:
        """Let the cells above that span this row stand in it."""
        while self.row is not None and len(self.row) in self.spanning:
            rows, text = self.spanning.pop(len(self.row))
            if rows > 1:
                self.spanning[len(self.row)] = rows - 1, text
            self.row.append(text)


def _is_header(row: Sequence[RichText]) -> bool:
    """Tell a first row that names columns, though its cells are not marked as headers."""
    return not any(cell.marks for cell in row) and columns_of([cell.text for cell in row]).titled


def _beneath(header: Sequence[RichText], row: Sequence[RichText]) -> tuple[RichText, ...]:
    """Put a second row of names beneath the first: `Training` over `Fast` is `Training Fast`."""
    if not header:
        return tuple(row)
    pairs = zip_longest(header, row, fillvalue=RichText())
    return tuple(above if above == below else join((above, below), between=" ") for above, below in pairs)


def _span(given: str) -> int:
    return max(1, min(int(given), _WIDEST)) if given.isascii() and given.isdecimal() and len(given) < 6 else 1
