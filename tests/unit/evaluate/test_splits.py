"""Origins of time, chosen to suit a history."""

from __future__ import annotations

from itertools import pairwise

from litgraph.evaluate.splits import choose_splits
from litgraph.model.dates import Split


def test_a_quarter_with_enough_papers_is_a_split() -> None:
    days = ["2024-01-10"] * 40 + ["2024-05-01"] * 20 + ["2024-08-01"] * 20

    assert choose_splits(days, "2024-09-01") == (
        Split(as_of="2024-03-31", until="2024-06-30"),
        Split(as_of="2024-06-30", until="2024-09-01"),
    )


def test_a_thin_quarter_goes_on_into_the_next_and_the_last_split_ends_today() -> None:
    days = ["2024-01-10"] * 40 + ["2024-05-01"] * 8 + ["2024-08-01"] * 8 + ["2024-11-01"] * 3

    assert choose_splits(days, "2024-12-01") == (Split(as_of="2024-03-31", until="2024-12-01"),)


def test_papers_that_always_were_there_are_learnt_from() -> None:
    days = [""] * 40 + ["2024-02-01"] + ["2024-05-01"] * 20

    assert choose_splits(days, "2024-06-15") == (Split(as_of="2024-03-31", until="2024-06-15"),)


def test_a_short_history_has_no_split() -> None:
    assert choose_splits(["2024-01-10"] * 5, "2024-12-01") == ()
    assert choose_splits([], "2024-12-01") == ()


def test_splits_are_few() -> None:
    days = [f"20{year}-{month:02d}-15" for year in range(10, 25) for month in range(1, 13) for _ in range(20)]

    splits = choose_splits(days, "2025-01-01")

    assert 1 < len(splits) <= 6
    assert all(before.until == after.as_of for before, after in pairwise(splits))
