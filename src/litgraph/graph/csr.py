"""Compressed sparse rows: edges grouped by the node they leave, and by the node they reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

Integers = NDArray[np.integer]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """One direction of the edges: those of node `i` lead to `indices[indptr[i]:indptr[i + 1]]`, in ascending order."""

    indptr: Integers
    indices: Integers

    @property
    def lengths(self) -> Integers:
        """Count the edges of each node."""
        return np.diff(self.indptr)


def build_rows(tails: Integers, heads: Integers, shape: tuple[int, int]) -> tuple[Rows, Rows]:
    """Group edges by tail and by head, each group ascending and without duplicates.

    Every pass is a counting sort, and a pass over grouped edges leaves the groups of the other side sorted: three
    passes cost less than one comparison sort, in whatever order the edges come.
    """
    edges = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=shape)
    edges.has_canonical_format = True  # spares a sort here: duplicates are summed when the rows are in order
    by_tail = edges.tocsc().tocsr()
    by_tail.has_sorted_indices = True
    by_tail.has_canonical_format = False
    by_tail.sum_duplicates()
    by_head = by_tail.tocsc()
    return Rows(indptr=by_tail.indptr, indices=by_tail.indices), Rows(indptr=by_head.indptr, indices=by_head.indices)


def spread(indptr: Integers, nodes: Integers) -> tuple[Integers, Integers]:
    """Give where the edges of `nodes` stand, one node after the other, and for each edge its node's place there."""
    starts, lengths = indptr[nodes], indptr[nodes + 1] - indptr[nodes]
    owners = np.repeat(np.arange(len(nodes)), lengths)
    before = np.cumsum(lengths) - lengths
    within = np.arange(len(owners)) - before[owners]
    return starts[owners] + within, owners


def gather(rows: Rows, nodes: Integers) -> tuple[Integers, Integers]:
    """Give where the edges of `nodes` lead, one node after the other, and for each edge its node's place in `nodes`."""
    positions, owners = spread(rows.indptr, nodes)
    return rows.indices[positions], owners


def count_known(rows: Rows, known: Mask) -> Integers:
    """Count, for each node, its edges that lead to a known one."""
    running = np.concatenate(([0], np.cumsum(known[rows.indices], dtype=np.int64)))
    return np.asarray(np.diff(running[rows.indptr]))


def select(rows: Rows, chosen: Integers) -> tuple[Integers, Integers]:
    """Give the rows of chosen nodes (ascending) among themselves, renumbered, without edges from a node to itself."""
    heads, tails = gather(rows, chosen)
    renumbered = np.full(len(rows.indptr) - 1, -1, dtype=np.int32)
    renumbered[chosen] = np.arange(len(chosen), dtype=np.int32)
    heads = renumbered[heads]
    kept = (heads >= 0) & (heads != tails)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(tails[kept], minlength=len(chosen)))))
    return indptr, heads[kept]


def drop_loops(rows: Rows) -> tuple[Integers, Integers]:
    """Give all rows without the edges from a node to itself."""
    tails = np.repeat(np.arange(len(rows.indptr) - 1, dtype=np.int32), rows.lengths)
    loops = tails[rows.indices == tails]
    if not len(loops):
        return rows.indptr, rows.indices
    fewer = np.cumsum(np.bincount(loops, minlength=len(rows.indptr) - 1))
    return rows.indptr - np.concatenate(([0], fewer)), rows.indices[rows.indices != tails]
