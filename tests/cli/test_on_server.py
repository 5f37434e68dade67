"""Every query command asked of a Neo4j server."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Litgraph
from tests.servers.neo4j_server import Neo4jServer

GPTQ = "arxiv:2210.17323"
QUESTIONS = (
    ("paper", GPTQ),
    ("search", "quantization"),
    ("references", "2405.04532"),
    ("cited-by", GPTQ),
    ("path", "2405.04532", GPTQ),
    ("similar", "2405.04532"),
    ("top",),
    ("top", "--by", "pagerank"),
    ("top", "--category", "Quantization"),
    ("top", "--as-of", "2024"),
    ("categories",),
    ("frameworks",),
)


@pytest.fixture
def pushed(litgraph: Litgraph, workspace: Path, empty_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a workspace whose graph is on the server that the environment names."""
    for name, value in empty_neo4j.environment().items():
        monkeypatch.setenv(name, value)
    assert litgraph("graph", "push", "-w", workspace).exit_code == 0
    return workspace


def test_every_question_has_the_same_answer(litgraph: Litgraph, pushed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [litgraph("query", *question, "-w", pushed, "--json") for question in QUESTIONS]
    asked = [litgraph("query", *question, "-w", pushed, "--json", "--backend", "neo4j") for question in QUESTIONS]
    monkeypatch.setenv("LITGRAPH_BACKEND", "neo4j")
    by_setting = litgraph("query", "top", "-w", pushed, "--json")

    for question, one, other in zip(QUESTIONS, alone, asked, strict=True):
        assert (other.exit_code, other.answer.pop("backend")) == (0, "neo4j")
        assert one.answer["backend"] == "embedded"
        if question[0] == "search":
            assert {row["paper"] for row in other.answer["rows"]} == {row["paper"] for row in one.answer["rows"]}
        else:
            assert {**other.answer, "backend": ""} == {**one.answer, "backend": ""}
        assert other.stderr == one.stderr
    assert by_setting.answer["backend"] == "neo4j"


def test_stats_are_those_of_the_server(litgraph: Litgraph, pushed: Path) -> None:
    alone = litgraph("graph", "stats", "-w", pushed, "--json").answer

    assert litgraph("graph", "stats", "-w", pushed, "--json", "--backend", "neo4j").answer == alone


def test_a_paper_that_is_not_there_names_the_nearest(litgraph: Litgraph, pushed: Path) -> None:
    run = litgraph("query", "paper", "arxiv:2210.17324", "-w", pushed, "--backend", "neo4j")

    assert run.exit_code == 3
    assert f"Did you mean {GPTQ}" in run.last_line


def test_a_server_to_which_nothing_was_pushed_says_so(
    litgraph: Litgraph, workspace: Path, empty_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in empty_neo4j.environment().items():
        monkeypatch.setenv(name, value)

    run = litgraph("query", "top", "-w", workspace, "--backend", "neo4j")

    assert run.exit_code == 3
    assert "litgraph graph push" in run.last_line


def test_senses_need_vectors_on_the_server(litgraph: Litgraph, pushed: Path) -> None:
    run = litgraph("query", "search", "compression", "--semantic", "-w", pushed, "--backend", "neo4j")

    assert run.exit_code == 3
    assert "litgraph graph push" in run.last_line


def test_a_server_out_of_reach_exits_5(litgraph: Litgraph, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("LITGRAPH_NEO4J_URI", address)

        run = litgraph("query", "top", "-w", workspace, "--backend", "neo4j")

    assert run.exit_code == 5
    assert address in run.last_line
    assert "LITGRAPH_NEO4J_URI" in run.last_line


def test_senses_are_compared_by_the_vectors_of_the_server(litgraph: Litgraph, pushed: Path) -> None:
    assert litgraph("classify", "-w", pushed).exit_code == 0
    assert litgraph("query", "search", "smaller numbers", "--semantic", "-w", pushed).exit_code == 0
    assert litgraph("graph", "push", "-w", pushed).exit_code == 0

    for question in (("search", "smaller numbers", "--semantic"), ("similar", "2405.04532", "--by", "embedding")):
        alone = litgraph("query", *question, "-w", pushed, "--json", "--limit", "5")
        asked = litgraph("query", *question, "-w", pushed, "--json", "--limit", "5", "--backend", "neo4j")

        assert len(asked.answer["rows"]) == 5
        assert asked.answer["rows"] == alone.answer["rows"]
