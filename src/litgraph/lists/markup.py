"""Inline Markdown and HTML → rich text."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from litgraph.lists.rich import BOLD, BREAK, CODE, ITALIC, LINK, NEWLINE, UNDERLINED, RichText, Writer

# No title takes pages; a longer text would only cost time.
LONGEST = 16_000

STYLES = {
    "b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "u": UNDERLINED, "ins": UNDERLINED, "code": CODE,
}  # fmt: skip
# Tags that say nothing about their text. Any other word in angle brackets (`<eos>`) is part of the text.
_SILENT = frozenset(
    """
    abbr article big blockquote button caption center cite col colgroup dd del details div dl dt font footer h1 h2 h3 h4
    h5 h6 header hr input kbd label li main mark nav nobr ol p path picture q rt ruby s samp section small source span
    strike sub summary sup svg table tbody td tfoot th thead tr tt ul var video wbr
    """.split()  # noqa: SIM905  (a list of a hundred quoted words reads worse)
)
_MARKS = {"strong": BOLD, "em": ITALIC, "link": LINK}
_MATH = re.compile(r"\$(?=[^\s$])[^$\n]*?[\\_^{][^$\n]*?(?<=\S)\$(?!\d)")


@cache
def markdown() -> MarkdownIt:
    """Give the grammar of lists: CommonMark with GitHub's tables and formulas; block structure alone, inlines later."""
    grammar = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    grammar.inline.ruler.before("escape", "math", _math)
    grammar.normalizeLink = _as_written  # type: ignore[method-assign]  # an address is quoted, never rewritten
    grammar.core.ruler.disable(["inline", "text_join"])
    return grammar


def read_inline(text: str, references: dict[str, object]) -> RichText:
    """Read inline Markdown, with the HTML in it. `references` are the list's link definitions."""
    grammar = markdown()
    tokens: list[Token] = []
    grammar.inline.parse(text[:LONGEST], grammar, {"references": references}, tokens)
    writer = Writer()
    tags = Tags(writer)
    for token in tokens:
        _write(token, writer, tags)
    return writer.finish()


class Tags(HTMLParser):
    """Writes the text of HTML, with its marks; it owns the parser of the standard library."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(convert_charrefs=True)
        self.writer = writer

    def read(self, text: str) -> None:
        """Read one tag or more."""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.writer.open(LINK, given.get("href", ""))
        elif tag == "img":
            self.writer.image(given.get("src", ""), given.get("alt", ""))
        elif tag == "br":
            self.writer.write(BREAK)
        elif tag in STYLES:
            self.writer.open(STYLES[tag])
        elif tag not in _SILENT:
            self.writer.write(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.writer.close(LINK)
        elif tag == "br":
            self.writer.write(BREAK)
        elif tag in STYLES:
            self.writer.close(STYLES[tag])
        elif tag not in _SILENT:
            self.writer.write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.writer.write(data)


def _as_written(url: str) -> str:
    return url


def _write(token: Token, writer: Writer, tags: Tags) -> None:
    """Write one inline token."""
    name, _, side = token.type.rpartition("_")
    if token.type == "text" or token.type == "text_special":
        writer.write(token.content)
    elif token.type == "code_inline":
        writer.open(CODE)
        writer.write(token.content)
        writer.close(CODE)
    elif token.type in ("softbreak", "hardbreak"):
        writer.write(NEWLINE if token.type == "softbreak" else BREAK + NEWLINE)
    elif token.type == "image":
        writer.image(str(token.attrGet("src") or ""), token.content)
    elif token.type == "html_inline":
        tags.read(token.content)
    elif side == "open" and name in _MARKS:
        writer.open(_MARKS[name], str(token.attrGet("href") or ""))
    elif side == "close" and name in _MARKS:
        writer.close(_MARKS[name])


def _math(state: StateInline, silent: bool) -> bool:
    """Keep a formula as it is written: GitHub reads no emphasis and no escapes in `$x_i$`."""
    if state.src[state.pos] != "$":
        return False
    found = _MATH.match(state.src, state.pos)
    if not found or "](" in found[0]:
        return False
    if not silent:
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True
