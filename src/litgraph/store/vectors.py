"""Vectors of texts, by encoder and by the hash of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from litgraph.store.record import Record
from litgraph.store.rows import in_batches

_BATCH = 30_000


def fetch_vectors(record: Record, encoder: str, hashes: Iterable[str]) -> dict[str, bytes]:
    """Read the vectors that an encoder made of the texts with these hashes; the others are left out."""
    found: dict[str, bytes] = {}
    for batch in in_batches(sorted(set(hashes)), _BATCH):
        sql = f"SELECT hash, vector FROM vector WHERE encoder = ? AND hash IN ({', '.join('?' * len(batch))})"
        found.update(record.rows(sql, (encoder, *batch)))
    return found


def put_vectors(record: Record, encoder: str, vectors: Mapping[str, bytes]) -> None:
    """Keep the vectors that an encoder made, by the hash of their text."""
    sql = "INSERT OR REPLACE INTO vector VALUES (?, ?, ?)"
    record.note_many(sql, ((encoder, digest, vectors[digest]) for digest in sorted(vectors)))


def count_vectors(record: Record, encoder: str) -> int:
    """Count the texts of which an encoder's vectors are kept."""
    return int(record.rows("SELECT count(*) FROM vector WHERE encoder = ?", (encoder,))[0][0])


def vector_length(record: Record, encoder: str) -> int:
    """Give how many bytes each vector of an encoder takes, 0 if none is kept."""
    found = record.rows("SELECT length(vector) FROM vector WHERE encoder = ? LIMIT 1", (encoder,))
    return int(found[0][0]) if found else 0
