"""Texts that break what is careless with texts: found and given back by a server as by the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from litgraph.errors import LitgraphError
from litgraph.graph.backend import GraphBackend
from litgraph.graph.embedded import open_graph
from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.paper import describe
from litgraph.model.survey import Survey
from litgraph.store.papers import upsert_papers
from litgraph.store.record import open_record
from litgraph.store.surveys import upsert_survey
from tests.contract.conftest import pushing_to
from tests.contract.small_record import DAY
from tests.integration.hostile import HOSTILE
from tests.servers.neo4j_server import Neo4jServer

TEXTS = (
    *HOSTILE,
    "A regex .* (?i) [a-z]+ \\E \\Q $1 |",
    '+must -not "near"~2 field:word^3 wild* ca?t /re/',
    "AND OR NOT",
)
LONG = PaperId("local:" + "ö" * 2_000)
Both = tuple[GraphBackend, GraphBackend]


@pytest.fixture(scope="module")
def both(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Give the record's graph and the server's, each text a title of one paper and the abstract of another."""
    folder = tmp_path_factory.mktemp("hostile")
    with open_record(folder / "record.sqlite", write=True, today=DAY) as record:
        upsert_survey(record, Survey(name="none", list="README.md"))
        for number, text in enumerate(TEXTS):
            titled = describe(frozenset({local_id(f"t{number}")}), source="file", day=DAY, title=text)
            told = describe(
                frozenset({local_id(f"a{number}")}), source="file", day=DAY, abstract=text, title=f"No {number}"
            )
            upsert_papers(record, [titled, told])
        upsert_papers(record, [describe(frozenset({LONG}), source="file", day=DAY, title="A paper with a long id")])
    with ExitStack() as opened:
        record = opened.enter_context(open_record(folder / "record.sqlite", write=False, today=DAY))
        embedded = opened.enter_context(open_graph(record, folder / "graph"))
        yield embedded, opened.enter_context(pushing_to(neo4j_server)(record, folder / "graph"))
    neo4j_server.wipe()


def test_every_text_comes_back(both: Both) -> None:
    embedded, server = both
    everyone = list(embedded.paper_ids())

    assert list(server.paper_ids()) == everyone
    assert server.papers(everyone) == embedded.papers(everyone)
    assert LONG in everyone


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_every_text_finds_the_same(both: Both, number: int) -> None:
    found, named = ([ask(backend, TEXTS[number]) for backend in both] for ask in (words, resolved))

    assert found[0] == found[1]
    assert named[0] == named[1]


def test_an_id_that_is_too_long_for_an_index_is_found_whole(both: Both) -> None:
    for backend in both:
        assert backend.resolve(LONG) == LONG
        assert backend.references([LONG]) == {LONG: ()}


def words(backend: GraphBackend, text: str) -> set[PaperId]:
    return {key for key, _ in backend.search(text, limit=100)}


def resolved(backend: GraphBackend, text: str) -> str:
    try:
        return backend.resolve(text)
    except LitgraphError as error:
        return str(error)
