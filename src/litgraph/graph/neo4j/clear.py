"""Taking away what litgraph put on a server, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from litgraph.graph.neo4j.connection import Connection
from litgraph.graph.neo4j.leaving import leave_papers
from litgraph.graph.neo4j.ledger import Batch, Turn, open_turn, read_marker, refuse_foreign
from litgraph.graph.neo4j.outline import LINKS, NOTHING, leave_edges, prune_outline
from litgraph.graph.neo4j.schema import LABELS, drop_schema, labelled

_HELD = "MATCH (p:Paper) WHERE p._own IS NOT NULL RETURN p.id AS id"
_WORKSPACES = "MATCH (w:_Workspace) RETURN count(w) AS there"
_FORGET = "MATCH (w:_Workspace {id: $id}) DELETE w"
# Batch by batch, the many citations before the nodes, so that no deletion is a large one.
_UNCITE = """MATCH (:Paper)-[r:CITES]->() CALL { WITH r DELETE r } IN TRANSACTIONS OF $rows ROWS
    RETURN count(*) AS there"""
_DELETE = """MATCH (n:Label) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF $rows ROWS
    RETURN count(*) AS there"""
_ROWS = 5_000


def clear(connection: Connection, identity: str, *, token: str, prefix: str = "") -> int:
    """Leave everything that a workspace needs; what no other one does is deleted. Give how many that is.

    After the last workspace the constraints and indexes go, too.
    """
    if read_marker(connection, identity, prefix) is None:
        return 0
    turn = open_turn(connection, identity, token, prefix)
    counts: defaultdict[str, int] = defaultdict(int)
    leave_papers(turn, [row["id"] for row in turn.read(_HELD)], counts)
    for edge in LINKS:
        counts["deleted"] += _deleted(turn, partial(leave_edges, edge=edge, wanted=()))
    counts["deleted"] += _deleted(turn, partial(prune_outline, outline=NOTHING))
    turn.write(lambda batch: batch.run(_FORGET, id=identity))
    if not connection.read(labelled(_WORKSPACES, prefix))[0]["there"]:
        clear_all(connection, prefix=prefix)
    return counts["deleted"]


def clear_all(connection: Connection, *, prefix: str = "") -> int:
    """Delete every node that bears a label of litgraph's with this prefix, whoever put it there, and the schema."""
    refuse_foreign(connection, prefix)
    deleted: int = connection.command(labelled(_UNCITE, prefix), rows=10 * _ROWS)[0]["there"]
    for label in LABELS:
        query = (
            f"MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF {_ROWS:d} ROWS RETURN count(*) AS n"
        )
        deleted += connection.command(labelled(query, prefix))[0]["n"]
    drop_schema(connection, prefix)
    return deleted


def _deleted(turn: Turn, step: Callable[..., None]) -> int:
    def work(batch: Batch) -> int:
        counts: defaultdict[str, int] = defaultdict(int)
        step(batch, counts)
        return counts["deleted"]

    return turn.write(work)
