"""The files for `neo4j-admin database import`, imported: the database holds what a pushed one holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.exports.neo4j_admin import write_import
from litgraph.graph.neo4j.connection import connect
from litgraph.graph.neo4j.differences import Vectors
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.server import Server
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, open_record
from tests.contract.small_record import DAY, fill
from tests.contract.told_record import tell
from tests.integration.hostile import HOSTILE
from tests.servers.neo4j_content import content_of
from tests.servers.neo4j_server import Neo4jServer, prepare, run_admin

VECTORS = Vectors(encoder="e", dimensions=2, count=1, of=lambda papers: {PaperId("local:a"): (0.6, 0.8)})


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.sqlite", write=True, today=DAY) as opened:
        fill(opened)
        tell(opened)
        fill_hostile(opened)
        yield opened


def fill_hostile(record: Record) -> None:
    told = [
        describe(
            frozenset({PaperId(f"local:h{n}"), PaperId(f"s2:{n}")}),
            source="file",
            day=DAY,
            title=text,
            abstract=text,
            authors=(text, "Plain; Name", "Comma, Name"),
            venue=text[:100],
        )
        for n, text in enumerate(HOSTILE)
    ]
    upsert_papers(record, told)
    said = Citation(
        citing=PaperId("local:h0"), cited=PaperId("local:h1"), contexts=tuple(sorted(HOSTILE[:3])), influential=True
    )
    upsert_citations(record, [said], source="file")


@pytest.mark.parametrize("prefix", ["", "Lg"])
def test_an_imported_database_holds_what_a_pushed_one_holds(
    record: Record, empty_neo4j: Neo4jServer, tmp_path: Path, prefix: str
) -> None:
    with connect(server_of(empty_neo4j)) as connection:
        push(connection, record, token="test", prefix=prefix, vectors=VECTORS)
    written = write_import(record, tmp_path / "import", prefix=prefix, vectors=VECTORS)
    imported = prepare(tmp_path / "home")
    assert imported.home is not None

    done = run_admin(imported.home, "database", "import", "full", "neo4j", "@import.args", cwd=tmp_path / "import")

    assert "IMPORT DONE" in done.stdout
    assert "bad" not in done.stdout.lower()
    imported.start()
    try:
        assert content_of(imported) == content_of(empty_neo4j)
        (nodes,) = imported.run("MATCH (n) RETURN count(n)")
        (edges,) = imported.run("MATCH ()-[r]->() RETURN count(r)")
        assert ([written.nodes], [written.edges]) == (nodes, edges)
        with connect(server_of(imported)) as connection:
            assert push(connection, record, token="test", prefix=prefix, vectors=VECTORS).written == {}
            record.write("UPDATE survey SET list_hash = 'other'")
            assert push(connection, record, token="test", prefix=prefix, vectors=VECTORS).written == {}
        assert content_of(imported) == content_of(empty_neo4j)
    finally:
        imported.stop()


def server_of(server: Neo4jServer) -> Server:
    return Server(uri=server.uri, user=server.user, password=server.password, database=server.database)
