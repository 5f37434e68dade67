"""`litgraph query` on techniques, from the command line: the contract's shape, names however spelled, errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Litgraph

ABSTRACTS = [
    {
        "id": "2210.17323",
        "title": "GPTQ: Accurate Quantization for Generative Pre-trained Transformers",
        "abstract": "We propose GPTQ, a one-shot weight quantization method. "
        "GPTQ reduces memory by 4x compared to FP16.",
        "date": "2022-10-31",
    },
    {
        "id": "2306.00978",
        "title": "AWQ: Activation-aware Weight Quantization for LLM Compression",
        "abstract": "We propose AWQ, a weight quantization method. AWQ outperforms GPTQ. Experiments on LLaMA show "
        "that AWQ achieves a 3.2x speedup over FP16.",
        "date": "2023-06-01",
    },
]


@pytest.fixture
def mined(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> Path:
    """Give a workspace whose abstracts have been read."""
    file = tmp_path / "abstracts.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in ABSTRACTS), encoding="utf-8")
    assert litgraph("import", file, "-w", workspace).exit_code == 0
    assert litgraph("techniques", "-w", workspace, "--offline").exit_code == 0
    return workspace


def ask(litgraph: Litgraph, folder: Path, *question: object) -> Any:
    run = litgraph("query", *question, "-w", folder, "--offline", "--json", "--min-confidence", "0.2")
    assert run.exit_code == 0, run.stderr
    answer = run.answer
    assert {"query", "parameters", "backend", "rows", "truncated"} <= set(answer)
    return answer


@pytest.mark.parametrize("name", ["AWQ", "awq", "technique:awq"])
def test_a_technique_is_found_however_it_is_spelled(litgraph: Litgraph, mined: Path, name: str) -> None:
    answer = ask(litgraph, mined, "technique", name)

    assert answer["technique"]["name"] == "AWQ"
    assert answer["technique"]["introduced_by"] == ["arxiv:2306.00978"]
    assert ("AWQ", "OUTPERFORMS", "GPTQ") in {
        (row["subject"], row["type"], row["object"]) for row in answer["rows"] if row["says"] == "relation"
    }
    assert all(row["sentence"] in ABSTRACTS[1]["abstract"] + ABSTRACTS[1]["title"] for row in answer["rows"])


def test_claims_are_shown_as_reported(litgraph: Litgraph, mined: Path) -> None:
    rows = ask(litgraph, mined, "claims", "--metric", "speedup")["rows"]

    assert [(row["technique"], row["value"], row["unit"], row["paper"]) for row in rows] == [
        ("AWQ", 3.2, "x", "arxiv:2306.00978")
    ]


def test_techniques_are_set_side_by_side(litgraph: Litgraph, mined: Path) -> None:
    rows = ask(litgraph, mined, "compare", "AWQ", "GPTQ")["rows"]

    assert {"category", "relation", "claim"} == {row["says"] for row in rows}
    assert rows[0]["category"] == ["Compression", "Quantization"]


@pytest.mark.parametrize(
    "question", [["uncompared", "--category", "Pruning"], ["combinations", "--category", "Compression"]]
)
def test_pairs_are_asked_by_heading(litgraph: Litgraph, mined: Path, question: list[str]) -> None:
    assert all(len(row["techniques"]) == 2 for row in ask(litgraph, mined, *question)["rows"])


@pytest.mark.parametrize("number", range(1, 6))
def test_every_research_question_is_answered(litgraph: Litgraph, mined: Path, number: int) -> None:
    answer = ask(litgraph, mined, "question", number)

    assert answer["question"]
    assert all("sentence" in row or "repository" in row for row in answer["rows"])


@pytest.mark.parametrize(
    ("form", "start"), [("tree", "AWQ"), ("mermaid", "flowchart LR"), ("dot", "digraph lineage {")]
)
def test_a_lineage_is_drawn_for_people(litgraph: Litgraph, mined: Path, form: str, start: str) -> None:
    run = litgraph("query", "lineage", "AWQ", "--format", form, "--min-confidence", "0.1", "-w", mined)

    assert run.exit_code == 0, run.stderr
    assert run.stdout.startswith(start)


def test_a_lineage_has_rows_for_scripts(litgraph: Litgraph, mined: Path) -> None:
    answer = ask(litgraph, mined, "lineage", "AWQ", "--depth", "1")

    assert {"root", "rows"} <= set(answer)
    assert all(row["depth"] == 1 for row in answer["rows"])


def test_an_unknown_name_exits_3_and_names_the_nearest(litgraph: Litgraph, mined: Path) -> None:
    run = litgraph("query", "technique", "GPTR", "-w", mined)

    assert run.exit_code == 3
    assert "GPTQ" in run.last_line


@pytest.mark.parametrize(
    "question",
    [
        ["question", "6"],
        ["claims", "--metric", "beauty"],
        ["compare", "AWQ", "awq"],
        ["uncompared", "--category", "Nowhere"],
    ],
)
def test_a_wrong_question_exits_3(litgraph: Litgraph, mined: Path, question: list[str]) -> None:
    assert litgraph("query", *question, "-w", mined).exit_code == 3


def test_without_a_run_of_techniques_the_error_says_what_is_missing(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "technique", "AWQ", "-w", workspace)

    assert run.exit_code == 3
    assert "AWQ" in run.last_line
