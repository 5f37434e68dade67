"""Mirroring: the graph on a Neo4j server, brought to the record or taken away again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.store.record import Record
from litgraph.store.vectors import count_vectors, fetch_vectors, vector_length

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder
    from litgraph.graph.neo4j.connection import Connection
    from litgraph.graph.neo4j.differences import Vectors


def push_graph(
    record: Record, connection: Connection, encoder: Encoder | None, *, prefix: str, dry_run: bool, progress: Progress
) -> Outcome:
    """Write the graph, or what of it is new, to the server; with `dry_run` only tell what would be written."""
    from litgraph.graph.neo4j.outlook import foresee
    from litgraph.graph.neo4j.push import push

    vectors = kept_vectors(record, encoder) if encoder else None
    if dry_run:
        pushed = foresee(connection, record, prefix=prefix, vectors=vectors)
    else:
        token = secrets.token_hex(8)
        pushed = push(connection, record, token=token, prefix=prefix, vectors=vectors, progress=progress)
    value: dict[str, Any] = {
        "written": dict(pushed.written),
        "unchanged": pushed.unchanged,
        "deleted": pushed.deleted,
        "revision": pushed.revision,
        "dry_run": dry_run,
    }
    return Outcome(value=value)


def clear_graph(record: Record, connection: Connection, *, prefix: str, everything: bool) -> Outcome:
    """Take away what this workspace alone put on the server; with `everything`, what any put there."""
    from litgraph.graph.neo4j.clear import clear, clear_all

    if everything:
        return Outcome(value={"deleted": clear_all(connection, prefix=prefix)})
    deleted = clear(connection, record.identity, token=secrets.token_hex(8), prefix=prefix)
    return Outcome(value={"deleted": deleted})


def export_import(record: Record, output: Path, encoder: Encoder | None, *, prefix: str) -> Outcome:
    """Write the whole graph as files for `neo4j-admin database import`."""
    from litgraph.exports.formats import ADMIN
    from litgraph.exports.neo4j_admin import write_import

    vectors = kept_vectors(record, encoder) if encoder else None
    written = write_import(record, output, prefix=prefix, vectors=vectors)
    files = [str(file) for file in written.files]
    return Outcome(value={"format": ADMIN, "files": files, "nodes": written.nodes, "edges": written.edges})


def kept_vectors(record: Record, encoder: Encoder) -> Vectors | None:
    """Give the vectors of papers that the record keeps by this encoder, or None; none is made."""
    from litgraph.graph.neo4j.differences import Vectors

    name, count = encoder.name, count_vectors(record, encoder.name)
    if not count:
        return None
    dimensions = vector_length(record, name) // 4
    return Vectors(
        encoder=name, dimensions=dimensions, count=count, of=lambda papers: _vectors_of(record, name, papers)
    )


def _vectors_of(record: Record, encoder: str, papers: Sequence[Paper]) -> Mapping[PaperId, Sequence[float]]:
    """Give the vectors of those papers of which every text has been encoded."""
    import numpy as np

    from litgraph.classify.features import paper_vectors
    from litgraph.classify.texts import has_text, title_text, whole_text
    from litgraph.encode.vectors import text_hash

    hashes = {
        paper.id: (text_hash(whole_text(paper)), text_hash(title_text(paper))) for paper in papers if has_text(paper)
    }
    kept = fetch_vectors(record, encoder, {one for pair in hashes.values() for one in pair})
    whole = [paper for paper in papers if paper.id in hashes and kept.keys() >= set(hashes[paper.id])]
    if not whole:
        return {}
    rows = paper_vectors(
        whole, lambda texts: np.stack([np.frombuffer(kept[text_hash(text)], "<f4") for text in texts])
    ).astype("float32")
    return {paper.id: row.tolist() for paper, row in zip(whole, rows, strict=True)}
