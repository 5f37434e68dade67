"""Arrays beside the record."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from litgraph.graph.sidecar import load_arrays, save_arrays

ARRAYS = {"cites.indptr": np.array([0, 2, 2]), "cites.indices": np.array([0, 1], dtype=np.int32), "none": np.zeros(0)}


def test_arrays_come_back_mapped(tmp_path: Path) -> None:
    save_arrays(tmp_path, "7", ARRAYS)

    loaded = load_arrays(tmp_path, "7")

    assert loaded is not None
    assert {name: array.tolist() for name, array in loaded.items()} == {
        name: array.tolist() for name, array in ARRAYS.items()
    }
    assert isinstance(loaded["cites.indices"], np.memmap)


def test_only_the_newest_key_stays(tmp_path: Path) -> None:
    save_arrays(tmp_path, "7", ARRAYS)

    save_arrays(tmp_path, "8", ARRAYS)

    assert [folder.name for folder in tmp_path.iterdir()] == ["8"]
    assert load_arrays(tmp_path, "7") is None


def test_mapped_arrays_outlive_their_folder(tmp_path: Path) -> None:
    save_arrays(tmp_path, "7", ARRAYS)
    loaded = load_arrays(tmp_path, "7")

    save_arrays(tmp_path, "8", ARRAYS)

    assert loaded is not None
    assert loaded["cites.indices"].tolist() == [0, 1]


@pytest.mark.parametrize("wreck", [b"", b"not an array", b"\x93NUMPY"])
@pytest.mark.parametrize("name", ["cites.indices.npy", "stamp.json"])
def test_a_wrecked_file_is_no_sidecar(tmp_path: Path, name: str, wreck: bytes) -> None:
    save_arrays(tmp_path, "7", ARRAYS)

    (tmp_path / "7" / name).write_bytes(wreck)

    assert load_arrays(tmp_path, "7") is None


def test_a_byte_changed_in_place_is_noticed(tmp_path: Path) -> None:
    save_arrays(tmp_path, "7", ARRAYS)
    file = tmp_path / "7" / "cites.indices.npy"
    size = file.stat().st_size

    with file.open("r+b") as opened:
        opened.seek(-1, os.SEEK_END)
        opened.write(b"\x7f")

    assert file.stat().st_size == size
    assert load_arrays(tmp_path, "7") is None


def test_a_missing_file_is_no_sidecar(tmp_path: Path) -> None:
    save_arrays(tmp_path, "7", ARRAYS)

    (tmp_path / "7" / "none.npy").unlink()

    assert load_arrays(tmp_path, "7") is None


def test_what_was_wrecked_is_written_anew(tmp_path: Path) -> None:
    save_arrays(tmp_path, "7", ARRAYS)
    (tmp_path / "7" / "stamp.json").write_text("{}")

    saved = save_arrays(tmp_path, "7", ARRAYS)

    assert saved
    assert load_arrays(tmp_path, "7") is not None


def test_a_place_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("a file where the folder would be")

    saved = save_arrays(tmp_path / "graph", "7", ARRAYS)

    assert not saved
