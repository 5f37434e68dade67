"""Communities of graphs drawn by hand, and how good they are."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import scipy.sparse as sp

from litgraph.emerging.communities import ALONE, Way, find_communities, leiden, numbered
from litgraph.emerging.neighbours import Ties


def graph(edges: list[tuple[int, int]], size: int) -> Ties:
    tails, heads = zip(*edges, strict=True)
    upper = sp.csr_array((np.ones(len(edges)), (tails, heads)), shape=(size, size))
    return (upper + upper.T).tocsr()


def cliques(*sizes: int) -> list[tuple[int, int]]:
    starts = np.concatenate([[0], np.cumsum(sizes)])
    spans = [range(start, start + size) for start, size in zip(starts, sizes, strict=False)]
    return [pair for span in spans for pair in itertools.combinations(span, 2)]


def test_two_cliques_with_a_bridge_are_two_communities_the_larger_first() -> None:
    ties = graph([*cliques(6, 8), (5, 6)], 14)

    assert find_communities(ties, Way(resolution=1.0)).tolist() == [1] * 6 + [0] * 8


def test_few_papers_and_lonely_ones_are_in_no_cluster() -> None:
    ties = graph(cliques(6, 3), 11)

    assert find_communities(ties, Way(resolution=1.0)).tolist() == [0] * 6 + [ALONE] * 5


def test_a_graph_without_ties_has_no_community() -> None:
    assert find_communities(sp.csr_array((4, 4), dtype=float)).tolist() == [ALONE] * 4


def test_equal_sizes_go_by_the_first_node() -> None:
    labels = np.array([7, 7, 7, 7, 7, 3, 3, 3, 3, 3, 9])

    assert numbered(labels).tolist() == [0] * 5 + [1] * 5 + [ALONE]


def test_a_run_is_at_least_as_good_as_louvain() -> None:
    drawn = nx.les_miserables_graph()
    ties = nx.to_scipy_sparse_array(drawn, weight="weight").tocsr().astype(float)
    louvain = nx.community.louvain_communities(drawn, seed=1)

    labels = leiden(ties, 1.0, 1)

    nodes = list(drawn)
    found = [{nodes[place] for place in np.flatnonzero(labels == number)} for number in set(labels.tolist())]
    assert nx.community.modularity(drawn, found) >= nx.community.modularity(drawn, louvain) - 1e-3
