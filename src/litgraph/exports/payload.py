"""What the explorer page is told: the graph with places and colours, as JSON. An empty value is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from litgraph.exports.graph import STATUSES, ExportGraph, ExportPaper, ExportStep, ExportTechnique
from litgraph.exports.layout import Layout, place_papers
from litgraph.exports.notes import notes
from litgraph.model.assignment import Alternative
from litgraph.model.survey import Link
from litgraph.model.taxonomy import Path

MOST_COLOURS = 9  # how many hues people, colour-blind ones too, can tell apart (Tol 2021, "muted")


def page_payload(graph: ExportGraph) -> dict[str, object]:
    """Put the graph in the terms of the page; categories and papers are named by their position."""
    layout = place_papers(graph)
    positions = {path: position for position, path in enumerate(graph.categories)}
    groups = colour_groups(graph)
    return {
        "survey": graph.survey,
        "links": _links(graph.links),
        "notes": notes(graph),
        "groups": [positions[path] for path in groups],
        "categories": [_category(path, positions, groups, layout) for path in graph.categories],
        "papers": [_paper(graph, layout, number, positions) for number in range(len(graph.papers))],
        "citations": [end for citation in graph.citations for end in citation],
        "techniques": [_technique(one, graph) for one in graph.techniques],
        "steps": [_step(step, graph) for step in graph.steps],
    }


def colour_groups(graph: ExportGraph) -> tuple[Path, ...]:
    """Choose the categories that get a colour of their own, each with all below it.

    They stand at the deepest level that needs no more colours than people can tell apart; where that says next to
    nothing, the largest of the level below get one. Ties go by the taxonomy's order.
    """
    main = [paper.categories[0] for paper in graph.papers if paper.categories]
    order = {path: position for position, path in enumerate(graph.categories)}
    fitting: Sequence[Path] = ()
    for depth in range(1, max(map(len, main), default=0) + 1):
        counts = Counter(path[:depth] for path in main)
        if len(counts) > MOST_COLOURS:
            largest = sorted(counts, key=lambda path: (-counts[path], order[path]))[:MOST_COLOURS]
            fitting = fitting if len(fitting) > 2 else largest
            break
        fitting = list(counts)
    return tuple(sorted(fitting, key=order.__getitem__))


def _category(path: Path, positions: Mapping[Path, int], groups: Sequence[Path], layout: Layout) -> dict[str, object]:
    disc = layout.discs.get(path)
    group = next((number for number, head in enumerate(groups) if path[: len(head)] == head), None)
    return _known(
        {
            "path": list(path),
            "parent": positions[path[:-1]] if len(path) > 1 else None,
            "group": group,
            "disc": [disc.x, disc.y, disc.radius] if disc else None,
        }
    )


def _paper(graph: ExportGraph, layout: Layout, number: int, positions: Mapping[Path, int]) -> dict[str, object]:
    paper = graph.papers[number]
    return _known(
        {
            "id": paper.id,
            "title": paper.title,
            "abstract": paper.abstract,
            "authors": list(paper.authors),
            "date": paper.date,
            "year": paper.year,
            "venue": paper.venue,
            "status": STATUSES.index(paper.status),
            "categories": [positions[path] for path in paper.categories],
            **_assignment(graph, paper, positions),
            "links": _links(paper.links),
            "local": paper.local_citations,
            "at": [*layout.points[number], layout.radii[number]],
        }
    )


def _assignment(graph: ExportGraph, paper: ExportPaper, positions: Mapping[Path, int]) -> dict[str, object]:
    """Say how a model came to the category; what people filed needs no reason."""
    if paper.probability is None and paper.in_scope is not None:
        return {"scope": round(paper.in_scope, 3)}
    if paper.probability is None or paper.method == "CURATED":
        return {}
    return {
        "probability": round(paper.probability, 3),
        "review": not paper.filed,
        "alternatives": [_alternative(other, positions) for other in paper.alternatives if other.category in positions],
        "because": [graph.positions.get(other, other) for other in paper.because],
    }


def _alternative(other: Alternative, positions: Mapping[Path, int]) -> list[float]:
    return [positions[other.category], round(other.probability, 3)]


def _technique(one: ExportTechnique, graph: ExportGraph) -> dict[str, object]:
    papers = [graph.positions[paper] for paper in one.papers if paper in graph.positions]
    return _known({"name": one.name, "kind": one.kind, "year": one.year, "papers": papers})


def _step(step: ExportStep, graph: ExportGraph) -> list[object]:
    """Write a step as newer, older, type, and what says so: paper, sentence, number of papers, whether doubtful."""
    if step.paper is None:
        return [step.newer, step.older, step.type]
    said = [graph.positions.get(step.paper, step.paper), step.sentence, step.witnesses]
    return [step.newer, step.older, step.type, *said, int(step.doubtful)]


def _links(links: Sequence[Link]) -> list[list[str]]:
    return [[link.label, link.url] for link in links]


def _known(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value == 0 or value not in (None, "", [])}
