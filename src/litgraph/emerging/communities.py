"""Communities of a weighted graph: Leiden (Traag, Waltman & van Eck 2019), made steady by agreement of many runs.

One run of any method that maximises modularity (Newman & Girvan 2004) is arbitrary where communities meet: leave out a
tenth of the papers, and a third of the pairs change. So it is run many times, each time without some of the papers, and
ties count by how often their ends came together (consensus clustering, Lancichinetti & Fortunato 2012).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.emerging.neighbours import Ties

Labels = NDArray[np.int64]

SMALLEST = 5  # papers of a cluster
ALONE = -1  # the label of a paper of none


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How communities are found: the resolution, how many runs must agree, and how much of the graph each leaves out.

    Without a resolution it goes by the number of papers, so that a cluster holds some sixty of a few thousand.
    """

    resolution: float | None = None
    runs: int = 20
    left_out: float = 0.2
    agreed: float = 0.5
    seed: int = 1


def find_communities(ties: Ties, way: Way | None = None) -> Labels:
    """Give each node its community, the largest first, ties by the first node; ALONE where it has fewer than five."""
    way = way or Way()
    if ties.nnz == 0:
        return np.full(ties.shape[0], ALONE, np.int64)
    resolution = way.resolution or usual_resolution(ties.shape[0])
    return numbered(leiden(agreed_ties(ties, way, resolution), resolution, way.seed))


def usual_resolution(papers: int) -> float:
    """Give the resolution for a number of papers: from 2 to 6 (docs/emerging.md has the measurement)."""
    return min(6.0, max(2.0, papers / 800))


def agreed_ties(ties: Ties, way: Way, resolution: float) -> Ties:
    """Weigh each tie by the square of how often its ends came together; drop it where that is seldom."""
    upper = sp.triu(ties, 1).tocoo()
    tails, heads = upper.row, upper.col
    together, asked = np.zeros(len(tails)), np.zeros(len(tails))

    def run(number: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        random = np.random.default_rng((way.seed, number))
        there = random.random(ties.shape[0]) >= way.left_out
        both = there[tails] & there[heads]
        part = _both_ways(tails[both], heads[both], upper.data[both], ties.shape[0])
        labels = leiden(part, resolution, way.seed + number, iterations=3)
        return both & (labels[tails] == labels[heads]), both

    with ThreadPoolExecutor(2) as pool:
        for met, both in pool.map(run, range(1, way.runs + 1)):
            together += met
            asked += both
    share = together / np.maximum(asked, 1)
    weights = upper.data * np.where(share >= way.agreed, share, 0) ** 2
    kept = weights > 0
    return _both_ways(tails[kept], heads[kept], weights[kept], ties.shape[0])


def leiden(ties: Ties, resolution: float, seed: int, *, iterations: int = 10) -> Labels:
    """Give each node the number of its community; a node without ties is a community by itself."""
    from graspologic_native import leiden_csr

    labels: Labels = np.arange(ties.shape[0], dtype=np.int64) + ties.shape[0]
    if ties.nnz == 0:
        return labels
    matrix = ties.tocsr()
    _, found = leiden_csr(
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float64),
        matrix.shape[0],
        resolution=resolution,
        iterations=iterations,
        seed=seed,
    )
    labels[list(found.keys())] = list(found.values())
    lonely = np.flatnonzero(np.diff(matrix.indptr) == 0)
    labels[lonely] = lonely + ties.shape[0]
    return labels


def numbered(labels: Labels, smallest: int = SMALLEST) -> Labels:
    """Number communities from 0 on, the largest first, ties by the first node; ALONE for those that are too small."""
    _, first, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counts))
    number: Labels = np.full(len(counts), ALONE, np.int64)
    large = order[counts[order] >= smallest]
    number[large] = np.arange(len(large))
    return np.asarray(number[inverse], np.int64)


def count_members(labels: Labels) -> NDArray[np.int64]:
    """Count the papers of each cluster."""
    return np.bincount(labels[labels >= 0], minlength=int(labels.max(initial=ALONE)) + 1)


def _both_ways(tails: Labels, heads: Labels, weights: NDArray[np.float64], size: int) -> Ties:
    upper = sp.csr_array((weights, (tails, heads)), shape=(size, size))
    return (upper + upper.T).tocsr()
