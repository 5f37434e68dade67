"""Lines of files, compressed or not, of any length, damaged or not."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.ingest.lines import DamagedFile, read_lines


def test_lines_come_without_their_endings(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfone\r\ntwo\n\nfour")
    assert list(read_lines(tmp_path / "a")) == [b"one", b"two", b"", b"four"]


@pytest.mark.parametrize("name", ["a.gz", "a.jsonl", "a"])
def test_compression_is_told_by_the_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"one\ntwo\n"))
    assert list(read_lines(tmp_path / name)) == [b"one", b"two"]


def test_a_plain_file_may_be_called_gz(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"one\n")
    assert list(read_lines(tmp_path / "a.gz")) == [b"one"]


@pytest.mark.parametrize("size", [9, 10])
def test_a_line_of_the_limit_passes(tmp_path: Path, size: int) -> None:
    for ending in (b"", b"\n", b"\r\n"):
        (tmp_path / "a").write_bytes(b"x" * size + ending)
        assert list(read_lines(tmp_path / "a", limit=10)) == [b"x" * size]


@pytest.mark.parametrize("size", [11, 12, 13, 1000, 3 << 20])
def test_a_longer_line_is_refused_and_the_next_one_read(tmp_path: Path, size: int) -> None:
    (tmp_path / "a").write_bytes(b"one\n" + b"x" * size + b"\nthree\n")
    assert list(read_lines(tmp_path / "a", limit=10)) == [b"one", None, b"three"]


def test_compressed_text_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(os.urandom(40).hex().encode() + b"\n" for _ in range(10_000)))
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])
    lines = read_lines(tmp_path / "a")
    assert len(next(lines) or b"") == 80
    with pytest.raises(DamagedFile, match="damaged from here on"):
        list(lines)


def test_damaged_compressed_text_is_told(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(b"one\n" * 10_000))
    whole[20:30] = b"\xff" * 10
    (tmp_path / "a").write_bytes(whole)
    with pytest.raises(DamagedFile):
        list(read_lines(tmp_path / "a"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Cannot read .*none\.jsonl: No such file"):
        list(read_lines(tmp_path / "none.jsonl"))
