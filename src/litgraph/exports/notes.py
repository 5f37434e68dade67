"""What a reader must be told of an export: what it covers, what it leaves out, and whom its facts come from."""

from __future__ import annotations

from litgraph.exports.graph import ExportGraph

_ATTRIBUTIONS = {
    "arxiv": "arXiv metadata (CC0)",
    "s2": "Semantic Scholar",
    "list": "the survey's list",
    "file": "imported files",
    "curator": "what curators wrote",
}


def caveats(graph: ExportGraph) -> list[str]:
    """Say what is missing: references that are not known, papers that are not shown."""
    partly = graph.references_known < graph.references_of
    return [note for note in (_coverage(graph) if partly else "", _hidden(graph)) if note]


def notes(graph: ExportGraph) -> list[str]:
    """Give the sentences that apply, in the order in which they matter."""
    return [note for note in (_coverage(graph), _hidden(graph), _day(graph), _attribution(graph)) if note]


def _coverage(graph: ExportGraph) -> str:
    if not graph.references_of:
        return ""
    return f"References known for {graph.references_known:,} of {_count(graph.references_of, 'listed paper')}."


def _hidden(graph: ExportGraph) -> str:
    if not graph.hidden_papers:
        return ""
    kept_out = _count(graph.hidden_papers, "more paper")
    verb = "is" if graph.hidden_papers == 1 else "are"
    citations = f", with {_count(graph.hidden_citations, 'citation')}," if graph.hidden_citations else ""
    return f"{kept_out} of the record{citations} {verb} not shown here."


def _day(graph: ExportGraph) -> str:
    known = f"; what was known on {graph.as_of}" if graph.as_of else ""
    return f"Generated on {graph.generated}{known}."


def _attribution(graph: ExportGraph) -> str:
    known = [_ATTRIBUTIONS[source] for source in _ATTRIBUTIONS if source in graph.sources]
    return f"Bibliographic facts: {', '.join(known)}." if known else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
