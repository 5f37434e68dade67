"""Papers by their words, or by the sense of them."""

from __future__ import annotations

import pytest

from litgraph.errors import InputError
from litgraph.queries.answer import Scope
from litgraph.queries.search import search, semantic_search
from tests.unit.queries.test_similar import GRAPH, TEXTS


def test_search_gives_what_matches() -> None:
    answer = search(GRAPH, " b ", Scope(survey="drawn"))

    assert [(row["rank"], row["paper"]) for row in answer.rows] == [(1, "b")]
    assert answer.parameters["text"] == " b "
    assert not answer.truncated


def test_semantic_search_ranks_by_cosine_ties_by_id() -> None:
    answer = semantic_search(GRAPH, "anything", Scope(survey="drawn", limit=3), vectors=TEXTS)

    assert [(row["paper"], row["score"]) for row in answer.rows] == [("b", 1.0), ("c", 0.8), ("h", 0.8)]
    assert answer.truncated


def test_nothing_to_search_for_is_refused() -> None:
    with pytest.raises(InputError, match="Nothing to search for"):
        search(GRAPH, "  ", Scope(survey="drawn"))
