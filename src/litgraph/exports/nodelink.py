"""The graph as node-link JSON, as `networkx.node_link_graph` reads it."""

from __future__ import annotations

import json

from litgraph.exports.graph import ExportGraph, ExportPaper


def render_node_link(graph: ExportGraph) -> str:
    """Write papers as nodes and citations as edges from citing to cited; what is not known is left out."""
    document = {
        "directed": True,
        "multigraph": False,
        "graph": _facts(graph),
        "nodes": [_node(paper) for paper in graph.papers],
        "edges": [
            {"source": graph.papers[citing].id, "target": graph.papers[cited].id, "type": "CITES"}
            for citing, cited in graph.citations
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _facts(graph: ExportGraph) -> dict[str, object]:
    facts = {
        "survey": graph.survey,
        "generated": graph.generated,
        "as_of": graph.as_of,
        "references": {"known": graph.references_known, "of": graph.references_of},
        "hidden": {"papers": graph.hidden_papers, "citations": graph.hidden_citations},
        "categories": [list(path) for path in graph.categories],
        "sources": list(graph.sources),
    }
    return {name: value for name, value in facts.items() if value}


def _node(paper: ExportPaper) -> dict[str, object]:
    optional = {
        "title": paper.title,
        "authors": list(paper.authors),
        "date": paper.date,
        "year": paper.year,
        "venue": paper.venue,
        "abstract": paper.abstract,
        "categories": [list(path) for path in paper.categories],
        "probability": paper.probability,
        "in_scope": paper.in_scope,
        "method": paper.method,
        "because": list(paper.because),
        "aliases": list(paper.aliases),
        "links": [{"label": link.label, "url": link.url} for link in paper.links],
    }
    known = {name: value for name, value in optional.items() if value not in ("", None, [])}
    return {"id": paper.id, "status": paper.status, "local_citations": paper.local_citations, **known}
