"""Decisions on techniques as lines beside the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from litgraph.model.resolved import TechniqueDecision, Verb
from litgraph.survey.technique_decisions import (
    append_technique_decision,
    read_technique_decisions,
    technique_decisions_file,
)

MERGE = TechniqueDecision(decision=Verb.MERGE, technique="Ä", spellings=("B C", "d"), date="2026-01-02")
SPLIT = TechniqueDecision(decision=Verb.SPLIT, technique="A", spellings=("B",), date="2026-01-03")


def test_what_is_appended_is_read_in_its_order(tmp_path: Path) -> None:
    file = technique_decisions_file(tmp_path / "README.md")
    append_technique_decision(file, MERGE)
    append_technique_decision(file, SPLIT)

    assert read_technique_decisions(file) == ([MERGE, SPLIT], [])
    assert file.name == "litgraph-techniques.jsonl"


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"decision": "accept", "technique": "A", "spellings": ["B"]}',
        '{"decision": "merge", "technique": "", "spellings": ["B"]}',
        '{"decision": "merge", "technique": "A", "spellings": []}',
        '{"decision": "merge", "technique": "A", "spellings": "B"}',
        '{"decision": "merge", "technique": "A", "spellings": [3]}',
    ],
)
def test_a_line_that_is_no_decision_is_left_out_with_a_warning(tmp_path: Path, line: str) -> None:
    file = technique_decisions_file(tmp_path / "README.md")
    file.write_text(line + "\n")
    append_technique_decision(file, SPLIT)

    decisions, (warning,) = read_technique_decisions(file)

    assert decisions == [SPLIT]
    assert warning.startswith("litgraph-techniques.jsonl, line 1: ")


def test_no_file_holds_no_decisions(tmp_path: Path) -> None:
    assert read_technique_decisions(tmp_path / "none.jsonl") == ([], [])
