"""The weekly workflow's own steps, run as a runner would: real commands and git, local services."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.published import REPOSITORY
from tests.integration.services import SURVEY, Services, serving, write_list
from tests.servers.faults import status
from tests.servers.github import TOKEN, GitHubServer, Hosted, git

yaml = pytest.importorskip("yaml")

_BIN = Path(sys.executable).parent
_GIVEN = {
    "${{ github.token }}": TOKEN,
    "${{ secrets.SEMANTIC_SCHOLAR_API_KEY }}": "",
    "${{ vars.LITGRAPH_CONTACT }}": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The repository, the services, and a folder for runs."""

    folder: Path
    hosted: Hosted
    services: Services
    environment: Mapping[str, str]

    def run(self, number: int) -> str:
        """Run the job on a fresh checkout, with the last run's cache; give all that its steps said."""
        checkout, cache = self.folder / f"run-{number}" / "small-things", self.folder / "cached"
        git("clone", "--quiet", str(self.hosted.folder), str(checkout))
        git("remote", "set-url", "origin", f"https://github.com/{REPOSITORY}", at=checkout)
        (job,) = yaml.safe_load((checkout / ".github/workflows/litgraph-update.yml").read_text())["jobs"].values()
        said = []
        for step in job["steps"]:
            if "cache/restore" in step.get("uses", "") and cache.exists():
                shutil.copytree(cache, checkout / step["with"]["path"])
            if "cache/save" in step.get("uses", ""):
                shutil.rmtree(cache, ignore_errors=True)
                shutil.copytree(checkout / step["with"]["path"], cache)
            if "run" in step and "pip install" not in step["run"]:
                said.append(self._step(step, job, checkout))
        return "".join(said)

    def _step(self, step: Mapping[str, Any], job: Mapping[str, Any], checkout: Path) -> str:
        told = {**job["env"], **step.get("env", {})}
        environment = {**self.environment, **{name: _GIVEN.get(value, value) for name, value in told.items()}}
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Give a repository into which a maintainer has put what `init --workflow` wrote."""
    with serving() as services, GitHubServer(tmp_path / "hosted") as github:
        github.tokens[TOKEN] = ""  # the token of a workflow is an app's
        environment = services.environment(tmp_path) | {
            "PATH": f"{_BIN}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_ACTIONS": "true",
            "LITGRAPH_GITHUB_API_URL": github.url,
            "GIT_CONFIG_SYSTEM": "/dev/null",
        }
        seed = write_list(tmp_path).parent
        git("init", "--quiet", "-b", "main", at=seed)
        git("remote", "add", "origin", f"https://github.com/{REPOSITORY}", at=seed)
        command = ["litgraph", "init", ".", "--list", "README.md", "--arxiv", SURVEY, "--workflow"]
        subprocess.run(command, cwd=seed, env=environment, check=True, capture_output=True)
        git("add", "--all", at=seed)
        git("commit", "--quiet", "-m", "The list, kept by litgraph", at=seed)
        hosted = github.host(REPOSITORY, writers=set(), copy_of=seed)
        yield Site(folder=tmp_path, hosted=hosted, services=services, environment=environment)


def test_what_is_committed_is_what_belongs_there(site: Site) -> None:
    assert git("ls-tree", "-r", "--name-only", "main", at=site.hosted.folder).splitlines() == [
        ".github/workflows/litgraph-check.yml",
        ".github/workflows/litgraph-update.yml",
        "README.md",
        "litgraph.toml",
    ]


def test_the_steps_keep_one_pull_request_current(site: Site) -> None:
    site.run(1)

    (pull,) = site.hosted.pulls
    assert pull["state"] == "open"
    assert git("diff", "--name-only", "main", "litgraph/update", at=site.hosted.folder).split() == ["README.md"]
    tip = git("rev-parse", "litgraph/update", at=site.hosted.folder)

    site.services.recover()
    site.run(2)

    asked = [seen.path for server in site.services.servers for seen in server.seen]
    assert asked
    assert not [path for path in asked if path.endswith(("/batch", "/references"))]  # what the cached record knows
    assert len(site.hosted.pulls) == 1
    assert git("rev-parse", "litgraph/update", at=site.hosted.folder) == tip


def test_a_source_out_of_reach_is_an_annotation(site: Site) -> None:
    for server in site.services.servers:
        server.faults.add(status(503))

    said = site.run(1)

    assert said.count("::warning title=litgraph::A source was out of reach.") == 1
