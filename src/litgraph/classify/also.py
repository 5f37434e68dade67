"""Several categories: headings at which a paper belongs besides the one where it goes.

A second-best heading is mostly the right one instead, not the right one too. What tells them apart is the list: people
put papers at some pairs of headings often, and at most pairs never. Of 1,200 papers of four lists (212 further places),
scored by models that had not seen them, a second heading from 0.1 up was right beside the first in 5 of 100; where at
least three in ten papers of the first heading stand at the second too, in 36 of 100, and it was right at all in 48.
That finds a tenth of the further places. It is a hint for a person, and nothing is filed by it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.classifier import Classifier
from litgraph.model.assignment import Alternative

_ALSO_BAR = 0.1
_SHARE = 0.3
_FEWEST = 2


def often_together(classifier: Classifier) -> NDArray[np.bool_]:
    """Tell for each heading, a row, at which others people often put its papers too."""
    members = (classifier.examples.targets[: len(classifier.listed)] > 0).astype(np.float64)
    together = members.T @ members
    sizes = np.diag(together).copy()
    np.fill_diagonal(together, 0)
    return np.asarray((together >= _FEWEST) & (together >= _SHARE * sizes[:, None]))


def further_places(
    classifier: Classifier, together: NDArray[np.bool_], row: NDArray[np.float64]
) -> tuple[Alternative, ...]:
    """Give the headings at which a paper belongs besides the most probable one, best first; ties by path."""
    beside = together[int(row.argmax())] & (row >= _ALSO_BAR)
    best = [column for column in np.argsort(-row, kind="stable") if beside[column]]
    return tuple(Alternative(category=classifier.leaves[column], probability=float(row[column])) for column in best)
