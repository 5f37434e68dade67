"""Days, and dates of less than a day's precision."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.model.dates import day_of, last_day, parse_date, year_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023", "2023"),
        ("2023-6", "2023-06"),
        (" 2023-06-01 ", "2023-06-01"),
        ("2023-6-1", "2023-06-01"),
        ("2023-06-01T12:00:00Z", "2023-06-01"),
        ("2024-02-29", "2024-02-29"),
        *(
            (text, None)
            for text in ("2023-02-29", "2023-13", "2023-00", "0000", "23", "2023/06", "2023-06-01-01", "", "x")
        ),
    ],
)
def test_a_date_is_read_in_full_width_or_not_at_all(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2023", "2023-12-31"),
        ("2023-06", "2023-06-30"),
        ("2024-02", "2024-02-29"),
        ("1900-02", "1900-02-28"),
        ("2023-06-01", "2023-06-01"),
    ],
)
def test_a_date_counts_from_its_last_day(date: str, day: str) -> None:
    assert (last_day(date), day_of(date), year_of(date)) == (day, day, int(day[:4]))


@given(st.dates(datetime.date(1000, 1, 1)))
def test_every_day_of_a_month_and_year_is_at_most_its_last(day: datetime.date) -> None:
    text = day.isoformat()
    assert parse_date(text) == text
    assert text <= last_day(text[:7]) <= last_day(text[:4])
    assert parse_date(last_day(text[:7])) is not None


@given(st.dates(datetime.date(1000, 1, 1)), st.dates(datetime.date(1000, 1, 1)), st.sampled_from((4, 7, 10)))
def test_last_days_keep_the_order_of_dates(first: datetime.date, second: datetime.date, precision: int) -> None:
    earlier, later = sorted((first.isoformat()[:precision], second.isoformat()[:precision]))
    assert last_day(earlier) <= last_day(later)


@given(st.text(max_size=30))
def test_no_text_upsets_the_reader(text: str) -> None:
    date = parse_date(text)
    assert date is None or parse_date(date) == date
