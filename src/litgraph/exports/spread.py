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
_ROOM = 2.4  # area that the free papers get, in areas of their circles
_DIRECTIONS = 720
_GOLDEN = np.pi * (3 - np.sqrt(5))


def spread_out(
    fixed: Mapping[int, Point],
    radii: Sequence[float],
    citations: Sequence[tuple[int, int]],
    discs: Sequence[tuple[float, float, float]] = (),
) -> list[Point]:
    """Place every paper that is not fixed, around the discs (x, y, radius) about the origin; the others stay."""
    places = np.zeros((len(radii), 2))
    for position, point in fixed.items():
        places[position] = point
    free = np.array([position for position in range(len(radii)) if position not in fixed], dtype=np.int64)
    if free.size:
        sizes = np.asarray(radii, dtype=np.float64)
        _settle(places, sizes, free, _adjacency(citations, len(radii)), _Hole(discs))
    return [(float(x), float(y)) for x, y in places]


class _Hole:
    """The room around the origin that discs take up, as a distance for each direction."""

    def __init__(self, discs: Sequence[tuple[float, float, float]]) -> None:
        self.open = not discs
        self._distances = np.zeros(_DIRECTIONS)
        angles = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
        for x, y, radius in discs:
            along, across = x * np.cos(angles) + y * np.sin(angles), x * np.sin(angles) - y * np.cos(angles)
            half_chord = np.sqrt(np.maximum((radius + _MARGIN) ** 2 - across**2, 0.0))
            np.maximum(self._distances, np.where(half_chord > 0, along + half_chord, 0.0), out=self._distances)
        self._distances = _rounded_off(self._distances)

    def distance(self, angles: Places) -> Places:
        """Give how far from the origin the hole reaches in each direction."""
        steps = np.round(angles / (2 * np.pi) * _DIRECTIONS).astype(np.int64) % _DIRECTIONS
        return self._distances[steps]


def _rounded_off(distances: Places) -> Places:
    """Take the farthest within an eighth of a turn, then the mean, so that the hole has no bays."""
    reach = _DIRECTIONS // 16
    around = np.stack([np.roll(distances, shift) for shift in range(-reach, reach + 1)])
    far = around.max(axis=0)
    return np.maximum(distances, np.mean([np.roll(far, shift) for shift in range(-reach, reach + 1)], axis=0))


def _settle(places: Places, sizes: Places, free: NDArray[np.int64], adjacency: csr_array, hole: _Hole) -> None:
    """Move the free papers from their start to places with little overlap and short citations."""
    degrees = np.diff(adjacency.indptr)
    weights = 1.0 / np.repeat(np.maximum(degrees, 1), degrees)
    mean = csr_array((weights, adjacency.indices, adjacency.indptr), shape=adjacency.shape)
    linked = degrees[free] > 0
    room = _ROOM * float(np.sum((sizes[free] + 2.0) ** 2))
    _start(places, free, linked, mean, hole, room)
    rounds = int(np.clip(200_000 / (free.size + 200), 30, 240))
    for step in range(rounds):
        if hole.open:
            heat = 1.0 - step / rounds
            pull = np.where(linked[:, None], _averaged(mean, places)[free] - places[free], 0.0)
            places[free] += 0.12 * heat * pull
        _push_apart(places, sizes, free)
        _keep_between(places, free, hole, room)


def _start(
    places: Places, free: NDArray[np.int64], linked: NDArray[np.bool_], mean: csr_array, hole: _Hole, room: float
) -> None:
    """Put free papers in the directions of their neighbours around a hole, else by the shape of their own graph."""
    smooth = _smoothed(places, free, mean)[free]
    if hole.open:
        ranks = np.column_stack([_ranks(smooth[:, 0]), _ranks(smooth[:, 1])])
        places[free] = _square_to_disc(ranks) * np.sqrt(room)
        rim = free[~linked]
        places[rim] = _ring(np.arange(rim.size) * _GOLDEN, np.linspace(0.64, 1.0, rim.size), hole, room)
        return
    turn = (_ranks(np.arctan2(smooth[:, 1], smooth[:, 0])) + 1) * np.pi * (1 - 1 / free.size)
    places[free] = _ring(turn, (np.arange(free.size) * _GOLDEN / (2 * np.pi)) % 1.0, hole, room)


def _ring(angles: Places, shares: Places, hole: _Hole, room: float) -> Places:
    """Place points by direction, and by the share (0 … 1) of the ring's area that lies between them and the hole."""
    distances = np.sqrt(hole.distance(angles) ** 2 + shares * room)
    return np.column_stack((distances * np.cos(angles), distances * np.sin(angles)))


def _smoothed(places: Places, free: NDArray[np.int64], mean: csr_array) -> Places:
    """Average over neighbours again and again: the slow eigenvectors of the graph remain (Koren 2005)."""
    smooth = places.copy()
    smooth[free] = np.random.default_rng(_SEED).normal(size=(free.size, 2)) * max(1.0, float(np.abs(places).max()) / 9)
    for _ in range(_SMOOTHINGS):
        smooth[free] = 0.5 * (smooth[free] + _averaged(mean, smooth)[free])
        if free.size == len(places):
            smooth = _independent(smooth)
    return smooth


def _averaged(mean: csr_array, places: Places) -> Places:
    """Give each paper the mean place of its neighbours."""
    return np.asarray(mean @ places, dtype=np.float64)


def _independent(columns: Places) -> Places:
    """Centre two columns, take the first out of the second, and scale both, lest they shrink to one point."""
    columns = columns - columns.mean(axis=0)
    first, second = columns[:, 0], columns[:, 1]
    second = second - first * (np.sum(first * second) / np.maximum(np.sum(first * first), 1e-12))
    columns = np.column_stack((first, second))
    scale: Places = np.maximum(np.sqrt(np.mean(columns**2, axis=0)), 1e-12)
    return np.divide(columns, scale)


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


def _keep_between(places: Places, free: NDArray[np.int64], hole: _Hole, room: float) -> None:
    """Bring papers that were pushed into the hole or far out back to the ring."""
    inner = hole.distance(np.arctan2(places[free, 1], places[free, 0]))
    distance = np.maximum(np.hypot(places[free, 0], places[free, 1]), 1e-6)
    places[free] *= (np.clip(distance, inner, 1.2 * np.sqrt(inner**2 + room)) / distance)[:, None]


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
