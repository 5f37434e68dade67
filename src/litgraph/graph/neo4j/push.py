"""The record to the server: whatever differs there, in the order nodes, edges, what is needed no more.

The server is asked what it holds, a hash for each paper, so that an emptied or restored one gets what it lacks, and an
interrupted push goes on where it stopped. The revision is noted last.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np

from litgraph.errors import OutOfReach
from litgraph.graph.neo4j.citations import Moved, write_references
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
from litgraph.graph.neo4j.leaving import leave_papers
from litgraph.graph.neo4j.ledger import (
    Batch,
    Marker,
    Overtaken,
    Turn,
    await_turn,
    open_turn,
    read_marker,
    refuse_foreign,
)
from litgraph.graph.neo4j.outline import by_tail, leave_edges, prune_outline, read_outline, write_edges, write_nodes
from litgraph.graph.neo4j.papers import PapersWritten, Told, write_papers
from litgraph.graph.neo4j.places import AtPlaces, read_places, write_places
from litgraph.graph.neo4j.sayings import read_sayings
from litgraph.graph.neo4j.schema import ensure_constraints, ensure_indexes
from litgraph.graph.neo4j.surveys import Outline
from litgraph.graph.neo4j.table import FACTS, FORMAT, REFERENCES, RowTable, read_marks
from litgraph.graph.schema import ENDS, WITNESSED, Edge, Label
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record
from litgraph.store.rows import in_batches
from litgraph.store.whole import count_citations

T = TypeVar("T")
Progress = Callable[[str, int, int], None]

_PAPERS, _EDGES, _PLACED = 2_000, 20_000, 1_000  # in one transaction
_TRIES = 3
_VANISHED = "Papers vanished from the Neo4j database while it was written to; push again."
_ALIASES = "UNWIND $ids AS id MATCH (:_Alias {id: id})-[:_NAMES]->(p:Paper) RETURN id, p.id AS at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """How many nodes and edges of each kind were written, how many stood as they were, and how many are gone."""

    written: Mapping[str, int]
    unchanged: int
    deleted: int
    revision: int


def push(
    connection: Connection,
    record: Record,
    *,
    token: str,
    prefix: str = "",
    vectors: Vectors | None = None,
    progress: Progress = lambda what, done, of: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Pushed:
    """Bring the server to the record as it stands now. `token` tells this push from every other one.

    When another push of the workspace overtakes this one, it is awaited, and what it has left is done.
    """
    refuse_foreign(connection, prefix)
    ensure_constraints(connection, prefix)
    for number in range(_TRIES):
        try:
            done = _push_once(connection, record, f"{token}/{number}", prefix, vectors, progress)
            progress("indexes", 0, 0)
            ensure_indexes(connection, prefix, dimensions=vectors.dimensions if vectors else 0)
            return done
        except Overtaken:
            progress("another push of this workspace", 0, 0)
            await_turn(connection, record.identity, prefix, sleep)
    raise Overtaken("Other pushes of this workspace have begun again and again; push when they are done.")


def is_current(marker: Marker, record: Record, vectors: Vectors | None) -> bool:
    """Tell whether all that the record has to tell was told before."""
    told = (marker.revision, marker.format, marker.encoder, marker.vectors)
    return told == (record.revision, FORMAT, vectors.encoder if vectors else "", vectors.count if vectors else 0)


def is_whole(connection: Connection, marker: Marker, prefix: str) -> bool:
    """Tell whether the database still has as many nodes and edges as the workspace alone put there, by its counts."""
    turn = Turn(connection=connection, identity="", number=marker.number, token="", prefix=prefix)
    for kind, number in marker.counts.items():
        pattern = f"(:{_tails(Edge(kind))})-[n:{kind}]->()" if kind in list(Edge) else f"(n:{kind})"
        if turn.read(f"MATCH {pattern} RETURN count(n) AS there")[0]["there"] < number:
            return False
    return True


def _tails(edge: Edge) -> str:
    """Give the labels from which edges of a type lead."""
    return f"{Label.TECHNIQUE}|{Label.PAPER}" if edge in WITNESSED else ENDS[edge][0]


def counts_of(table: RowTable, record: Record, outline: Outline, places: Mapping[int, AtPlaces]) -> dict[str, int]:
    """Count the nodes and edges that a workspace needs of each kind that it alone decides of."""
    counts: dict[str, int] = {Label.PAPER: table.papers, Edge.CITES: count_citations(record)}
    counts |= {label: len(nodes) for label, nodes in outline.nodes.items()}
    counts |= {edge: len(set(stays)) for edge, stays in outline.edges.items()}
    for ends in places.values():
        for edge, others in ends.items():
            counts[edge] = counts.get(edge, 0) + len(others)
    return counts


def told_at_end(record: Record, vectors: Vectors | None, counts: Mapping[str, int]) -> dict[str, str | int]:
    """Say what is noted on the server when everything is there."""
    return {
        "revision": record.revision,
        "format": FORMAT,
        "encoder": vectors.encoder if vectors else "",
        "vectors": vectors.count if vectors else 0,
        "counts": json.dumps(counts),
    }


def summed_up(written: Mapping[str, int], counts: Mapping[str, int], revision: int) -> Pushed:
    """Say what a push did, or would do."""
    shown = {kind.value: written[kind] for kind in (*Label, *Edge) if written.get(kind)}
    unchanged = sum(max(0, number - shown.get(kind, 0)) for kind, number in counts.items())
    return Pushed(written=shown, unchanged=unchanged, deleted=written.get("deleted", 0), revision=revision)


def _push_once(
    connection: Connection, record: Record, token: str, prefix: str, vectors: Vectors | None, progress: Progress
) -> Pushed:
    with record.transaction():
        marker = read_marker(connection, record.identity, prefix)
        whole = marker is None or is_whole(connection, marker, prefix)
        if marker and whole and is_current(marker, record, vectors):
            return summed_up({}, marker.counts, record.revision)
        turn = open_turn(connection, record.identity, token, prefix)
        return _Push(turn=turn, record=record, vectors=vectors, progress=progress).run(distrust=not whole)


@dataclass(slots=True, kw_only=True)
class _Push:
    """A push under way; a class since each phase adds to what the next ones must know."""

    turn: Turn
    record: Record
    vectors: Vectors | None
    progress: Progress
    written: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    table: RowTable = field(init=False)

    def run(self, *, distrust: bool) -> Pushed:
        """Do all of it. With `distrust` the edges are compared one by one, whatever the server's hashes say."""
        self.table = RowTable(self.record)
        read_marks(self.table, self.record, self.turn)
        if distrust:
            np.copyto(self.table.marks[:, REFERENCES:], 1, where=self.table.marks[:, FACTS:REFERENCES] != 0)
        said = read_sayings(self.record)
        outline, places = read_outline(self.record, said), read_places(self.record, said)
        self._push_papers()
        self._push_outline(outline)
        self._push_references()
        self._push_places(places)
        left_over = self.table.left_over(lambda ids: rows_of(self.record, ids))
        leave_papers(self.turn, left_over, self.written)
        self._do(partial(prune_outline, outline=outline))
        counts = counts_of(self.table, self.record, outline, places)
        self.turn.close(told_at_end(self.record, self.vectors, counts))
        return summed_up(self.written, counts, self.record.revision)

    def _do(self, work: Callable[[Batch, defaultdict[str, int]], T]) -> T:
        """Do a batch, and count what it wrote when it is done; a batch may be tried more than once."""

        def tried(batch: Batch) -> tuple[T, dict[str, int]]:
            counts: defaultdict[str, int] = defaultdict(int)
            return work(batch, counts), counts

        done, counts = self.turn.write(tried)
        for name, number in counts.items():
            self.written[name] += number
        return done

    def _push_papers(self) -> None:
        done, waiting = 0, list[Told]()
        for looked_at, told in changed_papers(self.table, self.record, self.vectors):
            done += looked_at
            waiting += told
            if len(waiting) >= _PAPERS or (waiting and done == self.table.papers):
                self._write_papers(waiting)
                waiting = []
            self.progress("papers", done, self.table.papers)

    def _write_papers(self, told: Sequence[Told]) -> None:
        def work(batch: Batch, counts: defaultdict[str, int]) -> PapersWritten:
            return write_papers(batch, told, lambda ids: rows_of(self.record, ids), counts)

        written = self._do(work)
        for row, node in written.at.items():
            self.table.lead(row, node)
            self.table.marks[row] = written.marks[row]
        for row in written.new:
            self.table.created[row] = 1
        self.table.strays += written.strays

    def _push_outline(self, outline: Outline) -> None:
        self.progress("surveys and techniques", 0, 0)
        for label, nodes in outline.nodes.items():
            for keys in in_batches(nodes, _PAPERS):
                told = {key: nodes[key] for key in keys}
                self._do(partial(write_nodes, label=label, wanted=told))
        for edge, stays in outline.edges.items():
            self._do(partial(leave_edges, edge=edge, wanted=stays))
            for portion in by_tail(stays, _EDGES):
                self._do(partial(write_edges, edge=edge, wanted=portion))

    def _push_references(self) -> None:
        done, of = 0, count_citations(self.record)
        for batch in in_portions(changed_references(self.table, self.record), _EDGES):
            self._with_nodes(partial(self._write_references, batch))
            done += sum(len(one.cited) for one in batch)
            self.progress("citations", done, of)

    def _write_references(self, citing: Sequence[Citing]) -> None:
        told = [references_of(self.table, one) for one in citing]
        self._do(lambda batch, counts: write_references(batch, told, counts))
        for one, references in zip(citing, told, strict=True):
            self.table.marks[one.row] = references.mark

    def _push_places(self, places: Mapping[int, AtPlaces]) -> None:
        done, changed = 0, changed_places(self.table, places)
        for batch in in_batches(changed, _PLACED):
            self._with_nodes(partial(self._write_places, batch, places))
            done += len(batch)
            self.progress("lists and categories", done, len(changed))

    def _write_places(self, rows: Sequence[tuple[int, int]], places: Mapping[int, AtPlaces]) -> None:
        told = [places_of(self.table, row, mark, places) for row, mark in rows]
        self._do(lambda batch, counts: write_places(batch, told, counts))
        for (row, _), one in zip(rows, told, strict=True):
            self.table.marks[row] = one.mark

    def _with_nodes(self, write: Callable[[], None]) -> None:
        """Write what hangs on nodes, and again when another workspace has given some of them a better `id` since."""
        for _ in range(_TRIES):
            try:
                return write()
            except Moved as moved:
                self._follow(moved.nodes)
        raise OutOfReach(_VANISHED)

    def _follow(self, nodes: Collection[str]) -> None:
        found = {row["id"]: row["at"] for row in self.turn.read(_ALIASES, ids=sorted(nodes))}
        if found.keys() != set(nodes):
            raise OutOfReach(_VANISHED)
        for row in self.table.rows():
            if (node := self.table.node_of(row)) in found:
                self.table.lead(row, found[node])
