"""Fusion: the scores of all scorers become one probability for each category.

A conditional logit (McFadden 1974): the paper chooses among the categories, and a category's utility is a weighted sum
of its scores. The weights are few, are shared by all categories, and are learnt from scores that were given without
having seen the paper (stacking, Wolpert 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.features import Features, Matrix
from litgraph.classify.priors import Prior, prior_of
from litgraph.classify.scorers import Examples, Score, Scorer

FOLDS = 5
_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class Fusion:
    """Learnt scorers and the weight of each, for scores that are centred over the categories.

    `held_out` are the probabilities of the example papers, each given without having seen the paper; no rows where
    there are too few papers for that.
    """

    scores: Mapping[str, Score]
    weights: NDArray[np.float64]
    held_out: Matrix


def fit_fusion(scorers: Mapping[str, Scorer], examples: Examples, *, seed: int) -> Fusion:
    """Learn the weights on folds, then each scorer on all examples."""
    prior = prior_of(tuple(scorers), examples.papers, examples.targets.shape[1])
    weights, held_out = prior.weights, np.zeros((0, examples.targets.shape[1]))
    if examples.papers >= _FEWEST and examples.targets.shape[1] > 1:
        targets = examples.targets[: examples.papers]
        folds = deal_folds(targets, seed)
        scores = held_out_scores(scorers, examples, folds)
        weights = _learn_weights(scores, targets, prior)
        held_out = _held_out_probabilities(scores, targets, prior, folds)
    learnt = {name: scorer(examples) for name, scorer in scorers.items()}
    return Fusion(scores=learnt, weights=weights, held_out=held_out)


def fused_probabilities(fusion: Fusion, texts: Features) -> Matrix:
    """Give the probability of each category, a row for each text; a row adds up to 1."""
    scores = np.stack([score(texts) for score in fusion.scores.values()], axis=-1)
    return _probabilities(scores, fusion.weights)


def held_out_scores(scorers: Mapping[str, Scorer], examples: Examples, folds: NDArray[np.intp]) -> NDArray[np.float64]:
    """Score each paper by scorers that have not seen it: papers by categories by scorers."""
    papers = np.arange(examples.papers)
    scores = np.zeros((examples.papers, examples.targets.shape[1], len(scorers)))
    for fold in np.unique(folds):
        seen, unseen = examples.without_papers(papers[folds != fold]), papers[folds == fold]
        texts = examples.features.take(unseen)
        scores[unseen] = np.stack([scorer(seen)(texts) for scorer in scorers.values()], axis=-1)
    return scores


def deal_folds(targets: Matrix, seed: int) -> NDArray[np.intp]:
    """Deal papers to folds like cards, category by category, so that each fold has its share of every category."""
    random = np.random.default_rng(seed)
    order = np.lexsort((random.random(len(targets)), targets.argmax(axis=1)))
    folds = np.empty(len(targets), np.intp)
    folds[order] = np.arange(len(targets)) % FOLDS
    return folds


def _held_out_probabilities(
    scores: NDArray[np.float64], targets: Matrix, prior: Prior, folds: NDArray[np.intp]
) -> Matrix:
    """Fuse the scores of each fold by weights that were learnt on the others."""
    fused = np.zeros_like(targets)
    for fold in np.unique(folds):
        seen = folds != fold
        fused[~seen] = _probabilities(scores[~seen], _learn_weights(scores[seen], targets[seen], prior))
    return fused


def _learn_weights(scores: NDArray[np.float64], targets: Matrix, prior: Prior) -> NDArray[np.float64]:
    """Learn weights from the scores of held-out papers, drawing them to those that other lists taught.

    A scorer that held-out papers say nothing of keeps its prior weight.
    """
    centred = _centred(scores)
    spread = spread_of(centred)
    drawn_to = prior.weights * np.where(prior.scaled | ~np.isfinite(spread), 1.0, spread)
    found = fit_logit([(centred / spread, targets, 1.0)], drawn_to, prior.strength)
    return np.asarray(np.where(np.isfinite(spread), found / spread, prior.weights))


def spread_of(centred: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the standard deviation of each scorer's centred scores, infinite for a scorer that tells nothing apart."""
    spread = centred.std(axis=(0, 1))
    return np.where(spread > 1e-9, spread, np.inf)


def fit_logit(
    lists: Sequence[tuple[NDArray[np.float64], Matrix, float]], drawn_to: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    """Minimise the cross-entropy over lists of papers, each with its scores, targets and the weight of its papers."""
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        away = weights - drawn_to
        value, slope = penalty / 2 * float(away @ away), penalty * away
        for scores, targets, weight in lists:
            logs = _log_softmax(scores @ weights)
            value -= weight * float((targets * logs).sum())
            slope = slope + weight * np.einsum("nk,nkm->m", np.exp(logs) - targets, scores)
        return value, slope

    return np.asarray(minimize(loss, drawn_to, jac=True, method="L-BFGS-B").x)


def _probabilities(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> Matrix:
    return np.asarray(np.exp(_log_softmax(_centred(scores) @ weights)))


def _centred(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(scores - scores.mean(axis=1, keepdims=True))


def _log_softmax(utilities: Matrix) -> Matrix:
    shifted = utilities - utilities.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
