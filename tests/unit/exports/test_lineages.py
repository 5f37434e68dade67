"""Which steps of lineages are exported."""

from __future__ import annotations

from litgraph.exports.lineages import collect_lineages
from litgraph.exports.payload import page_payload
from litgraph.model.identifiers import PaperId
from litgraph.model.technique import Kind
from litgraph.queries.answer import Scope
from tests.unit.exports.drawn import told
from tests.unit.queries.drawn import draw
from tests.unit.queries.drawn_techniques import draw_techniques

ALL = Scope(survey="drawn", limit=None)


def test_steps_that_papers_of_the_export_state_are_given_with_the_surest_witness() -> None:
    graph = draw_techniques(
        "a: Old speedup 2 x",
        "b: New EXTENDS Old @ 0.6",
        "c: New EXTENDS Old",
        "d: Elsewhere EXTENDS Old",
        "e: Doubt EXTENDS Old @ 0.3",
        "b: New USES Llama",
        dates={"a": "2020", "b": "2021", "c": "2022"},
        kinds={"Llama": Kind.MODEL},
    )

    techniques, steps = collect_lineages(graph, [PaperId(name) for name in "abce"], ALL)

    assert [(one.name, one.year, one.papers) for one in techniques] == [("New", 2021, ("b",)), ("Old", 2020, ("a",))]
    assert [(step.newer, step.older, step.type, step.paper, step.witnesses, step.doubtful) for step in steps] == [
        (0, 1, "EXTENDS", "c", 2, False)
    ]


def test_a_graph_without_techniques_has_no_lineages() -> None:
    assert collect_lineages(draw("a b"), [PaperId("a")], ALL) == ((), ())


def test_the_page_is_told_papers_by_position() -> None:
    payload = page_payload(told())

    assert payload["techniques"][0] == {"name": "GPTQ", "kind": "method", "year": 2022, "papers": [1]}  # type: ignore[index]
    assert payload["steps"][1:] == [[1, 0, "VARIANT_OF"], [3, 0, "USES", 2, "It uses GPTQ.", 1, 1]]  # type: ignore[index]
