"""`litgraph graph push`, `graph clear` and `export neo4j-admin`, as the shell would run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from litgraph.api.opened import open_workspace
from tests.cli.conftest import LIST, Litgraph, Run, litgraph
from tests.servers.neo4j_content import content_of
from tests.servers.neo4j_server import Neo4jServer

__all__ = ["litgraph"]

PAPERS = [
    {"id": "2405.04532", "title": "QServe", "date": "2024-05-07", "authors": ["Yujun Lin"], "abstract": "Serving."},
    {
        "id": "10.1145/3600006.3613165",
        "title": "Efficient Memory Management",
        "venue": "SOSP",
        "references": ["2405.04532"],
    },
]


@pytest.fixture
def workspace(litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_neo4j: Neo4jServer) -> Path:
    for name, value in empty_neo4j.environment().items():
        monkeypatch.setenv(name, value)
    (tmp_path / "list.md").write_text(LIST)
    (tmp_path / "papers.jsonl").write_text("\n".join(map(json.dumps, PAPERS)))
    assert litgraph("init", tmp_path / "ws", "--list", tmp_path / "list.md").exit_code == 0
    assert litgraph("import", tmp_path / "papers.jsonl", "-w", tmp_path / "ws").exit_code == 0
    return tmp_path / "ws"


@pytest.fixture
def graph(litgraph: Litgraph, workspace: Path) -> Callable[..., Run]:
    return lambda *words: litgraph("graph", *words, "-w", workspace, "--json")


def test_what_is_pushed_is_told_once(graph: Callable[..., Run], workspace: Path, empty_neo4j: Neo4jServer) -> None:
    foreseen = graph("push", "--dry-run")
    assert content_of(empty_neo4j) == ([], [])
    first, second = graph("push"), graph("push")

    counts = open_workspace(workspace).graph_stats()
    revision = open_workspace(workspace).status()["revision"]
    assert [run.exit_code for run in (foreseen, first, second)] == [0, 0, 0]
    assert first.answer["written"] == {k: v for kind in ("nodes", "edges") for k, v in counts[kind].items() if v}
    assert first.answer["written"].items() >= foreseen.answer["written"].items()
    assert (first.answer["unchanged"], first.answer["deleted"], first.answer["revision"]) == (0, 0, revision)
    assert second.answer["written"] == {}
    assert second.answer["unchanged"] > 0


def test_people_see_what_was_written(litgraph: Litgraph, workspace: Path) -> None:
    assert "written\tPaper\t8\n" in litgraph("graph", "push", "-w", workspace).stdout


def test_clearing_takes_all_of_it(graph: Callable[..., Run], empty_neo4j: Neo4jServer) -> None:
    empty_neo4j.run("CREATE (:Other {id: 1})")
    graph("push")

    cleared = graph("clear")

    assert cleared.exit_code == 0
    assert cleared.answer["deleted"] > 0
    assert empty_neo4j.run("MATCH (n) WHERE NOT n:_LitgraphTests RETURN labels(n)") == [[["Other"]]]
    assert graph("clear").answer == {"deleted": 0}


def test_a_prefix_is_a_setting(
    graph: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, empty_neo4j: Neo4jServer
) -> None:
    monkeypatch.setenv("LITGRAPH_NEO4J_PREFIX", "Lit")
    assert graph("push").exit_code == 0
    assert empty_neo4j.run("MATCH (p:LitPaper) RETURN count(p)") == [[8]]

    monkeypatch.setenv("LITGRAPH_NEO4J_PREFIX", "no prefix`")
    refused = graph("push")
    assert refused.exit_code == 3
    assert "LITGRAPH_NEO4J_PREFIX" in refused.last_line


def test_the_files_for_an_import_are_written(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    written = litgraph("export", "neo4j-admin", "-o", tmp_path / "out", "-w", workspace, "--json")

    assert written.exit_code == 0
    assert written.answer["format"] == "neo4j-admin"
    assert sorted(written.answer["files"]) == sorted(map(str, (tmp_path / "out").iterdir()))
    assert "--nodes=Paper=paper.csv" in (tmp_path / "out" / "import.args").read_text().splitlines()
    refused = litgraph("export", "neo4j-admin", "-o", tmp_path / "out", "--limit", "3", "-w", workspace)
    assert refused.exit_code == 3
