"""The surveys' research questions, over graphs drawn by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litgraph.errors import InputError
from litgraph.model.framework import System
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy
from litgraph.model.technique import Kind, technique_id
from litgraph.queries.answer import Scope
from litgraph.queries.techniques.questions.asking import question
from tests.unit.queries.drawn import DrawnGraph
from tests.unit.queries.drawn_techniques import draw_techniques

ALL = Scope(survey="drawn", limit=None)


def tree(*paths: Path) -> Taxonomy:
    return Taxonomy(
        survey="drawn", categories=tuple(Category(id=CategoryId("/".join(path)), path=path) for path in paths)
    )


def abstracts(graph: DrawnGraph, **texts: str) -> DrawnGraph:
    found = {key: replace(paper, abstract=texts.get(key, "")) for key, paper in graph.found.items()}
    return replace(graph, found=found)


def test_there_are_five_questions() -> None:
    with pytest.raises(InputError, match="no question 6"):
        question(draw_techniques("a: Fast"), 6, ALL)


def test_savings_count_where_quality_is_kept_in_numbers_or_words() -> None:
    graph = draw_techniques(
        "a: Fast speedup 2 x",
        "a: Fast quality_change 0 %",
        "b: Slow speedup 2 x",
        "c: Small lossless memory 3 x",
        "c: Small memory 3 x",
    )
    lossless = [replace(one, sentence="Lossless, in a third.") if one.paper == "c" else one for one in graph.claimed]

    rows = question(replace(graph, claimed=tuple(lossless)), 1, ALL).rows

    assert [(row["technique"], row["says_quality_kept"], [one["value"] for one in row["quality"]]) for row in rows] == [
        ("Small", True, []),
        ("Fast", False, [0.0]),
    ]


def test_chains_over_most_headings_come_first() -> None:
    graph = draw_techniques(
        "a: Long COMBINES X",
        "a: Long COMBINES Y",
        "a: Long speedup 2 x",
        "a: Long quality_change 0 %",
        "b: Wide COMBINES pruning",
        "b: Wide speedup 2 x",
        "b: Wide quality_change 0 %",
        "c: Alone speedup 2 x",
        "c: Alone quality_change 0 %",
        kinds={"pruning": Kind.CONCEPT},
        filed={"a": ("Tuning",), "b": ("Tuning",), "c": ("Tuning",)},
        tree=tree(("Tuning",), ("Compression", "Pruning")),
    )

    rows = question(graph, 1, ALL).rows

    assert [row["chain"] for row in rows] == [["Wide", "pruning"], ["Long", "X", "Y"], ["Alone"]]
    assert rows[0]["categories"] == [["Tuning"], ["Compression", "Pruning"]]  # where a heading has the part's name


def test_what_a_strategy_runs_on_is_no_part_of_it() -> None:
    graph = draw_techniques(
        "a: Fast USES Llama",
        "a: Fast speedup 2 x",
        "a: Fast quality_change 0 %",
        kinds={"Llama": Kind.MODEL},
    )

    assert question(graph, 1, ALL).rows[0]["chain"] == ["Fast"]


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (2, "Scaling Laws of Something"),
        (2, "Power law scaling of compute"),
        (4, "Better data selection for tuning"),
        (4, "Coreset of nothing"),
    ],
)
def test_papers_are_found_by_the_words_of_the_field(number: int, title: str) -> None:
    metric = "parameters 7 B" if number == 2 else "quality_change 2 %"
    graph = draw_techniques(f"a: Chin {metric}", "b: Other speedup 2 x", texts={"a": title, "b": "Something else"})

    rows = question(graph, number, ALL).rows

    assert [(row["paper"], row["technique"], row["found_by"]) for row in rows] == [("a", "Chin", "title")]


def test_a_paper_without_numbers_answers_with_the_sentence_that_speaks_of_the_matter() -> None:
    drawn = draw_techniques("a: Chin", "b: Other", texts={"a": "On scaling laws", "b": "A scaling law"})
    named = tuple(replace(one, introduced=one.technique == technique_id("Chin")) for one in drawn.named)
    graph = abstracts(replace(drawn, named=named), b="Nothing here.")

    rows = question(graph, 2, ALL).rows

    assert [(row["technique"], row["metric"], row["sentence"]) for row in rows] == [
        ("Chin", None, "On scaling laws"),
        ("@paper", None, "A scaling law"),
    ]


def test_papers_under_a_heading_of_that_name_belong_too_and_come_last() -> None:
    graph = draw_techniques(
        "a: One",
        "b: Two",
        texts={"a": "Growing", "b": "Data selection"},
        filed={"a": ("Data", "Data Selection", "By Loss")},
        tree=tree(("Data", "Data Selection", "By Loss"), ("Other",)),
    )

    rows = question(graph, 4, ALL).rows

    assert [(row["paper"], row["found_by"]) for row in rows] == [("b", "title"), ("a", "heading")]


DIMENSIONS = draw_techniques(
    "a: A speedup 2 x",
    "b: B speedup 3 x @ 0.9",
    "c: C memory 4 x",
    "d: D quality_change 1 %",
    filed={"a": ("List", "Model"), "b": ("List", "Model", "Deep"), "c": ("List", "Data"), "d": ("List", "Systems")},
    tree=tree(("List",), ("List", "Model"), ("List", "Model", "Deep"), ("List", "Data"), ("List", "Systems")),
)


def test_each_dimension_reports_in_the_order_of_the_list() -> None:
    answer = question(DIMENSIONS, 3, ALL)

    assert [(row["category"], row["technique"]) for row in answer.rows] == [
        (["List", "Model"], "A"),
        (["List", "Model"], "B"),
        (["List", "Data"], "C"),
    ]
    assert answer.more["dimensions"] == [
        {"category": ["List", "Model"], "papers": 2, "papers_with_claims": 2, "claims": 2},
        {"category": ["List", "Data"], "papers": 1, "papers_with_claims": 1, "claims": 1},
        {"category": ["List", "Systems"], "papers": 1, "papers_with_claims": 0, "claims": 0},
    ]
    assert "nothing is reported under List > Systems" in answer.warnings


def test_a_limit_takes_from_every_dimension() -> None:
    answer = question(DIMENSIONS, 3, replace(ALL, limit=2))

    assert [row["technique"] for row in answer.rows] == ["A", "C"]
    assert answer.truncated


def test_what_speaks_of_running_on_hardware_comes_first() -> None:
    told = tuple(
        replace(one, sentence="Three times as fast on an A100 GPU.") if one.paper == "b" else one
        for one in DIMENSIONS.claimed
    )

    rows = question(replace(DIMENSIONS, claimed=told), 3, ALL).rows

    assert [(row["technique"], row["deployed"]) for row in rows] == [("B", True), ("A", False), ("C", False)]


def test_a_list_without_papers_answers_nothing_and_says_so() -> None:
    answer = question(draw_techniques("a: A speedup 2 x", tree=tree(("Budget",), ("Data",))), 3, ALL)

    assert answer.rows == ()
    assert answer.warnings == ("nothing is reported under Budget; Data",)


def test_repositories_are_lists_systems_papers_that_gather_and_code() -> None:
    graph = abstracts(
        draw_techniques(
            "a: A",
            "b: B",
            "c: C",
            texts={"a": "A method", "b": "A survey of methods", "c": "Another method"},
            filed={"a": ("Data",), "b": ("Data",), "c": ("Data",)},
            tree=tree(("Data",)),
        ),
        c="We say much. Code: https://github.com/who/what. And more.",
    )
    no_code = {key: replace(paper, code="") if key != "a" else paper for key, paper in graph.found.items()}
    tools = (System(technique=technique_id("Serve"), name="Serve", url="https://serve.example"),)

    rows = question(replace(graph, found=no_code, tools=tools), 5, ALL).rows

    assert [(row["kind"], row["repository"], row.get("paper")) for row in rows] == [
        ("list", "README.md", None),
        ("system", "https://serve.example", None),
        ("survey", None, "b"),
        ("code", "https://code.example/a", "a"),
        ("code", "https://github.com/who/what", "c"),
    ]
    assert rows[4]["sentence"] == "Code: https://github.com/who/what."
