"""A record and a way to write files for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from litgraph.store.record import Record, open_record

Written = Callable[..., Path]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Open an empty record to write."""
    with open_record(tmp_path / "w" / "record.sqlite", write=True, today="2026-01-01") as record:
        yield record


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write lines (text or bytes) to a file and give its path."""

    def write(*lines: str | bytes, name: str = "papers.jsonl") -> Path:
        path = tmp_path / name
        path.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
        return path

    return write
