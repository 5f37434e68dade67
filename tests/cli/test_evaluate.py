"""`evaluate`: a list's own git history replayed, at the days that are asked for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import LIST, Litgraph

_QSERVE = "- QServe: Quantization for Efficient Serving, 2024 [[Paper](https://arxiv.org/abs/2405.04532)]\n"
_OWL = "- OWL: Layerwise Sparsity for Pruning, 2023 [[Paper](https://arxiv.org/abs/2310.05175)]\n"


def _commit(file: Path, text: str, day: str) -> None:
    file.write_text(text, encoding="utf-8")
    at = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (["add", "--all"], ["commit", "--quiet", "--message", "List"]):
        subprocess.run(
            ["git", *identity, *arguments], cwd=file.parent, check=True, capture_output=True, env={**os.environ, **at}
        )


@pytest.fixture
def grown(litgraph: Litgraph, survey_list: Path, tmp_path: Path) -> Path:
    """Give a workspace whose list took a paper in March, and one in May under a heading that was renamed by then."""
    subprocess.run(["git", "init", "--quiet"], cwd=survey_list.parent, check=True, capture_output=True)
    _commit(survey_list, LIST, "2024-01-10")
    quantised = LIST.replace("### Pruning", _QSERVE + "### Pruning")
    _commit(survey_list, quantised, "2024-03-10")
    _commit(
        survey_list,
        quantised.replace("### Pruning", "### Sparsity").replace("## Serving", _OWL + "## Serving"),
        "2024-05-10",
    )
    folder = tmp_path / "ws"
    assert litgraph("init", folder, "--list", survey_list).exit_code == 0
    return folder


def test_each_day_is_replayed_until_the_next(litgraph: Litgraph, grown: Path) -> None:
    days = ("--as-of", "2024-04-01", "--as-of", "2024-02-01", "--until", "2024-06-01")
    run = litgraph("evaluate", "-w", grown, "--json", *days)

    splits = [{key: split[key] for key in ("as_of", "until", "n_train", "n_test")} for split in run.answer["splits"]]
    assert splits == [
        {"as_of": "2024-02-01", "until": "2024-04-01", "n_train": 6, "n_test": 1},
        {"as_of": "2024-04-01", "until": "2024-06-01", "n_train": 7, "n_test": 1},
    ]
    assert [split["n_under_new_headings"] for split in run.answer["splits"]] == [0, 0]


def test_the_future_ends_where_it_is_told_to(litgraph: Litgraph, grown: Path) -> None:
    run = litgraph("evaluate", "-w", grown, "--json", "--as-of", "2024-02-01", "--until", "2024-04-01")

    (split,) = run.answer["splits"]
    assert (split["n_test"], run.answer["discovery"]["of"]) == (1, 1)


def test_the_report_is_written_for_people(litgraph: Litgraph, grown: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    run = litgraph(
        "evaluate", "-w", grown, "--json", "--as-of", "2024-02-01", "--until", "2024-06-01", "--report", file
    )

    text = file.read_text(encoding="utf-8")
    assert run.exit_code == 0
    assert "| 2024-02-01 | 2024-06-01 | 6 | 2 | 0 |" in text
    assert "best heading right" in text


def test_no_day_is_refused_by_name(litgraph: Litgraph, grown: Path) -> None:
    run = litgraph("evaluate", "-w", grown, "--as-of", "2024-13-01")

    assert run.exit_code == 3
    assert "2024-13-01" in run.last_line


def test_a_short_history_says_what_to_do(litgraph: Litgraph, grown: Path) -> None:
    run = litgraph("evaluate", "-w", grown)

    assert run.exit_code == 3
    assert "--as-of" in run.stderr
