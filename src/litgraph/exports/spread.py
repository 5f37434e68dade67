"""Places for papers of no category: near what they cite and are cited by, apart from each other, outside the taxonomy.

A spectral start, then springs and short-range repulsion (Fruchterman & Reingold 1991) with a cooling step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from litgraph.exports.packing import Point

Places = NDArray[np.float64]
_SEED = 1678  # any number: it only chooses between layouts of the same quality
_SMOOTHINGS = 60
_MARGIN = 28.0  # between the taxonomy and the first paper outside it
_ROOM = 3.2  # area that the free papers get, in areas of their circles
_GOLDEN = np.pi * (3 - np.sqrt(5))


def spread_out(
    fixed: Mapping[int, Point], radii: Sequence[float], citations: Sequence[tuple[int, int]], hole: float
) -> list[Point]:
    """Place every paper that is not fixed, around the origin and outside the circle `hole`; the others stay."""
    places = np.zeros((len(radii), 2))
    for position, point in fixed.items():
        places[position] = point
    free = np.array([position for position in range(len(radii)) if position not in fixed], dtype=np.int64)
    if free.size:
        sizes = np.asarray(radii, dtype=np.float64)
        _settle(places, sizes, free, _adjacency(citations, len(radii)), hole + _MARGIN if fixed else 0.0)
    return [(float(x), float(y)) for x, y in places]


def _settle(places: Places, sizes: Places, free: NDArray[np.int64], adjacency: csr_array, hole: float) -> None:
    """Move the free papers from their start to places with little overlap and short citations."""
    mean = adjacency / np.maximum(adjacency.sum(axis=1), 1)[:, None]
    area = _ROOM * np.pi * float(np.sum((sizes[free] + 2.0) ** 2))
    outer = float(np.sqrt(hole**2 + area / np.pi))
    linked = np.asarray(adjacency.sum(axis=1)).ravel()[free] > 0
    places[free] = _start(places, free, csr_array(mean), hole, outer)
    places[free[~linked]] = _rim(int(np.sum(~linked)), max(hole, 0.8 * outer), outer)
    rounds = int(np.clip(200_000 / (free.size + 200), 30, 240))
    for step in range(rounds):
        heat = 1.0 - step / rounds
        pull = np.where(linked[:, None], (mean @ places)[free] - places[free], 0.0)
        places[free] += 0.12 * heat * pull
        _push_apart(places, sizes, free)
        _keep_between(places, free, hole, outer)


def _start(places: Places, free: NDArray[np.int64], mean: csr_array, hole: float, outer: float) -> Places:
    """Give each free paper the direction of its neighbours, and a distance by rank so that the ring is filled evenly."""
    smooth = _smoothed(places, free, mean)[free]
    if hole:
        order = np.lexsort((np.arange(free.size), np.arctan2(smooth[:, 1], smooth[:, 0])))
        angle = np.empty(free.size)
        angle[order] = np.linspace(-np.pi, np.pi, free.size, endpoint=False)
        share = (np.arange(free.size) * _GOLDEN / (2 * np.pi)) % 1.0
        distance = np.sqrt(hole**2 + share * (outer**2 - hole**2))
        return np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))
    ranks = np.column_stack([_ranks(smooth[:, 0]), _ranks(smooth[:, 1])])
    return _square_to_disc(ranks) * outer


def _rim(count: int, inner: float, outer: float) -> Places:
    """Strew papers without a citation evenly over an outer ring."""
    angle = np.arange(count) * _GOLDEN
    distance = np.sqrt(np.linspace(inner**2, outer**2, count))
    return np.column_stack((distance * np.cos(angle), distance * np.sin(angle)))


def _smoothed(places: Places, free: NDArray[np.int64], mean: csr_array) -> Places:
    """Average over neighbours again and again: the slow eigenvectors of the graph remain (Koren 2005)."""
    smooth = places.copy()
    smooth[free] = np.random.default_rng(_SEED).normal(size=(free.size, 2)) * max(1.0, float(np.abs(places).max()) / 9)
    anchored = free.size < len(places)
    for _ in range(_SMOOTHINGS):
        smooth[free] = 0.5 * (smooth[free] + (mean @ smooth)[free])
        if not anchored:
            smooth -= smooth.mean(axis=0)
            smooth[:, 1] -= smooth[:, 0] * (smooth[:, 0] @ smooth[:, 1]) / max(smooth[:, 0] @ smooth[:, 0], 1e-12)
            smooth /= np.maximum(np.sqrt((smooth**2).mean(axis=0)), 1e-12)
    return smooth


def _push_apart(places: Places, sizes: Places, free: NDArray[np.int64]) -> None:
    """Part the free papers that overlap, each by half of the overlap."""
    own = sizes[free] + 2.0
    tree = cKDTree(places[free])
    pairs = tree.query_pairs(2 * float(np.quantile(own, 0.98)), output_type="ndarray")
    if not len(pairs):
        return
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    apart = places[free[pairs[:, 0]]] - places[free[pairs[:, 1]]]
    distance = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-3)
    overlap = np.maximum(own[pairs[:, 0]] + own[pairs[:, 1]] - distance, 0.0)
    shift = apart / distance[:, None] * (0.5 * overlap)[:, None]
    for column in (0, 1):
        places[free, column] += np.bincount(pairs[:, 0], shift[:, column], free.size)
        places[free, column] -= np.bincount(pairs[:, 1], shift[:, column], free.size)


def _keep_between(places: Places, free: NDArray[np.int64], hole: float, outer: float) -> None:
    distance = np.maximum(np.hypot(places[free, 0], places[free, 1]), 1e-6)
    places[free] *= (np.clip(distance, hole, outer * 1.25) / distance)[:, None]


def _adjacency(citations: Sequence[tuple[int, int]], size: int) -> csr_array:
    """Build the undirected graph of the citations, each pair once."""
    pairs = np.asarray(citations, dtype=np.int64).reshape(-1, 2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    both = np.vstack((pairs, pairs[:, ::-1]))
    graph = csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(size, size))
    graph.data[:] = 1.0
    return graph


def _ranks(values: Places) -> Places:
    """Spread values evenly over -1 … 1, in their order; ties by position."""
    ranks = np.empty(values.size)
    ranks[np.argsort(values, kind="stable")] = np.linspace(-1, 1, values.size) if values.size > 1 else 0.0
    return ranks


def _square_to_disc(square: Places) -> Places:
    """Map the square onto the disc, areas kept (Shirley & Chiu 1997, in polar form)."""
    x, y = square[:, 0], square[:, 1]
    wide = np.abs(x) > np.abs(y)
    radius = np.where(wide, x, y)
    ratio = np.divide(np.where(wide, y, x), radius, out=np.zeros_like(x), where=radius != 0)
    angle = np.where(wide, np.pi / 4 * ratio, np.pi / 2 - np.pi / 4 * ratio)
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
