"""Reading a body as GitHub does: CommonMark with tables and addresses linked, then references in what is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

# What GitHub makes more of in rendered text, outside code.
REFERENCES = re.compile(
    r"(?<![\w/])@[A-Za-z0-9]|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|(?:https?|ftp)://|\bwww\.\w|<[A-Za-z/!?]|&\w+;",
    re.IGNORECASE,
)
_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a body is made of: kinds of tokens, addresses of links, and text outside code."""

    kinds: frozenset[str]
    links: tuple[str, ...]
    texts: tuple[str, ...]
    html: tuple[str, ...]
    rows: int


def rendered(body: str) -> Rendered:
    """Read a body."""
    tokens = list(_flat(_PARSER.parse(body)))
    return Rendered(
        kinds=frozenset(token.type for token in tokens),
        links=tuple(str(token.attrGet("href")) for token in tokens if token.type == "link_open"),
        texts=tuple(token.content for token in tokens if token.type == "text"),
        html=tuple(token.content for token in tokens if token.type in ("html_block", "html_inline")),
        rows=sum(token.type == "tr_open" for token in tokens),
    )


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])
