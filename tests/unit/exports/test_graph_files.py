"""GraphML and node-link JSON are read back by networkx with everything in place."""

from __future__ import annotations

import io
import json

import networkx

from litgraph.exports.graphml import render_graphml
from litgraph.exports.nodelink import render_node_link
from tests.unit.exports.drawn import HOSTILE, empty, hostile, survey


def test_graphml_is_read_back() -> None:
    graph = networkx.read_graphml(io.BytesIO(render_graphml(survey()).encode()))
    assert set(graph.edges) == {
        ("arxiv:2210.17323", "arxiv:1706.03762"),
        ("arxiv:2301.00774", "arxiv:1706.03762"),
        ("arxiv:2301.00774", "arxiv:2210.17323"),
        ("doi:10.1000/x_y", "arxiv:1706.03762"),
    }
    assert graph.nodes["arxiv:2210.17323"] == {
        "label": "GPTQ: Accurate Post-Training Quantization",
        "title": "GPTQ: Accurate Post-Training Quantization",
        "authors": "Elias Frantar; Dan Alistarh",
        "year": 2022,
        "date": "2022-10-31",
        "venue": "ICLR",
        "status": "listed",
        "category": "Model-Centric > Quantization",
        "categories": "Model-Centric > Quantization",
        "probability": 1.0,
        "method": "CURATED",
        "url": "https://arxiv.org/abs/2210.17323",
        "local_citations": 1,
    }


def test_graphml_keeps_hostile_titles_as_they_are() -> None:
    graph = networkx.read_graphml(io.BytesIO(render_graphml(hostile()).encode()))
    assert [graph.nodes[f"arxiv:2401.0000{n}"]["title"] for n in range(5)] == list(HOSTILE)


def test_empty_graphml() -> None:
    assert len(networkx.read_graphml(io.BytesIO(render_graphml(empty()).encode()))) == 0


def test_node_link_is_read_back() -> None:
    document = json.loads(render_node_link(survey()))
    graph = networkx.node_link_graph(document, edges="edges")
    assert graph.number_of_edges() == 4
    assert graph.nodes["doi:10.1000/x_y"]["because"] == ["arxiv:2210.17323", "arxiv:9999.99999"]
    assert document["graph"]["references"] == {"known": 2, "of": 2}


def test_what_is_not_known_is_left_out() -> None:
    document = json.loads(render_node_link(survey()))
    assert document["nodes"][0] == {
        "id": "arxiv:1706.03762",
        "status": "periphery",
        "local_citations": 3,
        "title": "Attention Is All You Need",
        "year": 2017,
        "links": [{"label": "arXiv", "url": "https://arxiv.org/abs/1706.03762"}],
    }
