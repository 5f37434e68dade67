"""One paper."""

from __future__ import annotations

from litgraph.queries.answer import Scope
from litgraph.queries.papers import paper
from tests.unit.queries.drawn import draw
from tests.unit.queries.test_ranking import PATHS, TREE, filed

GRAPH = draw("a b", "c b", years={"b": 2018}, filings=(filed("b", PATHS[1]),), tree=TREE, listed="b")


def test_a_paper_comes_with_its_place_in_the_survey() -> None:
    answer = paper(GRAPH, "b", Scope(survey="drawn")).as_json()

    assert answer["id"] == "b"
    assert answer["status"] == "listed"
    assert answer["categories"] == [["Model", "Pruning"]]
    assert answer["filings"] == [{"category": ["Model", "Pruning"], "probability": 1.0, "method": "CURATED"}]
    assert answer["local_citations"] == 2
    assert answer["query"] == "paper"


def test_its_row_holds_the_same_facts() -> None:
    answer = paper(GRAPH, "b", Scope(survey="drawn"))

    row = answer.rows[0]

    assert row["paper"] == "b"
    assert {key: row[key] for key in answer.more} == answer.more
