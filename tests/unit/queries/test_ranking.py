"""The papers that stand out."""

from __future__ import annotations

import networkx as nx
import pytest

from litgraph.errors import InputError
from litgraph.graph.backend import Filing
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy
from litgraph.queries.answer import Scope
from litgraph.queries.ranking import Rank, top
from tests.unit.queries.drawn import draw

SCOPE = Scope(survey="drawn")
PATHS: tuple[Path, ...] = (("Model",), ("Model", "Pruning"), ("Data",), ("Data", "Pruning"))
TREE = Taxonomy(survey="drawn", categories=tuple(Category(id=CategoryId("/".join(path)), path=path) for path in PATHS))


def filed(paper: str, path: Path, method: str = "CURATED") -> Filing:
    return Filing(paper=PaperId(paper), category=CategoryId("/".join(path)), path=path, probability=1.0, method=method)


GRAPH = draw(
    "a b c d",
    "e a c d",
    "f d",
    years={"a": 2020, "b": 2018, "c": 2019, "d": 2017, "e": 2020, "f": 2020},
    filings=(filed("b", PATHS[0]), filed("c", PATHS[1]), filed("d", PATHS[3], "EMBEDDED")),
    tree=TREE,
)


def test_local_citations_count_over_the_whole_graph() -> None:
    rows = top(GRAPH, SCOPE).rows

    assert [(row["paper"], row["score"]) for row in rows] == [
        ("d", 3),
        ("c", 2),
        ("a", 1),
        ("b", 1),
        ("e", 0),
        ("f", 0),
    ]


def test_a_category_includes_those_beneath_it() -> None:
    rows = top(GRAPH, SCOPE, category="model").rows

    assert [(row["paper"], row["score"]) for row in rows] == [("c", 2), ("b", 1)]


def test_a_year_chooses_papers_not_citations() -> None:
    rows = top(GRAPH, SCOPE, year=2020).rows

    assert [row["paper"] for row in rows] == ["a", "e", "f"]


def test_pagerank_agrees_with_networkx() -> None:
    known = nx.pagerank(nx.DiGraph(sorted(GRAPH.edges)), tol=1e-14, max_iter=1_000)

    rows = top(GRAPH, SCOPE, by=Rank.PAGERANK).rows

    assert [row["paper"] for row in rows] == sorted(known, key=lambda key: (-round(known[key], 10), key))
    assert {row["paper"]: row["score"] for row in rows} == pytest.approx(known, abs=1e-9)


def test_pagerank_is_of_the_whole_graph_whatever_is_shown() -> None:
    whole = {row["paper"]: row["score"] for row in top(GRAPH, SCOPE, by=Rank.PAGERANK).rows}

    rows = top(GRAPH, Scope(survey="drawn", limit=1), by=Rank.PAGERANK, category="Model", year=2018).rows

    assert [(row["paper"], row["score"]) for row in rows] == [("b", whole["b"])]


def test_an_unknown_category_names_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'Data'"):
        top(GRAPH, SCOPE, category="Dta")


def test_a_category_that_names_several_lists_them() -> None:
    with pytest.raises(InputError, match="Model > Pruning; Data > Pruning"):
        top(GRAPH, SCOPE, category="Pruning")


def test_a_year_without_papers_has_no_ranks() -> None:
    assert top(GRAPH, SCOPE, by=Rank.PAGERANK, year=1900).rows == ()
