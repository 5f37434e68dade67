"""The embedded backend and what it leaves beside the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from litgraph.graph.embedded import arrays_of, open_graph
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, local_id
from litgraph.store.citations import upsert_citations
from litgraph.store.record import Record, open_record

DAY = "2024-06-01"
A, B, C = local_id("a"), local_id("b"), local_id("c")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.sqlite", write=True, today=DAY) as opened:
        cite(opened, A, B)
        yield opened


def cite(record: Record, citing: PaperId, cited: PaperId) -> None:
    upsert_citations(record, [Citation(citing=citing, cited=cited)], source="file")


def references(record: Record, sidecar: Path) -> dict[PaperId, tuple[PaperId, ...]]:
    with open_graph(record, sidecar) as graph:
        return graph.references([A, B, C])


def test_an_unchanged_record_is_read_from_the_sidecar(record: Record, tmp_path: Path) -> None:
    built = arrays_of(record, tmp_path / "graph")

    mapped = arrays_of(record, tmp_path / "graph")

    assert {name: array.tolist() for name, array in mapped.items()} == {n: a.tolist() for n, a in built.items()}
    assert all(isinstance(array, np.memmap) for array in mapped.values() if array.size)


def test_a_changed_record_has_a_new_graph_and_no_old_one(record: Record, tmp_path: Path) -> None:
    references(record, tmp_path / "graph")
    cite(record, A, C)

    found = references(record, tmp_path / "graph")

    assert found == {A: (B, C), B: (), C: ()}
    assert len(list((tmp_path / "graph").iterdir())) == 1


def test_another_record_of_the_same_revision_is_not_mistaken(record: Record, tmp_path: Path) -> None:
    references(record, tmp_path / "graph")

    with open_record(tmp_path / "other.sqlite", write=True, today=DAY) as other:
        cite(other, B, C)
        assert other.revision == record.revision
        found = references(other, tmp_path / "graph")

    assert found == {B: (C,), C: ()}


@pytest.mark.parametrize("wreck", [b"", b"\x00" * 4096])
def test_a_wrecked_sidecar_is_built_anew(record: Record, tmp_path: Path, wreck: bytes) -> None:
    references(record, tmp_path / "graph")
    for file in (tmp_path / "graph").rglob("*.npy"):
        file.write_bytes(wreck)

    found = references(record, tmp_path / "graph")

    assert found == {A: (B,), B: ()}


def test_a_sidecar_that_cannot_be_written_is_done_without(record: Record, tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("not a folder")

    assert references(record, tmp_path / "graph") == {A: (B,), B: ()}


def test_an_open_graph_keeps_to_its_view(record: Record, tmp_path: Path) -> None:
    with (
        open_record(tmp_path / "record.sqlite", write=False, today=DAY) as reader,
        open_graph(reader, tmp_path / "graph") as graph,
    ):
        cite(record, A, C)

        found = graph.references([A, C])

    assert found == {A: (B,)}


def test_an_empty_record_has_an_empty_graph(tmp_path: Path) -> None:
    with (
        open_record(tmp_path / "empty.sqlite", write=True, today=DAY) as empty,
        open_graph(empty, tmp_path / "graph") as graph,
    ):
        assert list(graph.paper_ids()) == []
        assert graph.most_cited(limit=5) == []
        assert graph.projection().indptr.tolist() == [0]
        assert set(graph.counts().edges.values()) == {0}
