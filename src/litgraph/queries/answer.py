"""What a question is asked of, what an answer is, and how scored papers become its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId

Row = dict[str, Any]
Scored = tuple[PaperId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What every question is limited to: whose list tells statuses and categories, the day of knowledge, the rows."""

    survey: str
    as_of: str | None = None
    limit: int | None = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer: its rows, best first, and whether the limit left some out. `more` holds keys of one query alone."""

    query: str
    parameters: Mapping[str, object]
    backend: str
    rows: tuple[Row, ...]
    truncated: bool = False
    warnings: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def as_json(self) -> dict[str, object]:
        """Give the answer in the shape that scripts read; warnings stand beside it, not in it."""
        return {
            **self.more,
            "query": self.query,
            "parameters": dict(self.parameters),
            "backend": self.backend,
            "rows": list(self.rows),
            "truncated": self.truncated,
        }


def by_score(scores: Mapping[PaperId, float]) -> list[Scored]:
    """Order papers by score, best first, ties by id."""
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))


def rank(
    backend: GraphBackend,
    query: str,
    parameters: Mapping[str, object],
    ranking: Sequence[Scored],
    scope: Scope,
    *,
    warnings: Iterable[str] = (),
) -> Answer:
    """Answer with a ranking of papers, cut to the limit, each with its rank from 1, score, and what tells it apart."""
    shown = ranking[: scope.limit]
    facts = paper_rows(backend, [paper for paper, _ in shown], scope)
    rows = ({"rank": place, **facts[paper], "score": score} for place, (paper, score) in enumerate(shown, start=1))
    return Answer(
        query=query,
        parameters={**parameters, **said(scope)},
        backend=backend.name,
        rows=tuple(rows),
        truncated=len(shown) < len(ranking),
        warnings=tuple(warnings),
    )


def paper_rows(backend: GraphBackend, ids: Sequence[PaperId], scope: Scope) -> dict[PaperId, Row]:
    """Describe papers in a row each: id, title, year, venue, status for the survey, local citations."""
    papers = backend.papers(ids, as_of=scope.as_of)
    statuses = backend.statuses(scope.survey, ids, as_of=scope.as_of)
    citations = backend.local_citations(ids, as_of=scope.as_of)
    return {
        key: {
            "paper": key,
            "title": paper.title,
            "year": paper.year,
            "venue": paper.venue,
            "status": statuses.get(key, "candidate"),
            "local_citations": citations.get(key, 0),
        }
        for key, paper in papers.items()
    }


def said(scope: Scope) -> dict[str, object]:
    """Give the scope as parameters of the answer."""
    return {"survey": scope.survey, "as_of": scope.as_of, "limit": scope.limit}
