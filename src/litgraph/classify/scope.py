"""Scope: does a paper belong on the list at all?

Two likenesses to the list are taken, by vectors and by words. The scale comes from the list itself, from the likeness
of each listed paper to the others: whoever is as near as the least typical twentieth of the list gets 0.5, whoever is
as near as its middle paper 0.95. No paper off the list is needed, so that the answer doesn't depend on which candidates
happen to be there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.features import Features, stack
from litgraph.classify.likeness import likeness_among, likeness_to

_EDGE = 0.05
_ODDS_AT_MEDIAN = float(np.log(0.95 / 0.05))
_FEWEST = 20


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The likeness at the edge of the list, and that of its middle paper."""

    edge: float
    median: float

    def place(self, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        """Put likenesses on a straight scale: 0 at the edge, 1 in the middle."""
        return np.asarray((likeness - self.edge) / max(self.median - self.edge, 1e-3))


_STRAIGHT = Scale(edge=0.0, median=1.0)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The listed papers and the scales that they set; where they are few, the headings too and a fixed scale."""

    references: Features
    few: bool
    vectors: Scale
    words: Scale
    both: Scale


def fit_scope(listed: Features, headings: Callable[[], Features]) -> Scope:
    """Learn what likeness is usual within the list; `headings` are described only where listed papers are few."""
    if len(listed) < _FEWEST:
        references = stack(listed, headings())
        scale = heading_scale(len(references))
        return Scope(references=references, few=True, vectors=scale, words=_STRAIGHT, both=_STRAIGHT)
    by_vectors, by_words = likeness_among(listed.vectors), likeness_among(listed.words)
    vectors, words = _scale(by_vectors), _scale(by_words)
    both = _scale(vectors.place(by_vectors) + words.place(by_words))
    return Scope(references=listed, few=False, vectors=vectors, words=words, both=both)


def in_scope(scope: Scope, texts: Features) -> NDArray[np.float64]:
    """Give 0…1 for each text."""
    if scope.few:
        return _squashed(scope.vectors.place((texts.vectors @ scope.references.vectors.T).max(axis=1)))
    by_vectors = scope.vectors.place(likeness_to(scope.references.vectors, texts.vectors))
    by_words = scope.words.place(likeness_to(scope.references.words, texts.words))
    return _squashed(scope.both.place(by_vectors + by_words))


def heading_scale(count: int) -> Scale:
    """Tell how near a paper usually is to the best of `count` headings, which grows as the best of many draws does.

    Fitted to MiniLM's cosines of papers of the first survey with its own 45 headings (0.40 at the edge, 0.54 in the
    middle) and with the 5 of another survey (0.26 and 0.36), each heading with its survey's name.
    """
    draws = float(np.sqrt(2 * np.log(max(count, 2))))
    return Scale(edge=0.01 + 0.14 * draws, median=0.04 + 0.18 * draws)


def _scale(likeness: NDArray[np.float64]) -> Scale:
    return Scale(edge=float(np.quantile(likeness, _EDGE)), median=float(np.median(likeness)))


def _squashed(place: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-_ODDS_AT_MEDIAN * np.clip(place, -20, 20))))
