"""What a paper cites, and what cites it."""

from __future__ import annotations

from collections.abc import Collection

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Answer, Scope, Scored, by_score, rank
from litgraph.queries.coverage import warn_of_coverage
from litgraph.queries.papers import find


def references(backend: GraphBackend, text: str, scope: Scope) -> Answer:
    """List the papers that a paper cites, the most cited of the graph first, ties by id."""
    paper = find(backend, text, scope).id
    cited = backend.references([paper], as_of=scope.as_of).get(paper, ())
    warnings = [] if cited else [f"no references of {paper} are known", *warn_of_coverage(backend, scope)]
    return rank(backend, "references", {"paper": paper}, _by_citations(backend, cited, scope), scope, warnings=warnings)


def cited_by(backend: GraphBackend, text: str, scope: Scope, *, since: str | None = None) -> Answer:
    """List the papers that cite a paper, the most cited of the graph first, ties by id; from the day `since` on."""
    paper = find(backend, text, scope).id
    citing = backend.citing([paper], since=since, as_of=scope.as_of).get(paper, ())
    return rank(
        backend,
        "cited-by",
        {"paper": paper, "since": since},
        _by_citations(backend, citing, scope),
        scope,
        warnings=warn_of_coverage(backend, scope),
    )


def _by_citations(backend: GraphBackend, ids: Collection[PaperId], scope: Scope) -> list[Scored]:
    return by_score(backend.local_citations(ids, as_of=scope.as_of))
