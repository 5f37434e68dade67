from __future__ import annotations

from typing import Any

import pytest

from litgraph.errors import InputError
from litgraph.graph.neo4j.connection import checked_version
from litgraph.graph.neo4j.server import SCHEMES, Server


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_of_the_driver_is_an_address(scheme: str) -> None:
    assert Server(uri=f"{scheme}://graph.example.org:7687").uri == f"{scheme}://graph.example.org:7687"


@pytest.mark.parametrize(
    "uri",
    [
        *("", "localhost", "localhost:7687", "http://localhost:7474", "BOLT+X://h", "bolt://", "bolt:///x"),
        *("bolt://host:x", "bolt://h:0", "bolt://h:99999", "bolt://h/db", "bolt://h#f", "bolt://h?a=b", "bolt://[::1"),
    ],
)
def test_what_is_no_address_is_refused_with_the_setting(uri: str) -> None:
    with pytest.raises(InputError, match="LITGRAPH_NEO4J_URI"):
        Server(uri=uri)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(InputError) as refused:
        Server(uri="bolt://neo4j:hunter2@localhost:7687")

    assert "hunter2" not in str(refused.value)
    assert "LITGRAPH_NEO4J_PASSWORD" in str(refused.value)


@pytest.mark.parametrize("name", ["user", "password", "database"])
def test_what_cannot_be_sent_is_refused_and_not_repeated(name: str) -> None:
    given: dict[str, Any] = {name: "hunter2\udcff"}

    with pytest.raises(InputError, match=f"LITGRAPH_NEO4J_{name.upper()}") as refused:
        Server(uri="bolt://localhost", **given)

    assert "hunter2" not in str(refused.value)


def test_the_password_is_not_shown() -> None:
    assert "hunter2" not in repr(Server(uri="bolt://localhost", password="hunter2"))


@pytest.mark.parametrize(
    ("agent", "version"), [("Neo4j/5.26.25", "5.26.25"), ("Neo4j/2025.10.1", "2025.10.1"), ("Neo4j/dev", "dev")]
)
def test_a_version_from_5_on_is_taken(agent: str, version: str) -> None:
    assert checked_version(Server(uri="bolt://localhost"), agent) == version


@pytest.mark.parametrize("agent", ["Neo4j/4.4.44", "Neo4j/3.5.0"])
def test_an_older_version_is_refused(agent: str) -> None:
    with pytest.raises(InputError, match=rf"bolt://localhost is {agent}; litgraph needs 5\.0 or newer"):
        checked_version(Server(uri="bolt://localhost"), agent)
