"""The graph as people handle it: a NetworkX multigraph of the papers asked for, and of what they touch."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import networkx as nx

from litgraph.graph.backend import Filing, GraphBackend
from litgraph.graph.schema import Edge, Label, author_id, category_node_id, survey_id, venue_id
from litgraph.model.framework import SYSTEM, System, capability_id
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Taxonomy
from litgraph.model.technique import PAPER, Technique, TechniqueId

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def to_networkx(backend: GraphBackend, ids: Collection[PaperId], *, as_of: str | None = None) -> Graph:
    """Build a graph of these papers: the citations among them, their categories and those above, authors and venues.

    The systems that the surveys' lists name are in it with their capabilities, whichever papers are asked for; and so
    are the techniques that these papers name, how they say that those relate, and what they claim. Nodes are named by
    id and carry `label`; an edge's key is its type. All that is said of one relation is one edge, with its `witnesses`.
    Nodes and edges come in sorted order.
    """
    graph: Graph = nx.MultiDiGraph()
    papers = backend.papers(ids, as_of=as_of)
    for key, paper in papers.items():
        graph.add_node(key, label=Label.PAPER.value, title=paper.title, year=paper.year, date=paper.date)
    references = backend.references(papers, as_of=as_of)
    citations = ((key, cited) for key in papers for cited in references.get(key, ()) if cited in papers)
    for citing, cited in citations:
        graph.add_edge(citing, cited, Edge.CITES.value)
    for survey in backend.surveys():
        _add_survey(graph, backend, survey, papers, as_of)
        for system in backend.systems(survey.name, as_of=as_of):
            _add_system(graph, system)
    for paper in papers.values():
        _add_authors_and_venue(graph, paper)
    if papers:
        _add_techniques(graph, backend, papers, as_of)
        _add_claims(graph, backend, papers, as_of)
    return graph


def _add_survey(
    graph: Graph, backend: GraphBackend, survey: Survey, papers: Collection[PaperId], as_of: str | None
) -> None:
    """Add a survey, those of the papers that it lists, and the categories that they are in."""
    node = survey_id(survey.name)
    graph.add_node(node, label=Label.SURVEY.value, name=survey.name)
    for paper, status in backend.statuses(survey.name, papers, as_of=as_of).items():
        if status == "listed":
            graph.add_edge(node, paper, Edge.LISTS.value)
    taxonomy = backend.taxonomy(survey.name, as_of=as_of)
    for filings in backend.categories_of(survey.name, papers, as_of=as_of).values():
        for filing in filings:
            _add_filing(graph, taxonomy, filing)


def _add_filing(graph: Graph, taxonomy: Taxonomy, filing: Filing) -> None:
    """Add a paper's edge to its category, and the chain of the categories above."""
    node = category_node_id(taxonomy.survey, filing.category)
    graph.add_node(node, label=Label.CATEGORY.value, name=filing.path[-1], path=list(filing.path))
    graph.add_edge(filing.paper, node, Edge.IN_CATEGORY.value, probability=filing.probability, method=filing.method)
    for category in taxonomy.ancestors(filing.path):
        above = category_node_id(taxonomy.survey, category.id)
        graph.add_node(above, label=Label.CATEGORY.value, name=category.name, path=list(category.path))
        graph.add_edge(node, above, Edge.CHILD_OF.value)
        node = above


def _add_system(graph: Graph, system: System) -> None:
    """Add a system and what it can do."""
    graph.add_node(system.technique, label=Label.TECHNIQUE.value, name=system.name, kind=SYSTEM, url=system.url)
    for name in system.capabilities:
        graph.add_node(capability_id(name), label=Label.CAPABILITY.value, name=name)
        graph.add_edge(system.technique, capability_id(name), Edge.HAS_CAPABILITY.value)


def _add_techniques(graph: Graph, backend: GraphBackend, papers: Collection[PaperId], as_of: str | None) -> None:
    """Add what papers name, with the families of it, and each relation with the witnesses that these papers are."""
    mentions = backend.mentions(papers=papers, as_of=as_of)
    for technique in _with_families(backend, {one.technique for one in mentions}, as_of).values():
        graph.add_node(
            technique.id,
            label=Label.TECHNIQUE.value,
            name=technique.name,
            kind=technique.kind.value,
            aliases=list(technique.aliases),
        )
        if technique.family:
            graph.add_edge(technique.id, technique.family, Edge.VARIANT_OF.value)
    for mention in mentions:
        graph.add_edge(mention.paper, mention.technique, Edge.MENTIONS.value)
        if mention.introduced:
            graph.add_edge(mention.paper, mention.technique, Edge.INTRODUCES.value)
    for one in backend.relations(papers=papers, as_of=as_of):
        subject = one.paper if one.subject == PAPER else one.subject
        if not graph.has_edge(subject, one.object, one.type.value):
            graph.add_edge(subject, one.object, one.type.value, witnesses=[])
        told = {"paper": one.paper, "sentence": one.sentence, "confidence": one.confidence, "extractor": one.extractor}
        graph.edges[subject, one.object, one.type.value]["witnesses"].append(told)


def _with_families(
    backend: GraphBackend, ids: Collection[TechniqueId], as_of: str | None
) -> dict[TechniqueId, Technique]:
    """Give techniques, and what they are sizes or versions of."""
    found: dict[TechniqueId, Technique] = {}
    while wanted := set(ids) - found.keys():
        told = backend.techniques(wanted, as_of=as_of)
        found |= told
        ids = {one.family for one in told.values() if one.family}
    return dict(sorted(found.items()))


def _add_claims(graph: Graph, backend: GraphBackend, papers: Collection[PaperId], as_of: str | None) -> None:
    """Add what papers claim, as they report it."""
    for one in backend.claims(papers=papers, as_of=as_of):
        graph.add_node(
            one.id,
            label=Label.CLAIM.value,
            metric=one.metric.value,
            value=list(one.value) if isinstance(one.value, tuple) else one.value,
            unit=one.unit,
            baseline=one.baseline,
            condition=one.condition,
            sentence=one.sentence,
            confidence=one.confidence,
        )
        graph.add_edge(one.paper, one.id, Edge.REPORTS.value)
        if one.technique != PAPER:
            graph.add_edge(one.id, one.technique, Edge.ABOUT.value)


def _add_authors_and_venue(graph: Graph, paper: Paper) -> None:
    for name in paper.authors:
        graph.add_node(author_id(name), label=Label.AUTHOR.value, name=name)
        graph.add_edge(paper.id, author_id(name), Edge.AUTHORED_BY.value)
    if paper.venue:
        graph.add_node(venue_id(paper.venue), label=Label.VENUE.value, name=paper.venue)
        graph.add_edge(paper.id, venue_id(paper.venue), Edge.PUBLISHED_IN.value)
