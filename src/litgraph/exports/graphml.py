"""The graph as GraphML, for Gephi, yEd, Cytoscape and igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litgraph.exports.graph import ExportGraph, ExportPaper
from litgraph.model.taxonomy import join_path

if TYPE_CHECKING:
    import networkx

_SEPARATOR = "; "  # GraphML has no lists


def render_graphml(graph: ExportGraph) -> str:
    """Write papers and citations; lists are joined by `; `, and an attribute that is not known is left out."""
    import networkx

    lines = networkx.generate_graphml(_directed(graph), named_key_ids=True)
    return "\n".join(("<?xml version='1.0' encoding='utf-8'?>", *lines)) + "\n"


def _directed(graph: ExportGraph) -> networkx.DiGraph[str]:
    import networkx

    directed: networkx.DiGraph[str] = networkx.DiGraph(survey=graph.survey, generated=graph.generated)
    for paper in graph.papers:
        directed.add_node(paper.id, **_attributes(paper))
    for citing, cited in graph.citations:
        directed.add_edge(graph.papers[citing].id, graph.papers[cited].id, type="CITES")
    return directed


def _attributes(paper: ExportPaper) -> dict[str, str | int | float]:
    """Give each attribute one type over all papers; `label` is what Gephi and yEd show."""
    attributes: dict[str, str | int | float | None] = {
        "label": paper.title or paper.id,
        "title": paper.title,
        "authors": _SEPARATOR.join(paper.authors),
        "year": paper.year,
        "date": paper.date,
        "venue": paper.venue,
        "abstract": paper.abstract,
        "status": paper.status,
        "category": join_path(paper.categories[0]) if paper.categories else "",
        "categories": _SEPARATOR.join(map(join_path, paper.categories)),
        "probability": paper.probability,
        "in_scope": paper.in_scope,
        "method": paper.method,
        "because": _SEPARATOR.join(paper.because),
        "url": paper.links[0].url if paper.links else "",
        "local_citations": paper.local_citations,
    }
    return {name: value for name, value in attributes.items() if value not in ("", None)}
