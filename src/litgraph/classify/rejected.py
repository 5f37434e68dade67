"""Rejections: what people turned down says which other papers belong on the list the less.

Of a paper's ten nearest, listed and rejected together, the share that was rejected lowers its odds. Measured on pool
papers that were labelled by hand for the first survey, with 10, 30 and 80 of those labelled out taken for rejected:
docs/classification.md has the figures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.features import Matrix

_NEIGHBOURS = 10
_LOG_ODDS = 3.0
_LEAST = 1e-9


def hear_rejections(
    in_scope: NDArray[np.float64], texts: Matrix, listed: Matrix, rejected: Matrix
) -> NDArray[np.float64]:
    """Lower the scope of texts that are like rejected papers; all rows are vectors of unit length."""
    if not len(rejected) or not len(texts):
        return in_scope
    known = np.vstack([listed, rejected]) if len(listed) else rejected
    count = min(_NEIGHBOURS, len(known))
    nearest = np.argpartition(-(texts @ known.T), count - 1, axis=1)[:, :count]
    share = (nearest >= len(listed)).mean(axis=1)
    bounded = np.clip(in_scope, _LEAST, 1 - _LEAST)
    lowered = bounded * np.exp(-_LOG_ODDS * share)
    return np.asarray(np.where(share > 0, lowered / (1 - bounded + lowered), in_scope))
