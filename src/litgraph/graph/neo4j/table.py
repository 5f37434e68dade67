"""The papers of a record by row: what each is called, from when it is known, and what the server holds of it.

Some 60 bytes a paper, so that a record of any size can be compared with a server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from litgraph.graph.neo4j.codec import node_id
from litgraph.graph.neo4j.ledger import Turn
from litgraph.model.identifiers import PaperId, precedence
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record
from litgraph.store.rows import in_batches
from litgraph.store.whole import last_row, stream_keys

# Raised whenever the same record is to be written in another way: then every hash differs.
FORMAT = 2

FACTS, REFERENCES, PLACES = range(3)
_BATCH = 20_000
_HELD = "MATCH (p:Paper) WHERE p._own IS NOT NULL RETURN coalesce(p._id, p.id) AS id, p._own AS mark"
_ALIASES = "UNWIND $ids AS id MATCH (p:Paper {id: id}) RETURN coalesce(p._id, p.id) AS id, p.aliases AS aliases"


class RowTable:
    """A class since it is read once and then asked for each paper and each citation.

    `marks` are hashes of what the server holds of each row: its facts, its references and its places; 0 where it holds
    nothing. `strays` are the nodes of papers that the record does not have any more.
    """

    def __init__(self, record: Record) -> None:
        """Read the keys and days of a record."""
        size = last_row(record) + 1
        lengths = np.zeros(size, dtype=np.int64)
        self._days = np.zeros(size, dtype=np.int32)
        text = bytearray()
        for row, key, day in stream_keys(record):
            encoded = key.encode()
            text += encoded
            lengths[row] = len(encoded)
            self._days[row] = int(day.replace("-", "")) if day else 0
        self._text = bytes(text)
        self._offsets = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
        self._elsewhere: dict[int, str] = {}
        self.there = lengths > 0
        self.papers = int(np.count_nonzero(self.there))
        self.marks = np.zeros((size, 3), dtype=np.int64)
        self.created = bytearray(size)
        self.strays: list[str] = []
        self._doubles: list[str] = []

    def rows(self) -> Iterator[int]:
        """Give the rows in order."""
        yield from np.flatnonzero(self.there).tolist()

    def node_of(self, row: int) -> str:
        """Give the `id` of the node of a row."""
        return self._elsewhere.get(row) or node_id(self.key_of(row))

    def key_of(self, row: int) -> PaperId:
        """Give the key of a row."""
        return PaperId(self._text[self._offsets[row] : self._offsets[row + 1]].decode())

    def day_of(self, row: int) -> str | None:
        """Give the day from which a row is known."""
        return _day_text(int(self._days[row]))

    def note(self, row: int, node: str, mark: Sequence[int]) -> None:
        """Note what the server holds of a row; a row that has two nodes is written anew, which makes them one."""
        if self.marks[row].any():
            self._doubles += [node, self.node_of(row)]
            mark, node = (1, 1, 1), first_of(self.key_of(row), (node, self.node_of(row)))
        self.marks[row] = mark
        self.lead(row, node)

    def left_over(self, rows_of: Callable[[Iterable[PaperId]], Mapping[PaperId, int]]) -> list[str]:
        """Give the nodes to leave: strays, and those of a row that has another one now, but none that a row has."""
        nodes = sorted({*self.strays, *self._doubles})
        rows = rows_of(map(PaperId, nodes))
        used = {*self._elsewhere.values(), *(self.node_of(row) for row in rows.values())}
        return [node for node in nodes if node not in used]

    def lead(self, row: int, node: str) -> None:
        """Remember that the node of a row bears another workspace's better key, or its own one again."""
        if node == node_id(self.key_of(row)):
            self._elsewhere.pop(row, None)
        else:
            self._elsewhere[row] = node


def read_marks(table: RowTable, record: Record, turn: Turn) -> None:
    """Read what the server holds of each row, and which nodes are of no row any more."""
    found = turn.connection.stream(turn.query(_HELD), fetch_size=10_000)
    for batch in in_batches(((PaperId(row[0]), row[1]) for row in found), _BATCH):
        rows = rows_of(record, (paper for paper, _ in batch))
        unknown = [node_id(paper) for paper, _ in batch if paper not in rows]
        if unknown:
            rows |= _rows_by_alias(record, turn, unknown)
        for paper, mark in batch:
            if paper in rows:
                table.note(rows[paper], node_id(paper), mark)
            else:
                table.strays.append(node_id(paper))


def row_of_node(aliases: Iterable[PaperId], rows: Mapping[PaperId, int]) -> int | None:
    """Tell which row the node of a paper is of: the one that the best of its identifiers that is known leads to."""
    return next((rows[alias] for alias in sorted(aliases, key=precedence) if alias in rows), None)


def first_of(key: PaperId, nodes: Iterable[str]) -> str:
    """Choose the node that a paper keeps when several are found to be of it."""
    own = node_id(key)
    return min(nodes, key=lambda node: (node != own, node))


def hash_of(value: object) -> int:
    """Hash what is written of a paper to a number that is never 0."""
    text = repr((FORMAT, value)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True) or 1


def _rows_by_alias(record: Record, turn: Turn, nodes: list[str]) -> dict[PaperId, int]:
    """Find rows by the other identifiers that nodes bear, where the record does not know their `id`."""
    found = {PaperId(row["id"]): [PaperId(name) for name in row["aliases"]] for row in turn.read(_ALIASES, ids=nodes)}
    rows = rows_of(record, {alias for aliases in found.values() for alias in aliases})
    led = ((paper, row_of_node(aliases, rows)) for paper, aliases in found.items())
    return {paper: row for paper, row in led if row is not None}


@lru_cache(maxsize=1 << 16)
def _day_text(day: int) -> str | None:
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}" if day else None
