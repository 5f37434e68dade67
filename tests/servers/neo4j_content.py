"""What a database holds, in a form that can be compared: nodes and edges without who needs them, or with it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from tests.servers.neo4j_server import Neo4jServer

_NODES = """MATCH (n) WHERE NOT n:_LitgraphTests AND none(label IN labels(n) WHERE label ENDS WITH '_Workspace'
    OR label ENDS WITH '_Lock') RETURN labels(n), properties(n)"""
_EDGES = "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r)"
_OWNER = re.compile(r"_w\d+")
_ACCOUNT = re.compile(r"_(?:w|paper)\d+")

Content = tuple[list[Any], list[Any]]


def content_of(server: Neo4jServer, *, owners: bool = True) -> Content:
    """Give all nodes and edges, sorted; of who needs them only how many do, or not even that."""
    nodes = [(*labels, _plain(told, owners)) for labels, told in _rows(server, _NODES)]
    edges = [(a, kind, b, _plain(told, owners)) for a, kind, b, told in _rows(server, _EDGES)]
    return sorted(nodes, key=repr), sorted(edges, key=repr)


def last_transaction(server: Neo4jServer) -> int:
    """Give the number of the last transaction that changed the database, as a bookmark of a reader holds it.

    It stands in PackStream behind the database's own 16 bytes: https://neo4j.com/docs/bolt/current/packstream/.
    """
    with server.driver() as driver, driver.session(database=server.database, default_access_mode="READ") as session:
        session.run("RETURN 1").consume()
        (bookmark,) = session.last_bookmarks().raw_values
    packed = base64.b64decode(bookmark.partition(":")[2] + "==")[19:]
    length = {0xC8: 1, 0xC9: 2, 0xCA: 4, 0xCB: 8}.get(packed[0])
    return int.from_bytes(packed[1 : 1 + length], "big") if length else packed[0]


def empty(server: Neo4jServer) -> None:
    """Delete every node and edge, but no index: making those takes most of the time of a small test."""
    server.run("MATCH (n) WHERE NOT n:_LitgraphTests DETACH DELETE n")


def _rows(server: Neo4jServer, query: str) -> list[Any]:
    return server.run(query)


def _plain(told: Mapping[str, Any], owners: bool) -> list[tuple[str, Any]]:
    kept = {key: value for key, value in told.items() if not _ACCOUNT.fullmatch(key)}
    accounts = sorted(value for key, value in told.items() if _ACCOUNT.fullmatch(key) and str(value).startswith("{"))
    number = sum(bool(_OWNER.fullmatch(key)) for key in told)
    return [*sorted(kept.items()), ("accounts", accounts), *([("owners", number)] if owners else [])]
