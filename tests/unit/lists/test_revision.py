"""A list at the revision from which a change to it starts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.lists.revision import list_at_base


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Give a clone with a list in a folder, committed twice on main."""
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for number, text in enumerate(["one\r\n", "two\r\n"]):
        (folder / "lists").mkdir(exist_ok=True)
        (folder / "lists" / "my list.md").write_bytes(text.encode())
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", f"Commit {number}")
    return folder


def test_the_bytes_are_those_of_the_revision(clone: Path) -> None:
    base = list_at_base(clone / "lists" / "my list.md", "HEAD~1")

    assert (base.content, base.path) == (b"one\r\n", "lists/my list.md")


def test_a_list_that_was_not_there_yet_has_no_content(clone: Path) -> None:
    (clone / "new.md").write_text("new\n")
    git(clone, "add", "new.md")

    assert list_at_base(clone / "new.md", "main").content is None


def test_what_has_landed_on_the_base_since_is_not_the_change_of_the_branch(clone: Path) -> None:
    file = clone / "lists" / "my list.md"
    git(clone, "switch", "--quiet", "--create", "contribution")
    git(clone, "switch", "--quiet", "main")
    file.write_bytes(b"three\n")
    git(clone, "commit", "--quiet", "--all", "--message", "Later")
    git(clone, "switch", "--quiet", "contribution")

    assert list_at_base(file, "main").content == b"two\r\n"


@pytest.mark.parametrize("revision", ["nothing", "--help", "HEAD:lists", "", "main\nHEAD"])
def test_an_unknown_revision_is_named(clone: Path, revision: str) -> None:
    with pytest.raises(InputError, match="Unknown revision"):
        list_at_base(clone / "lists" / "my list.md", revision)


def test_a_shallow_clone_is_told_how_to_get_the_base(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", clone.as_uri(), "shallow")

    with pytest.raises(InputError, match="fetch-depth: 0"):
        list_at_base(tmp_path / "shallow" / "lists" / "my list.md", "origin/release")


@pytest.mark.parametrize("name", ["untracked.md", "nothing.md"])
def test_a_file_that_git_does_not_know_is_refused(clone: Path, name: str) -> None:
    (clone / "untracked.md").write_text("untracked\n")

    with pytest.raises(InputError, match="not committed"):
        list_at_base(clone / name, "HEAD")


def test_a_file_outside_of_any_clone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("list\n")

    with pytest.raises(InputError, match="in no git clone"):
        list_at_base(tmp_path / "list.md", "HEAD")
