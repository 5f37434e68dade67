"""What every query on time answers, on every backend."""

from __future__ import annotations

from litgraph.emerging.terms import bursts
from litgraph.emerging.watching import arrivals, cluster
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Scope
from tests.contract.small_record import SURVEY

NOW = Scope(survey=SURVEY, limit=None)
CLUSTERS = [{"id": "cluster:1", "label": "Pruning", "papers": ["local:a", "local:b"]}]


def test_bursts_of_a_term(backend: GraphBackend) -> None:
    answer = bursts(backend, "pruning", NOW)

    assert answer.more["papers"] == 3
    assert [(row["level"], row["start"], row["papers"]) for row in answer.rows] == [(0, "2018-03-01", 3)]
    assert bursts(backend, "pruning", Scope(survey=SURVEY, limit=None, as_of="2018-12-31")).rows == ()


def test_a_cluster_with_its_papers(backend: GraphBackend) -> None:
    answer = cluster(backend, "pruning", NOW, clusters=CLUSTERS, as_of="2024-01-31")

    assert [(row["rank"], row["paper"], row["status"]) for row in answer.rows] == [
        (1, "local:a", "listed"),
        (2, "local:b", "listed"),
    ]


def test_new_papers_by_heading(backend: GraphBackend) -> None:
    days = {PaperId("local:a"): "2018-03-01", PaperId("local:e"): "2022-01-10"}

    rows = arrivals(backend, "2018-01-01", days, NOW, clusters=CLUSTERS).rows

    assert [(row["paper"], row["known_from"], row["cluster"] and row["cluster"]["label"]) for row in rows] == [
        ("local:e", "2022-01-10", None),  # both stand at one heading: the newest first
        ("local:a", "2018-03-01", "Pruning"),
    ]
    assert [row["categories"] for row in rows] == [[["Model", "Pruning"]]] * 2
