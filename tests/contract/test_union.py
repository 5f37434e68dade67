"""What a server answers of several workspaces, and beside other things: the union, under any identifier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.graph.neo4j.backend import Neo4jBackend, open_server
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.push import push
from litgraph.graph.schema import Edge, Label
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.survey import Survey
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.record import open_record
from litgraph.store.surveys import upsert_survey
from litgraph.store.techniques import fetch_claims, fetch_mentions, fetch_relations, fetch_techniques
from tests.contract.conftest import address_of
from tests.contract.small_record import DAY, SURVEY, fill
from tests.contract.told_record import tell
from tests.servers.neo4j_server import Neo4jServer

AWQ, DOI, CORPUS = PaperId("arxiv:2306.00978"), PaperId("doi:10.1000/awq"), PaperId("s2:42")


@pytest.fixture
def connection(empty_neo4j: Neo4jServer) -> Iterator[Connection]:
    """Connect to the emptied server."""
    with connect(address_of(empty_neo4j)) as opened:
        yield opened


def push_awq(connection: Connection, file: Path, name: PaperId, *, cites: str) -> None:
    """Push a record that knows one paper as `name` and as `s2:42`, and one that it cites."""
    cited = PaperId(f"local:{cites}")
    with open_record(file, write=True, today=DAY) as record:
        upsert_survey(record, Survey(name=file.stem, list="README.md"))
        said = describe(frozenset({name, CORPUS}), source="file", day=DAY, title="Activation-aware quantization")
        upsert_papers(record, [said, describe(frozenset({cited}), source="file", day=DAY, title=cites)])
        upsert_citations(record, [Citation(citing=name, cited=cited)], source="file")
        push(connection, record, token=file.stem)


def test_two_workspaces_agree_on_a_paper_by_any_of_its_identifiers(connection: Connection, tmp_path: Path) -> None:
    push_awq(connection, tmp_path / "one.sqlite", DOI, cites="first")
    push_awq(connection, tmp_path / "two.sqlite", AWQ, cites="second")

    graph = Neo4jBackend(connection)

    assert {graph.resolve(name) for name in (DOI, AWQ, CORPUS, "activation-aware")} == {AWQ}
    assert graph.papers([AWQ])[AWQ].aliases == {AWQ, DOI, CORPUS}
    assert graph.references([AWQ]) == {AWQ: ("local:first", "local:second")}
    assert graph.counts().nodes[Label.PAPER] == 3
    assert graph.counts().edges[Edge.CITES] == 2
    assert [survey.name for survey in graph.surveys()] == ["one", "two"]


def test_a_prefix_keeps_apart_what_else_is_there(
    connection: Connection, empty_neo4j: Neo4jServer, tmp_path: Path
) -> None:
    empty_neo4j.run("CREATE (:Paper {title: 'pruning of another'})-[:CITES]->(:Paper {title: 'theirs'})")
    with open_record(tmp_path / "record.sqlite", write=True, today=DAY) as record:
        fill(record)
        push(connection, record, token="prefixed", prefix="Lit")

    graph = Neo4jBackend(connection, "Lit")

    assert len(graph.paper_ids()) == graph.counts().nodes[Label.PAPER] == 9
    assert sorted(key for key, _ in graph.search("pruning", limit=9)) == ["local:a", "local:b", "local:e"]
    assert graph.resolve("attention heads") == "local:a"
    assert graph.most_cited(limit=1) == [("local:a", 3)]
    assert len(graph.projection().indices) == 9
    assert list(graph.listed(SURVEY)) == ["local:a", "local:b", "local:c"]
    with (
        pytest.raises(InputError, match=r"Nothing was pushed.*LITGRAPH_NEO4J_PREFIX"),
        open_server(address_of(empty_neo4j)),
    ):
        pass


def test_what_two_workspaces_say_of_techniques_is_told_once(connection: Connection, tmp_path: Path) -> None:
    for name in ("one", "two"):
        with open_record(tmp_path / f"{name}.sqlite", write=True, today=DAY) as record:
            fill(record)
            tell(record)
            push(connection, record, token=name)
            alone = (fetch_relations(record), fetch_claims(record), fetch_mentions(record), fetch_techniques(record))

    graph = Neo4jBackend(connection)

    assert (graph.relations(), graph.claims(), graph.mentions(), graph.techniques()) == alone
    assert graph.counts().edges[Edge.MENTIONS] == len(alone[2])
    assert graph.counts().edges[Edge.EXTENDS] == 2
