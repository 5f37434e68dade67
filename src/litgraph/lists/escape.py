"""Words from outside, made harmless for a list: they must read as they are, and never as Markdown or HTML."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import quote, urlsplit

_PUNCTUATION = r"!-/:-@\[-`{-~"
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_FORMULA = re.compile(r"(\$(?=[^\s$])[^$\n|]*?[\\_^{][^$\n|]*?(?<=[^\s|])\$(?!\d))")
_SPECIAL = re.compile(
    rf"""\\(?=[{_PUNCTUATION}]|$)      # a backslash escapes punctuation, the house's own behind the words included
    |[`*\[\]]
    |_(?!(?<=\w_)\w)                   # inside a word an underscore means nothing
    |<(?=[A-Za-z/!?])
    |&(?=\#?\w+;)
    |~(?=~)|(?<=~)~
    |@(?=\w)(?<!\w@)
    |(?<=http):(?=//)|(?<=https):(?=//)|(?<=ftp):(?=//)|(?<=\bwww)\.(?=\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_BLOCK_START = re.compile(r"(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|>|=+\s*$|-+\s*$|~~~|:(?=-)|\|)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def readable(text: str) -> str:
    """Put a text from outside on one line, without control, invisible and direction-overriding characters."""
    shown = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    shown = re.sub("[\ud800-\udfff]", "\ufffd", _INVISIBLE.sub("", shown))
    return " ".join(shown.split())


def escape_markdown(text: str, *, in_row: bool = False, at_start: bool = False) -> str:
    """Escape what Markdown would read as more than words. `at_start`: the words begin a line or an item."""
    pieces = _FORMULA.split(text)
    escaped = "".join(piece if index % 2 else _SPECIAL.sub(r"\\\g<0>", piece) for index, piece in enumerate(pieces))
    if at_start and _BLOCK_START.match(escaped):
        escaped = "\\" + escaped
    if at_start:
        escaped = _NUMBERED.sub(r"\1\\\2", escaped, count=1) if _NUMBERED.match(escaped) else escaped
    return re.sub(r"(?<!\\)\|", r"\\|", escaped) if in_row else escaped


def escape_html(text: str) -> str:
    """Escape what HTML would read as more than words."""
    return html.escape(text, quote=True)


def safe_address(address: str) -> str:
    """Write a web address so that it ends neither a link nor a cell; empty where it is none."""
    address = "".join(address.split())
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(address.encode("utf-8", "replace"), safe="%/:?#@!$&'*+,;=~.-_")
