"""The papers that stand out, counted over every paper of the graph, listed or not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from litgraph.graph.backend import GraphBackend, Projection
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Answer, Scope, Scored, rank
from litgraph.queries.categories import papers_beneath
from litgraph.queries.coverage import warn_of_coverage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = 10  # significant ones: alike papers differ by rounding beyond them, and would not tie


class Rank(StrEnum):
    """What papers are ranked by."""

    LOCAL_CITATIONS = "local-citations"
    PAGERANK = "pagerank"


def top(
    backend: GraphBackend,
    scope: Scope,
    *,
    by: Rank = Rank.LOCAL_CITATIONS,
    category: str | None = None,
    year: int | None = None,
) -> Answer:
    """Rank papers by local citations or PageRank, ties by id; a category includes those beneath it."""
    among = None if category is None else papers_beneath(backend, category, scope)
    ranked = _by_citations if by is Rank.LOCAL_CITATIONS else _by_pagerank
    return rank(
        backend,
        "top",
        {"by": by.value, "category": category, "year": year},
        ranked(backend, scope, among, year),
        scope,
        warnings=warn_of_coverage(backend, scope),
    )


def _by_citations(
    backend: GraphBackend, scope: Scope, among: Collection[PaperId] | None, year: int | None
) -> list[Scored]:
    limit = None if scope.limit is None else scope.limit + 1  # one more tells whether the answer is cut
    return [*backend.most_cited(limit=limit, among=among, year=year, as_of=scope.as_of)]


def _by_pagerank(
    backend: GraphBackend, scope: Scope, among: Collection[PaperId] | None, year: int | None
) -> list[Scored]:
    import numpy as np

    from litgraph.graph.algorithms import pagerank

    graph = backend.projection(as_of=scope.as_of)
    scores = pagerank(graph)
    places = np.arange(len(scores))
    if among is not None:
        places = np.intersect1d(places, _places(graph, among))
    if year is not None:
        places = np.intersect1d(places, _places(graph, backend.paper_ids(year=year, as_of=scope.as_of)))
    rounded = np.array([float(f"{score:.{DIGITS}g}") for score in scores[places].tolist()])
    order = np.lexsort((places, -rounded))[: None if scope.limit is None else scope.limit + 1]
    return [
        (graph.papers[place], score)
        for place, score in zip(places[order].tolist(), rounded[order].tolist(), strict=True)
    ]


def _places(graph: Projection, ids: Collection[PaperId]) -> NDArray[np.int64]:
    import numpy as np

    found = ((paper, bisect_left(graph.papers, paper)) for paper in ids)
    there = [place for paper, place in found if place < len(graph.papers) and graph.papers[place] == paper]
    return np.array(there, dtype=np.int64)
