"""`init --workflow`: two GitHub workflows that are safe, do what they promise, and overwrite nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import LIST, Litgraph

yaml = pytest.importorskip("yaml")

FILES = (".github/workflows/litgraph-update.yml", ".github/workflows/litgraph-check.yml")
_BIN = Path(sys.executable).parent
_ADDED = (
    "- QServe: W4A8KV4 Quantization for Efficient LLM Serving, <ins>arXiv, 2024</ins> "
    "[[Paper](https://arxiv.org/abs/2405.04532)]\n"
)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Give a clone of a list's repository whose origin is on GitHub."""
    folder = tmp_path / "Small-Survey"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", "origin", "https://github.com/Maintainers/Small-Survey.git")
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "List")
    return folder


@pytest.fixture
def written(litgraph: Litgraph, clone: Path) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Give the update and the check as they are written into the clone."""
    assert litgraph("init", clone, "--list", clone / "README.md", "--arxiv", "2312.03863", "--workflow").exit_code == 0
    update, check = (yaml.safe_load((clone / name).read_text(encoding="utf-8")) for name in FILES)
    return update, check


def _triggers(workflow: dict[Any, Any]) -> dict[str, Any]:
    """Give what starts a workflow; YAML 1.1 reads the key `on` as true."""
    triggers: dict[str, Any] = workflow[True]
    return triggers


def _job(workflow: dict[Any, Any]) -> dict[str, Any]:
    (job,) = workflow["jobs"].values()
    return dict(job)


def _step(workflow: dict[Any, Any], part: str) -> dict[str, Any]:
    (step,) = (step for step in _job(workflow)["steps"] if part in step.get("run", "") + step.get("uses", ""))
    return dict(step)


def test_init_says_what_it_wrote(litgraph: Litgraph, clone: Path) -> None:
    run = litgraph("init", clone, "--list", clone / "README.md", "--workflow", "--json")

    assert run.answer["workflow"] == {"repository": str(clone.resolve()), "written": list(FILES), "unchanged": []}
    assert run.answer["entries"] == 6


def test_without_the_option_no_workflow_is_written(litgraph: Litgraph, clone: Path) -> None:
    run = litgraph("init", clone, "--list", clone / "README.md", "--json")

    assert "workflow" not in run.answer
    assert not (clone / ".github").exists()


def test_a_second_run_leaves_the_files_untouched(litgraph: Litgraph, clone: Path, written: object) -> None:
    before = [(clone / name).stat().st_mtime_ns for name in FILES]

    run = litgraph("init", clone, "--list", clone / "README.md", "--workflow", "--json")

    assert run.answer["workflow"]["unchanged"] == list(FILES)
    assert [(clone / name).stat().st_mtime_ns for name in FILES] == before


def test_a_checkout_with_other_line_endings_says_the_same(litgraph: Litgraph, clone: Path, written: object) -> None:
    for name in FILES:
        (clone / name).write_bytes((clone / name).read_bytes().replace(b"\n", b"\r\n"))

    run = litgraph("init", clone, "--list", clone / "README.md", "--workflow", "--json")

    assert run.answer["workflow"]["unchanged"] == list(FILES)


def test_a_file_that_says_something_else_is_never_overwritten(litgraph: Litgraph, clone: Path) -> None:
    other = clone / FILES[1]
    other.parent.mkdir(parents=True)
    other.write_text("name: mine\n")

    run = litgraph("init", clone, "--list", clone / "README.md", "--workflow")

    assert run.exit_code == 3
    assert FILES[1] in run.last_line
    assert other.read_text() == "name: mine\n"
    assert not (clone / FILES[0]).exists()
    assert not (clone / "litgraph.toml").exists()


def test_a_list_outside_of_any_clone_exits_3(litgraph: Litgraph, survey_list: Path, tmp_path: Path) -> None:
    run = litgraph("init", tmp_path / "ws", "--list", survey_list, "--workflow")

    assert run.exit_code == 3
    assert "git clone" in run.last_line
    assert not (tmp_path / "ws" / "litgraph.toml").exists()


def test_a_workspace_elsewhere_is_made_anew_in_the_workflow(litgraph: Litgraph, clone: Path, tmp_path: Path) -> None:
    run = litgraph("init", tmp_path / "ws", "--list", clone, "--name", "Mine", "--workflow", "--json")

    environment = _job(yaml.safe_load((clone / FILES[0]).read_text()))["env"]
    assert environment == {"WORKSPACE": ".", "SURVEY": "Mine", "LIST": "README.md", "ARXIV": ""}
    assert "litgraph.toml" in " ".join(yaml.safe_load(run.stdout)["warnings"])


def test_a_clone_without_an_origin_goes_by_what_github_says_of_forks(litgraph: Litgraph, clone: Path) -> None:
    git(clone, "remote", "remove", "origin")

    run = litgraph("init", clone, "--list", clone / "README.md", "--workflow")

    assert _job(yaml.safe_load((clone / FILES[0]).read_text()))["if"] == "${{ !github.event.repository.fork }}"
    assert "origin" in run.last_line


@pytest.mark.parametrize("name", ["${{ secrets.TOKEN }}.md", "a\nb.md"])
def test_names_that_would_be_run_are_refused(litgraph: Litgraph, clone: Path, name: str) -> None:
    (clone / name).write_text(LIST, encoding="utf-8")

    run = litgraph("init", clone, "--list", clone / name, "--name", "x", "--workflow")

    assert run.exit_code == 3
    assert not (clone / ".github").exists()


def test_odd_names_come_through(litgraph: Litgraph, clone: Path) -> None:
    file = clone / "lists [new]" / "Übersicht: 'a' \"b\" #1*.md"
    file.parent.mkdir()
    file.write_text(LIST, encoding="utf-8")

    litgraph("init", clone, "--list", file, "--name", "it's: #1", "--workflow")

    check = yaml.safe_load((clone / FILES[1]).read_text(encoding="utf-8"))
    assert _job(check)["env"]["LIST"] == "lists [new]/Übersicht: 'a' \"b\" #1*.md"
    assert _job(check)["env"]["SURVEY"] == "it's: #1"
    assert _triggers(check)["pull_request"]["paths"] == ["lists \\[new\\]/Übersicht: 'a' \"b\" #1\\*.md"]


def test_the_update_runs_weekly_off_the_hour_or_by_hand(written: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    triggers = _triggers(written[0])

    assert set(triggers) == {"schedule", "workflow_dispatch"}
    ((minute, hour, day, month, weekday),) = (when["cron"].split() for when in triggers["schedule"])
    assert (day, month) == ("*", "*")
    assert int(minute) % 5
    assert hour.isdecimal()
    assert weekday.isdecimal()


def test_the_update_may_do_no_more_than_it_needs(written: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    update = written[0]

    assert update["permissions"] == {}
    assert _job(update)["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert _job(update)["if"] == "github.repository_owner == 'Maintainers'"
    assert update["concurrency"] == {"group": "litgraph-update", "cancel-in-progress": False}
    assert _job(update)["timeout-minutes"] <= 360


def test_each_secret_reaches_only_the_step_that_needs_it(written: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    update = written[0]

    secret = {step["name"]: step["env"] for step in _job(update)["steps"] if "env" in step}
    assert secret == {
        "Update": {
            "SEMANTIC_SCHOLAR_API_KEY": "${{ secrets.SEMANTIC_SCHOLAR_API_KEY }}",
            "LITGRAPH_CONTACT": "${{ vars.LITGRAPH_CONTACT }}",
        },
        "Open the pull request, or bring it up to date": {"GITHUB_TOKEN": "${{ github.token }}"},
    }


def test_the_record_is_kept_between_runs(written: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    restore, save = (_step(written[0], f"actions/cache/{verb}") for verb in ("restore", "save"))

    assert restore["with"]["path"] == save["with"]["path"] == ".litgraph"
    assert restore["with"]["key"] == save["with"]["key"]
    assert "github.run_id" in save["with"]["key"]
    assert save["with"]["key"].startswith(restore["with"]["restore-keys"])
    assert save["if"] == "always()"


def test_the_check_reads_and_knows_no_secret(written: tuple[dict[Any, Any], dict[Any, Any]], clone: Path) -> None:
    check = written[1]

    assert _triggers(check) == {"pull_request": {"paths": ["README.md"]}}
    assert check["permissions"] == {}
    assert _job(check)["permissions"] == {"contents": "read"}
    assert not re.search(r"secrets\.|github\.token|GITHUB_TOKEN|pull_request_target", (clone / FILES[1]).read_text())
    assert not any("cache/save" in step.get("uses", "") for step in _job(check)["steps"])


def test_the_history_is_there_and_no_token_stays_in_the_clone(
    written: tuple[dict[Any, Any], dict[Any, Any]],
) -> None:
    for workflow in written:
        assert _step(workflow, "actions/checkout")["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_actions_are_pinned_to_commits_and_say_their_version(written: object, clone: Path) -> None:
    for name in FILES:
        uses = re.findall(r"uses: (.*)", (clone / name).read_text())
        assert uses
        for used in uses:
            assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


def test_nothing_from_outside_is_put_into_a_script(written: tuple[dict[Any, Any], dict[Any, Any]]) -> None:
    for workflow in written:
        assert not [step for step in _job(workflow)["steps"] if "${{" in step.get("run", "")]
    assert _step(written[1], "survey check")["env"] == {"BASE": "${{ github.base_ref }}"}


def test_a_workflow_linter_has_nothing_to_say(written: object, clone: Path) -> None:
    linter = _BIN / "zizmor"
    if not linter.exists():
        pytest.skip("zizmor is not installed")

    command = [str(linter), "--offline", "--persona=pedantic", *(str(clone / name) for name in FILES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def _run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner would."""
    inherited = {"PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder.parent)}
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=inherited | {"RUNNER_TEMP": str(folder.parent)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("committed", [True, False])
def test_the_steps_of_the_check_do_their_work(
    written: tuple[dict[Any, Any], dict[Any, Any]], clone: Path, tmp_path: Path, committed: bool
) -> None:
    if committed:
        git(clone, "add", "--all")
        git(clone, "commit", "--quiet", "--message", "litgraph")
    git(tmp_path, "clone", "--quiet", clone.as_uri(), "checkout")
    checkout = tmp_path / "checkout"
    (checkout / "README.md").write_text(LIST + _ADDED, encoding="utf-8")
    environment = {**_job(written[1])["env"], "GITHUB_ACTIONS": "true"}

    made = _run(_step(written[1], "litgraph init")["run"], checkout, **environment)
    script = _step(written[1], "survey check")["run"].replace("survey check", "survey check --offline")
    checked = _run(script, checkout, **environment, BASE="main")

    assert made.returncode == 0, made.stderr
    assert bool(made.stdout) is not committed
    assert checked.returncode == 0, checked.stderr
    assert "18\tentry\tarxiv:2405.04532" in checked.stdout
    assert "::notice file=README.md,line=18,title=litgraph%3A misfiled-entry::" in checked.stdout
    shown = subprocess.run(["git", "status", "--porcelain"], cwd=checkout, capture_output=True, text=True, check=True)
    assert ".litgraph/" not in shown.stdout


@pytest.mark.parametrize(("status", "ends", "said"), [(0, 0, False), (5, 0, True), (4, 4, False)])
def test_a_source_out_of_reach_is_said_and_fails_nothing(
    written: tuple[dict[Any, Any], dict[Any, Any]], clone: Path, tmp_path: Path, status: int, ends: int, said: bool
) -> None:
    stand_in = tmp_path / "bin" / "litgraph"
    stand_in.parent.mkdir()
    stand_in.write_text(f'#!/bin/sh\necho "$@"\nexit {status}\n')
    stand_in.chmod(0o755)

    environment = {**_job(written[0])["env"], "PATH": f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}"}
    done = _run(_step(written[0], "litgraph update")["run"], clone, **environment)

    assert done.returncode == ends
    assert done.stdout.startswith("::warning title=litgraph::") is said
    asked = (tmp_path / "litgraph-update.json").read_text()
    assert asked == "update --workspace . --survey Small-Survey --json\n"
