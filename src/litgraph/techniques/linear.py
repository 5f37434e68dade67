"""Linear models over named features, with their weights in JSON: no more is needed to judge than a sum a class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
_PRUNED = 0.02  # the largest weight of a feature that is left out

# What a feature is worth: its value, 1 where it is simply there.
Valued = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """A multinomial logistic regression: `weights` has a row a feature, a column a class, the last row the bias."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Scores

    def probabilities(self, described: Sequence[Valued]) -> Scores:
        """Give the probability of each class, a row for each thing described."""
        scores = np.array([self._score(one) for one in described]).reshape(-1, len(self.classes))
        scores = np.exp(scores - scores.max(axis=1, keepdims=True)) if len(scores) else scores
        return np.asarray(scores / scores.sum(axis=1, keepdims=True))

    def _score(self, described: Valued) -> Scores:
        known = [(self.rows[name], value) for name, value in described.items() if name in self.rows]
        places, values = [place for place, _ in known], np.array([value for _, value in known])
        return np.asarray(values @ self.weights[places] + self.weights[-1] if places else self.weights[-1])

    def as_json(self) -> dict[str, Any]:
        """Write the model with three decimals, features in order; those that hardly count are left out."""
        kept = {name: self.weights[place] for name, place in sorted(self.rows.items())}
        rows = {name: row.round(3).tolist() for name, row in kept.items() if np.abs(row).max() >= _PRUNED}
        return {"classes": list(self.classes), "bias": self.weights[-1].round(3).tolist(), "weights": rows}


def read_linear(told: Mapping[str, Any]) -> Linear:
    """Read a model that `Linear.as_json` wrote."""
    rows = {name: place for place, name in enumerate(told["weights"])}
    weights = np.array([*told["weights"].values(), told["bias"]], np.float64)
    return Linear(classes=tuple(told["classes"]), rows=rows, weights=weights)


def learn_linear(
    described: Sequence[Valued], classes: Sequence[str], *, strength: float, weights: Iterable[float] | None = None
) -> Linear:
    """Fit by scikit-learn's logistic regression; `strength` is its C, `weights` those of the examples."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict(one) for one in described])
    model = LogisticRegression(C=strength, max_iter=2000).fit(
        matrix, list(classes), sample_weight=None if weights is None else list(weights)
    )
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # one column stands for both
        coefficients, bias = np.vstack([0 * coefficients, coefficients]), np.concatenate([[0.0], bias])
    rows = {str(name): place for place, name in enumerate(vectorizer.get_feature_names_out())}
    return Linear(
        classes=tuple(map(str, model.classes_)), rows=rows, weights=np.vstack([coefficients.T, bias]).astype(np.float64)
    )
