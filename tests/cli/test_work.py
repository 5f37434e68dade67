"""From a list to a workspace, answers, a page and a patch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Litgraph


def test_init_answers_with_what_it_read(litgraph: Litgraph, tmp_path: Path, survey_list: Path) -> None:
    run = litgraph("init", tmp_path / "ws", "--list", survey_list, "--arxiv", "2312.03863v2", "--json")

    assert run.answer == {
        "workspace": str((tmp_path / "ws").resolve()),
        "survey": "list",
        "entries": 6,
        "categories": 4,
        "papers": 6,
    }
    assert 'arxiv = "2312.03863"' in (tmp_path / "ws" / "litgraph.toml").read_text()


def test_init_again_changes_nothing(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    before = litgraph("status", "-w", workspace, "--json").answer["revision"]

    run = litgraph("init", workspace, "--list", survey_list, "--json")

    assert run.answer["entries"] == 6
    assert litgraph("status", "-w", workspace, "--json").answer["revision"] == before


def test_a_second_survey_shares_the_workspace(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## Budget\n\n## Data\n\n## Citation\n", encoding="utf-8")

    run = litgraph("init", workspace, "--list", other, "--json")

    assert (run.answer["entries"], run.answer["categories"]) == (0, 2)
    assert [s["name"] for s in litgraph("status", "-w", workspace, "--json").answer["surveys"]] == ["list", "other"]


def test_import_counts_every_line(litgraph: Litgraph, workspace: Path, papers_file: Path) -> None:
    with papers_file.open("a") as stream:
        stream.write("not json\n")

    run = litgraph("import", papers_file, "-w", workspace, "--json")

    assert run.exit_code == 0
    assert run.answer["read"] == 10
    assert run.answer["added"] == 0
    assert [rejected["line"] for rejected in run.answer["rejected"]] == [10]
    assert litgraph("import", papers_file, "-w", workspace, "--strict").exit_code == 6


def test_import_of_a_missing_file_exits_3(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("import", workspace / "nothing.jsonl", "-w", workspace)

    assert run.exit_code == 3
    assert "nothing.jsonl" in run.last_line


def test_classify_assigns_every_candidate(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("classify", "-w", workspace, "--json")

    found = {a["paper"]: a for a in run.answer["assignments"]}
    assert set(found) == {"arxiv:2405.04532", "arxiv:2310.05175", "arxiv:2304.01089", "doi:10.1000/tea"}
    assert found["arxiv:2405.04532"]["alternatives"][0]["category"] == ["Compression", "Quantization"]
    assert found["arxiv:2310.05175"]["alternatives"][0]["category"] == ["Compression", "Pruning"]
    assert not found["doi:10.1000/tea"]["filed"]
    assert found["doi:10.1000/tea"]["in_scope"] < min(a["in_scope"] for p, a in found.items() if p != "doi:10.1000/tea")
    for assignment in found.values():
        assert len(assignment["alternatives"]) == 3
        assert assignment["because"]


def test_a_listed_paper_stays_where_people_put_it(litgraph: Litgraph, workspace: Path) -> None:
    (assignment,) = litgraph("classify", "--paper", "2301.00774", "-w", workspace, "--json").answer["assignments"]

    assert assignment["category"] == ["Compression", "Pruning"]
    assert (assignment["filed"], assignment["probability"]) == (True, 1)


def test_accepted_papers_are_proposed_and_applied_once(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    litgraph("survey", "accept", "2304.01089", "--to", "Quantization", "-w", workspace)
    litgraph("survey", "accept", "2310.05175", "--to", "Compression > Pruning", "-w", workspace)
    litgraph("survey", "reject", "10.1000/tea", "-w", workspace)

    proposed = litgraph("survey", "propose", "-w", workspace, "--json").answer
    applied = litgraph("survey", "apply", "-w", workspace, "--json").answer
    again = litgraph("survey", "propose", "-w", workspace, "--json").answer

    assert [a["paper"] for a in proposed["additions"]] == ["arxiv:2304.01089", "arxiv:2310.05175"]
    assert (applied["applied"], applied["lines_added"]) == (True, 2)
    lines = survey_list.read_text(encoding="utf-8").splitlines()
    new = [line for line in lines if line not in LIST.splitlines()]
    assert new[0].startswith(
        "- RPTQ: Reorder-based Post-training Quantization for Language Models, <ins>arXiv, 2023</ins>"
    )
    assert all(line in lines for line in LIST.splitlines())
    assert again["additions"] == []
    assert again["diff"] == ""


def test_a_list_that_changed_is_not_written(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    litgraph("survey", "accept", "2304.01089", "--to", "Quantization", "-w", workspace)
    litgraph("survey", "propose", "-w", workspace)
    survey_list.write_text(LIST + "\nA word more.\n", encoding="utf-8")
    before = survey_list.read_bytes()

    run = litgraph("survey", "apply", "-w", workspace)

    assert run.exit_code == 3
    assert "propose" in run.last_line
    assert survey_list.read_bytes() == before


def test_decisions_stand_beside_the_list(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    litgraph("survey", "move", "2405.04532", "--to", "Serving", "-w", workspace)
    litgraph("survey", "reject", "10.1000/tea", "-w", workspace)

    lines = (survey_list.parent / "litgraph-decisions.jsonl").read_text().splitlines()
    shown = litgraph("survey", "decisions", "-w", workspace, "--json").answer["decisions"]
    left = litgraph("classify", "-w", workspace, "--json").answer["assignments"]

    assert [json.loads(line) for line in lines] == shown
    assert [(d["paper"], d["decision"], d["category"]) for d in shown] == [
        ("arxiv:2405.04532", "move", ["Serving"]),
        ("doi:10.1000/tea", "reject", []),
    ]
    assert {a["paper"] for a in left} == {"arxiv:2310.05175", "arxiv:2304.01089"}


def test_a_paper_taken_off_the_list_is_no_candidate(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    survey_list.write_text("".join(line for line in LIST.splitlines(keepends=True) if "LLM-Pruner" not in line))

    assigned = litgraph("classify", "-w", workspace, "--json").answer["assignments"]
    proposed = litgraph("survey", "propose", "-w", workspace, "--json").answer

    assert "arxiv:2305.11627" not in {a["paper"] for a in assigned}
    assert "2305.11627" not in proposed["diff"]


def test_an_unknown_paper_names_the_nearest(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "paper", "2306.0097", "-w", workspace)

    assert run.exit_code == 3
    assert "2306.00978" in run.last_line


def test_queries_answer(litgraph: Litgraph, workspace: Path) -> None:
    cited_by = litgraph("query", "cited-by", "GPTQ", "-w", workspace, "--json").answer
    path = litgraph("query", "path", "2405.04532", "2103.13630", "-w", workspace, "--json").answer
    similar = litgraph("query", "similar", "2306.00978", "-w", workspace, "--json").answer
    paper = litgraph("query", "paper", "https://arxiv.org/abs/2306.00978v3", "-w", workspace, "--json").answer
    categories = litgraph("query", "categories", "-w", workspace, "--json").answer

    assert {row["paper"] for row in cited_by["rows"]} == {"arxiv:2405.04532", "arxiv:2306.00978", "arxiv:2304.01089"}
    assert path["paths"] == [
        {"papers": ["arxiv:2405.04532", "arxiv:2210.17323", "arxiv:2304.01089", "arxiv:2103.13630"], "length": 3}
    ]
    assert [(row["paper"], row["score"]) for row in similar["rows"]] == [
        ("arxiv:2304.01089", 1),
        ("arxiv:2405.04532", 1),
    ]
    assert (paper["id"], paper["status"], paper["year"]) == ("arxiv:2306.00978", "listed", 2023)
    assert paper["categories"] == [["Compression", "Quantization"]]
    assert {tuple(row["category"]): row["count"] for row in categories["rows"]}["Compression", "Quantization"] == 2


def test_the_past_can_be_asked(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("query", "cited-by", "2210.17323", "-w", workspace, "--as-of", "2023-12", "--json")

    assert {row["paper"] for row in run.answer["rows"]} == {"arxiv:2306.00978", "arxiv:2304.01089"}


@pytest.mark.parametrize(
    ("format_", "suffix"), [("html", "html"), ("graphml", "graphml"), ("bibtex", "bib"), ("json", "json")]
)
def test_export_writes_a_file(litgraph: Litgraph, workspace: Path, tmp_path: Path, format_: str, suffix: str) -> None:
    output = tmp_path / f"out.{suffix}"

    run = litgraph("export", format_, "-o", output, "-w", workspace, "--json")

    assert run.answer["files"] == [str(output)]
    assert run.answer["nodes"] >= 10
    assert "GPTQ" in output.read_text(encoding="utf-8")


def test_an_unknown_format_names_the_nearest(litgraph: Litgraph, workspace: Path, tmp_path: Path) -> None:
    run = litgraph("export", "grafml", "-o", tmp_path / "x", "-w", workspace)

    assert run.exit_code == 3
    assert "graphml" in run.last_line


def test_status_and_doctor_tell_the_state(litgraph: Litgraph, workspace: Path, survey_list: Path) -> None:
    status = litgraph("status", "-w", workspace, "--json").answer
    sound = litgraph("doctor", "-w", workspace, "--json")
    survey_list.unlink()
    broken = litgraph("doctor", "-w", workspace, "--json")

    assert status["papers"] == 11
    assert any("not classified" in text for text in status["missing"])
    assert sound.exit_code == 0
    assert {check["status"] for check in sound.answer["checks"]} == {"ok"}
    assert broken.exit_code == 8
    assert [check["id"] for check in broken.answer["checks"] if check["status"] == "fail"] == ["list list"]


def test_graph_stats_count_nodes_and_edges(litgraph: Litgraph, workspace: Path) -> None:
    run = litgraph("graph", "stats", "-w", workspace, "--json")

    assert run.answer["nodes"]["Paper"] == 11
    assert run.answer["edges"]["CITES"] == 5
    assert run.answer["edges"]["CHILD_OF"] == 2
