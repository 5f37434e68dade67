"""How the categories of two surveys correspond."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pytest

from litgraph.errors import InputError
from litgraph.graph.backend import Filing
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Category, CategoryId, Taxonomy
from litgraph.queries.answer import Scope
from litgraph.queries.crosswalk import crosswalk
from tests.unit.queries.drawn import DrawnGraph, draw

ALL = Scope(survey="one", limit=None)


def taxonomy(survey: str, *names: str) -> Taxonomy:
    categories = tuple(Category(id=CategoryId(f"{survey}/{name}"), path=(name,)) for name in names)
    return Taxonomy(survey=survey, categories=categories)


def filing(paper: str, survey: str, name: str) -> Filing:
    return Filing(
        paper=PaperId(paper), category=CategoryId(f"{survey}/{name}"), path=(name,), probability=1, method="CURATED"
    )


@dataclass(frozen=True, kw_only=True)
class TwoSurveys(DrawnGraph):
    """A drawn graph with two surveys."""

    trees: tuple[Taxonomy, ...] = ()

    def surveys(self) -> tuple[Survey, ...]:
        return tuple(Survey(name=tree.survey, list="README.md") for tree in self.trees)

    def taxonomy(self, survey: str, *, as_of: str | None = None) -> Taxonomy:
        return next(tree for tree in self.trees if tree.survey == survey)


def two(*filings: Filing) -> TwoSurveys:
    plain = draw("a b c d e f g h i j")
    return TwoSurveys(
        found=plain.found,
        edges=plain.edges,
        tree=plain.tree,
        filings=filings,
        trees=(taxonomy("one", "Quantization", "Surveys"), taxonomy("Two", "Quantizing models", "Tuning", "Reading")),
    )


SHARED = two(
    filing("a", "one", "Quantization"),
    filing("b", "one", "Quantization"),
    filing("c", "one", "Surveys"),
    filing("a", "Two", "Quantizing models"),
    filing("b", "Two", "Tuning"),
    filing("d", "Two", "Reading"),
)


def test_shared_papers_and_like_names_make_a_correspondence_with_its_evidence() -> None:
    rows = crosswalk(SHARED, "one", "two", ALL).rows

    best = rows[0]
    assert (best["category_a"], best["category_b"]) == (["Quantization"], ["Quantizing models"])
    assert (best["shared_papers"], best["shared"], best["relation"]) == (1, ["a"], "alike")
    # Of the two papers that both lists have, and one more, the headings hold two and one: phi is 1/2, a third for one.
    assert best["overlap"] == pytest.approx(1 / 6)
    assert 0.3 < best["label"] < 0.5  # one word of two, and the rarer one differs
    assert best["score"] == pytest.approx((0.4 / 6 * best["overlap"] + 0.25 * best["label"]) / (0.4 / 6 + 0.25))


def test_what_has_no_counterpart_is_said_on_both_sides() -> None:
    rows = crosswalk(SHARED, "one", "Two", ALL).rows

    assert [row["category_a"] for row in rows if row["category_b"] is None] == [["Surveys"]]
    assert ["Reading"] in [row["category_b"] for row in rows if row["category_a"] is None]


def test_headings_without_papers_correspond_by_name() -> None:
    rows = crosswalk(two(), "one", "Two", ALL).rows

    assert (rows[0]["category_b"], rows[0]["shared_papers"]) == (["Quantizing models"], 0)


def test_a_heading_counts_with_what_stands_beneath_it() -> None:
    graph = two(*(filing(paper, "one", "Surveys") for paper in "abc"), filing("d", "Two", "Reading"))
    beneath = [
        Filing(
            paper=PaperId(paper),
            category=CategoryId("Two/deep"),
            path=("Tuning", "Deep"),
            probability=1,
            method="CURATED",
        )
        for paper in "abc"
    ]
    deep = Category(id=CategoryId("Two/deep"), path=("Tuning", "Deep"))
    trees = (graph.trees[0], replace(graph.trees[1], categories=(*graph.trees[1].categories, deep)))

    rows = crosswalk(replace(graph, trees=trees, filings=(*graph.filings, *beneath)), "one", "Two", ALL).rows

    assert any(row["category_b"] == ["Tuning"] and row["shared_papers"] == 3 for row in rows)


class Said:
    """Vectors that say which texts are alike."""

    def of(self, paper: PaperId) -> np.ndarray | None:
        return np.array([0.0, 1.0] if paper in "ab" else [1.0, 0.0], np.float32)

    def among(self, papers: Collection[PaperId]) -> dict[PaperId, np.ndarray]:
        return {paper: vector for paper in papers if (vector := self.of(paper)) is not None}

    def encode(self, text: str) -> np.ndarray:
        return np.array([0.0, 1.0], np.float32)

    def nearest(self, wanted: object, *, limit: int | None) -> list[tuple[PaperId, float]]:
        return []


def test_what_papers_say_counts_where_their_vectors_are_known() -> None:
    more = [filing(paper, "one", "Surveys") for paper in "efg"] + [filing(paper, "Two", "Reading") for paper in "hij"]

    rows = crosswalk(two(*SHARED.filings, *more), "one", "Two", ALL, vectors=Said()).rows

    surveys = next(row for row in rows if row["category_a"] == ["Surveys"])
    assert surveys["category_b"] == ["Reading"]
    assert surveys["centroid"] == pytest.approx(4 / 5 * 4 / 5)  # four papers each, so less is known than of many
    assert surveys["shared_papers"] == 0


def test_a_heading_above_others_that_holds_the_whole_list_corresponds_to_nothing() -> None:
    graph = two(*(filing(paper, "one", "Quantization") for paper in "abc"), filing("a", "Two", "Quantizing models"))
    beneath = Category(id=CategoryId("one/4"), path=("Quantization", "Four bits"))
    trees = (replace(graph.trees[0], categories=(*graph.trees[0].categories, beneath)), graph.trees[1])

    rows = crosswalk(replace(graph, trees=trees), "one", "Two", ALL).rows

    assert ["Quantization"] not in [row["category_a"] for row in rows]


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [("abcd", "abcd", "same"), ("ab", "abcd", "narrower"), ("abcd", "ab", "wider"), ("abc", "bcde", "overlapping")],
)
def test_the_wider_heading_is_told_by_the_papers_that_both_lists_have(first: str, second: str, relation: str) -> None:
    others = [
        filing(paper, name, "Tuning" if name == "Two" else "Surveys") for paper in "efgh" for name in ("one", "Two")
    ]
    own = [
        *(filing(paper, "one", "Quantization") for paper in first),
        *(filing(paper, "Two", "Quantizing models") for paper in second),
    ]
    rest = [filing(paper, "one", "Surveys") for paper in "abcd" if paper not in first]
    rest += [filing(paper, "Two", "Reading") for paper in "abcd" if paper not in second]

    rows = crosswalk(two(*others, *own, *rest), "one", "Two", ALL).rows

    told = {(*row["category_a"], *row["category_b"]): row["relation"] for row in rows if row["relation"] != "none"}
    assert told["Quantization", "Quantizing models"] == relation


def test_a_survey_is_not_compared_with_itself() -> None:
    with pytest.raises(InputError, match="takes two surveys"):
        crosswalk(SHARED, "one", "ONE", ALL)


def test_an_empty_list_says_what_fills_it() -> None:
    assert "litgraph classify" in crosswalk(two(filing("a", "one", "Surveys")), "one", "Two", ALL).warnings[0]


def test_an_unknown_survey_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="Two, one"):
        crosswalk(SHARED, "one", "three", ALL)


def test_the_limit_cuts_and_says_so() -> None:
    answer = crosswalk(SHARED, "one", "Two", replace(ALL, limit=1))

    assert (len(answer.rows), answer.truncated) == (1, True)


def test_either_side_may_be_asked_first() -> None:
    def pairs(first: str, second: str, one: str, other: str) -> set[tuple[str, ...]]:
        rows = crosswalk(SHARED, first, second, ALL).rows
        return {(*row[one], *row[other]) for row in rows if row["relation"] != "none"}

    assert pairs("one", "Two", "category_a", "category_b") == pairs("Two", "one", "category_b", "category_a")


def test_an_empty_heading_of_a_filled_list_is_compared_by_name() -> None:
    graph = two(filing("a", "one", "Surveys"), filing("b", "one", "Quantization"), filing("a", "Two", "Reading"))

    rows = crosswalk(graph, "one", "Two", ALL).rows

    found = next(row for row in rows if row["category_b"] == ["Quantizing models"])
    assert (found["category_a"], found["overlap"]) == (["Quantization"], None)
