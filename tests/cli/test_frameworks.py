"""Tables of frameworks: asked for, and left as they are by every edit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Litgraph

TABLE = """\

### Frameworks
<div align="center">

|   | Training | Serving |
| :-- | :-: | :-: |
| vLLM [[Code](https://github.com/vllm-project/vllm)]   | ❌ | ✅ |
| Megatron [[Code](https://github.com/NVIDIA/Megatron-LM)]| ✅   | ✅ |

</div>

 <!-- a remark -->
"""


@pytest.fixture
def survey_list(tmp_path: Path) -> Path:
    """Give a small list that ends with a table of frameworks."""
    file = tmp_path / "list" / "README.md"
    file.parent.mkdir()
    file.write_text(LIST + TABLE, encoding="utf-8")
    return file


def test_frameworks_are_listed_by_what_they_can_do(litgraph: Litgraph, workspace: Path) -> None:
    listed = litgraph("query", "frameworks", "-w", workspace, "--json")
    able = litgraph("query", "frameworks", "--capability", "training", "--capability", "Serving", "-w", workspace)

    assert listed.answer["query"] == "frameworks"
    assert [row["technique"] for row in listed.answer["rows"]] == ["technique:megatron", "technique:vllm"]
    assert listed.answer["rows"][1] == {
        "technique": "technique:vllm",
        "title": "vLLM",
        "url": "https://github.com/vllm-project/vllm",
        "capabilities": ["Serving"],
    }
    assert able.stdout == "Megatron\tServing; Training\thttps://github.com/NVIDIA/Megatron-LM\n"


def test_an_unknown_capability_names_the_nearest(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "frameworks", "--capability", "Servin", "-w", workspace)

    assert run.exit_code == 3
    assert "Did you mean 'Serving'?" in run.last_line


def test_they_are_in_the_graph_from_the_day_on_which_the_list_was_read(litgraph: Litgraph, workspace: Path) -> None:
    now = litgraph("graph", "stats", "-w", workspace, "--json").answer
    then = litgraph("graph", "stats", "--as-of", "2020", "-w", workspace, "--json").answer

    assert (now["nodes"]["Technique"], now["nodes"]["Capability"], now["edges"]["HAS_CAPABILITY"]) == (2, 2, 3)
    assert (then["nodes"]["Technique"], then["nodes"]["Capability"], then["edges"]["HAS_CAPABILITY"]) == (0, 0, 0)


def test_read_again_nothing_changes(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    before = litgraph("status", "-w", workspace, "--json").answer["revision"]

    litgraph("init", workspace, "--list", survey_list)

    assert litgraph("status", "-w", workspace, "--json").answer["revision"] == before


def test_an_edit_leaves_the_table_as_it_is(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    litgraph("survey", "accept", "2405.04532", "--to", "Serving", "-w", workspace)

    litgraph("survey", "propose", "-w", workspace)
    applied = litgraph("survey", "apply", "-w", workspace, "--json").answer

    assert applied["lines_added"] == 1
    assert survey_list.read_text(encoding="utf-8").endswith(TABLE)
    assert len(litgraph("query", "frameworks", "-w", workspace, "--json").answer["rows"]) == 2


def test_an_edit_leaves_the_first_surveys_table_as_it_is(
    litgraph: Litgraph, tmp_path: Path, papers_file: Path, shared: Path
) -> None:
    file = tmp_path / "first" / "README.md"
    file.parent.mkdir()
    shutil.copy(shared / "surveys" / "Efficient-LLMs-Survey.md", file)
    table = file.read_bytes().partition(b"### LLM Frameworks")[2]
    litgraph("init", tmp_path / "first-ws", "--list", file)
    litgraph("import", papers_file, "-w", tmp_path / "first-ws")
    for place in ("Serving System Design", "Algorithm-Hardware Co-Design"):
        paper = "2405.04532" if place.startswith("Serving") else "2310.05175"
        assert litgraph("survey", "accept", paper, "--to", place, "-w", tmp_path / "first-ws").exit_code == 0

    litgraph("survey", "propose", "-w", tmp_path / "first-ws")
    applied = litgraph("survey", "apply", "-w", tmp_path / "first-ws", "--json").answer

    assert applied["lines_added"] >= 1
    assert table.count(b"\n|") == 19
    assert file.read_bytes().endswith(b"### LLM Frameworks" + table)
