"""Days and dates of less than a day's precision. Everything is in UTC.

A date is ISO text: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. It counts from its last day, so that nothing is known too early.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")


def parse_date(text: str) -> str | None:
    """Read `YYYY[-MM[-DD]]` (a time behind it is dropped) and write it in full width, or give None."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    parts = [f"{int(part):02d}" for part in found.groups()[1:] if part is not None]
    date = "-".join((found[1], *parts))
    return date if _exists(date) else None


def last_day(date: str) -> str:
    """Give the last day that a date may mean: `2024` → `2024-12-31`, `2024-02` → `2024-02-29`."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date


def year_of(date: str) -> int:
    """Give the year of a date."""
    return int(date[:4])


def day_of(text: str) -> str | None:
    """Read what a person types as a day; `YYYY` and `YYYY-MM` mean their last day."""
    date = parse_date(text)
    return last_day(date) if date else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A split of time: what is known at `as_of` (inclusive) is the past, later up to `until` is the future."""

    as_of: str
    until: str


def _exists(date: str) -> bool:
    try:
        datetime.date.fromisoformat(last_day(date))
    except (ValueError, calendar.IllegalMonthError):
        return False
    return True


def quarter_ends(days: Iterable[str], today: str) -> list[str]:
    """Give the last days of the quarters from the first year of these days on, before today."""
    years = range(int((min(filter(None, days), default=today))[:4]), int(today[:4]) + 1)
    ends = (f"{year}-{end}" for year in years for end in ("03-31", "06-30", "09-30", "12-31"))
    return [end for end in ends if end < today]
