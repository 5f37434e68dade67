"""The prefix before labels, and nowhere else."""

from __future__ import annotations

import pytest

from litgraph.errors import InputError
from litgraph.graph.neo4j.schema import check_prefix, index_name, labelled


@pytest.mark.parametrize(
    ("query", "prefixed"),
    [
        ("MATCH (p:Paper {id: $id}) RETURN p", "MATCH (p:LgPaper {id: $id}) RETURN p"),
        ("MATCH (:_Alias)-[:_NAMES]->(p:Paper)", "MATCH (:Lg_Alias)-[:_NAMES]->(p:LgPaper)"),
        ("MATCH (n:Author|Venue) RETURN n.Paper", "MATCH (n:LgAuthor|LgVenue) RETURN n.Paper"),
        ("MATCH (a:Papers)-[:CITES]->(Paper)", "MATCH (a:Papers)-[:CITES]->(Paper)"),
    ],
)
def test_labels_get_the_prefix(query: str, prefixed: str) -> None:
    assert labelled(query, "") == query
    assert labelled(query, "Lg") == prefixed


@pytest.mark.parametrize("prefix", ["1", "a b", "a`b", "a:b", "é", "x" * 51, "_", "a-b", "a\n"])
def test_what_is_no_prefix_is_refused(prefix: str) -> None:
    with pytest.raises(InputError, match="LITGRAPH_NEO4J_PREFIX"):
        check_prefix(prefix)


def test_indexes_are_told_apart_by_the_prefix() -> None:
    assert index_name("words", "") == "litgraph_words"
    assert index_name("Paper", "Lg") == "Lglitgraph_paper"
