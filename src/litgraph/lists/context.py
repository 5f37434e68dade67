"""The place where an entry stands: a bullet of some marker, a row under some table head, an HTML row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from litgraph.model.survey import Entry

_BULLET = re.compile(r"(\s*)(?:([-*+])|\d{1,9}([.)]))\s+")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_TAG = re.compile(r"\s*<(\w+)")


def list_lines(content: bytes) -> list[str]:
    """Give the lines of a list without their endings, as CommonMark counts them; odd bytes become surrogates."""
    return [line.rstrip(b"\r\n").decode("utf-8", "surrogateescape") for line in content.splitlines(keepends=True)]


def entry_text(content: bytes, entry: Entry) -> str:
    """Give an entry's text with LF between its lines and no ending."""
    return "\n".join(list_lines(content[entry.span.start : entry.span.end]))


def context_of(lines: Sequence[str], entry: Entry) -> str:
    """Name the kind of place where an entry stands, the same for all that can stand side by side."""
    first = lines[entry.line - 1]
    if bullet := _BULLET.match(first):
        return f"bullet {len(bullet[1].expandtabs(4))} {bullet[2] or '1' + bullet[3]}"
    if tag := _TAG.match(first):
        return f"html {tag[1].lower()}"
    head = table_head(lines, entry.line)
    return "row " + " | ".join(head[0].strip().strip("|").split("|")) if head else "line"


def table_head(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """Give the two lines, names and delimiters, above the row at a line (1-based); none where that is no row."""
    for index in range(line - 2, 0, -1):
        if not lines[index].strip() or "|" not in lines[index]:
            break
        if _DELIMITER.fullmatch(lines[index]) and "-" in lines[index]:
            return lines[index - 1], lines[index]
    return ()
