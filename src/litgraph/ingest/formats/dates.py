"""Dates as people and reference managers write them."""

from __future__ import annotations

import re

from litgraph.model.dates import parse_date

_NUMBERS = re.compile(r"(?<!\d)(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"\b({'|'.join(_NAMES)})[a-z]*", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_YEARS = range(1400, 3000)


def date_in(text: str) -> str:
    """Read the date of a text (`2023-06-01`, `2023/06//`, `1 June 2023`) as precisely as it is told, or nothing."""
    found = next((found for found in _NUMBERS.finditer(text) if int(found[1]) in _YEARS), None)
    if not found:
        return ""
    year, month, day = found.groups()
    if not month and (named := _MONTH.search(text)):
        month = str(_NAMES.index(named[1].lower()) + 1)
        beside = _DAY.search(text[: found.start()] + " " + text[found.end() :])
        day = beside[1] if beside else None
    return _of_parts(year, month, day)


def _of_parts(*parts: str | None) -> str:
    """Join year, month and day; where the day or the month cannot be, what is left of them."""
    given = [part for part in parts if part]
    dates = (parse_date("-".join(given[:length])) for length in range(len(given), 0, -1))
    return next(filter(None, dates), "")
