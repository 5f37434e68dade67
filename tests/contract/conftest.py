"""Every backend, over the same small record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from litgraph.graph.backend import GraphBackend
from litgraph.graph.embedded import open_graph
from litgraph.store.record import Record, open_record
from tests.contract.small_record import DAY, fill

# A backend is added here by a function that opens it over a record, with a folder of its own for what it leaves behind.
OPENERS: dict[str, Callable[[Record, Path], AbstractContextManager[GraphBackend]]] = {"embedded": open_graph}


@pytest.fixture(scope="module", params=sorted(OPENERS))
def backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphBackend]:
    """Open each backend in turn over the small record."""
    folder = tmp_path_factory.mktemp("workspace")
    with open_record(folder / "record.sqlite", write=True, today=DAY) as record:
        fill(record)
    with (
        open_record(folder / "record.sqlite", write=False, today=DAY) as record,
        OPENERS[request.param](record, folder / "graph") as opened,
    ):
        yield opened
