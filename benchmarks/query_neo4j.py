"""How long the named queries take on a Neo4j server and embedded, and how well the server's vector index finds.

The graph is that of push_neo4j.py. Each paper has a made-up vector of 384 numbers: that of one of 100 topics, and
noise, so that two papers of a topic have a cosine of about 0.6, as texts of one field do. The recall of the index is
the share of the twenty nearest papers, by comparing with every one, that it finds; it is asked for twenty, and for a
hundred.

    python benchmarks/query_neo4j.py [PAPERS ...]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from push_neo4j import DAY, fill, paper_id, server, timed

from litgraph.graph.backend import GraphBackend
from litgraph.graph.embedded import open_graph
from litgraph.graph.neo4j.backend import Neo4jBackend
from litgraph.graph.neo4j.connection import connect
from litgraph.graph.neo4j.differences import Vectors
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.schema import VECTORS, index_name
from litgraph.graph.neo4j.server import Server
from litgraph.graph.neo4j.vectors import ServerVectors
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.queries.answer import Scope
from litgraph.queries.citations import cited_by
from litgraph.queries.papers import paper
from litgraph.queries.paths import path
from litgraph.queries.ranking import Rank, top
from litgraph.queries.search import search
from litgraph.queries.similar import By, similar
from litgraph.store.record import open_record
from litgraph.store.surveys import upsert_survey

DIMENSIONS, TOPICS, LIKE = 384, 100, 0.6
ASKED, NEAREST = 50, 20
SCOPE = Scope(survey="none")
THEN = Scope(survey="none", as_of="2012-06-30")
NEAR = "CALL db.index.vector.queryNodes($index, $limit, $wanted) YIELD node RETURN node.id AS paper"
QUESTIONS: Mapping[str, Callable[[GraphBackend, str], object]] = {
    "paper": lambda graph, key: paper(graph, key, SCOPE),
    "search": lambda graph, key: search(graph, "word17", SCOPE),
    "cited-by": lambda graph, key: cited_by(graph, key, SCOPE),
    "similar": lambda graph, key: similar(graph, key, SCOPE),
    "similar --by co-citation": lambda graph, key: similar(graph, key, SCOPE, by=By.CO_CITATION),
    "path": lambda graph, key: path(graph, key, paper_id(7), SCOPE),
    "top": lambda graph, key: top(graph, SCOPE),
    "top --as-of": lambda graph, key: top(graph, THEN),
    "top --by pagerank": lambda graph, key: top(graph, SCOPE, by=Rank.PAGERANK),
}


def main() -> None:
    """Print one line a measurement."""
    for size in [int(size) for size in sys.argv[1:]] or [10_000]:
        with opened(size) as (embedded, on_server, vectors):
            print(f"{size:,} papers", flush=True)
            measure_queries(embedded, on_server, size)
            measure_vectors(on_server, vectors)


@contextmanager
def opened(size: int) -> Iterator[tuple[GraphBackend, Neo4jBackend, NDArray[np.float32]]]:
    """Draw a graph and vectors, push them, and open both backends."""
    vectors = draw_vectors(size)
    with tempfile.TemporaryDirectory() as folder, server() as running:
        file = Path(folder) / "record.sqlite"
        with open_record(file, write=True, today=DAY) as record:
            upsert_survey(record, Survey(name="none", list="README.md"))
            fill(record, size)
        target = Server(uri=running.uri, user=running.user, password=running.password, database=running.database)
        with connect(target) as connection, open_record(file, write=False, today=DAY) as record:
            push(connection, record, token="first", vectors=held(vectors))
            with open_graph(record, Path(folder) / "graph") as embedded:
                yield embedded, Neo4jBackend(connection), vectors


def draw_vectors(size: int) -> NDArray[np.float32]:
    """Draw a unit vector a paper."""
    draw = np.random.default_rng(11)
    topics = unit(draw.standard_normal((TOPICS, DIMENSIONS)))
    noise = unit(draw.standard_normal((size, DIMENSIONS)))
    return unit(LIKE**0.5 * topics[draw.integers(TOPICS, size=size)] + (1 - LIKE) ** 0.5 * noise).astype(np.float32)


def unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give rows of unit length."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def held(vectors: NDArray[np.float32]) -> Vectors:
    """Give the drawn vectors by paper."""

    def of(papers: Sequence[Paper]) -> Mapping[PaperId, Sequence[float]]:
        return {one.id: vectors[int(one.id.rpartition("/")[2])].tolist() for one in papers}

    return Vectors(encoder="drawn", dimensions=DIMENSIONS, count=len(vectors), of=of)


def measure_queries(embedded: GraphBackend, on_server: Neo4jBackend, size: int) -> None:
    """Ask each question of both, about papers that are cited often and rarely."""
    keys = [paper_id(int(size * share)) for share in (0.001, 0.01, 0.1, 0.5, 0.9)]
    for name, ask in QUESTIONS.items():
        times = [[timed(partial(ask, graph, key))[0] for key in keys] for graph in (embedded, on_server)]
        print(f"  {name}: {1e3 * median(times[0]):,.0f} ms embedded, {1e3 * median(times[1]):,.0f} ms on the server")
    took, graph = timed(on_server.projection)
    print(f"  projection: {len(graph.indices):,} citations in {took:.1f} s, {len(graph.indices) / took:,.0f}/s")


def measure_vectors(on_server: Neo4jBackend, vectors: NDArray[np.float32]) -> None:
    """Compare what the vector index finds with what comparing with every paper does."""
    likeness = ServerVectors(backend=on_server, encoder="drawn", as_of=None, encode=lambda text: vectors[0])
    noise = np.random.default_rng(5).standard_normal((ASKED, DIMENSIONS))
    wanted = unit(vectors[:ASKED] + 0.02 * noise).astype(np.float32)
    exact = [timed(partial(likeness.nearest, one, limit=NEAREST)) for one in wanted]
    print(f"  semantic search, exact: {1e3 * median(took for took, _ in exact):,.0f} ms")
    for limit in (NEAREST, 5 * NEAREST):
        near = partial(on_server.read, NEAR, index=index_name(VECTORS, ""), limit=limit)
        found = [timed(partial(near, wanted=one.tolist())) for one in wanted]
        shares = [
            len({key for key, _ in best} & {row["paper"] for row in rows}) / NEAREST
            for (_, best), (_, rows) in zip(exact, found, strict=True)
        ]
        print(f"  by the index, {limit}: {1e3 * median(t for t, _ in found):,.0f} ms, recall {np.mean(shares):.3f}")


if __name__ == "__main__":
    main()
