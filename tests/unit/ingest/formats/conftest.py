"""Reading a file of a test: what it tells, and its one paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from litgraph.ingest.choice import EVERYTHING, Choice
from litgraph.ingest.files import read_file
from litgraph.ingest.told import PaperLine, Rejected, Told
from tests.unit.ingest.conftest import Written

Read = Callable[..., list[Told]]


@pytest.fixture
def read(written: Written) -> Read:
    """Read the lines of a file that is made of them."""

    def read_lines(*lines: str | bytes, choice: Choice = EVERYTHING, namespace: str = "") -> list[Told]:
        path: Path = written(*lines, name="unnamed")
        return list(read_file(path, today="2026-01-01", namespace=namespace, choice=choice))

    return read_lines


def paper_lines(told: list[Told]) -> list[PaperLine]:
    """Give the papers; nothing may be rejected."""
    assert not reasons(told)
    return [line for line in told if isinstance(line, PaperLine)]


def reasons(told: list[Told]) -> list[tuple[int, str]]:
    """Give the line and the reason of what is rejected."""
    return [(line.line, line.reason) for line in told if isinstance(line, Rejected)]
