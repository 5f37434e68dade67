"""The encoder of fixed piece vectors: what it gives, and the table that it keeps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from litgraph.encode.distil import distil
from litgraph.encode.encoder import Vectors
from litgraph.encode.static_encoder import StaticEncoder, weigh_pieces
from tests.unit.encode.models import piece_count, write_bert, write_tokenizer

A, B = 5, 6  # the rows of the pieces `a` and `b`


class Distiller:
    """Make a table of one axis for each piece, and count how often."""

    def __init__(self) -> None:
        """Begin without having been asked."""
        self.asked = 0

    def __call__(self) -> Vectors:
        """Give the identity matrix."""
        self.asked += 1
        return np.eye(piece_count(), dtype=np.float32)


def _encoder(folder: Path, distiller: Callable[[], Vectors], kept: Path | None = None) -> StaticEncoder:
    return StaticEncoder(write_tokenizer(folder), distiller, name="fast@test", kept=kept)


def test_adds_up_the_vectors_of_pieces(tmp_path: Path) -> None:
    rows = _encoder(tmp_path, Distiller()).encode(["a a b", "b"])

    assert rows[0, [A, B]] == pytest.approx(np.array([2, 1]) / np.sqrt(5))
    assert rows[1, [A, B]] == pytest.approx([0, 1])
    assert rows.shape == (2, piece_count())


def test_an_empty_text_and_a_lone_surrogate_have_unit_length_too(tmp_path: Path) -> None:
    rows = _encoder(tmp_path, Distiller()).encode(["", " ", "a \ud800"])

    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1])


def test_no_texts_are_no_rows(tmp_path: Path) -> None:
    assert _encoder(tmp_path, Distiller()).encode([]).shape == (0, piece_count())


def test_reads_texts_of_any_length(tmp_path: Path) -> None:
    rows = _encoder(tmp_path, Distiller()).encode(["a " * 3_000 + "b " * 4_000])

    assert rows[0, [A, B]] == pytest.approx([0.6, 0.8])


def test_keeps_its_table_for_the_next_process(tmp_path: Path) -> None:
    first, second, kept = Distiller(), Distiller(), tmp_path / "cache" / "fast.npy"
    made = _encoder(tmp_path, first, kept).encode(["a b"])
    read = _encoder(tmp_path, second, kept).encode(["a b"])

    assert (first.asked, second.asked) == (1, 0)
    assert np.array_equal(made, read)


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY\x01\x00", b"not a table"])
def test_makes_a_damaged_table_anew(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "fast.npy"
    kept.write_bytes(content)
    _encoder(tmp_path, Distiller(), kept).encode(["a"])
    again = Distiller()
    _encoder(tmp_path, again, kept).encode(["a"])

    assert again.asked == 0


def test_works_where_its_table_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    rows = _encoder(tmp_path, Distiller(), tmp_path / "file" / "fast.npy").encode(["b"])

    assert rows[0, B] == 1


def test_two_that_keep_it_at_once_end_right(tmp_path: Path) -> None:
    kept = tmp_path / "fast.npy"
    with ThreadPoolExecutor(4) as threads:
        rows = list(threads.map(lambda n: _encoder(tmp_path / str(n), Distiller(), kept).encode(["a b"]), range(8)))

    assert all(np.array_equal(one, rows[0]) for one in rows)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["fast.npy"]


def test_frequent_pieces_weigh_less_and_the_usual_text_is_the_origin() -> None:
    table = weigh_pieces(np.eye(1_000, dtype=np.float32) + 7)
    shares = 1 / np.arange(2, 1_002)

    assert np.linalg.norm(table[0]) < np.linalg.norm(table[-1])
    assert np.abs(shares @ table).max() < 1e-3


def test_distils_a_row_for_each_piece_the_same_each_time(tmp_path: Path) -> None:
    folder = write_bert(tmp_path / "model")
    table = distil(folder)

    assert table.shape == (piece_count(), 32)
    assert np.isfinite(table).all()
    assert np.array_equal(table, distil(folder))
