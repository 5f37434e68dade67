"""The papers that mean most to a survey come first into an export that can't hold all."""

from __future__ import annotations

import numpy as np

from litgraph.exports.select import choose_papers, count_ties, main_assignments
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from tests.unit.queries.drawn import draw


def assigned(paper: str, probability: float, *, filed: bool = True, in_scope: float = 1.0) -> Assignment:
    return Assignment(paper=PaperId(paper), category=("A",), probability=probability, filed=filed, in_scope=in_scope)


def chosen(limit: int | None, *citations: str, listed: str = "", assignments: tuple[Assignment, ...] = ()) -> str:
    projection = draw(*citations).projection()
    statuses = {paper: "listed" if paper in listed else "candidate" for paper in projection.papers}
    ties = count_ties(projection, np.array([paper in listed for paper in projection.papers], dtype=bool))
    main = {one.paper: one for one in assignments}
    positions = choose_papers(projection.papers, statuses, main, ties, limit)
    return "".join(projection.papers[position] for position in positions)


def test_all_are_chosen_without_a_limit() -> None:
    assert chosen(None, "a b", "c d") == "abcd"


def test_all_are_chosen_where_they_fit() -> None:
    assert chosen(4, "a b", "c d") == "abcd"


def test_listed_then_filed_then_in_scope_then_tied() -> None:
    assignments = (
        assigned("c", 0.4),
        assigned("d", 0.9, filed=False, in_scope=0.8),
        assigned("e", 0.9, filed=False, in_scope=0.1),
    )
    graph = ("a f", "b g", "c", "d", "e")
    picks = [chosen(limit, *graph, listed="a", assignments=assignments) for limit in (1, 2, 3, 4)]
    assert picks == ["a", "ac", "acd", "acdf"]


def test_papers_that_mean_nothing_to_the_survey_stay_out() -> None:
    assert chosen(3, "a b", "c d", "e f", listed="a") == "ab"


def test_most_cited_where_nothing_means_anything() -> None:
    assert chosen(2, "a b", "c b", "d e") == "be"


def test_ties_are_counted_both_ways() -> None:
    projection = draw("a b", "b c", "c a").projection()
    ties = count_ties(projection, np.array([True, False, False]))
    assert ties.local_citations.tolist() == [1, 1, 1]
    assert ties.to_listed.tolist() == [0, 1, 1]


def test_people_outrank_the_model() -> None:
    curated = [Assignment(paper=PaperId("a"), category=(name,), probability=1.0, method="CURATED") for name in "XY"]
    told = [assigned("a", 0.9), *curated, assigned("b", 0.2), assigned("b", 0.7)]
    standing = main_assignments(told, [("Y",), ("X",)])
    assert [one.category for one in standing[PaperId("a")]] == [("Y",), ("X",)]
    assert [one.probability for one in standing[PaperId("b")]] == [0.7]
