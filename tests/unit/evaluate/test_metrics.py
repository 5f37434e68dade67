"""Metrics, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from litgraph.evaluate.guesses import Guess
from litgraph.evaluate.metrics import (
    METRICS,
    Marks,
    area_under_curve,
    calibration_error,
    coverage_at_precision,
    false_positive_rate,
    filed_precision,
    macro_f1,
    mark,
    overlap,
    precision_at_coverage,
    score,
    score_scope,
)
from litgraph.model.taxonomy import Path

A: Path = ("X", "P", "A")
B: Path = ("X", "P", "B")
C: Path = ("Y", "Q")
EVERY = np.arange(4)


def guess(*leaves: Path, probability: float = 0.9, filed: bool = True) -> Guess:
    return Guess(leaves=leaves, second_level=leaves[0][:2], probability=probability, filed=filed)


# Right; right at the second of two places; a sibling, with the truth second; wrong altogether and not filed.
MARKS = mark(
    [guess(A, B, C), guess(C, A, B), guess(A, B, C), guess(C, A, probability=0.4, filed=False)],
    [(A,), (B, C), (B,), (B,)],
)


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("leaf_top1", 0.5),
        ("leaf_top3", 0.75),
        ("second_level", 0.75),
        ("hier_f1", (1 + 1 + 2 / 3 + 0) / 4),
        ("filed_precision", 2 / 3),
        ("filed_coverage", 0.75),
    ],
)
def test_metrics_by_hand(metric: str, value: float) -> None:
    assert METRICS[metric](MARKS, EVERY) == pytest.approx(value)


def test_macro_f1_by_hand() -> None:
    # A: 1 hit of 2 guesses and 1 paper; C: 1 hit of 2 guesses and 1 paper; B: 2 papers, never guessed.
    assert macro_f1(MARKS, EVERY) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_calibration_error_by_hand() -> None:
    # Three at 0.9 of which two are right; one at 0.4 that is wrong.
    assert calibration_error(MARKS, EVERY) == pytest.approx((abs(2 - 2.7) + abs(0 - 0.4)) / 4)


def test_precision_is_not_defined_where_nothing_is_filed() -> None:
    marks = mark([guess(A, filed=False)], [(A,)])

    assert np.isnan(filed_precision(marks, np.arange(1)))
    assert score(marks, filed_precision, seed=1) is None


def test_overlap_of_paths() -> None:
    assert overlap(A, A) == 1
    assert overlap(A, B) == pytest.approx(2 / 3)
    assert overlap(A, ("X",)) == pytest.approx(0.5)
    assert overlap(A, C) == 0


def test_an_interval_holds_the_value_and_is_the_same_each_time() -> None:
    first, again = (score(MARKS, METRICS["leaf_top1"], seed=7) for _ in range(2))

    assert first is not None
    assert first.low <= first.value <= first.high
    assert first == again


def test_no_papers_no_score() -> None:
    assert score(mark([], []), METRICS["leaf_top1"], seed=1) is None


def test_area_counts_a_tie_half() -> None:
    assert area_under_curve(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == pytest.approx(3.5 / 4)


def test_scope_needs_both_sides() -> None:
    assert score_scope(np.array([0.9]), np.array([]), seed=1) is None
    assert score_scope(np.array([]), np.array([0.1]), seed=1) is None


def _sure(*pairs: tuple[float, bool]) -> Marks:
    probability, right = (np.array(column, float) for column in zip(*pairs, strict=True))
    nothing, numbers = np.zeros(len(pairs)), np.zeros(len(pairs), np.intp)
    return Marks(
        top1=right,
        top3=right,
        second_level=right,
        hierarchical=right,
        probability=probability,
        filed=nothing,
        predicted=numbers,
        actual=numbers,
    )


def test_coverage_at_precision_takes_the_best_threshold_in_hindsight() -> None:
    marks = _sure((0.9, True), (0.8, False), *[(0.7, True)] * 9, (0.1, False), (0.05, False))

    assert coverage_at_precision(marks, np.arange(13)) == 11 / 13


def test_precision_at_coverage_counts_the_surest() -> None:
    marks = _sure((0.9, True), (0.8, False), (0.7, True), (0.6, True), (0.5, True))

    assert precision_at_coverage(marks, np.arange(5)) == 0.5


def test_false_positives_are_counted_where_nearly_all_inside_pass() -> None:
    inside, outside = np.linspace(0.5, 1.0, 100), np.array([0.1, 0.2, 0.6, 0.9])

    assert false_positive_rate(inside, outside) == 0.5
