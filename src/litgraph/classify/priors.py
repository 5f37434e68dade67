"""What is known of the scorers before a list has said anything: how much each of them is worth, from other lists.

Where a list has no papers, or few, nothing can be learnt from it about that. The weights below are those of conditional
logits over six public lists, of which all papers (`_EMPTY`), or all but 1, 2 and 5 at each heading (`_FEW`), were
hidden; none may be negative. `benchmarks/cold_start.py --learn` makes them, and docs/classification.md says how much
better a list is scored by the weights of the five others than by its headings' vectors alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

_EMPTY: Mapping[str, float] = MappingProxyType(
    {
        "vector-ridge": 5.26,
        "phrase-ridge": 5.48,
        "character-ridge": 1.37,
        "parent-centroid": 1.59,
        "second-level-ridge": 0.36,
    }
)
_FEW: Mapping[str, float] = MappingProxyType(
    {
        "centroid": 3.59,
        "discriminant": 0.08,
        "vector-ridge": 2.03,
        "phrase-ridge": 6.58,
        "character-ridge": 6.81,
        "size": 0.43,
        "parent-centroid": 2.21,
        "second-level-ridge": 0.06,
    }
)


def prior_weights(scorers: Iterable[str], papers: int) -> NDArray[np.float64]:
    """Give the weight of each scorer in a list of that many papers, as far as other lists tell; 0 for unknown ones."""
    told = _FEW if papers else _EMPTY
    return np.array([told.get(name, 0.0) for name in scorers])
