"""Bursts against an independent implementation's answers, and odd times."""

from __future__ import annotations

import pytest

from litgraph.emerging.bursts import find_bursts

# The example of the R package `bursts`, and what pybursts 0.1.1 answers on it: level, start, end.
OFFSETS = [4, 17, 23, 27, 33, 35, 37, 76, 77, 82, 84, 88, 90, 92]
ANSWERS = {
    (2.0, 1.0): [(0, 4, 92)],
    (2.0, 0.1): [(0, 4, 92), (1, 33, 37), (1, 76, 92), (2, 76, 77)],
    (1.5, 1.0): [(0, 4, 92)],
}


@pytest.mark.parametrize(("s", "gamma"), ANSWERS)
def test_bursts_are_those_of_pybursts(s: float, gamma: float) -> None:
    found = find_bursts(OFFSETS, s=s, gamma=gamma)

    assert [(one.level, one.start, one.end) for one in found] == ANSWERS[s, gamma]


@pytest.mark.parametrize("offsets", [[], [5]])
def test_fewer_than_two_documents_are_no_burst(offsets: list[float]) -> None:
    assert find_bursts(offsets) == ()


def test_documents_of_one_day_burst() -> None:
    found = find_bursts([0, 100, 200, 300, *[350] * 12, 400, 500])

    assert max(found, key=lambda one: one.level).start == 350
    assert max(one.level for one in found) >= 2


def test_times_less_than_a_unit_apart_stay_in_order() -> None:
    whole = find_bursts([1.0, 1.0, 1.5, 1.5, 1.5, 2.0, 9.0])

    assert (whole[0].start, whole[0].end) == (1.0, 9.0)
    assert all(burst.start < burst.end for burst in whole)
