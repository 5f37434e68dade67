"""Every backend, over the same small record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from litgraph.graph.backend import GraphBackend
from litgraph.graph.embedded import open_graph
from litgraph.graph.neo4j.backend import Neo4jBackend
from litgraph.graph.neo4j.connection import connect
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.server import Server
from litgraph.store.record import Record, open_record
from tests.contract.small_record import DAY, fill
from tests.servers.neo4j_server import Neo4jServer

# Opens a backend over a record, with a folder of its own for what it leaves behind.
Opener = Callable[[Record, Path], AbstractContextManager[GraphBackend]]

BACKENDS = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))


@pytest.fixture(scope="module", params=BACKENDS)
def opener(request: pytest.FixtureRequest) -> Opener:
    """Give what opens each backend in turn."""
    return opener_of(request, request.param)


def opener_of(request: pytest.FixtureRequest, name: str) -> Opener:
    """Give what opens a backend; no server is started where none is asked for."""
    return open_graph if name == "embedded" else pushing_to(request.getfixturevalue("neo4j_server"))


def pushing_to(server: Neo4jServer) -> Opener:
    """Give what pushes a record to the server, emptied before, and opens it there."""

    @contextmanager
    def open_pushed(record: Record, folder: Path) -> Iterator[GraphBackend]:
        server.wipe()
        with connect(address_of(server)) as connection:
            push(connection, record, token=folder.name)
            yield Neo4jBackend(connection)

    return open_pushed


def address_of(server: Neo4jServer) -> Server:
    """Write where a server is as litgraph takes it."""
    return Server(uri=server.uri, user=server.user, password=server.password, database=server.database)


@pytest.fixture(scope="module")
def backend(opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphBackend]:
    """Open each backend in turn over the small record."""
    folder = tmp_path_factory.mktemp("workspace")
    with open_record(folder / "record.sqlite", write=True, today=DAY) as record:
        fill(record)
    with (
        open_record(folder / "record.sqlite", write=False, today=DAY) as record,
        opener(record, folder / "graph") as opened,
    ):
        yield opened
