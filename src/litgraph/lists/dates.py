"""Dates, as lists write them before a title or in a column: `[2023/08]`, `2024.05`, `May 29, 2024`."""

from __future__ import annotations

import re

from litgraph.model.dates import parse_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_NUMERIC = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s?[./年-]\s?(?P<month>\d{1,2})(?:月|\s?[./月-]\s?(?P<day>\d{1,2})日?)?(?!\d)"
)
_NAMED = re.compile(
    rf"(?:(?P<before>\d{{1,2}})\s+)?{_MONTH}[\s,-]*(?:(?P<after>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d{{2}})"
)
_REVERSED = re.compile(r"(?P<month>\d{1,2})[./-](?:(?P<day>\d{1,2})[./-])?(?P<year>(?:19|20)\d{2})(?!\d)")
_EDGES = " []()【】*_`.,:"
# Where a date may begin: at a number or a month's name.
_BEGINS = re.compile(r"(?<![\w.])(?=\d{1,4}[./年\s-]|[JFMASOND][a-z]{2})")


def match_date(text: str, place: int = 0) -> tuple[str, int] | None:
    """Read a date that stands at a place of a text: as ISO text of its precision, and where it ends."""
    for pattern in (_NUMERIC, _NAMED, _REVERSED):
        if found := pattern.match(text, place):
            date = _written(found)
            if date:
                return date, found.end()
    return None


def find_date(text: str) -> str:
    """Find the first date of a month's or a day's precision in a text."""
    for place in (found.start() for found in _BEGINS.finditer(text)):
        if date := match_date(text, place):
            return date[0]
    return ""


def is_date(text: str) -> bool:
    """Tell whether a text is nothing but a date of a month's or a day's precision."""
    bare = text.strip(_EDGES)
    found = match_date(bare)
    return found is not None and found[1] == len(bare)


def read_date(text: str) -> str:
    """Read a text that is known to hold a date or a year; empty if it holds none."""
    text = text.strip(_EDGES)
    found = match_date(text)
    return found[0] if found else (parse_date(text) or "")


def _written(found: re.Match[str]) -> str | None:
    given = found.groupdict()
    month = given.get("month") or _MONTHS.index(given["name"].lower()) + 1
    day = given.get("day") or given.get("before") or given.get("after")
    parts = (given["year"], str(month), day) if day else (given["year"], str(month))
    return parse_date("-".join(str(part) for part in parts))
