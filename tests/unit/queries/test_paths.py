"""Shortest paths along citations."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Scope
from litgraph.queries.paths import path, shortest_paths
from tests.unit.queries.drawn import draw

SCOPE = Scope(survey="drawn")
GRAPH = draw("a b c d", "e b c", "f c d", "g a e", "h h", "d g")


def paths(start: str, goal: str, *, directed: bool = False, scope: Scope = SCOPE) -> object:
    return path(GRAPH, start, goal, scope, directed=directed).more["paths"]


def test_every_shortest_path_is_given_in_the_order_of_ids() -> None:
    assert paths("g", "c", directed=True) == [
        {"papers": ["g", "a", "c"], "length": 2},
        {"papers": ["g", "e", "c"], "length": 2},
    ]


def test_directed_paths_follow_references_only() -> None:
    assert paths("c", "g", directed=True) == []
    assert paths("f", "e", directed=True) == [{"papers": ["f", "d", "g", "e"], "length": 3}]


def test_undirected_paths_go_either_way() -> None:
    assert paths("f", "e") == [{"papers": ["f", "c", "e"], "length": 2}]


def test_a_paper_is_no_step_from_itself() -> None:
    assert paths("h", "h") == [{"papers": ["h"], "length": 0}]


def test_without_a_way_there_is_no_path() -> None:
    assert paths("a", "h") == []


def test_rows_describe_the_papers_of_the_paths_shown() -> None:
    answer = path(GRAPH, "g", "c", Scope(survey="drawn", limit=1), directed=True)

    assert [row["title"] for row in answer.rows] == ["G", "A", "C"]
    assert answer.truncated


NAMES = "abcdefgh"
CITATIONS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)))


@pytest.mark.parametrize("directed", [True, False])
@given(citations=CITATIONS, goal=st.sampled_from(NAMES))
def test_paths_agree_with_networkx(directed: bool, citations: set[tuple[str, str]], goal: str) -> None:
    graph = draw(*NAMES, *(f"{citing} {cited}" for citing, cited in citations))
    known = nx.DiGraph(citations) if directed else nx.Graph(citations)
    known.add_nodes_from(NAMES)
    there = nx.has_path(known, "a", goal)

    found = list(shortest_paths(graph, PaperId("a"), PaperId(goal), directed=directed))

    assert found == (sorted(map(tuple, nx.all_shortest_paths(known, "a", goal))) if there else [])
