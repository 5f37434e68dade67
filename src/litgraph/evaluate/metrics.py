"""Metrics of classification. A paper that people put at several headings is right at any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from litgraph.evaluate.guesses import Guess
from litgraph.model.taxonomy import Path, common_depth

RESAMPLES = 500
_BINS = 10
_COVERED = (0.025, 0.975)
_PRECISION = 0.9
_COVERAGE = 0.4
_RECALL = 0.95
_Z = 1.96

Rows = NDArray[np.intp]
Metric = Callable[["Marks", Rows], float]
Separation = Callable[[NDArray[np.float64], NDArray[np.float64]], float]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The marks of a method, an element for each paper. `predicted` and `actual` number the leaves."""

    top1: NDArray[np.float64]
    top3: NDArray[np.float64]
    second_level: NDArray[np.float64]
    hierarchical: NDArray[np.float64]
    probability: NDArray[np.float64]
    filed: NDArray[np.float64]
    predicted: NDArray[np.intp]
    actual: NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Score:
    """A metric's value with the bounds of its 95 % bootstrap interval (Efron 1979)."""

    value: float
    low: float
    high: float


def mark(guesses: Sequence[Guess], truths: Sequence[tuple[Path, ...]]) -> Marks:
    """Mark each guess by where people put the paper."""
    pairs = list(zip(guesses, truths, strict=True))
    actual = [guess.leaves[0] if guess.leaves[0] in truth else truth[0] for guess, truth in pairs]
    number = {path: place for place, path in enumerate(sorted({g.leaves[0] for g in guesses} | set(actual)))}
    return Marks(
        top1=_floats([guess.leaves[0] in truth for guess, truth in pairs]),
        top3=_floats([not set(guess.leaves).isdisjoint(truth) for guess, truth in pairs]),
        second_level=_floats([guess.second_level in {path[:2] for path in truth} for guess, truth in pairs]),
        hierarchical=_floats([max(overlap(guess.leaves[0], path) for path in truth) for guess, truth in pairs]),
        probability=_floats([guess.probability for guess in guesses]),
        filed=_floats([guess.filed for guess in guesses]),
        predicted=np.array([number[guess.leaves[0]] for guess in guesses], np.intp),
        actual=np.array([number[path] for path in actual], np.intp),
    )


def overlap(first: Path, second: Path) -> float:
    """Give the F1 of the headings that two paths share from the top (Kiritchenko et al. 2005)."""
    return 2 * common_depth(first, second) / (len(first) + len(second))


def score(marks: Marks, metric: Metric, *, seed: int) -> Score | None:
    """Give a metric with its bootstrap interval over papers; None where it is not defined."""
    count = len(marks.top1)
    value = metric(marks, np.arange(count)) if count else np.nan
    if np.isnan(value):
        return None
    random = np.random.default_rng(seed)
    resampled = [metric(marks, random.integers(0, count, count)) for _ in range(RESAMPLES)]
    low, high = np.nanquantile(resampled, _COVERED)
    return Score(value=float(value), low=float(low), high=float(high))


def score_difference(first: Marks, second: Marks, metric: Metric, *, seed: int) -> Score | None:
    """Give by how much the first method is better on the same papers, resampled in pairs; None where not defined."""
    count = len(first.top1)
    everything = np.arange(count)
    value = metric(first, everything) - metric(second, everything) if count else np.nan
    if np.isnan(value):
        return None
    random = np.random.default_rng(seed)
    drawn = (random.integers(0, count, count) for _ in range(RESAMPLES))
    low, high = np.nanquantile([metric(first, rows) - metric(second, rows) for rows in drawn], _COVERED)
    return Score(value=float(value), low=float(low), high=float(high))


def macro_f1(marks: Marks, rows: Rows) -> float:
    """Give the mean F1 of the leaves that people used or the method chose."""
    predicted, actual = marks.predicted[rows], marks.actual[rows]
    size = int(max(predicted.max(), actual.max())) + 1
    hits = np.bincount(predicted[predicted == actual], minlength=size)
    used = np.bincount(predicted, minlength=size) + np.bincount(actual, minlength=size)
    return float((2 * hits[used > 0] / used[used > 0]).mean())


