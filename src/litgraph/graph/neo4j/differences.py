"""What of the record differs from what the server holds, found by the hashes that stand there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from litgraph.graph.neo4j.citations import NOTHING_SAID, References, Said
from litgraph.graph.neo4j.codec import PaperNode
from litgraph.graph.neo4j.papers import Told, Vector
from litgraph.graph.neo4j.places import AtPlaces, Places
from litgraph.graph.neo4j.table import FACTS, PLACES, REFERENCES, RowTable, hash_of
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.store.record import Record
from litgraph.store.text import storable
from litgraph.store.whole import PaperRow, Reference, stream_papers, stream_references

_BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """The vectors that the record keeps: `of` gives those of papers that have one, `count` how many texts have."""

    encoder: str
    dimensions: int
    count: int
    of: Callable[[Sequence[Paper]], Mapping[PaperId, Sequence[float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """A row with what it cites, and the hash of that: 0 if it is nothing."""

    row: int
    cited: list[Reference]
    mark: int


def changed_papers(table: RowTable, record: Record, vectors: Vectors | None) -> Iterator[tuple[int, list[Told]]]:
    """Give the papers that differ, batch by batch, each with the number of papers looked at."""
    for rows in stream_papers(record, _BATCH):
        found = vectors_of(rows, vectors)
        yield len(rows), [told for row in rows if (told := _told(table, row, found))]


def changed_references(table: RowTable, record: Record) -> Iterator[Citing]:
    """Give the rows whose citations differ, or may: a cited paper whose node was made anew has lost its edges."""
    left = (table.marks[:, REFERENCES] != 0) & table.there
    for row, cited in stream_references(record):
        left[row] = False
        mark = references_hash(table.day_of(row), cited)
        if mark != table.marks[row, REFERENCES] or any(table.created[one[0]] for one in cited):
            yield Citing(row=row, cited=cited, mark=mark)
    for row in np.flatnonzero(left).tolist():
        yield Citing(row=row, cited=[], mark=0)


def changed_places(table: RowTable, places: Mapping[int, AtPlaces]) -> list[tuple[int, int]]:
    """Give the rows on which something else hangs, each with the hash of it: 0 if nothing does."""
    had = np.flatnonzero((table.marks[:, PLACES] != 0) & table.there).tolist()
    hashed = ((row, places_hash(places.get(row))) for row in sorted({*had, *places}))
    return [(row, mark) for row, mark in hashed if mark != table.marks[row, PLACES]]


def references_of(table: RowTable, citing: Citing) -> References:
    """Give what a row cites by the nodes."""
    return References(
        citing=table.node_of(citing.row),
        since=table.day_of(citing.row),
        cited={table.node_of(one[0]): said_of(one) for one in citing.cited},
        mark=_marked(table, citing.row, REFERENCES, citing.mark),
        is_first=not table.marks[citing.row, REFERENCES],
    )


def places_of(table: RowTable, row: int, mark: int, places: Mapping[int, AtPlaces]) -> Places:
    """Give what hangs on a row by the nodes."""
    return Places(paper=table.node_of(row), ends=places.get(row, {}), mark=_marked(table, row, PLACES, mark))


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


def vectors_of(rows: Sequence[PaperRow], vectors: Vectors | None) -> dict[PaperId, Vector]:
    """Give the vectors of those papers that have one."""
    if vectors is None or not vectors.count:
        return {}
    found = vectors.of([row.paper for row in rows])
    return {paper: Vector(encoder=vectors.encoder, values=tuple(values)) for paper, values in found.items()}


def facts_hash(row: PaperRow, vector: Vector | None) -> int:
    """Hash what a paper's node tells."""
    return hash_of((row.columns, row.known_from, row.aliases, row.titles, vector and vector.encoder))


def references_hash(since: str | None, cited: Sequence[Reference]) -> int:
    """Hash what a paper cites, by row: 0 if it is nothing."""
    return hash_of((since, cited)) if cited else 0


def places_hash(places: AtPlaces | None) -> int:
    """Hash what hangs on a paper: 0 if nothing does."""
    return hash_of([(edge.value, ends) for edge, ends in places.items()]) if places else 0


def in_portions(groups: Iterable[Citing], edges: int) -> Iterator[list[Citing]]:
    """Cut the rows of citations into batches of some so many edges."""
    batch: list[Citing] = []
    size = 0
    for group in groups:
        batch.append(group)
        size += len(group.cited) + 1
        if size >= edges:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _told(table: RowTable, row: PaperRow, vectors: Mapping[PaperId, Vector]) -> Told | None:
    vector = vectors.get(table.key_of(row.row))
    mark = _marked(table, row.row, FACTS, facts_hash(row, vector))
    if mark[FACTS] == table.marks[row.row, FACTS]:
        return None
    node = PaperNode(paper=row.paper, known_from=row.known_from, titles=row.titles)
    return Told(row=row.row, node=node, mark=tuple(mark), vector=vector)


def _marked(table: RowTable, row: int, part: int, mark: int) -> list[int]:
    marks: list[int] = table.marks[row].tolist()
    marks[part] = mark
    return marks
