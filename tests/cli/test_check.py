"""`survey check`: what a contributor's change adds, with and without a workspace, and as GitHub shows it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Litgraph
from tests.integration.services import Services, serving, set_environment
from tests.servers.faults import status
from tests.servers.records import ServedPaper, completed

QSERVE = (
    "- QServe: W4A8KV4 Quantization for Efficient LLM Serving, <ins>arXiv, 2024</ins> "
    "[[Paper](https://arxiv.org/abs/2405.04532)]\n"
)
AWQ_AGAIN = (
    "- AWQ: Activation-aware Weight Quantization for LLM Compression, <ins>MLSys, 2024</ins> "
    "[[Paper](https://arxiv.org/pdf/2306.00978v5)]\n"
)
WRONG_LINK = (
    "- Outlier Weighed Layerwise Sparsity for Pruning Language Models, <ins>ICML, 2024</ins> "
    "[[Paper](https://arxiv.org/abs/2304.01089)]\n"
)
UNKNOWN = (
    "- A Paper that No Source Has Ever Heard of, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.09999)]\n"
)
SERVED = {
    "arxiv:2405.04532": "QServe: W4A8KV4 Quantization and System Co-design for Efficient LLM Serving",
    "arxiv:2304.01089": "RPTQ: Reorder-based Post-training Quantization for Large Language Models",
}


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(survey_list: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a clone whose main branch holds the small list, as it is checked out in a workflow."""
    git(survey_list.parent, "init", "--quiet", "--initial-branch=main")
    git(survey_list.parent, "add", "README.md")
    git(survey_list.parent, "commit", "--quiet", "--message", "List")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return survey_list.parent


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Services]:
    """Serve two papers from arXiv, and none from Semantic Scholar."""
    papers = [completed(ServedPaper(id=key, title=title)) for key, title in SERVED.items()]  # type: ignore[arg-type]
    with serving(papers, []) as served:
        set_environment(monkeypatch, served, tmp_path)
        yield served


def _add(clone: Path, *lines: str, text: str = LIST) -> None:
    (clone / "README.md").write_text(text + "".join(lines), encoding="utf-8")


def test_a_change_is_checked_without_a_workspace(litgraph: Litgraph, clone: Path) -> None:
    _add(clone, QSERVE, AWQ_AGAIN)

    run = litgraph("survey", "check", "--base", "main", clone / "README.md", "--json")

    assert [(e["line"], e["paper"], e["already_at"]) for e in run.answer["entries"]] == [
        (18, "arxiv:2405.04532", None),
        (19, "arxiv:2306.00978", 9),
    ]
    for entry in run.answer["entries"]:
        assert (entry["title_matches"], entry["alternatives"], entry["category"]) == (None, [], ["Serving"])


def test_links_are_compared_with_what_arxiv_calls_the_paper(
    litgraph: Litgraph, clone: Path, services: Services
) -> None:
    litgraph("init", clone, "--list", clone / "README.md")
    _add(clone, QSERVE, WRONG_LINK, UNKNOWN)

    run = litgraph("survey", "check", "--base", "main", "-w", clone, "--json")

    told = {e["paper"]: e["title_matches"] for e in run.answer["entries"]}
    assert told == {"arxiv:2405.04532": True, "arxiv:2304.01089": False, "arxiv:2401.09999": False}
    assert len(services.arxiv.seen) == 1


def test_the_section_that_fits_is_learnt_from_the_rest_of_the_list(
    litgraph: Litgraph, clone: Path, services: Services
) -> None:
    litgraph("init", clone, "--list", clone / "README.md")
    _add(clone, QSERVE, WRONG_LINK)

    entries = litgraph("survey", "check", "--base", "main", "-w", clone, "--json").answer["entries"]

    best = [entry["alternatives"][0] for entry in entries]
    assert [one["category"] for one in best] == [["Compression", "Quantization"], ["Compression", "Pruning"]]
    for entry in entries:
        probabilities = [one["probability"] for one in entry["alternatives"]]
        assert probabilities == sorted(probabilities, reverse=True)


def test_offline_what_links_lead_to_stays_unknown(litgraph: Litgraph, clone: Path, services: Services) -> None:
    litgraph("init", clone, "--list", clone / "README.md")
    _add(clone, QSERVE)

    (entry,) = litgraph("survey", "check", "--base", "main", "-w", clone, "--offline", "--json").answer["entries"]

    assert entry["title_matches"] is None
    assert entry["alternatives"]
    assert services.requests == 0


