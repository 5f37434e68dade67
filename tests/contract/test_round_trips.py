"""How often a server is asked: as often for many papers as for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from litgraph.graph.neo4j.backend import Neo4jBackend
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.push import push
from litgraph.model.citation import Citation
from litgraph.model.identifiers import local_id
from litgraph.queries.answer import Scope
from litgraph.queries.categories import categories
from litgraph.queries.citations import cited_by, references
from litgraph.queries.papers import paper
from litgraph.queries.ranking import top
from litgraph.queries.search import search
from litgraph.queries.similar import By, similar
from litgraph.store.citations import upsert_citations
from litgraph.store.record import open_record
from tests.contract.conftest import address_of
from tests.contract.small_record import DAY, SURVEY, fill
from tests.servers.neo4j_server import Neo4jServer

SCOPE = Scope(survey=SURVEY)
MANY = 300


class Counting(Neo4jBackend):
    """The backend, which also counts what it asks."""

    asked = 0

    def read(self, statement: str, **parameters: object) -> list[Any]:
        self.asked += 1
        return super().read(statement, **parameters)

    def stream(self, statement: str, **parameters: object) -> Iterator[Any]:
        self.asked += 1
        return super().stream(statement, **parameters)


@pytest.fixture(scope="module")
def connection(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Push the small record, in which many more papers cite `b` and `i`."""
    neo4j_server.wipe()
    file = tmp_path_factory.mktemp("many") / "record.sqlite"
    with connect(address_of(neo4j_server)) as opened:
        with open_record(file, write=True, today=DAY) as record:
            fill(record)
            added = [
                Citation(citing=local_id(str(number)), cited=local_id(cited))
                for number in range(MANY)
                for cited in "bi"
            ]
            upsert_citations(record, added, source="file")
            push(opened, record, token="many")
        yield opened
    neo4j_server.wipe()


@pytest.mark.parametrize(
    ("most", "ask"),
    [
        (10, lambda graph, name: paper(graph, name, SCOPE)),
        (9, lambda graph, name: references(graph, name, SCOPE)),
        (10, lambda graph, name: cited_by(graph, name, SCOPE)),
        (10, lambda graph, name: similar(graph, name, SCOPE)),
        (10, lambda graph, name: similar(graph, name, SCOPE, by=By.CO_CITATION)),
        (7, lambda graph, name: top(graph, SCOPE)),
        (4, lambda graph, name: search(graph, "pruning", SCOPE)),
        (3, lambda graph, name: categories(graph, SCOPE)),
    ],
)
def test_few_statements_answer_whatever_the_number_of_papers(
    connection: Connection, most: int, ask: Callable[[Neo4jBackend, str], object]
) -> None:
    few, many = Counting(connection), Counting(connection)

    ask(few, "local:d")  # 3 references, never cited
    ask(many, "local:b")  # cited by 303

    assert 0 < few.asked <= most
    assert 0 < many.asked <= most
