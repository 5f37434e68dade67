"""Papers like a paper: by what they cite, by who cites them, or by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.queries.answer import Answer, Scope, Scored, by_score, rank
from litgraph.queries.coverage import warn_of_coverage
from litgraph.queries.papers import find
from litgraph.queries.vectors import Likeness, vector_of


class By(StrEnum):
    """What likeness is measured by."""

    COUPLING = "coupling"
    CO_CITATION = "co-citation"
    EMBEDDING = "embedding"


def similar(
    backend: GraphBackend, text: str, scope: Scope, *, by: By = By.COUPLING, vectors: Likeness | None = None
) -> Answer:
    """List the papers most like a paper, ties by id; the score is the raw count, or the cosine of both vectors."""
    paper = find(backend, text, scope).id
    if by is By.EMBEDDING:
        ranking, warnings = _by_embedding(paper, scope, vectors), list[str]()
    else:
        count = bibliographic_coupling if by is By.COUPLING else co_citation
        ranking = by_score(count(backend, paper, as_of=scope.as_of))
        warnings = [*_warn(backend, paper, scope, by=by, found=bool(ranking))]
    return rank(backend, "similar", {"paper": paper, "by": by.value}, ranking, scope, warnings=warnings)


def bibliographic_coupling(backend: GraphBackend, paper: PaperId, *, as_of: str | None = None) -> Counter[PaperId]:
    """Count, for each other paper, the references that it shares with `paper` (Kessler 1963)."""
    references = backend.references([paper], as_of=as_of).get(paper, ())
    coupled = Counter(chain.from_iterable(backend.citing(references, as_of=as_of).values()))
    coupled.pop(paper, None)
    return coupled


def co_citation(backend: GraphBackend, paper: PaperId, *, as_of: str | None = None) -> Counter[PaperId]:
    """Count, for each other paper, the papers that cite both it and `paper` (Small 1973)."""
    citing = backend.citing([paper], as_of=as_of).get(paper, ())
    co_cited = Counter(chain.from_iterable(backend.references(citing, as_of=as_of).values()))
    co_cited.pop(paper, None)
    return co_cited


def _by_embedding(paper: PaperId, scope: Scope, vectors: Likeness | None) -> list[Scored]:
    if vectors is None:
        raise InputError("Likeness by embedding needs the vectors of the papers: run `litgraph classify` first.")
    enough = None if scope.limit is None else scope.limit + 2  # itself, and one more tells whether the answer is cut
    found = vectors.nearest(vector_of(vectors, paper), limit=enough)
    return [scored for scored in found if scored[0] != paper]


def _warn(backend: GraphBackend, paper: PaperId, scope: Scope, *, by: By, found: bool) -> Iterator[str]:
    if not found:
        yield f"no {'references of' if by is By.COUPLING else 'citations of'} {paper} are known that would tell"
    yield from warn_of_coverage(backend, scope)
