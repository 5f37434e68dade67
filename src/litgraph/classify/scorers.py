"""Scorers: each learns from examples and then scores texts, a row each, against every category, a column each.

A category's heading is one example of it, so that a category without papers is scored too. All have closed forms, so
that cross-validation over hundreds of papers takes seconds and gives the same numbers each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.features import Features, Matrix, unit
from litgraph.model.taxonomy import Path

Score = Callable[[Features], Matrix]

_RIDGE = 0.3
_SHRINKAGE = 0.7


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Papers and, in the last rows, the headings. `targets` shares out each row among the categories it belongs to."""

    features: Features
    targets: Matrix
    papers: int

    def without_papers(self, kept: NDArray[np.intp]) -> Examples:
        """Keep only some of the papers, and all of the headings."""
        rows = np.concatenate([kept, np.arange(self.papers, len(self.features))])
        return Examples(features=self.features.take(rows), targets=self.targets[rows], papers=len(kept))


Scorer = Callable[[Examples], Score]


def by_label(examples: Examples) -> Score:
    """Score by the cosine with the heading's vector: all there is to go by in an empty list."""
    headings = examples.features.vectors[examples.papers :]
    return lambda texts: texts.vectors @ headings.T


def by_title_label(examples: Examples) -> Score:
    """Score by the cosine of the title's vector with the heading's."""
    headings = examples.features.vectors[examples.papers :]
    return lambda texts: texts.titles @ headings.T


def by_label_phrases(examples: Examples) -> Score:
    """Score by the terms that a text shares with the heading."""
    headings = examples.features.phrases[examples.papers :]
    return lambda texts: _dense(texts.phrases @ headings.T)


def by_title_phrases(examples: Examples) -> Score:
    """Score by the terms that the title alone shares with the heading."""
    headings = examples.features.phrases[examples.papers :]
    return lambda texts: _dense(texts.title_phrases @ headings.T)


def by_centroid(examples: Examples) -> Score:
    """Score by the cosine with the mean vector of a category (Rocchio 1971)."""
    centroids = unit(_members(examples).T @ examples.features.vectors)
    return lambda texts: texts.vectors @ centroids.T


def by_phrase_centroid(examples: Examples) -> Score:
    """Score by the cosine of a text's terms with the mean of a category's."""
    centroids = unit(_dense(sp.csr_matrix(_members(examples)).T @ examples.features.phrases))
    return lambda texts: np.asarray(texts.phrases @ centroids.T)


def by_nearest(examples: Examples) -> Score:
    """Score by the cosine with the nearest example of a category."""
    vectors, members = examples.features.vectors, _members(examples) > 0

    def score(texts: Features) -> Matrix:
        cosines = texts.vectors @ vectors.T
        return np.stack([cosines[:, column].max(axis=1, initial=-1.0) for column in members.T], axis=1)

    return score


def by_discriminant(examples: Examples) -> Score:
    """Score by linear discriminants with a shared covariance, shrunk to a multiple of the identity (Friedman 1989)."""
    vectors, members = examples.features.vectors, _members(examples)
    means = members.T @ vectors / np.maximum(members.sum(axis=0), 1)[:, None]
    rows, columns = np.nonzero(members)
    residuals = vectors[rows] - means[columns]
    scatter = residuals.T @ residuals / len(residuals)
    size = vectors.shape[1]
    level = max(float(np.trace(scatter)) / size, 1e-6)
    directions = np.linalg.solve((1 - _SHRINKAGE) * scatter + _SHRINKAGE * level * np.eye(size), means.T)
    offsets = 0.5 * np.einsum("kd,dk->k", means, directions)
    return lambda texts: (texts.vectors @ directions - offsets) / np.sqrt(size)


def by_vector_ridge(examples: Examples) -> Score:
    """Score by ridge regression on the vectors."""
    weights = ridge(examples.features.vectors, examples.targets)
    return lambda texts: texts.vectors @ weights


def by_title_ridge(examples: Examples) -> Score:
    """Score by ridge regression on the vectors of titles."""
    weights = ridge(examples.features.titles, examples.targets)
    return lambda texts: texts.titles @ weights


def by_phrase_ridge(examples: Examples) -> Score:
    """Score by ridge regression on the TF-IDF of words and pairs of words."""
    weights = ridge(examples.features.phrases, examples.targets)
    return lambda texts: np.asarray(texts.phrases @ weights)


def by_character_ridge(examples: Examples) -> Score:
    """Score by ridge regression on the TF-IDF of characters."""
    weights = ridge(examples.features.characters, examples.targets)
    return lambda texts: np.asarray(texts.characters @ weights)


def by_size(examples: Examples) -> Score:
    """Score by the logarithm of the number of examples of a category."""
    sizes = np.log(_members(examples).sum(axis=0) + 1)
    return lambda texts: np.tile(sizes, (len(texts), 1))


def together(*scorers: Scorer) -> Scorer:
    """Add up the scores of several scorers."""

    def learn(examples: Examples) -> Score:
        scores = [scorer(examples) for scorer in scorers]
        return lambda texts: np.sum([score(texts) for score in scores], axis=0)

    return learn


def by_branch(scorer: Scorer, branches: Matrix) -> Scorer:
    """Score the branch that a category is on, all of whose examples are taken together.

    `branches` has a row for each category and a 1 in the column of its branch.
    """

    def learn(examples: Examples) -> Score:
        score = scorer(replace(examples, targets=examples.targets @ branches))
        return lambda texts: score(texts) @ branches.T

    return learn


def scorers_for(leaves: Sequence[Path]) -> Mapping[str, Scorer]:
    """Name the scorers of a taxonomy, in a fixed order."""
    parents = _branches([path[:-1] for path in leaves])
    tops = _branches([path[:2] for path in leaves])
    return MappingProxyType(
        {
            "label": by_label,
            "title-label": by_title_label,
            "label-phrases": by_label_phrases,
            "title-phrases": by_title_phrases,
            "centroid": by_centroid,
            "phrase-centroid": by_phrase_centroid,
            "nearest": by_nearest,
            "discriminant": by_discriminant,
            "vector-ridge": by_vector_ridge,
            "title-ridge": by_title_ridge,
            "phrase-ridge": by_phrase_ridge,
            "character-ridge": by_character_ridge,
            "size": by_size,
            "parent-centroid": by_branch(by_centroid, parents),
            "second-level-ridge": by_branch(together(by_vector_ridge, by_phrase_ridge, by_character_ridge), tops),
        }
    )


def ridge(rows: Matrix | sp.csr_matrix, targets: Matrix) -> Matrix:
    """Solve ridge regression in its dual form (Saunders et al. 1998): there are fewer examples than terms."""
    gram = rows @ rows.T
    dense = np.asarray(gram.todense()) if sp.issparse(gram) else np.asarray(gram)
    duals = np.linalg.solve(dense + _RIDGE * np.eye(len(dense)), targets)
    return np.asarray(rows.T @ duals)


def _members(examples: Examples) -> Matrix:
    """Count a row once in each of its categories."""
    return (examples.targets > 0).astype(np.float64)


def _branches(paths: Sequence[Path]) -> Matrix:
    names = sorted(set(paths))
    return np.array([[float(path == name) for name in names] for path in paths])


def _dense(matrix: sp.csr_matrix) -> Matrix:
    return np.asarray(matrix.todense())
