"""Warnings about what the graph does not know: most papers' reference lists are missing from a young record."""

from __future__ import annotations

from collections.abc import Iterator

from litgraph.graph.backend import GraphBackend
from litgraph.queries.answer import Scope


def warn_of_coverage(backend: GraphBackend, scope: Scope) -> Iterator[str]:
    """Say of how many papers the references are known, of the survey's list and of the graph, where it is not all."""
    graph = backend.coverage(as_of=scope.as_of)
    if graph.known == graph.of:
        return
    survey = backend.coverage(backend.listed(scope.survey, as_of=scope.as_of), as_of=scope.as_of)
    listed = f"{survey.known:,} of {survey.of:,} listed papers and for " if survey.of else ""
    yield f"references known for {listed}{graph.known:,} of {graph.of:,} papers of the graph"
