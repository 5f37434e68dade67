"""Circles are packed without overlap and enclosed."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.exports.packing import enclose, pack

RADII = st.lists(st.floats(0.5, 60), max_size=40)


@given(RADII)
def test_no_two_circles_overlap(radii: list[float]) -> None:
    points = pack(radii)
    for one, other in combinations(range(len(radii)), 2):
        assert math.dist(points[one], points[other]) >= radii[one] + radii[other] - 1e-4


@given(RADII)
def test_enclosing_circle_holds_all(radii: list[float]) -> None:
    points = pack(radii)
    centre, radius = enclose(points, radii)
    assert all(math.dist(centre, point) + own <= radius + 1e-9 for point, own in zip(points, radii, strict=True))


def test_one_circle_is_its_own_enclosure() -> None:
    assert enclose(pack([3.0]), [3.0]) == ((0.0, 0.0), 3.0)


def test_two_circles_touch() -> None:
    points = pack([2.0, 1.0])
    assert math.dist(*points) == pytest.approx(3.0)


def test_packing_is_tight() -> None:
    radii = [5.0] * 300
    _, radius = enclose(pack(radii), radii)
    assert sum(r * r for r in radii) / radius**2 > 0.75
