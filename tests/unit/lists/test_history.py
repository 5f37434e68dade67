"""The git history of a list."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from litgraph.lists.history import is_clone, list_at, read_history

GPTQ = "- [GPTQ: Accurate Post-Training Quantization](https://arxiv.org/abs/2210.17323)\n"
AWQ = "- [AWQ: Activation-aware Weight Quantization](https://arxiv.org/abs/2306.00978)\n"


def git(folder: Path, *arguments: str, at: str = "2024-01-01T12:00:00+00:00") -> None:
    who = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@b.c",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@b.c",
    }
    when = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **who, **when})


def commit(file: Path, text: str, at: str) -> None:
    file.write_text(text, encoding="utf-8")
    git(file.parent, "add", "-A")
    git(file.parent, "commit", "-m", "Change", at=at)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path / "README.md", "# List\n## Quantization\n" + GPTQ, "2024-01-01T23:30:00-02:00")
    return tmp_path


def test_days_are_in_utc_and_of_the_last_version_of_a_day(clone: Path) -> None:
    file = clone / "README.md"
    commit(file, "broken", "2024-01-05T10:00:00+00:00")
    commit(file, "# List\n## Quantization\n" + AWQ + GPTQ, "2024-01-05T11:00:00+00:00")

    history = read_history(file)

    assert history is not None
    assert [(stay.entry.title[:4], stay.since, stay.until) for stay in history.listings] == [
        ("GPTQ", "2024-01-02", ""),
        ("AWQ:", "2024-01-05", ""),
    ]


def test_renames_are_followed(clone: Path) -> None:
    git(clone, "mv", "README.md", "list.md")
    git(clone, "commit", "-m", "Rename", at="2024-02-01T00:00:00+00:00")

    history = read_history(clone / "list.md")

    assert history is not None
    assert [stay.since for stay in history.listings] == ["2024-01-02"]


def test_merge_counts_from_when_it_landed(clone: Path) -> None:
    file = clone / "README.md"
    git(clone, "checkout", "-q", "-b", "change")
    commit(file, "# List\n## Quantization\n" + AWQ + GPTQ, "2024-01-10T00:00:00+00:00")
    git(clone, "checkout", "-q", "main")
    git(clone, "merge", "--no-ff", "-m", "Merge", "change", at="2024-03-01T00:00:00+00:00")

    history = read_history(file)

    assert history is not None
    assert [(stay.entry.title[:4], stay.since) for stay in history.listings] == [
        ("GPTQ", "2024-01-02"),
        ("AWQ:", "2024-03-01"),
    ]


def test_list_is_given_as_it_stood(clone: Path) -> None:
    file = clone / "README.md"
    commit(file, "# Later\r\n", "2024-02-01T12:00:00+00:00")

    assert list_at(file, "2024-01-01") is None
    assert list_at(file, "2024-01-31") == ("# List\n## Quantization\n" + GPTQ).encode()
    assert list_at(file, "2024-02-01") == b"# Later\r\n"


def test_removed_file_ends_its_stays(clone: Path) -> None:
    file = clone / "README.md"
    git(clone, "rm", "-q", "README.md")
    git(clone, "commit", "-m", "Remove", at="2024-02-01T00:00:00+00:00")
    commit(file, "# List\n## Quantization\n" + AWQ, "2024-03-01T00:00:00+00:00")

    history = read_history(file)

    assert history is not None
    assert list_at(file, "2024-02-10") is None
    assert [(stay.entry.title[:4], stay.until) for stay in history.listings] == [("GPTQ", "2024-02-01"), ("AWQ:", "")]


def test_shallow_clone_does_not_know_the_beginning(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    commit(clone / "README.md", "# List\n## Quantization\n" + AWQ + GPTQ, "2024-02-01T00:00:00+00:00")
    shallow = tmp_path_factory.mktemp("shallow") / "copy"
    git(clone, "clone", "-q", "--depth", "1", f"file://{clone}", str(shallow))

    history = read_history(shallow / "README.md")

    assert history is not None
    assert [stay.since for stay in history.listings] == ["", ""]


def test_name_that_looks_like_an_option_or_a_pattern_is_a_name(clone: Path) -> None:
    file = clone / "--all *.md"
    commit(file, "# List\n## Quantization\n" + AWQ, "2024-02-01T00:00:00+00:00")

    history = read_history(file)

    assert history is not None
    assert [stay.since for stay in history.listings] == ["2024-02-01"]


def test_file_outside_a_clone_has_no_history(tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text(GPTQ, encoding="utf-8")

    assert read_history(file) is None
    assert list_at(file, "2024-01-01") is None
    assert not is_clone(file)


def test_untracked_file_in_a_clone_has_no_history(clone: Path) -> None:
    (clone / "other.md").write_text(AWQ, encoding="utf-8")

    assert is_clone(clone / "README.md")
    assert not is_clone(clone / "other.md")
    assert read_history(clone / "other.md") is None
