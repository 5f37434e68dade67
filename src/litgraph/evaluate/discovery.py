"""Discovery replayed: how soon would the papers that people added have been met, reading candidates best first?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper

DEPTHS = (50, 200, 1000)


def rank_candidates(
    ids: Sequence[PaperId], in_scope: NDArray[np.float64], probability: NDArray[np.float64]
) -> list[PaperId]:
    """Order candidates by scope times the probability of their best leaf, best first; ties by id."""
    worth = dict(zip(ids, in_scope * probability, strict=True))
    return sorted(worth, key=lambda paper: (-worth[paper], paper))


def count_found(
    ranked: Sequence[PaperId], added: Collection[PaperId], papers: Mapping[PaperId, Paper]
) -> dict[str, int]:
    """Count the papers that people added among the first 50, 200 and 1000 candidates."""
    found = {f"found_at_{depth}": len(set(ranked[:depth]) & set(added)) for depth in DEPTHS}
    abstracts = sum(bool(papers[paper].abstract) for paper in added if paper in papers)
    return {**found, "of": len(added), "n_with_abstract": abstracts}
