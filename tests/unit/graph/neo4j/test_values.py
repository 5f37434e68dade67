from __future__ import annotations

import json

import pytest
from neo4j.spatial import WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from litgraph.graph.neo4j.values import as_json


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (0.1, 0.1),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ("é", "é"),
        (b"\x00\xff", "AP8="),
        (Date(2024, 2, 29), "2024-02-29"),
        (Time(12, 30, 0), "12:30:00.000000000"),
        (DateTime(2024, 2, 29, 1, 2, 3), "2024-02-29T01:02:03.000000000"),
        (Duration(months=1, days=2, seconds=3), "P1M2DT3S"),
        (WGS84Point((1.0, 2.0)), {"srid": 4326, "coordinates": [1.0, 2.0]}),
        ([1, [Date(2024, 1, 1)]], [1, ["2024-01-01"]]),
        ({"a": {"b": Date(2024, 1, 1)}}, {"a": {"b": "2024-01-01"}}),
    ],
)
def test_every_value_becomes_json(value: object, expected: object) -> None:
    found = as_json(value)

    assert found == expected
    json.dumps(found, allow_nan=False)