def filed_precision(marks: Marks, rows: Rows) -> float:
    """Give the share of filed papers that went where people put them; not defined where none is filed."""
    filed = marks.filed[rows] > 0
    return float(marks.top1[rows][filed].mean()) if filed.any() else np.nan


def calibration_error(marks: Marks, rows: Rows) -> float:
    """Give the expected calibration error of the best leaf's probability over ten equal bins (Naeini et al. 2015)."""
    probability, right = marks.probability[rows], marks.top1[rows]
    bins = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=right - probability, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(rows))


def reliability(marks: Marks) -> list[dict[str, float]]:
    """Tell for each tenth of probability how many papers had it, how probable they were, and how many were right.

    `low` and `high` bound the share of right ones with 95 % confidence (Wilson 1927).
    """
    bins = np.minimum((marks.probability * _BINS).astype(int), _BINS - 1)
    rows = []
    for number in np.unique(bins):
        there = bins == number
        low, high = _wilson(float(marks.top1[there].mean()), int(there.sum()))
        rows.append(
            {
                "from": number / _BINS,
                "to": (number + 1) / _BINS,
                "count": int(there.sum()),
                "predicted": float(marks.probability[there].mean()),
                "observed": float(marks.top1[there].mean()),
                "low": low,
                "high": high,
            }
        )
    return rows


def _wilson(share: float, count: int) -> tuple[float, float]:
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    reach = _Z / (1 + _Z**2 / count) * np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return float(min(share, max(0.0, middle - reach))), float(max(share, min(1.0, middle + reach)))


def coverage_at_precision(marks: Marks, rows: Rows) -> float:
    """Give the largest share, surest papers first, of which 90 % are right: the best threshold, in hindsight."""
    right = marks.top1[rows][np.argsort(-marks.probability[rows], kind="stable")]
    good = np.flatnonzero(np.cumsum(right) >= _PRECISION * np.arange(1, len(right) + 1))
    return float((good[-1] + 1) / len(right)) if len(good) else 0.0


def precision_at_coverage(marks: Marks, rows: Rows) -> float:
    """Give the share of right ones among the surest 40 % of papers."""
    surest = np.argsort(-marks.probability[rows], kind="stable")[: max(1, round(_COVERAGE * len(rows)))]
    return float(marks.top1[rows][surest].mean())


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        "leaf_top1": lambda marks, rows: float(marks.top1[rows].mean()),
        "leaf_top3": lambda marks, rows: float(marks.top3[rows].mean()),
        "second_level": lambda marks, rows: float(marks.second_level[rows].mean()),
        "hier_f1": lambda marks, rows: float(marks.hierarchical[rows].mean()),
        "macro_f1": macro_f1,
        "filed_precision": filed_precision,
        "filed_coverage": lambda marks, rows: float(marks.filed[rows].mean()),
        "ece": calibration_error,
        "coverage_at_90": coverage_at_precision,
        "precision_at_40": precision_at_coverage,
    }
)


def score_scope(
    inside: NDArray[np.float64],
    outside: NDArray[np.float64],
    *,
    seed: int,
    measure: Separation | None = None,
) -> Score | None:
    """Give how well scopes tell papers listed later from those never listed (AUROC by default); None without both."""
    if not len(inside) or not len(outside):
        return None
    separation = measure or area_under_curve
    random = np.random.default_rng(seed)
    resampled = [
        separation(random.choice(inside, len(inside)), random.choice(outside, len(outside))) for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(resampled, _COVERED)
    return Score(value=separation(inside, outside), low=float(low), high=float(high))


def false_positive_rate(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float:
    """Give the share of papers outside that pass at the scope which 95 % of those inside reach."""
    return float((outside >= np.quantile(inside, 1 - _RECALL, method="lower")).mean())


def area_under_curve(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float:
    """Give the area under the ROC curve; a tie counts half (Hanley & McNeil 1982)."""
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, "left") + np.searchsorted(ordered, inside, "right")
    return float(below.mean() / (2 * len(outside)))


def _floats(values: Sequence[float]) -> NDArray[np.float64]:
    return np.array(values, np.float64)
