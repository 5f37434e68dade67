"""Scope: does a paper belong on the list at all?

Two likenesses to the list are taken: of a text's vector to the likest heading, and of its words to the nearest listed
papers. The scale comes from the list itself, from the likeness of each listed paper to the others: whoever is as near
as the least typical twentieth of the list gets 0.5, whoever is as near as its middle paper 0.95. No paper off the list
is needed, so that the answer doesn't depend on which candidates happen to be there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.features import Features, Matrix, stack
from litgraph.classify.likeness import (
    likeness_among,
    likeness_among_headings,
    likeness_to,
    likeness_to_headings,
)
from litgraph.classify.scale import Scale, scale_of, squashed
from litgraph.classify.scorers import Examples

_FEWEST = 20
# Words are few and sparse: likeness by them is steadier over more neighbours.
_NEIGHBOURS = 20


_STRAIGHT = Scale(edge=0.0, median=1.0)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The listed papers and the scales that they set; where they are few, the headings too and a fixed scale.

    `headings` has a row for each heading: the sum of the vectors of its papers and of its own text.
    """

    references: Features
    headings: Matrix
    few: bool
    vectors: Scale
    words: Scale
    both: Scale


def fit_scope(examples: Examples, headings: Callable[[], Features]) -> Scope:
    """Learn what likeness is usual within the list; `headings` are described only where listed papers are few."""
    listed = examples.features.take(np.arange(examples.papers))
    members = (examples.targets > 0).astype(np.float64)
    sums = np.asarray(members.T @ examples.features.vectors)
    if len(listed) < _FEWEST:
        references = stack(listed, headings())
        scale = heading_scale(len(references))
        return Scope(references=references, headings=sums, few=True, vectors=scale, words=_STRAIGHT, both=_STRAIGHT)
    by_vectors = likeness_among_headings(sums, members[: examples.papers], listed.vectors)
    by_words = likeness_among(listed.words, _NEIGHBOURS)
    vectors, words = scale_of(by_vectors), scale_of(by_words)
    both = scale_of(vectors.place(by_vectors) + words.place(by_words))
    return Scope(references=listed, headings=sums, few=False, vectors=vectors, words=words, both=both)


def in_scope(scope: Scope, texts: Features) -> NDArray[np.float64]:
    """Give 0…1 for each text."""
    if scope.few:
        return squashed(scope.vectors.place((texts.vectors @ scope.references.vectors.T).max(axis=1)))
    by_vectors = scope.vectors.place(likeness_to_headings(scope.headings, texts.vectors))
    by_words = scope.words.place(likeness_to(scope.references.words, texts.words, _NEIGHBOURS))
    return squashed(scope.both.place(by_vectors + by_words))


def heading_scale(count: int) -> Scale:
    """Tell how near a paper usually is to the best of `count` headings, which grows as the best of many draws does.

    Fitted to MiniLM's cosines of papers of the first survey with its own 45 headings (0.40 at the edge, 0.54 in the
    middle) and with the 5 of another survey (0.26 and 0.36), each heading with its survey's name.
    """
    draws = float(np.sqrt(2 * np.log(max(count, 2))))
    return Scale(edge=0.01 + 0.14 * draws, median=0.04 + 0.18 * draws)
