"""How every command behaves: answers on stdout, talk on stderr, exit codes, and nothing heavy at the start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from litgraph import __version__
from tests.cli.conftest import Litgraph

HEAVY = ("torch", "transformers", "sentence_transformers", "neo4j", "sklearn", "scipy", "networkx")


def test_the_version_is_shown(litgraph: Litgraph) -> None:
    run = litgraph("--version")

    assert run.exit_code == 0
    assert run.stdout == f"litgraph {__version__}\n"


@pytest.mark.parametrize(
    "statement",
    [
        "import litgraph",
        "from litgraph.cli.app import main; import sys; sys.argv[1:] = ['-h']\ntry: main()\nexcept SystemExit: 0",
    ],
)
def test_the_start_imports_nothing_heavy(statement: str) -> None:
    check = f"{statement}\nimport sys; print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"

    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


def test_usage_errors_exit_2_and_say_so_on_stderr(litgraph: Litgraph) -> None:
    run = litgraph("init", "--lits", "x")

    assert run.exit_code == 2
    assert run.stdout == ""
    assert "--lits" in run.stderr


def test_no_workspace_is_one_line_and_exit_3(litgraph: Litgraph, tmp_path: Path) -> None:
    run = litgraph("status", "-w", tmp_path)

    assert run.exit_code == 3
    assert run.stdout == ""
    assert run.stderr.startswith("litgraph: No litgraph.toml")
    assert len(run.stderr.splitlines()) == 1


def test_a_missing_list_is_named(litgraph: Litgraph, tmp_path: Path) -> None:
    run = litgraph("init", tmp_path / "ws", "--list", tmp_path / "nothing.md")

    assert run.exit_code == 3
    assert "nothing.md" in run.last_line
    assert not (tmp_path / "ws" / "litgraph.toml").exists()


def test_an_unknown_setting_names_the_nearest(litgraph: Litgraph, workspace: Path) -> None:
    toml = workspace / "litgraph.toml"
    toml.write_text('bakend = "embedded"\n' + toml.read_text())

    run = litgraph("status", "-w", workspace)

    assert run.exit_code == 3
    assert "Did you mean 'backend'?" in run.last_line


def test_json_is_one_object_with_a_schema(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "top", "-w", workspace, "--json")

    envelope = json.loads(run.stdout)
    assert envelope["schema"] == "litgraph/query.v1"
    assert set(envelope) == {"schema", "data", "warnings"}
    assert run.stdout.count("\n") == 1


def test_without_a_terminal_rows_are_tab_separated(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "top", "-w", workspace, "--limit", 1)

    assert run.stdout.split("\t")[:3] == ["1", "arxiv:2210.17323", "3"]
    assert "\x1b" not in run.stdout


def test_a_backend_that_is_not_there_is_refused(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "top", "-w", workspace, "--backend", "oracle")

    assert run.exit_code == 3
    assert "embedded" in run.last_line
