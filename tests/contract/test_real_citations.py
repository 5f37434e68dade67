"""Real citation networks with known answers, on every backend."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx as nx
import pytest

from litgraph.graph.algorithms import pagerank
from litgraph.graph.backend import GraphBackend
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.paper import describe
from litgraph.model.survey import Survey
from litgraph.queries.answer import Scope
from litgraph.queries.paths import shortest_paths
from litgraph.queries.ranking import Rank, top
from litgraph.queries.similar import bibliographic_coupling, co_citation
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, open_record
from litgraph.store.surveys import upsert_survey
from tests.contract.conftest import opener_of

DAY = "2024-06-01"
NETWORKS = (
    ("embedded", "hep-ph"),
    ("embedded", "ieee-vis"),
    pytest.param(("neo4j", "ieee-vis"), marks=pytest.mark.neo4j),
    pytest.param(("neo4j", "hep-ph"), marks=(pytest.mark.neo4j, pytest.mark.soak)),  # 420,000 citations to push
)
Network = tuple[str, GraphBackend, list[tuple[PaperId, PaperId]]]


@pytest.fixture(scope="module", params=NETWORKS, ids="-".join)
def network(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Network]:
    """Open each backend in turn over each network; papers go by the ids of their file."""
    backend, name = request.param
    edges = read_edges(shared / "citations" / name)
    folder = tmp_path_factory.mktemp(name)
    with open_record(folder / "record.sqlite", write=True, today=DAY) as record:
        fill(record, shared / "citations" / name, edges)
    with (
        open_record(folder / "record.sqlite", write=False, today=DAY) as record,
        opener_of(request, backend)(record, folder / "graph") as graph,
    ):
        yield name, graph, edges


def read_edges(folder: Path) -> list[tuple[PaperId, PaperId]]:
    with gzip.open(folder / "edges.csv.gz", "rt") as file:
        return [(local_id(row["citing"]), local_id(row["cited"])) for row in csv.DictReader(file)]


def fill(record: Record, folder: Path, edges: list[tuple[PaperId, PaperId]]) -> None:
    with gzip.open(folder / "nodes.jsonl.gz", "rt") as file:
        papers = [json.loads(line) for line in file]
    upsert_survey(record, Survey(name="none", list="README.md"))
    upsert_papers(
        record,
        (
            describe(frozenset({local_id(p["id"])}), source="file", day=DAY, date=p["date"] or "", year=p["year"])
            for p in papers
        ),
    )
    upsert_citations(record, (Citation(citing=citing, cited=cited) for citing, cited in edges), source="file")


def test_the_most_cited_are_the_published_leaders(network: Network, shared: Path) -> None:
    name, graph, _ = network
    leaders = json.loads((shared / "citations" / "top_cited.json").read_text())[f"{name}_top15_in_degree"]

    rows = top(graph, Scope(survey="none", limit=15)).rows

    assert [(row["paper"].removeprefix("local:"), row["score"]) for row in rows] == sorted(
        ((leader["id"], leader["in_degree"]) for leader in leaders), key=lambda leader: (-leader[1], leader[0])
    )


def test_pagerank_agrees_with_networkx(network: Network) -> None:
    _, graph, edges = network
    known = nx.DiGraph([(citing, cited) for citing, cited in edges if citing != cited])
    known.add_nodes_from(graph.paper_ids())
    expected = nx.pagerank(known, alpha=0.85, tol=1e-14, max_iter=2_000)

    scores = pagerank(graph.projection())
    leaders = top(graph, Scope(survey="none", limit=20), by=Rank.PAGERANK).rows

    assert dict(zip(graph.paper_ids(), scores.tolist(), strict=True)) == pytest.approx(expected, abs=1e-9)
    assert [row["paper"] for row in leaders] == sorted(expected, key=lambda key: (-expected[key], key))[:20]


def test_likeness_agrees_with_counting_over_every_paper(network: Network) -> None:
    _, graph, edges = network
    cites, cited = sets_of(edges), sets_of((cited, citing) for citing, cited in edges)
    paper = graph.most_cited(limit=1)[0][0]

    coupled, co_cited = bibliographic_coupling(graph, paper), co_citation(graph, paper)

    for found, ends in ((coupled, cites), (co_cited, cited)):
        own = ends.get(paper, set())
        counted = {key: len(own & others) for key, others in ends.items() if key != paper}
        assert found == {key: count for key, count in counted.items() if count}


def test_paths_agree_with_networkx(network: Network) -> None:
    _, graph, edges = network
    known = nx.Graph(edges)
    start, goal = sorted(known)[0], sorted(known)[-1]

    found = list(shortest_paths(graph, start, goal, directed=False))

    assert found == sorted(map(tuple, nx.all_shortest_paths(known, start, goal)))


def sets_of(edges: Iterable[tuple[PaperId, PaperId]]) -> dict[PaperId, set[PaperId]]:
    """Collect the second of each pair under the first."""
    ends: dict[PaperId, set[PaperId]] = {}
    for one, other in edges:
        ends.setdefault(one, set()).add(other)
    return ends
