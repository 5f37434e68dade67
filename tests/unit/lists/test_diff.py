"""Unified diffs: `git apply` and `patch -p1` make exactly the new list of the old one."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from litgraph.lists.diff import unified_diff

LINES = st.sampled_from(
    [b"", b"- one", b"- two", b"three\r", b"# T", b"\xff\xfe\xe9", b"a\rb", b" ", b"+++ b/x", b"\\ No newline", b"\t|"]
)
LISTS = st.lists(LINES, min_size=1, max_size=40).map(b"\n".join).filter(bool)
NAMES = ["README.md", "my list.md", "listé.md", 'a"b.md', "docs/awesome list.md"]


def applied(old: bytes, diff: bytes, name: str, command: list[str]) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(old)
        subprocess.run(command, input=diff, cwd=folder, check=True, capture_output=True)
        return file.read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=LISTS, new=LISTS, name=st.sampled_from(NAMES))
def test_git_applies_the_diff_of_any_two_lists(old: bytes, new: bytes, name: str) -> None:
    diff = unified_diff(old, new, name)

    assert (applied(old, diff, name, ["git", "apply", "-"]) if diff else old) == new


@settings(max_examples=40, deadline=None)
@given(old=LISTS, new=LISTS)
def test_patch_applies_the_diff_of_any_two_lists(old: bytes, new: bytes) -> None:
    diff = unified_diff(old, new, "README.md")

    assert (applied(old, diff, "README.md", ["patch", "-p1", "--binary"]) if diff else old) == new


@settings(max_examples=60, deadline=None)
@given(old=LISTS, places=st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_an_insertion_of_lines_is_shown_as_nothing_else(old: bytes, places: list[int]) -> None:
    lines = old.splitlines(keepends=True) if b"\r" not in old else old.split(b"\n")
    lines = [line.rstrip(b"\n") + b"\n" for line in lines]
    new = list(lines)
    for place in places:
        new.insert(place % (len(new) + 1), b"- a new entry\n")

    diff = unified_diff(b"".join(lines), b"".join(new), "x")

    marked = diff.split(b"\n")[2:]
    assert sum(line.startswith(b"+") for line in marked) - sum(line.startswith(b"-") for line in marked) == len(places)


def test_a_diff_reads_as_git_writes_it() -> None:
    diff = unified_diff(b"a\r\nb\r\nc", b"a\r\nX\r\nb\r\nc", "README.md")

    assert diff == (
        b"--- a/README.md\n+++ b/README.md\n@@ -1,3 +1,4 @@\n a\r\n+X\r\n b\r\n c\n\\ No newline at end of file\n"
    )


def test_equal_lists_have_no_diff() -> None:
    assert unified_diff(b"a\n", b"a\n", "x") == b""


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("README.md", b"--- a/README.md\n"),
        ("my list.md", b"--- a/my list.md\t\n"),
        ("é.md", b'--- "a/\\303\\251.md"\n'),
    ],
)
def test_names_are_quoted_as_git_does(name: str, header: bytes) -> None:
    assert unified_diff(b"a\n", b"b\n", name).startswith(header)


def test_a_list_of_five_megabytes_is_quick() -> None:
    lines = [b"- [Paper %d](https://example.org/%d)\n\n" % (n, n) + b"| - | - |\n" for n in range(100_000)]
    new = [*lines[:10], b"- new\n", *lines[10:50_000], b"- newer\n\n", *lines[50_001:], b"- last"]

    start = time.perf_counter()
    diff = unified_diff(b"".join(lines), b"".join(new), "x")

    assert time.perf_counter() - start < 5
    assert diff.count(b"\n@@ ") == 3
