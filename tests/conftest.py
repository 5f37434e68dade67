"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers.neo4j_server import Neo4jServer, neo4j_for_tests

# The same examples in every run; `pytest --hypothesis-profile=default` looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real material beside the project, or skip where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("the real material of ../shared/data is not here")
    return _SHARED


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """Give the one real Neo4j server of this run, with whatever earlier tests left in it."""
    with neo4j_for_tests() as server:
        yield server


@pytest.fixture
def empty_neo4j(neo4j_server: Neo4jServer) -> Neo4jServer:
    """Give the server without any node, constraint or index."""
    neo4j_server.wipe()
    return neo4j_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the server, so that `-m neo4j` chooses them all."""
    for test in items:
        if "neo4j_server" in getattr(test, "fixturenames", ()):
            test.add_marker(pytest.mark.neo4j)
