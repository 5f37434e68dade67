"""The block structure of a list: headings, list items with what they hold, table rows, paragraphs, raw HTML.

Lines are 0-based and inclusive. Code, block quotes and rules are left out: no entry and no category stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from litgraph.lists.markup import markdown
from litgraph.lists.pipes import cells_of, is_orphan_row, split_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A heading."""

    level: int
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph's inline text."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a pipe table, with its table's header."""

    header: tuple[str, ...]
    cells: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """A block of raw HTML."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """A list item and the blocks in it."""

    parts: tuple[Block, ...]
    first: int
    last: int


Block = Title | Paragraph | Row | Html | Bullet

# What begins Markdown in raw HTML that no blank line has ended: GitHub shows it raw, though its author meant a list.
_MARKDOWN_LINE = re.compile(r" {0,3}(?:#{1,6}[ \t]+\S|[-*+][ \t]+\S|\d{1,4}[.)][ \t]+\S|\|.*\|)")
_HTML_BLOCK = re.compile(r"<(?:!--|(?:table|ul|ol|pre|script|style|textarea)\b)", re.IGNORECASE)


def read_blocks(lines: Sequence[str]) -> list[Block]:
    """Read the blocks of some lines of Markdown."""
    tokens = markdown().parse("\n".join(lines))
    return list(_Walk(tokens, lines).blocks(0, len(tokens)))


def read_references(lines: Sequence[str]) -> dict[str, object]:
    """Read the link definitions of a list, which hold for all of it."""
    defining = [line for line in lines if line.lstrip(" ").startswith("[") and "]:" in line]
    environment: dict[str, object] = {}
    if defining:
        markdown().parse("\n\n".join(defining), environment)
    found = environment.get("references")
    return found if isinstance(found, dict) else {}


class _Walk:
    """Turns the tokens of one text into blocks; it owns the tokens, the text's lines and the last table's header."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str]) -> None:
        self.tokens = tokens
        self.lines = lines
        self.closing = _closing_places(tokens)
        self.header: tuple[str, ...] = ()

    def blocks(self, start: int, end: int) -> Iterator[Block]:
        """Yield the blocks of the tokens `start` to `end`."""
        place = start
        while place < end:
            close = self.closing.get(place, place)
            yield from self._block(place, close)
            place = close + 1

    def _block(self, place: int, close: int) -> Iterator[Block]:
        token = self.tokens[place]
        first, last = self._lines_of(token)
        if token.type == "heading_open":
            yield Title(level=int(token.tag[1]), text=self.tokens[place + 1].content, first=first, last=last)
        elif token.type == "paragraph_open":
            yield from self._paragraph(self.tokens[place + 1].content, first, last)
        elif token.type == "html_block":
            yield from _html(token.content, first, last)
        elif token.type == "list_item_open":
            yield Bullet(parts=tuple(self.blocks(place + 1, close)), first=first, last=last)
        elif token.type == "table_open":
            yield from self._rows(first, last)
        elif token.nesting == 1 and token.type != "blockquote_open":
            yield from self.blocks(place + 1, close)

    def _paragraph(self, text: str, first: int, last: int) -> Iterator[Block]:
        """Yield a paragraph, or the rows of a table that a blank line has cut off from its header."""
        lines = text.split("\n")
        if not all(map(is_orphan_row, lines)):
            yield Paragraph(text=text, first=first, last=last)
            return
        for number, line in enumerate(lines, first):
            yield Row(header=self.header, cells=cells_of(line, self.header), first=number, last=number)

    def _rows(self, first: int, last: int) -> Iterator[Row]:
        """Yield a table's rows. Cells beyond the header's are kept: a title may hold a pipe that nobody escaped."""
        self.header = header = split_row(self.lines[first])
        for number in range(first + 2, last + 1):
            yield Row(header=header, cells=cells_of(self.lines[number], header), first=number, last=number)

    def _lines_of(self, token: Token) -> tuple[int, int]:
        """Give the first and the last line of a block that are not blank."""
        first, end = token.map or (0, 1)
        while end > first + 1 and not self.lines[end - 1].strip():
            end -= 1
        return first, end - 1


def _html(text: str, first: int, last: int) -> Iterator[Block]:
    """Yield a block of raw HTML, and the blocks of the Markdown that follows in it without a blank line."""
    lines = text.rstrip("\n").split("\n")
    begun = next((n for n, line in enumerate(lines) if n and _MARKDOWN_LINE.match(line)), None)
    if begun is None or _HTML_BLOCK.search("\n".join(lines[:begun])):
        yield Html(text=text, first=first, last=last)
        return
    yield Html(text="\n".join(lines[:begun]), first=first, last=first + begun - 1)
    for block in read_blocks(lines[begun:]):
        yield _moved(block, first + begun)


def _moved(block: Block, by: int) -> Block:
    """Let a block stand so many lines further down."""
    if isinstance(block, Bullet):
        block = replace(block, parts=tuple(_moved(part, by) for part in block.parts))
    return replace(block, first=block.first + by, last=block.last + by)


def _closing_places(tokens: Sequence[Token]) -> dict[int, int]:
    """Map the place of each opening token to that of its closing one."""
    places, opened = {}, []
    for place, token in enumerate(tokens):
        if token.nesting == 1:
            opened.append(place)
        elif token.nesting == -1 and opened:
            places[opened.pop()] = place
    return places
