"""The books on the server: which workspace has pushed what, up to which revision, and whose turn it is to write.

Each workspace has a number n, and whatever it needs bears a property `_w<n>`. All that write take one lock first, so
that batches of several workspaces follow one another; a second push of one workspace overtakes the first, whose
batches are refused from then on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from neo4j import ManagedTransaction

from litgraph.errors import InputError, OutOfReach
from litgraph.graph.neo4j.connection import Connection
from litgraph.graph.neo4j.schema import labelled
from litgraph.graph.schema import Label

T = TypeVar("T")

_LOOK_SECONDS, _LOOKS = 0.5, 120  # a push that has written nothing in a minute is taken for dead

_OWNER = re.compile(r"_w(\d+)")
_STRANGE = f"""RETURN NOT EXISTS {{ (:_Lock) }}
    AND EXISTS {{ MATCH (n) WHERE n:{" OR n:".join(Label)} }} AS strange"""
_FIND = "MATCH (w:_Workspace {id: $id}) RETURN properties(w) AS told"
_LOCK = """MATCH (l:_Lock {id: 'litgraph'}) SET l.batch = coalesce(l.batch, 0) + 1
    WITH l MATCH (w:_Workspace {id: $id}) RETURN w.token"""
_OPEN = """MERGE (l:_Lock {id: 'litgraph'}) SET l.batch = coalesce(l.batch, 0) + 1
    MERGE (w:_Workspace {id: $id})
    ON CREATE SET w.number = coalesce(l.last, 0) + 1, l.last = coalesce(l.last, 0) + 1
    SET w.token = $token REMOVE w.revision RETURN w.number AS number"""
_WAITED = """MATCH (w:_Workspace {id: $id}) OPTIONAL MATCH (l:_Lock {id: 'litgraph'})
    RETURN w.token AS token, l.batch AS batch"""
_CLOSE = "MATCH (w:_Workspace {id: $id}) SET w += $told REMOVE w.token"


class Overtaken(OutOfReach):
    """Report that another push of this workspace has begun since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What the server knows of a workspace: `revision` is None while a push is under way, or was when it was killed."""

    number: int
    revision: int | None = None
    format: int = 0
    token: str = ""
    encoder: str = ""
    vectors: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


def owners_of(properties: Iterable[str]) -> list[tuple[int, str]]:
    """Give the numbers of the workspaces that need a node or an edge, in order, each with the property that says so."""
    found = ((_OWNER.fullmatch(key), key) for key in properties)
    return sorted((int(match[1]), key) for match, key in found if match)


def refuse_foreign(connection: Connection, prefix: str) -> None:
    """Refuse a database whose nodes bear litgraph's labels though litgraph never was there: they are another's."""
    (found,) = connection.read(labelled(_STRANGE, prefix))
    if found["strange"]:
        raise InputError(
            f"The database '{connection.server.database}' at {connection.server.uri} holds nodes with litgraph's "
            "labels that litgraph did not put there. Set LITGRAPH_NEO4J_PREFIX, or LITGRAPH_NEO4J_DATABASE to another "
            "database."
        )


def read_marker(connection: Connection, identity: str, prefix: str) -> Marker | None:
    """Read what the server knows of a workspace, or None if nothing."""
    found = connection.read(labelled(_FIND, prefix), id=identity)
    if not found:
        return None
    told: dict[str, Any] = found[0]["told"]
    return Marker(
        number=told["number"],
        revision=told.get("revision"),
        format=told.get("format", 0),
        token=told.get("token", ""),
        encoder=told.get("encoder", ""),
        vectors=told.get("vectors", 0),
        counts=json.loads(told.get("counts", "{}")),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """One push of a workspace, from which on it may write."""

    connection: Connection
    identity: str
    number: int
    token: str
    prefix: str = ""

    @property
    def mark(self) -> str:
        """Name the property by which the workspace says that it needs something."""
        return f"_w{self.number}"

    def query(self, text: str) -> str:
        """Put the prefix before the labels of a query, and the workspace's own mark where it says `_own`."""
        return labelled(text.replace("_own", self.mark), self.prefix)

    def read(self, text: str, **parameters: object) -> list[Any]:
        """Give the rows of a question outside of any transaction of the push."""
        return self.connection.read(self.query(text), **parameters)

    def write(self, work: Callable[[Batch], T]) -> T:
        """Do one batch: all of it or nothing, after every batch before it, and only while the turn is still ours."""

        def locked(transaction: ManagedTransaction) -> T:
            found = transaction.run(self.query(_LOCK), id=self.identity).single()
            if found is None:
                raise OutOfReach("The Neo4j database was emptied while it was written to; push again.")
            if found[0] != self.token:
                raise Overtaken("Another push of this workspace has begun since; run again when it is done.")
            return work(Batch(turn=self, transaction=transaction))

        return self.connection.write(locked)

    def close(self, told: Mapping[str, object]) -> None:
        """Note that everything is there, up to a revision."""
        self.write(lambda batch: batch.run(_CLOSE, id=self.identity, told=dict(told)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """One transaction of a push."""

    turn: Turn
    transaction: ManagedTransaction

    def run(self, text: str, **parameters: object) -> list[Any]:
        """Run a statement and give its rows."""
        return list(self.transaction.run(self.turn.query(text), parameters))

    def created(self, text: str, **parameters: object) -> int:
        """Run a statement and count the nodes and edges that it created."""
        counters = self.transaction.run(self.turn.query(text), parameters).consume().counters
        return counters.nodes_created + counters.relationships_created


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """A look at the server before a push, which asks as a batch does but cannot write."""

    turn: Turn

    def run(self, text: str, **parameters: object) -> list[Any]:
        """Run a question and give its rows."""
        return self.turn.read(text, **parameters)


def open_turn(connection: Connection, identity: str, token: str, prefix: str = "") -> Turn:
    """Begin a push: from here on the server counts as incomplete, and an earlier push of the workspace as overtaken."""
    query = labelled(_OPEN, prefix)
    number = connection.write(lambda tx: tx.run(query, id=identity, token=token).single(strict=True)["number"])
    return Turn(connection=connection, identity=identity, number=number, token=token, prefix=prefix)


def await_turn(connection: Connection, identity: str, prefix: str, sleep: Callable[[float], None]) -> None:
    """Wait until the push of a workspace that is under way is done, or has not written for so long that it is dead."""
    last, looks = None, 0
    while looks < _LOOKS:
        found = connection.read(labelled(_WAITED, prefix), id=identity)
        if not found or found[0]["token"] is None:
            return
        looks = looks + 1 if found[0].values() == last else 0
        last = found[0].values()
        sleep(_LOOK_SECONDS)
