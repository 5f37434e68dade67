"""Dates as people write them."""

from __future__ import annotations

import pytest

from litgraph.ingest.formats.dates import date_in


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023", "2023"),
        ("2023-06-01", "2023-06-01"),
        ("2023-6", "2023-06"),
        ("2023/06/01/", "2023-06-01"),
        ("2023/06//", "2023-06"),
        ("2023///", "2023"),
        ("2023-06-01T10:00:00Z", "2023-06-01"),
        ("June 2023", "2023-06"),
        ("1 June 2023", "2023-06-01"),
        ("Jun. 1st, 2023", "2023-06-01"),
        ("2023 Sept 30", "2023-09-30"),
        ("2023 May-Jun", "2023-05"),
        ("2023-2024", "2023"),
        ("2023a", "2023"),
        ("c. 1931", "1931"),
        ("2023-02-30", "2023-02"),
        ("2023-13-01", "2023"),
        ("06/2023", "2023"),
        ("0000", ""),
        ("in press", ""),
        ("123456", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_told(text: str, date: str) -> None:
    assert date_in(text) == date
