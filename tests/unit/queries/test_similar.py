"""Likeness by shared references, shared citations and texts."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Scope
from litgraph.queries.similar import By, bibliographic_coupling, co_citation, similar
from litgraph.queries.vectors import Vectors
from tests.unit.queries.drawn import draw

SCOPE = Scope(survey="drawn")
GRAPH = draw("a b c d", "e b c", "f c d", "g a e", "h h")
TEXTS = Vectors(
    papers=tuple(map(PaperId, "abch")),
    matrix=np.array([[1, 0], [0, 1], [0.6, 0.8], [0.6, 0.8]], dtype=np.float32),
    encode=lambda text: np.array([0, 1], dtype=np.float32),
)


def test_coupling_counts_shared_references_and_ties_go_by_id() -> None:
    rows = similar(GRAPH, "a", SCOPE, by=By.COUPLING).rows

    assert [(row["rank"], row["paper"], row["score"]) for row in rows] == [(1, "e", 2), (2, "f", 2)]


def test_co_citation_counts_papers_that_cite_both() -> None:
    rows = similar(GRAPH, "c", SCOPE, by=By.CO_CITATION).rows

    assert [(row["paper"], row["score"]) for row in rows] == [("b", 2), ("d", 2)]


def test_a_paper_that_cites_itself_is_not_like_itself() -> None:
    answer = similar(GRAPH, "h", SCOPE)

    assert answer.rows == ()
    assert answer.warnings == (
        "no references of h are known that would tell",
        "references known for 5 of 8 papers of the graph",
    )


def test_embedding_ranks_by_cosine_without_the_paper_itself() -> None:
    rows = similar(GRAPH, "b", SCOPE, by=By.EMBEDDING, vectors=TEXTS).rows

    assert [(row["paper"], row["score"]) for row in rows] == [("c", 0.8), ("h", 0.8), ("a", 0.0)]


def test_a_paper_without_text_cannot_be_compared_by_embedding() -> None:
    with pytest.raises(InputError, match="has no text to compare by"):
        similar(GRAPH, "d", SCOPE, by=By.EMBEDDING, vectors=TEXTS)


def test_the_limit_cuts_and_says_so() -> None:
    answer = similar(GRAPH, "a", Scope(survey="drawn", limit=1))

    assert [row["paper"] for row in answer.rows] == ["e"]
    assert answer.truncated


NAMES = "abcdefgh"
CITATIONS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)))


@given(CITATIONS)
def test_counts_agree_with_sets_of_references(citations: set[tuple[str, str]]) -> None:
    graph = draw(*NAMES, *(f"{citing} {cited}" for citing, cited in citations))
    cites = {name: {cited for citing, cited in citations if citing == name} for name in NAMES}
    cited = {name: {citing for citing, cited in citations if cited == name} for name in NAMES}

    coupled = {name: bibliographic_coupling(graph, PaperId(name)) for name in NAMES}
    co_cited = {name: co_citation(graph, PaperId(name)) for name in NAMES}

    for one, other in combinations(NAMES, 2):
        assert coupled[one][PaperId(other)] == coupled[other][PaperId(one)] == len(cites[one] & cites[other])
        assert co_cited[one][PaperId(other)] == co_cited[other][PaperId(one)] == len(cited[one] & cited[other])
