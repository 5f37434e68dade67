"""Edges grouped by the node they leave, and by the node they reach."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from litgraph.graph.csr import Rows, build_rows, count_known, gather, select

# 0 → 2 1 2, 1 → 1 0, 3 → 0: out of order, one twice, one from a node to itself, none from 2.
TAILS = np.array([0, 3, 0, 1, 0, 1], dtype=np.int32)
HEADS = np.array([2, 0, 1, 1, 2, 0], dtype=np.int32)


def lists(rows: Rows) -> list[list[int]]:
    bounds = rows.indptr.tolist()
    return [rows.indices[start:end].tolist() for start, end in pairwise(bounds)]


def test_rows_are_sorted_both_ways_and_hold_each_edge_once() -> None:
    by_tail, by_head = build_rows(TAILS, HEADS, (4, 3))

    assert lists(by_tail) == [[1, 2], [0, 1], [], [0]]
    assert lists(by_head) == [[1, 3], [0, 1], [0]]


def test_indices_take_four_bytes() -> None:
    by_tail, by_head = build_rows(TAILS, HEADS, (4, 3))

    assert by_tail.indices.itemsize == by_head.indices.itemsize == 4


def test_gather_gives_edges_in_the_order_of_the_nodes_asked_for() -> None:
    by_tail, _ = build_rows(TAILS, HEADS, (4, 4))

    heads, places = gather(by_tail, np.array([3, 2, 0]))

    assert heads.tolist() == [0, 1, 2]
    assert places.tolist() == [0, 2, 2]


def test_count_known_counts_edges_to_known_nodes() -> None:
    by_tail, _ = build_rows(TAILS, HEADS, (4, 4))

    assert count_known(by_tail, np.array([False, True, True, True])).tolist() == [2, 1, 0, 0]


def test_select_renumbers_and_drops_loops_and_edges_that_leave() -> None:
    by_tail, _ = build_rows(TAILS, HEADS, (4, 4))

    indptr, indices = select(by_tail, np.array([0, 1, 3]))

    assert lists(Rows(indptr=indptr, indices=indices)) == [[1], [0], [0]]


def test_a_graph_without_edges_or_nodes_has_empty_rows() -> None:
    none = np.array([], dtype=np.int32)

    assert lists(build_rows(none, none, (2, 2))[0]) == [[], []]
    assert lists(build_rows(none, none, (0, 0))[1]) == []


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9))))
def test_rows_are_the_edges(edges: list[tuple[int, int]]) -> None:
    pairs = np.array(edges, dtype=np.int32).reshape(-1, 2)

    by_tail, by_head = build_rows(pairs[:, 0], pairs[:, 1], (7, 10))

    assert lists(by_tail) == [sorted({head for tail, head in edges if tail == node}) for node in range(7)]
    assert lists(by_head) == [sorted({tail for tail, head in edges if head == node}) for node in range(10)]
