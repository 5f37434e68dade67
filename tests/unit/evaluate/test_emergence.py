"""The score of foreseeing growth, worked out on paper."""

from __future__ import annotations

from typing import Any

import pytest

from litgraph.evaluate.emergence import METHODS, pool


def replay(hits: int, of: int, precision: float, leads: dict[int, float]) -> dict[str, Any]:
    told = {"csi": 0.0, "precision_at_10": precision, "recall_at_20": 1.0, "lead_months": None}
    return {
        "clusters": 10,
        "told": dict.fromkeys(METHODS, told),
        "hits": dict.fromkeys(METHODS, hits),
        "of": of,
        "leads": dict.fromkeys(METHODS, leads),
    }


def test_csi_is_hits_over_hits_misses_and_false_alarms() -> None:
    # Of 4 and 2 that grew, as many named: 2 and 1 hit, 2 and 1 missed, 2 and 1 false alarms.
    pooled = pool([replay(2, 4, 0.5, {}), replay(1, 2, 0.3, {})])

    assert pooled["litgraph"]["csi"]["value"] == pytest.approx(3 / 9)
    assert pooled["litgraph"]["precision_at_10"]["value"] == pytest.approx(0.4)
    assert pooled["litgraph"]["lead_months"] == {"value": None, "low": None, "high": None}


def test_a_heading_counts_from_when_it_was_first_foreseen() -> None:
    pooled = pool([replay(1, 1, 1.0, {0: 9.0, 1: 4.0}), replay(1, 1, 1.0, {0: 6.0})])

    assert pooled["size"]["lead_months"]["value"] == pytest.approx((9 + 4) / 2)


def test_without_an_origin_there_is_nothing_to_pool() -> None:
    assert pool([]) == {}
