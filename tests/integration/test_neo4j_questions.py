"""The twelve questions of docs/neo4j.md, asked of the bundled snapshot on a server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from litgraph.api import LitgraphWorkspace, init_workspace, open_workspace
from litgraph.demo import load_snapshot, render_list
from tests.servers.neo4j_server import Neo4jServer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "neo4j.md"
DAY = "2025-06-22"  # the last day of the snapshot's lists
SURVEY = "Efficient-LLMs-Survey"
SYSTEMS = """
## Frameworks

|      | Training | Serving |
| :--- | :------: | :-----: |
| vLLM [[Code](https://github.com/vllm-project/vllm)] | ❌ | ✅ |
| Megatron [[Code](https://github.com/NVIDIA/Megatron-LM)] | ✅ | ❌ |
| Colossal-AI [[Code](https://github.com/hpcaitech/ColossalAI)] | ✅ | ✅ |
"""
SAYING = [
    {
        "id": "local:quarter",
        "title": "QuarterCache: Fewer Bits for Cached Keys",
        "abstract": "QuarterCache extends GPTQ to cached keys. QuarterCache reduces memory usage by 4x.",
        "date": "2025-06-01",
    },
]
PARAMETERS: dict[str, Any] = {
    "survey": SURVEY,
    "paper": "arxiv:2210.17323",
    "from": "arxiv:2210.17323",
    "to": "arxiv:2307.08691",
    "day": "2023-12-31",
    "capabilities": ["Training", "Serving"],
}


def questions() -> dict[str, str]:
    return dict(re.findall(r"^### (\S+)\n.*?```cypher\n(.*?)```", PAGE.read_text(), re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def pushed(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LitgraphWorkspace]:
    """Give a workspace of the bundled snapshot, whose graph is on the server."""
    neo4j_server.wipe()
    folder, snapshot = tmp_path_factory.mktemp("snapshot"), load_snapshot()
    (survey,) = (survey for survey in snapshot.surveys if survey["name"] == SURVEY)
    stays = [stay for stay in snapshot.entries if stay["survey"] == SURVEY]
    (folder / "README.md").write_text(render_list(survey, stays, DAY) + SYSTEMS)
    (folder / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in (*snapshot.papers, *SAYING)))
    (folder / "citations.csv").write_text(snapshot.citations)
    init_workspace(folder / "ws", str(folder / "README.md"), name=SURVEY, offline=True)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in neo4j_server.environment().items():
            patched.setenv(name, value)
        opened = open_workspace(folder / "ws", offline=True)
        opened.import_files([folder / "papers.jsonl", folder / "citations.csv"])
        opened.techniques()
        opened.server.push()
        yield opened
    neo4j_server.wipe()


def ask(pushed: LitgraphWorkspace, name: str) -> list[list[Any]]:
    statement = questions()[name]
    used = {key: value for key, value in PARAMETERS.items() if f"${key}" in statement}
    rows = pushed.server.cypher(statement, used)["rows"]
    assert isinstance(rows, list)
    return rows


def test_there_are_twelve() -> None:
    assert len(questions()) == 12


@pytest.mark.parametrize("name", questions())
def test_each_has_an_answer(pushed: LitgraphWorkspace, name: str) -> None:
    assert ask(pushed, name)


def test_what_it_rests_on_is_what_the_named_query_says(pushed: LitgraphWorkspace) -> None:
    rows = pushed.query.top(limit=10).rows

    assert ask(pushed, "what-it-rests-on") == [[row["paper"], row["title"], row["score"]] for row in rows]


def test_what_was_known_then_is_what_the_named_query_says(pushed: LitgraphWorkspace) -> None:
    rows = pushed.query.top(limit=10, as_of="2023-12").rows

    assert ask(pushed, "what-was-known-then") == [[row["paper"], row["title"], row["score"]] for row in rows]


def test_what_to_read_beside_it_is_what_the_named_query_says(pushed: LitgraphWorkspace) -> None:
    rows = pushed.query.similar("arxiv:2210.17323", by="co-citation", limit=10).rows

    assert ask(pushed, "what-to-read-beside-it") == [[row["paper"], row["title"], row["score"]] for row in rows]


def test_how_two_are_connected_is_as_long_as_the_named_query_says(pushed: LitgraphWorkspace) -> None:
    paths: Any = pushed.query.path("arxiv:2210.17323", "arxiv:2307.08691").more["paths"]

    assert [row[1] for row in ask(pushed, "how-two-are-connected")] == [paths[0]["length"]]


def test_where_the_field_grows_counts_each_listed_paper(pushed: LitgraphWorkspace) -> None:
    rows: Any = pushed.query.categories(over_time=True).rows
    counted = {(tuple(row["category"]), row["year"]): row["count"] for row in rows if row["year"] and row["count"]}

    grown = {(tuple(path), year): papers for path, year, papers in ask(pushed, "where-the-field-grows")}

    assert grown == counted


def test_what_the_list_lacks_is_not_listed(pushed: LitgraphWorkspace) -> None:
    papers = [row[0] for row in ask(pushed, "what-the-list-lacks")]

    assert {pushed.query.paper(paper).rows[0]["status"] for paper in papers} <= {"candidate", "periphery"}


def test_systems_that_can_do_all_of_it(pushed: LitgraphWorkspace) -> None:
    assert ask(pushed, "which-systems-can") == [["Colossal-AI", "https://github.com/hpcaitech/ColossalAI"]]


def test_techniques_are_told_with_their_sentences(pushed: LitgraphWorkspace) -> None:
    assert ["GPTQ", 1, 1] in ask(pushed, "what-builds-on-what")
    assert ask(pushed, "what-is-claimed") == [
        ["QuarterCache", 4.0, "x", "QuarterCache reduces memory usage by 4x.", "local:quarter"]
    ]
