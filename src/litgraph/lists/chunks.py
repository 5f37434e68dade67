"""Cutting a list where its blocks surely end, so that a long list is read piece by piece in linear time and memory.

A piece also reads the same in every version of the list that holds it, which is what makes reading a history fast.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

# A bullet at the margin is a safe place too. One bullet in so many is cut at, chosen by its text, so that the same
# pieces are found again when lines before them change.
BULLETS = 16
# A piece of so many lines is cut at its next bullet, whatever its text.
LONG = 2_000

_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_BULLET = re.compile(r"[-*+][ \t]+[^\s|]")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_RAW = re.compile(r" {0,3}<(!--|\?|!\[CDATA\[|![A-Za-z]|(?:script|pre|style|textarea)(?=[\s>]|$))", re.IGNORECASE)
_RAW_ENDS = {"!--": "-->", "?": "?>", "![cdata[": "]]>"}
_HTML = re.compile(r" {0,3}</?[A-Za-z]")
_BLANK = re.compile(r"^[ \t]*$")
_TAG_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)


def split_chunks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield ranges `(first, end)` of lines that CommonMark reads alone just as it reads them within the whole."""
    first = 0
    for number in _safe_places(lines):
        cut = lines[number].startswith("#") or _chosen(lines[number]) or number - first >= LONG
        if number > first and cut:
            yield first, number
            first = number
    if first < len(lines):
        yield first, len(lines)


def _chosen(bullet: str) -> bool:
    return zlib.crc32(bullet.encode("utf-8", "replace")) % BULLETS == 0


def _safe_places(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines at which a heading or bullet stands at the margin, in no code, comment or other raw HTML.

    A fence inside a list item is taken for an open one until something closes it: places are missed, never made up.
    """
    closing: re.Pattern[str] | None = None
    for number, line in enumerate(lines):
        if closing is not None:
            closing = None if closing.search(line) else closing
        elif _HEADING.match(line) or _BULLET.match(line):
            yield number
        else:
            closing = _opened(line)


def _opened(line: str) -> re.Pattern[str] | None:
    """Give the pattern of the line that ends the code or raw HTML which this line begins, if it begins any."""
    if fence := _FENCE.match(line):
        mark = fence[1]
        return re.compile(rf"^[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    if raw := _RAW.match(line):
        ending = _raw_ending(raw[1].lower())
        return None if ending.search(line) else ending
    return _BLANK if _HTML.match(line) else None


def _raw_ending(opening: str) -> re.Pattern[str]:
    if opening in _RAW_ENDS:
        return re.compile(re.escape(_RAW_ENDS[opening]))
    return re.compile(">") if opening.startswith("!") else _TAG_END
