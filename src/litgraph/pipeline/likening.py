"""Likening: the vectors of papers' texts, wherever the backend has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litgraph.graph.backend import GraphBackend
from litgraph.pipeline.classifying import text_vectors
from litgraph.pipeline.outcome import Progress
from litgraph.pipeline.teaching import embedder
from litgraph.queries.vectors import Likeness
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder


def likeness(
    record: Record, backend: GraphBackend, encoder: Encoder, as_of: str | None, progress: Progress
) -> Likeness:
    """Give the vectors that were pushed to the server, or else those made through the record's cache."""
    if backend.name != "neo4j":
        return text_vectors(record, encoder, as_of, progress)
    from litgraph.graph.neo4j.backend import Neo4jBackend
    from litgraph.graph.neo4j.vectors import ServerVectors

    assert isinstance(backend, Neo4jBackend)
    embed = embedder(encoder, record, progress)
    return ServerVectors(backend=backend, encoder=encoder.name, as_of=as_of, encode=lambda text: embed([text])[0])
