"""Guesses of each method for the papers that came later: litgraph and the baselines, from the same texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.classifier import SEED, Classifier, Judgements
from litgraph.classify.decide import FILED_BAR, SCOPE_BAR, level_probabilities
from litgraph.classify.features import Matrix
from litgraph.evaluate.regression import fit_regression
from litgraph.model.taxonomy import Path

_COSINE_SCALE = 20.0


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a method says of one paper: its three best leaves, its best second level, and whether it would file it."""

    leaves: tuple[Path, ...]
    second_level: Path
    probability: float
    filed: bool


@dataclass(frozen=True, kw_only=True)
class Belief:
    """A method's probabilities, a row for each paper and a column for each leaf, and its scopes if it has any.

    Papers whose scope is below `scope_bar` are not filed; only litgraph's scopes mean something by themselves.
    """

    probabilities: Matrix
    scope: NDArray[np.float64] | None = None
    scope_bar: float = -np.inf


Believe = Callable[[Judgements], Belief]
Method = Callable[[Classifier], Believe]


def litgraph(classifier: Classifier) -> Believe:
    """Say what `litgraph classify` says."""
    return lambda judged: Belief(probabilities=judged.probabilities, scope=judged.in_scope, scope_bar=SCOPE_BAR)


def majority(classifier: Classifier) -> Believe:
    """Say how the listed papers are spread, whatever the paper."""
    counts = classifier.examples.targets[: classifier.examples.papers].sum(axis=0)
    return lambda judged: Belief(probabilities=np.tile(_shares(counts[None, :]), (len(judged.papers), 1)))


def tfidf_nearest(classifier: Classifier) -> Believe:
    """Go by the most similar listed paper of each leaf, by the cosine of TF-IDF of words and pairs of them."""
    papers = classifier.examples.papers
    references = classifier.examples.features.phrases[:papers]
    members = classifier.examples.targets[:papers] > 0

    def believe(judged: Judgements) -> Belief:
        cosines = (judged.features.phrases @ references.T).toarray()
        scores = np.stack([cosines[:, column].max(axis=1, initial=0.0) for column in members.T], axis=1)
        return Belief(probabilities=_softmax(scores), scope=scores.max(axis=1))

    return believe


def tfidf_regression(classifier: Classifier) -> Believe:
    """Go by logistic regression on the TF-IDF of words and pairs of them, tuned on the listed papers."""
    predict = fit_regression(classifier.examples, seed=SEED)
    return lambda judged: Belief(probabilities=predict(judged.features.phrases))


def zero_shot(classifier: Classifier) -> Believe:
    """Go by the encoder's cosine with the headings, without any listed paper."""
    headings = classifier.examples.features.vectors[classifier.examples.papers :]

    def believe(judged: Judgements) -> Belief:
        cosines = judged.features.vectors @ headings.T
        return Belief(probabilities=_softmax(cosines), scope=cosines.max(axis=1))

    return believe


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "litgraph": litgraph,
        "majority": majority,
        "tfidf-nn": tfidf_nearest,
        "tfidf-lr": tfidf_regression,
        "zero-shot": zero_shot,
    }
)


def guesses(classifier: Classifier, belief: Belief) -> list[Guess]:
    """Turn probabilities into guesses, best leaf first; ties go by path."""
    names, sums = level_probabilities(classifier.leaves, belief.probabilities, 2)
    in_scope = np.ones(len(sums), bool) if belief.scope is None else belief.scope >= belief.scope_bar
    return [
        _guess(classifier, row, names[int(np.argmax(level))], filed=row.max() >= FILED_BAR and bool(inside))
        for row, level, inside in zip(belief.probabilities, sums, in_scope, strict=True)
    ]


def _guess(classifier: Classifier, row: NDArray[np.float64], second: Path, *, filed: bool) -> Guess:
    best = np.argsort(-row, kind="stable")[:3]
    return Guess(
        leaves=tuple(classifier.leaves[column] for column in best),
        second_level=second,
        probability=float(row.max()),
        filed=bool(filed),
    )


def _softmax(cosines: Matrix) -> Matrix:
    return _shares(np.exp(_COSINE_SCALE * (cosines - cosines.max(axis=1, keepdims=True))))


def _shares(scores: Matrix) -> Matrix:
    """Make rows add up to 1; a row of zeros becomes an even one."""
    totals = scores.sum(axis=1, keepdims=True)
    return np.where(totals > 0, scores / np.where(totals > 0, totals, 1), 1 / scores.shape[1])
