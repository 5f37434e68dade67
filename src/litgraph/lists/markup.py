"""Inline Markdown and HTML → rich text."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from litgraph.lists.pipes import table
from litgraph.lists.rich import BOLD, BREAK, CODE, ITALIC, LINK, NEWLINE, UNDERLINED, RichText, Writer
from litgraph.lists.tags import Tag, read_tags

# No title takes pages, nor has it links by the hundred: such a text is hostile, and reading it only costs time.
_LONGEST = 8_000
_MOST_BRACKETS = 200

_STYLES = {
    "a": LINK,
    "b": BOLD,
    "strong": BOLD,
    "i": ITALIC,
    "em": ITALIC,
    "u": UNDERLINED,
    "ins": UNDERLINED,
    "code": CODE,
}
# Tags that say nothing about their text. Any other word in angle brackets (`<eos>`) is part of the text.
_SILENT = frozenset(
    """
    abbr article big blockquote button caption center cite col colgroup dd del details div dl dt font footer h1 h2 h3 h4
    h5 h6 header hr input kbd label li main mark nav nobr ol p path picture q rt ruby s samp section small source span
    strike sub summary sup svg table tbody td tfoot th thead tr tt ul var video wbr
    """.split()
)
_MARKS = {"strong": BOLD, "em": ITALIC, "link": LINK}
_MATH = re.compile(r"\$(?=[^\s$])[^$\n]*?[\\_^{][^$\n]*?(?<=\S)\$(?!\d)")


@cache
def markdown() -> MarkdownIt:
    """Give the grammar of lists: CommonMark with GitHub's tables and formulas; block structure alone, inlines later."""
    grammar = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    grammar.block.ruler.at("table", table, {"alt": ["paragraph", "reference"]})
    grammar.inline.ruler.before("escape", "math", _math)
    grammar.normalizeLink = _as_written  # type: ignore[method-assign]  # an address is quoted, never rewritten
    grammar.core.ruler.disable(["inline", "text_join"])
    return grammar


def read_inline(text: str, references: dict[str, object]) -> RichText:
    """Read inline Markdown, with the HTML in it. `references` are the list's link definitions."""
    if len(text) > _LONGEST or text.count("[") > _MOST_BRACKETS:
        return RichText()
    grammar = markdown()
    tokens: list[Token] = []
    grammar.inline.parse(text, grammar, {"references": references}, tokens)
    writer = Writer()
    for token in tokens:
        _write(token, writer)
    return writer.finish()


def write_html(text: str, writer: Writer) -> None:
    """Write a piece of HTML."""
    for part in read_tags(text):
        if isinstance(part, Tag):
            write_tag(part, writer)
        else:
            writer.write(part.text)


def write_tag(tag: Tag, writer: Writer) -> None:
    """Write what a tag means for the text: a mark that begins or ends, an image, a break; an unknown one is text."""
    kind = _STYLES.get(tag.name)
    if kind and tag.closing:
        writer.close(kind)
    elif kind:
        writer.open(kind, tag.attributes.get("href", ""))
    elif tag.name == "img":
        writer.image(tag.attributes.get("src", ""), tag.attributes.get("alt", ""))
    elif tag.name == "br":
        writer.write(BREAK)
    elif tag.name not in _SILENT:
        writer.write(tag.source)


def _as_written(url: str) -> str:
    return url


def _write(token: Token, writer: Writer) -> None:
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
        write_html(token.content, writer)
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
