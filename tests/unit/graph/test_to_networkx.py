"""The graph as people handle it."""

from __future__ import annotations

from dataclasses import replace

from litgraph.graph.schema import author_id
from litgraph.graph.to_networkx import to_networkx
from litgraph.model.framework import System
from litgraph.model.identifiers import PaperId
from litgraph.model.technique import technique_id
from tests.unit.queries.drawn import draw
from tests.unit.queries.test_ranking import PATHS, TREE, filed

DRAWN = draw("a b c", "b a", "c c", years={"b": 2018}, filings=(filed("b", PATHS[1]),), tree=TREE, listed="b")
A, B = PaperId("a"), PaperId("b")
DRAWN.found[B] = replace(DRAWN.found[B], authors=("Yang, Z.", "Li, Y."), venue="NeurIPS")


def test_papers_come_with_what_they_touch() -> None:
    graph = to_networkx(DRAWN, [A, B])

    assert sorted(graph.edges(keys=True)) == [
        ("a", "b", "CITES"),
        ("b", "a", "CITES"),
        ("b", "author:Li, Y.", "AUTHORED_BY"),
        ("b", "author:Yang, Z.", "AUTHORED_BY"),
        ("b", "category:drawn/Model/Pruning", "IN_CATEGORY"),
        ("b", "venue:NeurIPS", "PUBLISHED_IN"),
        ("category:drawn/Model/Pruning", "category:drawn/Model", "CHILD_OF"),
        ("survey:drawn", "b", "LISTS"),
    ]


def test_nodes_and_edges_carry_their_properties() -> None:
    graph = to_networkx(DRAWN, [B])

    assert graph.nodes["b"] == {"label": "Paper", "title": "B", "year": 2018, "date": ""}
    assert graph.nodes["category:drawn/Model"] == {"label": "Category", "name": "Model", "path": ["Model"]}
    assert graph.edges["b", "category:drawn/Model/Pruning", "IN_CATEGORY"] == {"probability": 1.0, "method": "CURATED"}


def test_systems_come_with_what_they_can_do_whichever_papers_are_asked_for() -> None:
    tool = System(technique=technique_id("vLLM"), name="vLLM", url="https://vllm.ai", capabilities=("Serving",))

    graph = to_networkx(replace(DRAWN, tools=(tool,)), [])

    assert list(graph.edges(keys=True)) == [("technique:vllm", "capability:serving", "HAS_CAPABILITY")]
    assert graph.nodes["technique:vllm"] == {
        "label": "Technique",
        "name": "vLLM",
        "kind": "system",
        "url": "https://vllm.ai",
    }


def test_a_paper_that_cites_itself_keeps_its_loop() -> None:
    graph = to_networkx(DRAWN, [PaperId("c")])

    assert list(graph.edges(keys=True)) == [("c", "c", "CITES")]


def test_a_very_long_name_makes_a_short_id() -> None:
    assert len(author_id("x" * 10_000)) < 100
