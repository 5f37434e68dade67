"""Days as people type them."""

from __future__ import annotations

from collections.abc import Sequence

from litgraph.errors import InputError
from litgraph.model.dates import day_of


def read_day(text: str | None) -> str | None:
    """Read a day that a person typed; a month or a year means its last day."""
    if text is None:
        return None
    day = day_of(text)
    if day is None:
        raise InputError(f"'{text}' is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return day


def read_days(texts: str | Sequence[str] | None) -> list[str]:
    """Read one day, several, or none."""
    given = [texts] if isinstance(texts, str) else texts or ()
    return [day for text in given if (day := read_day(text))]


def read_first_day(text: str | None) -> str | None:
    """Read the day from which something counts; a month or a year means its first day."""
    if text is None or read_day(text) is None:
        return None
    return (text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]
