"""A survey whose list lies on a local GitHub, with papers that a model has filed, for the tests of pull requests."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.store.assignments import replace_assignments
from litgraph.store.record import open_record
from tests.cli.conftest import LIST, Litgraph, Run
from tests.servers.github import TOKEN, GitHubServer, Hosted, git

REPOSITORY = "keepers/small-things"
QUANTIZATION = ("Compression", "Quantization")
PRUNING = ("Compression", "Pruning")
PAPERS: tuple[Mapping[str, Any], ...] = (
    {"id": "2405.04532", "title": "QServe: W4A8KV4 Quantization for Efficient LLM Serving", "date": "2024-05-07"},
    {"id": "2310.05175", "title": "Outlier Weighed Layerwise Sparsity for Pruning Models", "date": "2023-10-08"},
    {"id": "2304.01089", "title": "RPTQ: Reorder-based Post-training Quantization", "date": "2023-04-03"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where everything is: the workspace, the user's clone, the repository, and the command line."""

    workspace: Path
    clone: Path
    hosted: Hosted
    server: GitHubServer
    litgraph: Litgraph

    @property
    def list_file(self) -> Path:
        """Give the list in the user's clone."""
        return self.clone / "README.md"

    def pr(self, *arguments: str) -> Run:
        """Run `survey pr`."""
        return self.litgraph("survey", "pr", *arguments, "-w", self.workspace, "--json")

    def knows(self, papers: Sequence[Mapping[str, Any]] = PAPERS, **filed: Sequence[str]) -> None:
        """Import papers, and file them where a model would: at Quantization, unless their id's digits say otherwise."""
        file = self.workspace.parent / "papers.jsonl"
        file.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
        assert self.litgraph("import", file, "-w", self.workspace).exit_code == 0
        with open_record(self.workspace / ".litgraph" / "record.sqlite", write=True, today="2026-11-25") as record:
            replace_assignments(record, "clone", [_assigned(paper, filed) for paper in papers], method="EMBEDDED")

    def branch(self, hosted: Hosted | None = None) -> list[str]:
        """Give the subjects of the commits on our branch that the default one lacks, the oldest first."""
        there = (hosted or self.hosted).folder
        if not git("for-each-ref", "refs/heads/litgraph/update", at=there):
            return []
        return git("log", "--reverse", "--format=%s", "main..litgraph/update", at=there).splitlines()

    def file(self, path: str = "README.md", hosted: Hosted | None = None) -> str:
        """Read a file on our branch."""
        return git("show", f"litgraph/update:{path}", at=(hosted or self.hosted).folder)

    @property
    def pulls(self) -> list[dict[str, Any]]:
        """Give the pull requests that the server has."""
        return self.hosted.pulls


def make_site(folder: Path, server: GitHubServer, litgraph: Litgraph, *, writers: set[str], text: str = LIST) -> Site:
    """Host the list, clone it, and make a workspace over the clone."""
    seed = folder / "seed"
    seed.mkdir()
    (seed / "README.md").write_text(text, encoding="utf-8")
    git("init", "--quiet", "-b", "main", at=seed)
    git("add", "README.md", at=seed)
    git("commit", "--quiet", "-m", "The list", at=seed)
    hosted = server.host(REPOSITORY, writers=writers, copy_of=seed)
    clone, workspace = folder / "clone", folder / "ws"
    git("clone", "--quiet", str(hosted.folder), str(clone))
    assert litgraph("init", workspace, "--list", clone / "README.md").exit_code == 0
    toml = workspace / "litgraph.toml"
    toml.write_text(toml.read_text() + f'repository = "{REPOSITORY}"\n', encoding="utf-8")
    return Site(workspace=workspace, clone=clone, hosted=hosted, server=server, litgraph=litgraph)


def set_environment(monkeypatch: pytest.MonkeyPatch, server: GitHubServer, folder: Path) -> None:
    """Lead this process to the local GitHub, with a token, short waits, and no configuration of git."""
    values = {
        "LITGRAPH_GITHUB_API_URL": server.url,
        "LITGRAPH_HTTP_BACKOFF": "0.01",
        "LITGRAPH_HTTP_TRIES": "3",
        "GITHUB_TOKEN": TOKEN,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CONFIG_SYSTEM": "/dev/null",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def watch_git(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Put a git in front of git that writes down how it is called; give the file."""
    real = next(Path(part) / "git" for part in command_folders() if (Path(part) / "git").exists())
    wrapper, calls = folder / "bin" / "git", folder / "calls"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{calls}"\nexec "{real}" "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{':'.join(command_folders())}")
    return calls


def command_folders() -> list[str]:
    """Give the folders in which commands are looked for."""
    return os.environ["PATH"].split(":")


def _assigned(paper: Mapping[str, Any], filed: Mapping[str, Sequence[str]]) -> Assignment:
    category = tuple(filed.get("p" + str(paper["id"]).replace(".", "_"), QUANTIZATION))
    return Assignment(
        paper=PaperId(f"arxiv:{paper['id']}"),
        category=category,
        probability=float(paper.get("probability", 0.9)),
        because=(PaperId("arxiv:2210.17323"), PaperId("arxiv:2306.00978")),
        filed=bool(paper.get("filed", True)),
    )
