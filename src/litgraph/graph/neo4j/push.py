"""The record to the server: whatever differs there, in the order nodes, edges, what is needed no more.

The server is asked what it holds, a hash for each paper, so that an emptied or restored one gets what it lacks, and an
interrupted push goes on where it stopped. The revision is noted last.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np

from litgraph.errors import OutOfReach
from litgraph.graph.neo4j.citations import NOTHING_SAID, Moved, References, Said, write_references
from litgraph.graph.neo4j.codec import PaperNode
from litgraph.graph.neo4j.connection import Connection
from litgraph.graph.neo4j.leaving import leave_papers
from litgraph.graph.neo4j.ledger import Batch, Marker, Turn, open_turn, read_marker
from litgraph.graph.neo4j.papers import PapersWritten, Told, Vector, write_papers
from litgraph.graph.neo4j.places import Ends, Places, read_places, write_places
from litgraph.graph.neo4j.schema import ensure_schema, ensure_vector_index
from litgraph.graph.neo4j.surveys import Outline, prune_outline, read_outline, write_outline
from litgraph.graph.neo4j.table import FACTS, FORMAT, PLACES, REFERENCES, RowTable, hash_of, read_marks
from litgraph.graph.schema import ENDS, Edge, Label
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record
from litgraph.store.rows import in_batches
from litgraph.store.text import storable
from litgraph.store.whole import PaperRow, Reference, count_citations, stream_papers, stream_references

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
# A row with what it cites, and the hash of that.
Changed = tuple[int, list[Reference], int]

_PAPERS, _EDGES, _PLACED = 1_000, 20_000, 500  # in one transaction
_TRIES = 3
_ALIASES = "UNWIND $ids AS id MATCH (:_Alias {id: id})-[:_NAMES]->(p:Paper) RETURN id, p.id AS at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """The vectors that the record keeps: `of` gives those of papers that have one, `count` how many texts have."""

    encoder: str
    dimensions: int
    count: int
    of: Callable[[Sequence[Paper]], Mapping[PaperId, Sequence[float]]]


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
) -> Pushed:
    """Bring the server to the record as it stands now. `token` tells this push from every other one."""
    with record.transaction():
        ensure_schema(connection, prefix)
        if vectors and vectors.count:
            ensure_vector_index(connection, vectors.dimensions, prefix)
        marker = read_marker(connection, record.identity, prefix)
        whole = marker is None or is_whole(connection, marker, prefix)
        if marker and whole and is_current(marker, record, vectors):
            return Pushed(written={}, unchanged=sum(marker.counts.values()), deleted=0, revision=record.revision)
        turn = open_turn(connection, record.identity, token, prefix)
        return _Push(turn=turn, record=record, vectors=vectors, progress=progress).run(distrust=not whole)


def is_current(marker: Marker, record: Record, vectors: Vectors | None) -> bool:
    """Tell whether all that the record has to tell was told before."""
    told = (marker.revision, marker.format, marker.encoder, marker.vectors)
    return told == (record.revision, FORMAT, vectors.encoder if vectors else "", vectors.count if vectors else 0)


def is_whole(connection: Connection, marker: Marker, prefix: str) -> bool:
    """Tell whether the database still has as many nodes and edges as the workspace alone put there, by its counts."""
    turn = Turn(connection=connection, identity="", number=marker.number, token="", prefix=prefix)
    for kind, number in marker.counts.items():
        pattern = f"(:{ENDS[Edge(kind)][0]})-[n:{kind}]->()" if kind in list(Edge) else f"(n:{kind})"
        if turn.read(f"MATCH {pattern} RETURN count(n) AS there")[0]["there"] < number:
            return False
    return True


@dataclass(slots=True, kw_only=True)
class _Push:
    """A push under way; a class since each phase adds to what the next ones must know."""

    turn: Turn
    record: Record
    vectors: Vectors | None
    progress: Progress
    written: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    table: RowTable = field(init=False)

    def __post_init__(self) -> None:
        """Read the keys of the record."""
        self.table = RowTable(self.record)

    def run(self, *, distrust: bool) -> Pushed:
        """Do all of it. With `distrust` the edges are compared one by one, whatever the server's hashes say."""
        read_marks(self.table, self.record, self.turn)
        if distrust:
            np.copyto(self.table.marks[:, REFERENCES:], 1, where=self.table.marks[:, FACTS:REFERENCES] != 0)
        outline, places = read_outline(self.record), read_places(self.record)
        self._push_papers()
        self._do(lambda batch, counts: write_outline(batch, outline, counts))
        self._push_references()
        self._push_places(places)
        leave_papers(self.turn, self.table.strays, self.written)
        self._do(lambda batch, counts: prune_outline(batch, outline, counts))
        return self._close(outline, places)

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
        for rows in stream_papers(self.record, _PAPERS):
            done += len(rows)
            waiting += self._changed_papers(rows)
            while len(waiting) >= _PAPERS or (waiting and done == self.table.papers):
                self._write_papers(waiting[:_PAPERS])
                del waiting[:_PAPERS]
            self.progress("papers", done, self.table.papers)

    def _changed_papers(self, rows: Sequence[PaperRow]) -> Iterator[Told]:
        vectors = self._vectors(rows)
        for row in rows:
            vector = vectors.get(self.table.key_of(row.row))
            said = (row.columns, row.known_from, row.aliases, row.titles, vector and vector.encoder)
            facts, (had, references, places) = hash_of(said), self.table.marks[row.row].tolist()
            if facts != had:
                node = PaperNode(paper=row.paper, known_from=row.known_from, titles=row.titles)
                yield Told(row=row.row, node=node, mark=(facts, references, places), vector=vector)

    def _vectors(self, rows: Sequence[PaperRow]) -> dict[PaperId, Vector]:
        if self.vectors is None or not self.vectors.count:
            return {}
        encoder = self.vectors.encoder
        found = self.vectors.of([row.paper for row in rows])
        return {paper: Vector(encoder=encoder, values=tuple(values)) for paper, values in found.items()}

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

    def _push_references(self) -> None:
        of = count_citations(self.record)
        done = 0
        for batch in _portions(self._changed_references()):
            self._with_nodes([row for row, _, _ in batch], partial(self._write_references, batch))
            done += sum(len(cited) for _, cited, _ in batch)
            self.progress("citations", done, of)

    def _changed_references(self) -> Iterator[tuple[int, list[Reference], int]]:
        """Give the rows whose citations differ, or may: a cited paper whose node was made anew has lost its edges."""
        left = self.table.marks[:, REFERENCES] != 0
        for row, cited in stream_references(self.record):
            left[row] = False
            said = hash_of((self.table.day_of(row), cited))
            if said != self.table.marks[row, REFERENCES] or any(self.table.created[one[0]] for one in cited):
                yield row, cited, said
        for row in np.flatnonzero(left & self.table.there).tolist():
            yield row, [], 0

    def _write_references(self, rows: Sequence[tuple[int, list[Reference], int]]) -> None:
        told = [
            References(
                citing=self.table.node_of(row),
                since=self.table.day_of(row),
                cited={self.table.node_of(one[0]): said_of(one) for one in cited},
                mark=self._marked(row, REFERENCES, mark),
            )
            for row, cited, mark in rows
        ]
        self._do(lambda batch, counts: write_references(batch, told, counts))
        for row, _, mark in rows:
            self.table.marks[row, REFERENCES] = mark

    def _push_places(self, places: Mapping[int, tuple[Ends, Ends]]) -> None:
        rows = set(np.flatnonzero((self.table.marks[:, PLACES] != 0) & self.table.there).tolist()) | places.keys()
        hashed = ((row, hash_of(places[row]) if row in places else 0) for row in sorted(rows))
        changed = [(row, mark) for row, mark in hashed if mark != self.table.marks[row, PLACES]]
        for number, batch in enumerate(in_batches(changed, _PLACED)):
            self._with_nodes([row for row, _ in batch], partial(self._write_places, batch, places))
            self.progress("places", min((number + 1) * _PLACED, len(changed)), len(changed))

    def _write_places(self, rows: Sequence[tuple[int, int]], places: Mapping[int, tuple[Ends, Ends]]) -> None:
        told = []
        for row, mark in rows:
            surveys, categories = places.get(row, ([], []))
            marked = self._marked(row, PLACES, mark)
            told.append(Places(paper=self.table.node_of(row), surveys=surveys, categories=categories, mark=marked))
        self._do(lambda batch, counts: write_places(batch, told, counts))
        for row, mark in rows:
            self.table.marks[row, PLACES] = mark

    def _marked(self, row: int, part: int, mark: int) -> list[int]:
        marks: list[int] = self.table.marks[row].tolist()
        marks[part] = mark
        return marks

    def _with_nodes(self, rows: Sequence[int], write: Callable[[], None]) -> None:
        """Write what hangs on nodes, and again when another workspace has given some of them a better `id` since."""
        for _ in range(_TRIES):
            try:
                return write()
            except Moved as moved:
                self._follow(moved.nodes, rows)
        raise OutOfReach("Papers vanished from the Neo4j database while it was written to; push again.")

    def _follow(self, nodes: Collection[str], rows: Iterable[int]) -> None:
        found = {row["id"]: row["at"] for row in self.turn.read(_ALIASES, ids=sorted(nodes))}
        if found.keys() != set(nodes):
            raise OutOfReach("Papers vanished from the Neo4j database while it was written to; push again.")
        for row in self.table.rows():
            if (node := self.table.node_of(row)) in found:
                self.table.lead(row, found[node])

    def _close(self, outline: Outline, places: Mapping[int, tuple[Ends, Ends]]) -> Pushed:
        counts: dict[str, int] = {Label.PAPER: self.table.papers, Edge.CITES: count_citations(self.record)}
        counts |= {label: len(nodes) for label, nodes in outline.nodes.items()}
        counts |= {edge: len(set(stays)) for edge, stays in outline.edges.items()}
        counts[Edge.LISTS] = sum(len(lists) for lists, _ in places.values())
        counts[Edge.IN_CATEGORY] = sum(len(filed) for _, filed in places.values())
        revision, vectors = self.record.revision, self.vectors
        self.turn.close(
            {
                "revision": revision,
                "format": FORMAT,
                "encoder": vectors.encoder if vectors else "",
                "vectors": vectors.count if vectors else 0,
                "counts": json.dumps(counts),
            }
        )
        deleted = self.written.pop("deleted", 0)
        written = {kind.value: self.written[kind] for kind in (*Label, *Edge) if self.written[kind]}
        unchanged = sum(max(0, number - written.get(kind, 0)) for kind, number in counts.items())
        return Pushed(written=written, unchanged=unchanged, deleted=deleted, revision=revision)


def said_of(reference: Reference) -> Said:
    """Give what the record says of a citation."""
    _, contexts, intents, influential = reference
    if not (contexts or intents or influential):
        return NOTHING_SAID
    return Said(
        contexts=tuple(map(storable, json.loads(contexts or "[]"))),
        intents=tuple(map(storable, json.loads(intents or "[]"))),
        influential=bool(influential),
    )


def _portions(groups: Iterable[Changed]) -> Iterator[list[Changed]]:
    """Cut the rows of citations into batches of some `_EDGES` edges."""
    batch: list[Changed] = []
    size = 0
    for group in groups:
        batch.append(group)
        size += len(group[1]) + 1
        if size >= _EDGES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
