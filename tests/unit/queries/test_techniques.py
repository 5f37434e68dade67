"""Questions on techniques, over graphs drawn by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Category, CategoryId, Taxonomy
from litgraph.model.technique import Kind
from litgraph.queries.answer import Scope
from litgraph.queries.techniques.claims import claims
from litgraph.queries.techniques.compare import compare
from litgraph.queries.techniques.drawings import Format, draw
from litgraph.queries.techniques.lineage import lineage
from litgraph.queries.techniques.pairs import combinations, uncompared
from litgraph.queries.techniques.technique import technique
from tests.unit.queries.drawn_techniques import draw_techniques

ALL = Scope(survey="drawn", limit=None)
TREE = Taxonomy(
    survey="drawn",
    categories=tuple(
        Category(id=CategoryId(name), path=path)
        for name, path in (("Tuning", ("Tuning",)), ("Tuning/Adapters", ("Tuning", "Adapters")), ("Data", ("Data",)))
    ),
)
AT_DATA = {"a": ("Data",), "b": ("Data",)}
GRAPH = draw_techniques(
    "p1: LoRA USES GPT-3",
    "p1: LoRA memory 3 x",
    "p2: QLoRA EXTENDS LoRA",
    "p2: QLoRA COMBINES NF4",
    "p2: QLoRA COMBINES LoRA",
    "p2: QLoRA memory 48 GB @ 0.95",
    "p3: DoRA EXTENDS LoRA",
    "p3: DoRA OUTPERFORMS LoRA",
    "p3: DoRA quality_change 2 %",
    "p4: LoRA OUTPERFORMS DoRA @ 0.92",
    "p4: LoRA speedup 9 x @ 0.1",
    dates={"p1": "2021-06-17", "p2": "2023-05-23", "p3": "2024-02-14", "p4": "2024-08-01"},
    kinds={"GPT-3": Kind.MODEL},
    filed={"p1": ("Tuning", "Adapters"), "p2": ("Tuning", "Adapters"), "p3": ("Tuning",)},
    tree=TREE,
)


def test_a_technique_is_told_with_relations_both_ways_and_claims() -> None:
    answer = technique(GRAPH, "lora", ALL)

    facts = answer.more["technique"]
    assert isinstance(facts, dict)
    assert (facts["name"], facts["introduced_by"], facts["named_by"]) == ("LoRA", ["p1"], 4)
    assert facts["categories"] == [["Tuning", "Adapters"]]
    told = [(row["direction"], row["subject"], row["type"], row["object"]) for row in answer.rows if "type" in row]
    assert ("out", "LoRA", "USES", "GPT-3") in told
    assert ("in", "QLoRA", "EXTENDS", "LoRA") in told
    assert [row["metric"] for row in answer.rows if row["says"] == "claim"] == ["memory"]


def test_contradicting_witnesses_are_both_kept_and_marked() -> None:
    rows = technique(GRAPH, "LoRA", ALL).rows

    better = [(row["subject"], row["contradicted"]) for row in rows if row.get("type") == "OUTPERFORMS"]
    assert sorted(better) == [("DoRA", True), ("LoRA", True)]
    assert not any(row["contradicted"] for row in rows if row.get("type") == "EXTENDS")


def test_what_is_less_sure_is_shown_when_asked_for() -> None:
    usual, all_ = (claims(GRAPH, ALL, technique="LoRA", confidence=bar).rows for bar in (None, 0.0))

    assert [row["metric"] for row in usual] == ["memory"]
    assert [row["metric"] for row in all_] == ["memory", "speedup"]


def test_a_lineage_runs_both_ways_in_time_order() -> None:
    answer = lineage(GRAPH, "LoRA", ALL)

    assert [(row["direction"], row["technique"], row["type"], row["depth"]) for row in answer.rows] == [
        ("descendant", "QLoRA", "COMBINES", 1),
        ("descendant", "DoRA", "EXTENDS", 1),
    ]
    assert lineage(GRAPH, "QLoRA", ALL, depth=1).rows[0]["technique"] == "LoRA"


def test_a_lineage_goes_as_deep_as_asked_and_ends_in_a_circle() -> None:
    chain = draw_techniques("a: B EXTENDS A", "b: C EXTENDS B", "c: A EXTENDS C")

    assert [row["technique"] for row in lineage(chain, "A", ALL, depth=1).rows] == ["C", "B"]
    assert len(lineage(chain, "A", ALL, depth=9).rows) == 4  # both ways round, each technique once a way


def test_nothing_descends_from_what_was_introduced_later() -> None:
    graph = draw_techniques(
        "a: Old USES New",
        "b: New EXTENDS Base",
        "c: Other EXTENDS Old",
        dates={"a": "2021", "b": "2023-01-01", "c": "2021-05"},
    )

    assert [row["technique"] for row in lineage(graph, "Old", ALL).rows] == ["Other"]  # the same year may be later
    assert [row["technique"] for row in lineage(graph, "New", ALL).rows] == ["Base"]


def test_what_nobody_introduced_is_dated_by_who_names_it_first_unless_the_newer_ones_own_paper_says_so() -> None:
    graph = draw_techniques(
        "a: Old USES early", "b: Old USES late", "c: Before USES Old", dates={"a": "2021", "b": "2024", "c": "2020"}
    )
    unknown = {key: replace(one, introduced_by=()) if one.name == "Before" else one for key, one in graph.known.items()}

    answer = lineage(replace(graph, known=unknown), "Old", ALL)

    # `early` is first named by the paper that introduced Old; `late` three years after; Before was there in 2020.
    assert [(row["direction"], row["technique"]) for row in answer.rows] == [("ancestor", "early")]


def test_doubtful_steps_are_shown_and_marked() -> None:
    graph = draw_techniques("b: B EXTENDS A", "c: C EXTENDS A @ 0.55", "d: D EXTENDS A @ 0.45")

    answer = lineage(graph, "A", ALL)

    assert {row["technique"]: row["doubtful"] for row in answer.rows} == {"B": False, "C": True}
    assert answer.warnings == ("1 relation less sure than that are left out; --min-confidence shows them",)
    root = {"id": "technique:a", "name": "A", "date": ""}
    assert "EXTENDS? C" in draw(root, answer.rows, Format.TREE)
    assert draw(root, answer.rows, Format.MERMAID).count("-.->|EXTENDS|") == 1
    assert draw(root, answer.rows, Format.DOT).count("style=dashed") == 1


def test_variants_belong_to_a_lineage() -> None:
    graph = draw_techniques("a: Llama USES Adam", families={"Llama-7B": "Llama"}, kinds={"Llama-7B": Kind.MODEL})

    rows = {row["technique"]: row for row in lineage(graph, "Llama", ALL).rows}

    assert (rows["Llama-7B"]["type"], rows["Llama-7B"]["direction"]) == ("VARIANT_OF", "descendant")
    assert rows["Adam"]["direction"] == "ancestor"


@pytest.mark.parametrize("form", list(Format))
def test_drawings_hold_every_technique_and_no_markup(form: Format) -> None:
    nasty = {"id": "technique:x", "name": 'X"]<script>|\u202e', "date": "2021"}
    rows = lineage(GRAPH, "LoRA", ALL).rows
    turned = [{**row, "via_id": "technique:x", "via": nasty["name"]} for row in rows]

    drawn = draw(nasty, turned, form)

    assert "QLoRA" in drawn
    assert "EXTENDS" in drawn
    assert "\u202e" not in drawn
    if form is Format.MERMAID:
        assert "<script>" not in drawn
        assert drawn.count('"') == 2 * 3
    if form is Format.DOT:
        assert '\\"]' in drawn


def test_techniques_are_compared_by_headings_relations_and_claims() -> None:
    answer = compare(GRAPH, ["QLoRA", "LoRA"], ALL)

    by_kind: dict[str, list[dict[str, object]]] = {}
    for row in answer.rows:
        by_kind.setdefault(row["says"], []).append(row)
    assert by_kind["category"] == [
        {"says": "category", "category": ["Tuning", "Adapters"], "techniques": ["QLoRA", "LoRA"], "shared": True}
    ]
    assert {row["type"] for row in by_kind["relation"]} == {"EXTENDS", "COMBINES"}
    assert [(row["technique"], row["value"]) for row in by_kind["claim"]] == [("QLoRA", 48.0), ("LoRA", 3.0)]


def test_comparing_takes_two() -> None:
    with pytest.raises(InputError, match="at least two"):
        compare(GRAPH, ["LoRA", "lora"], ALL)


def test_claims_are_found_by_metric_and_heading() -> None:
    rows = claims(GRAPH, ALL, metric="Quality change").rows
    beneath = claims(GRAPH, ALL, category="Adapters").rows

    assert [row["technique"] for row in rows] == ["DoRA"]
    assert [row["technique"] for row in beneath] == ["LoRA", "QLoRA"]


def test_an_unknown_metric_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="speedup"):
        claims(GRAPH, ALL, metric="speed")


def test_pairs_that_nobody_compares() -> None:
    rows = uncompared(GRAPH, "Tuning", ALL).rows

    assert [row["techniques"] for row in rows] == [["LoRA", "QLoRA"], ["DoRA", "QLoRA"]]


def test_a_technique_and_its_variant_are_no_gap() -> None:
    graph = draw_techniques(
        "a: Llama USES Adam",
        "b: Llama2 USES Adam",
        families={"Llama2": "Llama"},
        filed={"a": ("Data",), "b": ("Data",)},
        tree=TREE,
    )

    assert uncompared(graph, "Data", ALL).rows == ()


def test_what_one_paper_introduces_together_is_no_gap() -> None:
    graph = draw_techniques("a: One", "b: Two", filed={"a": ("Data",), "b": ("Data",)}, tree=TREE)
    together = {key: replace(one, introduced_by=(PaperId("a"),)) for key, one in graph.known.items()}

    apart = uncompared(graph, "Data", ALL).rows
    beside = uncompared(replace(graph, known=together), "Data", ALL).rows

    assert ([row["techniques"] for row in apart], beside) == ([["One", "Two"]], ())


def test_a_doubtful_comparison_is_no_gap_unless_asked_for() -> None:
    graph = draw_techniques("a: One", "b: Two", "c: One OUTPERFORMS Two @ 0.2", filed=AT_DATA, tree=TREE)

    assert uncompared(graph, "Data", ALL).rows == ()
    assert [row["techniques"] for row in uncompared(graph, "Data", ALL, confidence=0.5).rows] == [["One", "Two"]]


def test_a_part_that_stands_alone_is_combined_with_the_technique_itself() -> None:
    graph = draw_techniques("a: One COMBINES Two", filed=AT_DATA, tree=TREE)

    assert [row["techniques"] for row in combinations(graph, "Data", ALL).rows] == [["One", "Two"]]


def test_a_kind_of_the_other_is_not_what_nobody_combines() -> None:
    graph = draw_techniques("a: quantization-aware", "b: quantization", "b: pruning", filed=AT_DATA, tree=TREE)

    never = [row["techniques"] for row in combinations(graph, "Data", ALL).rows]

    assert never == [["pruning", "quantization-aware"]]  # one paper introduces pruning and quantization together


def test_what_is_combined_in_another_paper_is_not_never_combined() -> None:
    graph = draw_techniques(
        "a: One", "b: Two", "x: Both COMBINES One", "x: Both COMBINES Two", filed=AT_DATA, tree=TREE
    )

    assert combinations(graph, "Data", ALL).rows == ()


def test_pairs_that_are_combined_come_first_then_those_that_never_are() -> None:
    rows = combinations(GRAPH, "Tuning", ALL).rows

    assert (rows[0]["techniques"], rows[0]["combined_by"], rows[0]["paper"]) == (["LoRA", "NF4"], "QLoRA", "p2")
    never = [set(row["techniques"]) for row in rows if row["combined_by"] is None]
    assert {"LoRA", "NF4"} not in never
    assert {"DoRA", "LoRA"} in never


def test_what_is_left_out_for_doubt_is_counted() -> None:
    doubted = "1 relation and 1 claim less sure than that are left out; --min-confidence shows them"
    graph = draw_techniques("a: One USES Two @ 0.1", "a: One speedup 2 x @ 0.1", "a: One EXTENDS Three")

    assert technique(graph, "One", ALL).warnings == (doubted,)
    assert technique(graph, "One", ALL, confidence=0.0).warnings == ()
    assert lineage(graph, "One", ALL).warnings == (doubted.replace(" and 1 claim", ""),)
    assert compare(graph, ["One", "Two"], ALL).warnings == (doubted,)
