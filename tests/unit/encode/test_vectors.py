"""The vector cache."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from litgraph.encode.encoder import Vectors
from litgraph.encode.vectors import BATCH, encode_texts, text_hash
from litgraph.store.record import open_record
from litgraph.store.vectors import fetch_vectors
from tests.encoders import HashEncoder

TODAY = "2025-01-01"


def test_gives_a_row_for_each_text_in_order(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.sqlite", write=True, today=TODAY) as record:
        rows = encode_texts(HashEncoder(), ["b", "a", "b"], record)

    assert np.array_equal(rows, HashEncoder().encode(["b", "a", "b"]))


def test_encodes_nothing_twice(tmp_path: Path) -> None:
    encoder = HashEncoder()
    with open_record(tmp_path / "r.sqlite", write=True, today=TODAY) as record:
        first = encode_texts(encoder, ["pruning", "pruning", "quantization"], record)
        encoder.asked.clear()
        again = encode_texts(encoder, ["quantization", "pruning", "distillation"], record)

    assert encoder.asked == ["distillation"]
    assert np.array_equal(again[:2], first[[2, 0]])


def test_another_encoder_has_vectors_of_its_own(tmp_path: Path) -> None:
    class Other(HashEncoder):
        name = "hash@2"

    with open_record(tmp_path / "r.sqlite", write=True, today=TODAY) as record:
        encode_texts(HashEncoder(), ["a"], record)
        other = Other()
        encode_texts(other, ["a"], record)

    assert other.asked == ["a"]


def test_a_reader_encodes_what_is_missing_and_keeps_nothing(tmp_path: Path) -> None:
    with open_record(tmp_path / "r.sqlite", write=True, today=TODAY) as record:
        encode_texts(HashEncoder(), ["a"], record)
    encoder = HashEncoder()
    with open_record(tmp_path / "r.sqlite", write=False, today=TODAY) as record:
        rows = encode_texts(encoder, ["a", "b"], record)
        kept = fetch_vectors(record, encoder.name, [text_hash("b")])

    assert encoder.asked == ["b"]
    assert rows.shape == (2, 64)
    assert kept == {}


def test_a_failure_loses_at_most_one_batch(tmp_path: Path) -> None:
    class Failing(HashEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            if self.asked:
                raise KeyboardInterrupt
            return super().encode(texts)

    texts = [f"paper {number:04d}" for number in range(2 * BATCH)]
    with open_record(tmp_path / "r.sqlite", write=True, today=TODAY) as record:
        with pytest.raises(KeyboardInterrupt):
            encode_texts(Failing(), texts, record)
        kept = fetch_vectors(record, "hash@1", map(text_hash, texts))

    assert len(kept) == BATCH


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with open_record(tmp_path / "r.sqlite", write=True, today=TODAY) as record:
        texts = [str(n) for n in range(BATCH + 1)]
        encode_texts(HashEncoder(), texts, record, progress=lambda done, of: told.append((done, of)))

    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]
