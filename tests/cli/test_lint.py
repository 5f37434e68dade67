"""`litgraph survey lint`, on a file alone and in a workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litgraph.api import open_workspace
from tests.cli.conftest import LIST, Litgraph
from tests.unit.survey.lint.build import FIRST, HEAD, list_of, spoilt, underlined

KEYS = ["rule", "severity", "line", "message", "fix"]


def write(file: Path, lines: list[str]) -> Path:
    """Write a list."""
    file.write_text("\n".join((*HEAD, *lines, "")), encoding="utf-8")
    return file


def test_a_file_is_linted_without_a_workspace(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines, right = spoilt(underlined, 10, "</ins> [[", "</ins>  [[")
    file = write(tmp_path / "list.md", lines)

    run = litgraph("survey", "lint", str(file), "--json")

    assert run.exit_code == 0
    (finding,) = run.answer["findings"]
    assert list(finding) == KEYS
    assert (finding["rule"], finding["severity"], finding["line"]) == ("malformed-entry", "error", FIRST + 10)
    assert finding["fix"] == right
    assert "without a workspace" in json.loads(run.stdout)["warnings"][0]


def test_strict_exits_8_where_an_error_is_found(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines, _ = spoilt(underlined, 10, "</ins> [[", "</ins>  [[")
    spoilt_file, sound_file = write(tmp_path / "list.md", lines), write(tmp_path / "sound.md", list_of(underlined))

    assert litgraph("survey", "lint", str(spoilt_file), "--strict").exit_code == 8
    assert litgraph("survey", "lint", str(sound_file), "--strict").exit_code == 0


def test_no_file_and_no_workspace_is_refused(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert litgraph("survey", "lint").exit_code == 3
    assert litgraph("survey", "lint", str(tmp_path / "none.md")).exit_code == 3


def test_a_workspace_brings_what_its_record_knows(litgraph: Litgraph, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(LIST.replace("2306.00978", "2405.04532"), encoding="utf-8")
    papers = [
        {"id": "2405.04532", "title": "QServe: W4A8KV4 Quantization and System Co-design for Efficient LLM Serving"},
        {"id": "2306.00978", "title": "AWQ: Activation-aware Weight Quantization for LLM Compression"},
    ]
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    workspace = str(tmp_path / "workspace")
    litgraph("init", workspace, "--list", str(tmp_path / "list.md"))
    litgraph("import", str(tmp_path / "papers.jsonl"), "-w", workspace)

    run = litgraph("survey", "lint", "-w", workspace, "--json")

    errors = [f for f in run.answer["findings"] if f["severity"] == "error" and f["rule"] == "wrong-link"]
    assert [(f["line"], "2306.00978" in (f["fix"] or "")) for f in errors] == [(9, True)]
    assert any("litgraph ingest" in warning for warning in json.loads(run.stdout)["warnings"])
    assert open_workspace(workspace).lint().value == run.answer
