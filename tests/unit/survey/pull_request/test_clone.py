"""Commits made from bytes, and branches that are moved only from where they were seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.errors import InputError, OutOfReach
from litgraph.survey.pull_request.clone import Clone, open_clone
from litgraph.survey.pull_request.git import Git, safe_clone_url
from tests.servers.github import git

BRANCH = "litgraph/update"


@pytest.fixture
def upstream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a bare repository with one commit."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    work, bare = tmp_path / "work", tmp_path / "up.git"
    git("init", "--quiet", "-b", "main", str(work))
    (work / "README.md").write_bytes(b"# A\r\n")
    (work / "run.sh").write_bytes(b"#!/bin/sh\n")
    (work / "run.sh").chmod(0o755)
    git("add", ".", at=work)
    git("commit", "--quiet", "-m", "First", at=work)
    git("clone", "--quiet", "--bare", str(work), str(bare))
    return bare


@pytest.fixture
def clone(upstream: Path) -> Iterator[Clone]:
    """Open a clone of it."""
    with open_clone(str(upstream), "main", token="") as opened:
        yield opened


def test_a_commit_changes_the_files_that_it_names_and_keeps_their_modes(clone: Clone, upstream: Path) -> None:
    commit = clone.commit(clone.base, {"README.md": b"# B\r\n\x00", "new/file": b"x", "run.sh": b"y"}, "Add 1 paper")
    clone.push(str(upstream), BRANCH, commit, expected="")

    assert clone.tip(str(upstream), BRANCH) == commit
    assert git("ls-tree", "-r", "--format=%(objectmode) %(path)", BRANCH, at=upstream).splitlines() == [
        "100644 README.md",
        "100644 new/file",
        "100755 run.sh",
    ]
    assert clone.read(commit, "README.md") == b"# B\r\n\x00"
    assert clone.read(commit, "nothing") is None


def test_our_commits_are_known_and_an_amended_one_is_not(clone: Clone, upstream: Path) -> None:
    first = clone.commit(clone.base, {"README.md": b"1"}, "Add 1 paper")
    second = clone.commit(first, {"README.md": b"2"}, "Mend the format of 1 line")
    clone.push(str(upstream), BRANCH, second, expected="")
    assert [(one.id, one.subject, one.is_sealed) for one in clone.since_base(str(upstream), BRANCH)] == [
        (first, "Add 1 paper", True),
        (second, "Mend the format of 1 line", True),
    ]

    tree = git("rev-parse", f"{first}^{{tree}}", at=upstream).strip()
    message = git("log", "-1", "--format=%B", second, at=upstream)
    amended = git("commit-tree", tree, "-p", first, "-m", message, at=upstream).strip()
    git("update-ref", f"refs/heads/{BRANCH}", amended, at=upstream)
    assert [one.is_sealed for one in clone.since_base(str(upstream), BRANCH)] == [True, False]


def test_a_branch_that_moved_is_left_alone(clone: Clone, upstream: Path) -> None:
    commit = clone.commit(clone.base, {"README.md": b"1"}, "Add 1 paper")
    clone.push(str(upstream), BRANCH, commit, expected="")
    other = clone.commit(clone.base, {"README.md": b"2"}, "Add 2 papers")

    for seen in ("", clone.base):
        with pytest.raises(OutOfReach, match="moved while"):
            clone.push(str(upstream), BRANCH, other, expected=seen)

    assert clone.tip(str(upstream), BRANCH) == commit


def test_a_repository_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError), open_clone(str(tmp_path / "none"), "main", token=""):
        pass


@pytest.mark.parametrize("branch", ["--upload-pack=x", "a b", "a..b" + "\n", "", "x:y"])
def test_a_branch_with_an_odd_name_is_refused(upstream: Path, branch: str) -> None:
    with pytest.raises(InputError), open_clone(str(upstream), branch, token=""):
        pass


@pytest.mark.parametrize(
    ("url", "near", "taken"),
    [
        ("https://github.com/o/r.git", False, "https://github.com/o/r.git"),
        ("https://user:pw@github.com/o/r.git", False, "https://github.com/o/r.git"),
        ("http://127.0.0.1:9/o/r.git", True, "http://127.0.0.1:9/o/r.git"),
        ("file:///srv/r.git", True, "file:///srv/r.git"),
        ("/srv/r.git", True, "/srv/r.git"),
        ("http://github.com/o/r.git", False, None),
        ("file:///etc", False, None),
        ("/etc", False, None),
        ("ext::sh -c id", True, None),
        ("--upload-pack=id", True, None),
    ],
)
def test_git_goes_only_where_a_service_may_send_it(url: str, near: bool, taken: str | None) -> None:
    if taken is None:
        with pytest.raises(InputError):
            safe_clone_url(url, on_this_machine=near)
    else:
        assert safe_clone_url(url, on_this_machine=near) == taken


def test_no_repr_shows_the_token(tmp_path: Path) -> None:
    assert "secret" not in repr(Git(folder=tmp_path, token="secret"))
