"""What people say and decide teaches the classifier, and is never taken back by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Litgraph

QSERVE, OWL, RPTQ, TEA = "arxiv:2405.04532", "arxiv:2310.05175", "arxiv:2304.01089", "doi:10.1000/tea"


def assigned(litgraph: Litgraph, workspace: Path) -> dict[str, Any]:
    answer = litgraph("classify", "-w", workspace, "--json").answer
    return {one["paper"]: one for one in answer["assignments"]}


def take(litgraph: Litgraph, workspace: Path, *papers: dict[str, Any]) -> None:
    file = workspace / "more.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in papers), encoding="utf-8")
    assert litgraph("import", file, "-w", workspace).exit_code == 0


def define(workspace: Path, text: str) -> Path:
    file = workspace / "headings.yaml"
    file.write_text(text, encoding="utf-8")
    settings = workspace / "litgraph.toml"
    settings.write_text(settings.read_text().rstrip() + '\ndefinitions = "headings.yaml"\n')
    return file


def probability(assignment: dict[str, Any], category: list[str]) -> float:
    return float(next(a["probability"] for a in assignment["alternatives"] if a["category"] == category))


def test_an_accepted_paper_teaches_the_next_run(litgraph: Litgraph, workspace: Path) -> None:
    tea = {"id": "10.1000/oolong", "title": "Growing oolong tea in mountains", "year": 2020}
    take(litgraph, workspace, tea)
    before = assigned(litgraph, workspace)["doi:10.1000/oolong"]

    litgraph("survey", "accept", TEA, "--to", "Pruning", "-w", workspace)
    after = assigned(litgraph, workspace)

    assert TEA not in after
    pruning = ["Compression", "Pruning"]
    assert probability(after["doi:10.1000/oolong"], pruning) > probability(before, pruning) + 0.1
    assert TEA in after["doi:10.1000/oolong"]["because"]
    assert after["doi:10.1000/oolong"]["in_scope"] > before["in_scope"]


def test_a_rejected_paper_lowers_the_scope_of_those_like_it(litgraph: Litgraph, workspace: Path) -> None:
    before = assigned(litgraph, workspace)

    litgraph("survey", "reject", RPTQ, "-w", workspace)
    after = assigned(litgraph, workspace)

    assert RPTQ not in after
    assert after[QSERVE]["in_scope"] < before[QSERVE]["in_scope"]
    # Sums of floats differ in the last digit with the number of threads.
    for now, was in zip(after[QSERVE]["alternatives"], before[QSERVE]["alternatives"], strict=True):
        assert now["category"] == was["category"]
        assert now["probability"] == pytest.approx(was["probability"], abs=1e-9)


def test_a_moved_paper_is_never_moved_back(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    litgraph("survey", "move", "2301.00774", "--to", "Serving", "-w", workspace)
    litgraph("survey", "move", QSERVE, "--to", "Serving", "-w", workspace)
    litgraph("classify", "-w", workspace)
    litgraph("init", workspace, "--list", survey_list)
    merged = {"arxiv_id": "2405.04532", "doi": "10.1000/qserve", "title": "QServe: W4A8KV4 Quantization"}
    take(litgraph, workspace, merged)
    survey_list.write_text(survey_list.read_text(encoding="utf-8") + "\nA word more.\n", encoding="utf-8")

    left = assigned(litgraph, workspace)

    assert QSERVE not in left
    for name in ("2301.00774", "10.1000/qserve"):
        (said,) = litgraph("classify", "--paper", name, "-w", workspace, "--json").answer["assignments"]
        assert (said["category"], said["method"], said["probability"]) == (["Serving"], "CURATED", 1)


def test_questions_can_be_answered(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("classify", "--ask", 2, "-w", workspace, "--json")

    questions = run.answer["questions"]
    assert run.answer["assignments"] == []
    assert len(questions) == 2
    assert TEA not in {question["paper"] for question in questions}
    command, _, to = questions[0]["answer"].partition(" --to ")
    answered = litgraph(*command.split()[1:], "--to", to.strip("'"), "-w", workspace, "--json")
    assert answered.answer["category"] == questions[0]["alternatives"][0]["category"]
    again = litgraph("classify", "--ask", 5, "-w", workspace)
    assert questions[0]["paper"] not in again.stdout
    assert "litgraph survey accept" in again.stdout


def test_asking_chooses_the_papers_itself(litgraph: Litgraph, workspace: Path) -> None:
    assert litgraph("classify", "--ask", 2, "--paper", OWL, "-w", workspace).exit_code == 2


def test_a_definition_draws_papers_to_its_heading(litgraph: Litgraph, workspace: Path) -> None:
    before = assigned(litgraph, workspace)[TEA]
    define(workspace, "serving:\n  definition: The growing of tea in mountains.\n  aliases: [oolong]\n")

    after = assigned(litgraph, workspace)[TEA]

    assert probability(after, ["Serving"]) > probability(before, ["Serving"]) + 0.1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Prunning:\n  aliases: [x]\n", ["headings.yaml, line 1", "Compression > Pruning"]),
        ("Serving:\n  meaning: x\n", ["headings.yaml, line 2", "unknown key 'meaning'"]),
        ("Serving:\n  aliases: [x]\n🚀 SERVING:\n  aliases: [y]\n", ["headings.yaml, line 3", "'Serving' is there"]),
    ],
)
def test_a_wrong_definition_is_told_with_its_line(
    litgraph: Litgraph, workspace: Path, text: str, told: list[str]
) -> None:
    define(workspace, text)

    run = litgraph("classify", "-w", workspace)

    assert run.exit_code == 3
    assert all(words in run.last_line for words in told)


def test_a_missing_file_of_definitions_is_told(litgraph: Litgraph, workspace: Path) -> None:
    define(workspace, "").unlink()

    run = litgraph("classify", "-w", workspace)

    assert run.exit_code == 3
    assert "headings.yaml" in run.last_line


def test_an_empty_list_borrows_from_the_other_survey(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## Fewer bits\n\n## Fewer weights\n\n## Running servers\n", encoding="utf-8")
    litgraph("init", workspace, "--list", other)

    def fewer_bits() -> float:
        answer = litgraph("classify", "--survey", "other", "--paper", RPTQ, "-w", workspace, "--json").answer
        return probability(answer["assignments"][0], ["Fewer bits"])

    before = fewer_bits()
    abstract = "Post-training quantization: weights and activations of language models are kept in fewer bits."
    take(litgraph, workspace, *({"id": key, "abstract": abstract} for key in ("2210.17323", "2306.00978")))

    assert fewer_bits() > before + 0.1
