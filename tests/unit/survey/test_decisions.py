"""Decisions: appended whole, read with tolerance, the last one in force."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from litgraph.errors import OutOfReach
from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId
from litgraph.survey.decisions import append_decision, decisions_file, in_force, read_decisions

AWQ = PaperId("arxiv:2306.00978")
REJECTED = Decision(survey="efficient-llms", paper=AWQ, decision="reject", date="2026-11-22")
MOVED = Decision(
    survey="efficient-llms", paper=AWQ, decision="move", category=("Model", "Quantization > 4 bit"), date="2026-11-23"
)


def test_decisions_stand_beside_the_list() -> None:
    assert decisions_file(Path("clone/README.md")) == Path("clone/litgraph-decisions.jsonl")


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "litgraph-decisions.jsonl"

    append_decision(file, REJECTED)
    append_decision(file, MOVED)

    assert read_decisions(file).decisions == (REJECTED, MOVED)
    assert json.loads(file.read_text().splitlines()[0]) == {
        "survey": "efficient-llms",
        "paper": "arxiv:2306.00978",
        "decision": "reject",
        "category": [],
        "date": "2026-11-22",
    }


def test_the_last_decision_of_a_survey_is_in_force() -> None:
    other = Decision(survey="another", paper=AWQ, decision="accept")

    assert in_force([REJECTED, MOVED, other], "efficient-llms") == {AWQ: MOVED}


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.jsonl").decisions == ()


def test_a_last_line_without_its_newline_is_ended_first(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    append_decision(file, REJECTED)
    file.write_bytes(file.read_bytes().rstrip(b"\n"))

    append_decision(file, MOVED)

    assert read_decisions(file).decisions == (REJECTED, MOVED)


def test_papers_and_categories_are_read_in_any_writing(tmp_path: Path) -> None:
    file = tmp_path / "decisions.jsonl"
    file.write_text(
        '\ufeff{"survey": "s", "paper": "https://arxiv.org/abs/2306.00978v2", '
        '"decision": "move", "category": "A > B"}\n\n'
    )

    (decision,) = read_decisions(file).decisions

    assert (decision.paper, decision.category) == (AWQ, ("A", "B"))


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[1]",
        '{"survey": "s", "paper": "arxiv:2306.00978", "decision": "like"}',
        '{"survey": "s", "paper": 7, "decision": "accept"}',
        '{"survey": "s", "paper": "a title", "decision": "accept"}',
        '{"paper": "arxiv:2306.00978", "decision": "accept"}',
        '{"survey": "s", "paper": "arxiv:2306.00978", "decision": "move"}',
        '{"survey": "s", "paper": "arxiv:2306.00978", "decision": "move", "category": [1]}',
        "[" * 100_000,
        "\x00\udcff",
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path, line: str) -> None:
    file = tmp_path / "decisions.jsonl"
    append_decision(file, REJECTED)
    file.write_bytes(file.read_bytes() + line.encode("utf-8", "surrogateescape") + b"\n")
    append_decision(file, MOVED)

    log = read_decisions(file)

    assert log.decisions == (REJECTED, MOVED)
    assert [warning.partition(":")[0] for warning in log.warnings] == ["decisions.jsonl, line 2"]


def test_a_folder_in_the_way_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="Cannot write"):
        append_decision(tmp_path, REJECTED)
    with pytest.raises(OutOfReach, match="Cannot read"):
        read_decisions(tmp_path)
