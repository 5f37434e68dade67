"""What a push would do, found without writing."""

from __future__ import annotations

from collections import defaultdict

from litgraph.graph.neo4j.citations import plan_references
from litgraph.graph.neo4j.connection import Connection
from litgraph.graph.neo4j.differences import (
    Citing,
    Vectors,
    changed_papers,
    changed_places,
    changed_references,
    in_portions,
    places_of,
    references_of,
)
from litgraph.graph.neo4j.ledger import Look, Turn, read_marker, refuse_foreign
from litgraph.graph.neo4j.outline import gone_nodes, plan_edges, plan_leaving, plan_nodes, read_outline
from litgraph.graph.neo4j.places import LINKS, plan_places, read_places
from litgraph.graph.neo4j.push import Pushed, counts_of, is_current, is_whole, summed_up
from litgraph.graph.neo4j.sayings import read_sayings
from litgraph.graph.neo4j.table import FACTS, REFERENCES, RowTable, read_marks
from litgraph.graph.schema import Edge, Label
from litgraph.store.record import Record
from litgraph.store.rows import in_batches

_EDGES, _ROWS = 20_000, 1_000


def foresee(connection: Connection, record: Record, *, prefix: str = "", vectors: Vectors | None = None) -> Pushed:
    """Count what a push would write and delete; authors and venues, which come with their papers, are left out."""
    refuse_foreign(connection, prefix)
    with record.transaction():
        marker = read_marker(connection, record.identity, prefix)
        if marker and is_current(marker, record, vectors) and is_whole(connection, marker, prefix):
            return summed_up({}, marker.counts, record.revision)
        number = marker.number if marker else 0  # which no workspace has
        look = Look(turn=Turn(connection=connection, identity="", number=number, token="", prefix=prefix))
        return _compare(look, record, vectors)


def _compare(look: Look, record: Record, vectors: Vectors | None) -> Pushed:
    table = RowTable(record)
    read_marks(table, record, look.turn)
    said = read_sayings(record)
    outline, places = read_outline(record, said), read_places(record, said)
    written: defaultdict[str, int] = defaultdict(int)
    for _, told in changed_papers(table, record, vectors):
        written[Label.PAPER] += len(told)
        for one in told:
            table.created[one.row] = not table.marks[one.row, FACTS]
    for label, nodes in outline.nodes.items():
        written[label] = len(plan_nodes(look, label, nodes))
        written["deleted"] += sum(len(owners) == 1 for owners in gone_nodes(look, label, nodes).values())
    for edge, stays in outline.edges.items():
        changes = plan_edges(look, edge, stays)
        written[edge] = len(changes.create) + len(changes.adopt)
        written["deleted"] += len(changes.delete) + len(plan_leaving(look, edge, stays).delete)
    _compare_references(look, record, table, written)
    for batch in in_batches(changed_places(table, places), _ROWS):
        there = [places_of(table, row, mark, places) for row, mark in batch]
        for edge in LINKS:
            changes = plan_places(look, there, edge)
            written[edge] += len(changes.create) + len(changes.adopt)
            written["deleted"] += len(changes.delete)
    written["deleted"] += len(table.strays)
    return summed_up(written, counts_of(table, record, outline, places), record.revision)


def _compare_references(look: Look, record: Record, table: RowTable, written: defaultdict[str, int]) -> None:
    held: list[Citing] = []
    for citing in changed_references(table, record):
        if table.marks[citing.row, REFERENCES]:
            held.append(citing)
        else:
            written[Edge.CITES] += len(citing.cited)
    for batch in in_portions(held, _EDGES):
        changes = plan_references(look, [references_of(table, one) for one in batch])
        written[Edge.CITES] += changes.written
        written["deleted"] += len(changes.delete)
