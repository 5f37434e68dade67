"""The vector cache: no text is encoded twice by one encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from litgraph.encode.encoder import Encoder, Vectors
from litgraph.store.record import Record
from litgraph.store.vectors import fetch_vectors, put_vectors

# A kill loses at most this many vectors: some 15 seconds of work on two cores.
BATCH = 256
Progress = Callable[[int, int], None]


def encode_texts(
    encoder: Encoder, texts: Sequence[str], record: Record, *, progress: Progress = lambda done, of: None
) -> Vectors:
    """Give the vector of each text as a row, from the record where it is known; new ones are kept if it is writable.

    `progress` is told after each batch how many of the missing vectors are made, of how many.
    """
    if not texts:
        return np.zeros((0, 0), np.float32)
    by_hash = {text_hash(text): text for text in texts}
    known = {key: _unpack(packed) for key, packed in fetch_vectors(record, encoder.name, sorted(by_hash)).items()}
    # Long texts first: batches of one length waste nothing on padding, and the time left is not underestimated.
    missing = sorted(by_hash.keys() - known.keys(), key=lambda key: (-len(by_hash[key]), key))
    for done, batch in _batches(missing):
        fresh = dict(zip(batch, encoder.encode([by_hash[key] for key in batch]), strict=True))
        if record.writable:
            put_vectors(record, encoder.name, {key: _pack(vector) for key, vector in fresh.items()})
        known |= fresh
        progress(done, len(missing))
    return np.stack([known[text_hash(text)] for text in texts])


def text_hash(text: str) -> str:
    """Name a text by its content."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _batches(keys: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        yield start + len(batch), batch


def _pack(vector: Vectors) -> bytes:
    return vector.astype("<f4").tobytes()


def _unpack(packed: bytes) -> Vectors:
    return np.frombuffer(packed, "<f4").astype(np.float32)