def test_what_was_imported_serves_too(litgraph: Litgraph, clone: Path, papers_file: Path) -> None:
    litgraph("init", clone, "--list", clone / "README.md")
    litgraph("import", papers_file, "-w", clone)
    _add(clone, QSERVE, WRONG_LINK)

    run = litgraph("survey", "check", "--base", "main", "-w", clone, "--offline", "--json")

    assert [entry["title_matches"] for entry in run.answer["entries"]] == [True, False]
    found = {(f["rule"], f["line"]): f["severity"] for f in run.answer["findings"]}
    assert found[("wrong-link", 19)] == "error"
    assert run.exit_code == 8


def test_a_silent_source_does_not_fail_the_contributor(litgraph: Litgraph, clone: Path, services: Services) -> None:
    litgraph("init", clone, "--list", clone / "README.md")
    for server in services.servers:
        server.faults.add(status(503))
    _add(clone, QSERVE)

    run = litgraph("survey", "check", "--base", "main", "-w", clone)

    assert run.exit_code == 0
    assert "link leads to that title: not known" in run.stdout
    assert "stay unknown" in run.last_line


def test_an_unchanged_list_asks_nobody(litgraph: Litgraph, clone: Path, services: Services) -> None:
    litgraph("init", clone, "--list", clone / "README.md")

    run = litgraph("survey", "check", "--base", "main", "-w", clone)

    assert run.exit_code == 0
    assert run.stdout == "README.md: no entry is added or changed, and nothing is wrong with the change\n"
    assert services.requests == 0


@pytest.mark.parametrize(("options", "stream"), [((), "stdout"), (("--json",), "stderr")])
def test_in_a_workflow_annotations_are_written(
    litgraph: Litgraph, clone: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], stream: str
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _add(clone, AWQ_AGAIN)

    run = litgraph("survey", "check", "--base", "main", clone / "README.md", *options)

    told = [line for line in getattr(run, stream).splitlines() if line.startswith("::")]
    assert len(told) == 1
    assert told[0].startswith("::warning file=README.md,line=18,title=litgraph%3A duplicate-entry::")
    assert "line 9" in told[0]


def test_elsewhere_no_annotation_is_written(litgraph: Litgraph, clone: Path) -> None:
    _add(clone, AWQ_AGAIN)

    run = litgraph("survey", "check", "--base", "main", clone / "README.md")

    assert "::" not in run.stdout + run.stderr


@pytest.mark.parametrize("arguments", [("--base", "nothing"), ("--base", "origin/main")])
def test_a_base_that_is_not_there_exits_3(litgraph: Litgraph, clone: Path, arguments: tuple[str, ...]) -> None:
    run = litgraph("survey", "check", *arguments, clone / "README.md")

    assert (run.exit_code, run.stdout) == (3, "")
    assert f"Unknown revision '{arguments[1]}'" in run.last_line


def test_a_list_outside_of_any_clone_exits_3(litgraph: Litgraph, survey_list: Path) -> None:
    run = litgraph("survey", "check", "--base", "main", survey_list)

    assert run.exit_code == 3
    assert "git" in run.last_line


def test_a_list_of_no_survey_is_checked_by_itself(litgraph: Litgraph, clone: Path, workspace: Path) -> None:
    other = clone / "other.md"
    other.write_text(LIST + QSERVE, encoding="utf-8")
    git(clone, "add", "other.md")

    run = litgraph("survey", "check", "--base", "main", other, "-w", workspace, "--json")

    assert len(run.answer["entries"]) == 7
    assert all(entry["title_matches"] is None for entry in run.answer["entries"])


def test_an_error_in_what_was_added_exits_8(litgraph: Litgraph, clone: Path) -> None:
    quantization = LIST.index("\n### Pruning")
    _add(clone, text=LIST[:quantization] + AWQ_AGAIN + LIST[quantization:])

    run = litgraph("survey", "check", "--base", "main", clone / "README.md", "--json")

    assert run.exit_code == 8
    assert [(f["rule"], f["severity"]) for f in run.answer["findings"]] == [("duplicate-entry", "error")]


def test_errors_that_were_there_before_are_not_the_contributors(litgraph: Litgraph, clone: Path) -> None:
    broken = LIST.replace("(#quantization)", "(#nowhere)")
    _add(clone, text=broken)
    git(clone, "commit", "--quiet", "--all", "--message", "Break an anchor")
    _add(clone, QSERVE, text=broken)

    run = litgraph("survey", "check", "--base", "main", clone / "README.md", "--json")

    assert (run.exit_code, run.answer["findings"]) == (0, [])


def test_an_error_that_the_change_causes_elsewhere_is_told(litgraph: Litgraph, clone: Path) -> None:
    _add(clone, text=LIST.replace("### Quantization\n", "### Fewer Bits\n"))

    run = litgraph("survey", "check", "--base", "main", clone / "README.md", "--json")

    assert ("broken-anchor", 4) in [(f["rule"], f["line"]) for f in run.answer["findings"]]
