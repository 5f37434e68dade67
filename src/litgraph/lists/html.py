"""Raw HTML in a list: its headings, table rows and list items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from litgraph.lists.markup import Tags
from litgraph.lists.rich import BREAK, RichText, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlTitle:
    """A heading. Lines are 0-based within the HTML, inclusive."""

    level: int
    text: RichText
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlRow:
    """A table row, with a cell for each column: one that spans rows stands in each of them."""

    header: tuple[str, ...]
    cells: tuple[RichText, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlItem:
    """An item of a list."""

    text: RichText
    first: int
    last: int


HtmlPart = HtmlTitle | HtmlRow | HtmlItem
# No table has so many columns or rows that a cell spans.
_WIDEST = 1000


def read_html(text: str) -> Iterator[HtmlPart]:
    """Read the parts of a piece of HTML, in the order in which they end."""
    reader = _Parts()
    reader.read(text)
    reader.end_cell()
    reader.end_row()
    reader.end_text()
    yield from reader.parts


class _Parts(Tags):
    """Finds headings, rows and items; it owns the parts found so far and the ones that are open."""

    def __init__(self) -> None:
        super().__init__(Writer())
        self.parts: list[HtmlPart] = []
        self.opened: tuple[str, int] | None = None
        self.row: list[RichText] | None = None
        self.row_line = 0
        self.row_header = True
        self.header: tuple[str, ...] = ()
        self.spanning: dict[int, tuple[int, RichText]] = {}
        self.cell: tuple[int, int] | None = None
        self.cell_header = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.header, self.spanning = (), {}
        elif tag == "tr":
            self.end_row()
            self.row, self.row_line, self.row_header = [], self._line(), True
        elif tag in ("td", "th"):
            self._begin_cell(tag, dict(attrs))
        elif tag == "li" or (len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"):
            if self.cell is None:
                self.end_text()
                self.opened = tag, self._line()
                self.writer = Writer()
        elif tag in ("p", "div") and self.writer.length:
            self.writer.write(BREAK)
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.end_cell()
        elif tag in ("tr", "table", "tbody", "thead"):
            self.end_row()
        elif tag in ("ul", "ol") or (self.opened and tag == self.opened[0]):
            self.end_text()
        else:
            super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        super().handle_data(data.replace("\n", " "))

    def end_text(self) -> None:
        """End the heading or list item that is open."""
        if self.opened is None or self.cell is not None:
            return
        tag, first = self.opened
        text = self.writer.finish()
        if tag == "li":
            self.parts.append(HtmlItem(text=text, first=first, last=self._line()))
        else:
            self.parts.append(HtmlTitle(level=int(tag[1]), text=text, first=first, last=self._line()))
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
        if own:
            if self.row_header or not self.header:
                self.header = self.header or tuple(cell.text.strip() for cell in self.row)
            if not self.row_header:
                self.parts.append(
                    HtmlRow(header=self.header, cells=tuple(self.row), first=self.row_line, last=self._line())
                )
        self.row = None

    def _begin_cell(self, tag: str, given: dict[str, str | None]) -> None:
        self.end_cell()
        if self.row is None:
            self.row, self.row_line, self.row_header = [], self._line(), True
        self.cell = _span(given.get("rowspan")), _span(given.get("colspan"))
        self.cell_header = tag == "th"
        self.writer = Writer()

    def _fill_spanned(self) -> None:
        """Let the cells above that span this row stand in it."""
        while self.row is not None and len(self.row) in self.spanning:
            rows, text = self.spanning.pop(len(self.row))
            if rows > 1:
                self.spanning[len(self.row)] = rows - 1, text
            self.row.append(text)

    def _line(self) -> int:
        return self.getpos()[0] - 1


def _span(given: str | None) -> int:
    return max(1, min(int(given), _WIDEST)) if given and given.isdecimal() and len(given) < 6 else 1
