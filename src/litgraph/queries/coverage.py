"""Warnings about what the graph does not know: most papers' reference lists are missing from a young record."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Scope


def warn_of_coverage(backend: GraphBackend, scope: Scope, *, among: Collection[PaperId] | None = None) -> Iterator[str]:
    """Say of how many papers the references are known, where it is not all of them."""
    coverage = backend.coverage(among, as_of=scope.as_of)
    if coverage.known < coverage.of:
        yield f"references known for {coverage.known:,} of {coverage.of:,} papers"
