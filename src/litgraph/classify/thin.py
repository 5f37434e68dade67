"""Thinning: which of very many candidates are worth the time of an encoder.

Encoding an abstract takes some 50 ms on two cores, reading its words 0.2 ms. A candidate is far from the list where its
words are less like the listed papers' than those of all but one in 25 listed papers are; it is judged by its words and
by the vector of its title alone, and never filed. docs/classification.md tells how many pass, and what is lost.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.likeness import likeness_among, likeness_to

MANY = 2_000
FEWEST_LISTED = 50
_UNLIKE = 0.04


def near_list(candidates: sp.csr_matrix, listed: sp.csr_matrix) -> NDArray[np.bool_]:
    """Tell for each candidate whether its words are near enough to those of the list."""
    return np.asarray(likeness_to(listed, candidates) >= np.quantile(likeness_among(listed), _UNLIKE))
