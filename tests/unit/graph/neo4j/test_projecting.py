"""A server's rows as arrays."""

from __future__ import annotations

from litgraph.graph.neo4j.projecting import project


def row(paper: str, node: int, *cited: int) -> tuple[object, ...]:
    return paper, node, list(cited)


def test_rows_in_any_order_become_ascending_arrays() -> None:
    found = project([row("c", 900, 5, 70, 70), row("a", 70, 900), row("b", 5)])

    assert found.papers == ["a", "b", "c"]
    assert found.indptr.tolist() == [0, 1, 1, 3]
    assert found.indices.tolist() == [2, 0, 1]


def test_what_is_not_asked_for_and_loops_are_left_out() -> None:
    found = project([row("a", 3, 3, 4, 99), row("b", 4, 98)])

    assert found.indptr.tolist() == [0, 1, 1]
    assert found.indices.tolist() == [1]


def test_nothing_has_no_arrays() -> None:
    found = project([])

    assert (found.papers, found.indptr.tolist(), found.indices.tolist()) == ([], [0], [])
