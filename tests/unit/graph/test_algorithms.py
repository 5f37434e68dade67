"""Algorithms over a whole graph."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from litgraph.graph.algorithms import pagerank
from litgraph.model.identifiers import PaperId
from tests.unit.queries.drawn import project


def test_a_paper_cited_by_all_others_leads() -> None:
    # b and c cite a, a cites none: by hand, x = .05 + .85 a/3 for b and c, a = x + 1.7 x, and the sum 4.7 x is 1.
    graph = project(
        [PaperId("a"), PaperId("b"), PaperId("c")], [(PaperId("b"), PaperId("a")), (PaperId("c"), PaperId("a"))]
    )

    scores = pagerank(graph)

    assert scores == pytest.approx([2.7 / 4.7, 1 / 4.7, 1 / 4.7], abs=1e-12)


def test_papers_without_citations_share_alike() -> None:
    assert pagerank(project([PaperId("a"), PaperId("b")], [])).tolist() == [0.5, 0.5]


def test_a_graph_without_papers_has_no_scores() -> None:
    assert pagerank(project([], [])).tolist() == []


@pytest.mark.parametrize("name", ["hep-ph", "ieee-vis", "pajek-Kohonen", "pajek-SmallW", "pajek-Central"])
def test_real_networks_agree_with_networkx(shared: Path, name: str) -> None:
    with gzip.open(shared / "citations" / name / "edges.csv.gz", "rt") as file:
        edges = [(PaperId(row["citing"]), PaperId(row["cited"])) for row in csv.DictReader(file)]
    known = nx.DiGraph((citing, cited) for citing, cited in edges if citing != cited)
    papers = sorted(known)
    expected = nx.pagerank(known, alpha=0.85, tol=1e-14, max_iter=2_000)

    scores = pagerank(project(papers, edges))

    assert np.abs(scores - [expected[paper] for paper in papers]).max() < 1e-9
    assert scores.sum() == pytest.approx(1)
