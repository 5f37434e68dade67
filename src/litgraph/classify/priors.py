"""What is known of the scorers before a list has said anything: how much each of them is worth, from other lists.

Where a list has no papers, or few, nothing can be learnt from it about that. The weights of `_EMPTY` and `_FEW` are
those of conditional logits over six public lists, of which all papers, or all but 1, 2 and 5 at each heading, were
hidden; none may be negative. `benchmarks/cold_start.py --learn` makes them.

Where a list has more, its own papers, each held out in turn, say how to weigh scorers for papers like them; but papers
that come later differ. `_MANY` are the weights, in standard deviations of a score, that told best where later papers
went on the same six lists (`benchmarks/later_papers.py`). docs/classification.md says how well a list is scored by what
the five others taught.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

# So many papers are many, and so many a heading.
_MANY_PAPERS = 30
_MANY_PER_HEADING = 3
# How strongly weights are drawn to those that later papers taught; between 30 and 300 little changes.
LATER_STRENGTH = 100.0
# Where papers are few: as strongly as this over the square of the papers per heading.
_FEW_STRENGTH = 400.0

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
_MANY: Mapping[str, float] = MappingProxyType(
    {
        "label": 0.02,
        "title-label": 0.21,
        "label-phrases": 0.07,
        "title-phrases": 0.09,
        "centroid": 0.36,
        "phrase-centroid": 0.55,
        "nearest": 0.6,
        "discriminant": 0.67,
        "vector-ridge": -0.05,
        "title-ridge": 0.05,
        "phrase-ridge": -0.17,
        "character-ridge": 0.31,
        "size": -0.41,
        "parent-centroid": 0.24,
        "second-level-ridge": -0.25,
    }
)


@dataclass(frozen=True, kw_only=True)
class Prior:
    """The weights that a list's own are drawn to, and how strongly.

    `scaled` tells that they are for scores of standard deviation 1, otherwise they are for the scores as they are.
    """

    weights: NDArray[np.float64]
    strength: float
    scaled: bool


def prior_of(scorers: Sequence[str], papers: int, headings: int) -> Prior:
    """Give what other lists tell of the scorers, for a list of so many papers and headings; 0 for unknown scorers."""
    many = papers >= max(_MANY_PAPERS, _MANY_PER_HEADING * headings)
    told = _MANY if many else _FEW if papers else _EMPTY
    strength = LATER_STRENGTH if many else _FEW_STRENGTH * (headings / max(papers, 1)) ** 2
    return Prior(weights=np.array([told.get(name, 0.0) for name in scorers]), strength=strength, scaled=many)
