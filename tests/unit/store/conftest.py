"""A record for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.store.record import Record, open_record
from tests.unit.store.build import TODAY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give where the record of a test stands."""
    return tmp_path / "record.sqlite"


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    """Open an empty record to write."""
    with open_record(path, write=True, today=TODAY) as record:
        yield record
