"""Contrast: how much a text's words are those of the list rather than those of the candidates at large."""

from __future__ import annotations

import warnings

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

SEED = 20231206
_FOLDS = 5
# So many candidates tell what the others speak of; more only take longer.
_OTHERS = 5_000
_TOLERANCE = 1e-2


def contrast(listed: sp.csr_matrix, candidates: sp.csr_matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the log-odds, by logistic regression, of each listed text and each candidate to be a listed one.

    No text is told by a model that has seen it, so that a candidate does not seem foreign for having served as one.
    """
    random = np.random.default_rng(SEED)
    our_folds, their_folds = (random.permutation(rows.shape[0]) % _FOLDS for rows in (listed, candidates))
    drawn = random.permutation(candidates.shape[0])[:_OTHERS]
    ours, theirs = np.zeros(listed.shape[0]), np.zeros(candidates.shape[0])
    for fold in range(_FOLDS):
        weights, bias = _learn(listed[our_folds != fold], candidates[drawn[their_folds[drawn] != fold]])
        ours[our_folds == fold] = listed[our_folds == fold] @ weights + bias
        theirs[their_folds == fold] = candidates[their_folds == fold] @ weights + bias
    return ours, theirs


def _learn(listed: sp.csr_matrix, others: sp.csr_matrix) -> tuple[NDArray[np.float64], float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    rows = sp.vstack([listed, others], format="csr")
    # Only words of the training texts have a weight, which leaves a tenth of the hashed columns.
    used = np.unique(rows.indices)
    model = LogisticRegression(class_weight="balanced", solver="liblinear", tol=_TOLERANCE, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows[:, used], np.arange(rows.shape[0]) < listed.shape[0])
    weights = np.zeros(rows.shape[1])
    weights[used] = model.coef_[0]
    return weights, float(model.intercept_[0])
