"""What a paper cites, and what cites it."""

from __future__ import annotations

import pytest

from litgraph.errors import UnknownPaper
from litgraph.queries.answer import Scope
from litgraph.queries.citations import cited_by, references
from tests.unit.queries.drawn import draw

SCOPE = Scope(survey="drawn")
YEARS = {"a": 2020, "b": 2018, "c": 2019, "d": 2017, "e": 2021, "f": 2022}
GRAPH = draw("a b c d", "e a c d", "f d", years=YEARS, listed="a")


def test_references_come_most_cited_first_then_by_id() -> None:
    answer = references(GRAPH, "a", SCOPE)

    assert [(row["rank"], row["paper"], row["score"]) for row in answer.rows] == [(1, "d", 3), (2, "c", 2), (3, "b", 1)]
    assert answer.warnings == ()


def test_a_row_tells_its_paper_apart() -> None:
    row = cited_by(GRAPH, "b", SCOPE).rows[0]

    assert row == {
        "rank": 1,
        "paper": "a",
        "title": "A",
        "year": 2020,
        "venue": "",
        "status": "listed",
        "local_citations": 1,
        "score": 1,
    }


def test_cited_by_since_a_day_takes_papers_known_from_that_day_on() -> None:
    rows = cited_by(GRAPH, "d", SCOPE, since="2021-12-31").rows

    assert [row["paper"] for row in rows] == ["e", "f"]


def test_as_of_hides_papers_that_were_not_known_and_their_citations() -> None:
    rows = cited_by(GRAPH, "d", Scope(survey="drawn", as_of="2021-12-30")).rows

    assert [(row["paper"], row["score"]) for row in rows] == [("a", 0)]


def test_unknown_references_are_not_no_references() -> None:
    answer = references(GRAPH, "d", SCOPE)

    assert answer.rows == ()
    assert answer.warnings == (
        "no references of d are known",
        "references known for 1 of 1 listed papers and for 3 of 6 papers of the graph",
    )


def test_a_paper_of_later_days_is_unknown() -> None:
    with pytest.raises(UnknownPaper, match="f was not known on 2021-12-31"):
        references(GRAPH, "f", Scope(survey="drawn", as_of="2021-12-31"))
