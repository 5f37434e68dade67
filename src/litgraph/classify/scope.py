"""Scope: does a paper belong on the list at all?

A paper's likeness to the list is its mean cosine with its three nearest listed papers, once by vectors and once by
words. The scale comes from the list itself: the likeness of each listed paper to the others. Whoever is as near as the
least typical twentieth of the list gets 0.5; whoever is as near as its middle paper gets 0.95. No paper off the list is
needed, so that the answer doesn't depend on which candidates happen to be there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.features import Features, Matrix, stack

Likeness = Callable[[Features, Features], Matrix]

_NEIGHBOURS = 3
_EDGE = 0.05
_ODDS_AT_MEDIAN = np.log(0.95 / 0.05)
_FEWEST = 10
# Cosines of MiniLM with the best heading, from 281 papers of the first survey: the edge and the median.
_HEADING_EDGE, _HEADING_MEDIAN = 0.42, 0.55


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The likeness that means 0.5, and the one that means 0.95."""

    edge: float
    median: float

    def odds(self, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give log-odds that grow linearly with the likeness."""
        return np.asarray((likeness - self.edge) / max(self.median - self.edge, 1e-3) * _ODDS_AT_MEDIAN)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The listed papers and the scales that they set; where they are few, the headings too."""

    references: Features
    scales: tuple[tuple[Likeness, Scale], ...]


def fit_scope(listed: Features, headings: Features) -> Scope:
    """Learn what likeness is usual within the list."""
    if len(listed) < _FEWEST:
        scale = Scale(edge=_HEADING_EDGE, median=_HEADING_MEDIAN)
        return Scope(references=stack(listed, headings), scales=((_best_cosine, scale),))
    scales = tuple((likeness, _learn_scale(likeness(listed, listed))) for likeness in (_vector_cosines, _word_cosines))
    return Scope(references=listed, scales=scales)


def in_scope(scope: Scope, texts: Features) -> NDArray[np.float64]:
    """Give 0…1 for each text: the mean of the log-odds that its likenesses mean."""
    odds = [scale.odds(_nearest_mean(likeness(texts, scope.references))) for likeness, scale in scope.scales]
    return np.asarray(1 / (1 + np.exp(-np.mean(odds, axis=0))))


def _learn_scale(cosines: Matrix) -> Scale:
    np.fill_diagonal(cosines, -1.0)
    likeness = _nearest_mean(cosines)
    return Scale(edge=float(np.quantile(likeness, _EDGE)), median=float(np.median(likeness)))


def _nearest_mean(cosines: Matrix) -> NDArray[np.float64]:
    count = min(_NEIGHBOURS, cosines.shape[1])
    return np.asarray(np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1))


def _vector_cosines(texts: Features, references: Features) -> Matrix:
    return np.asarray(texts.vectors @ references.vectors.T)


def _word_cosines(texts: Features, references: Features) -> Matrix:
    return np.asarray((texts.words @ references.words.T).todense())


def _best_cosine(texts: Features, references: Features) -> Matrix:
    return np.asarray(_vector_cosines(texts, references).max(axis=1, keepdims=True))
