"""The baseline to beat: logistic regression on the TF-IDF of title and abstract, tuned on the listed papers alone.

Its penalty, and whether each heading counts as one more paper, are chosen by cross-validation. The regression is fitted
in the space that the examples span: the penalised weights never leave it (the representer theorem, Kimeldorf & Wahba
1971), so that the answer is that of a fit to all terms, in a fraction of the time.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.features import Matrix
from litgraph.classify.fusion import deal_folds
from litgraph.classify.scorers import Examples

_INVERSE_PENALTIES = (3.0, 30.0, 300.0)
_WEAKEST = 1e-9
_FEWEST = 10
_SETTLED = 1e-3

Indices = NDArray[np.intp]
Predict = Callable[[sp.csr_matrix], Matrix]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The inverse penalty, and whether headings are learnt from as papers are."""

    inverse_penalty: float
    with_headings: bool


def fit_regression(examples: Examples, *, seed: int) -> Predict:
    """Learn from the phrases of the examples; what is given back tells the probability of every category."""
    phrases = examples.features.phrases
    values, axes = np.linalg.eigh(np.asarray((phrases @ phrases.T).todense()))
    kept = values > _WEAKEST
    axes, lengths = axes[:, kept], np.sqrt(values[kept])
    rows = axes * lengths
    model = _fitted(rows, examples.targets, np.arange(examples.papers), _choose(rows, examples, seed), examples.papers)
    projection = axes / lengths
    return lambda texts: _probabilities(model, np.asarray(texts @ phrases.T @ projection), examples.targets.shape[1])


def _choose(rows: Matrix, examples: Examples, seed: int) -> Choice:
    """Choose what gets most held-out papers right; ties go to the stronger penalty, then to no headings."""
    choices = [Choice(inverse_penalty=c, with_headings=h) for c, h in product(_INVERSE_PENALTIES, (False, True))]
    if examples.papers < _FEWEST:
        return choices[-1]
    folds = deal_folds(examples.targets[: examples.papers], seed)
    right = [_held_out_right(rows, examples, folds, choice) for choice in choices]
    return choices[int(np.argmax(right))]


def _held_out_right(rows: Matrix, examples: Examples, folds: Indices, choice: Choice) -> int:
    right = 0
    for fold in np.unique(folds):
        unseen = np.flatnonzero(folds == fold)
        model = _fitted(rows, examples.targets, np.flatnonzero(folds != fold), choice, examples.papers)
        best = _probabilities(model, rows[unseen], examples.targets.shape[1]).argmax(axis=1)
        right += int((examples.targets[unseen, best] > 0).sum())
    return right


def _fitted(rows: Matrix, targets: Matrix, papers: Indices, choice: Choice, count: int) -> Any:
    """Fit to some of the papers, each once for each of its categories by its share; one category alone needs no fit."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    used = np.concatenate([papers, np.arange(count, len(rows))]) if choice.with_headings else papers
    chosen, columns = np.nonzero(targets[used])
    if len(np.unique(columns)) < 2:
        return columns[:1]
    model = LogisticRegression(C=choice.inverse_penalty, max_iter=300, tol=_SETTLED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.filterwarnings("ignore", message="The number of unique classes")  # many headings, few papers
        return model.fit(rows[used[chosen]], columns, sample_weight=targets[used][chosen, columns])


def _probabilities(model: Any, rows: Matrix, categories: int) -> Matrix:
    probabilities = np.zeros((len(rows), categories))
    if isinstance(model, np.ndarray):
        probabilities[:, model] = 1.0
        return probabilities if len(model) else np.full_like(probabilities, 1 / categories)
    probabilities[:, model.classes_] = model.predict_proba(rows)
    return probabilities
