"""Papers by their words, or by the sense of them."""

from __future__ import annotations

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.queries.answer import Answer, Scope, rank
from litgraph.queries.vectors import Likeness


def search(backend: GraphBackend, text: str, scope: Scope) -> Answer:
    """Find the papers whose title or abstract has the words of `text`, best match first, ties by id."""
    wanted = _worded(text)
    enough = scope.limit + 1 if scope.limit is not None else len(backend.paper_ids(as_of=scope.as_of))
    ranking = backend.search(wanted, limit=max(enough, 1), as_of=scope.as_of)
    return rank(backend, "search", {"text": text, "semantic": False}, ranking, scope)


def semantic_search(backend: GraphBackend, text: str, scope: Scope, *, vectors: Likeness) -> Answer:
    """Find the papers nearest in sense to `text`: the score is the cosine of the vectors of both texts, ties by id."""
    enough = None if scope.limit is None else scope.limit + 1  # one more tells whether the answer is cut
    ranking = vectors.nearest(vectors.encode(_worded(text)), limit=enough)
    return rank(backend, "search", {"text": text, "semantic": True}, ranking, scope)


def _worded(text: str) -> str:
    if not text.strip():
        raise InputError("Nothing to search for: give a word or more.")
    return text.strip()
