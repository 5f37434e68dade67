"""How the categories of two surveys correspond: by the papers they share, by their names, by what their papers say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Category, Path
from litgraph.queries.answer import Answer, Row, Scope, said
from litgraph.queries.vectors import Likeness

Vector = NDArray[np.float32]

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS = frozenset(
    "and of for the in on with based other others methods method models model llm llms efficient".split()
)
_SHOWN_FROM = 0.25  # score from which two categories correspond
_BESIDES = 0.85  # of the best score: what else corresponds
_WEIGHTS = {"shared": 0.5, "label": 0.25, "centroid": 0.25}
_EVIDENCE = 5  # shared papers that are named
_FEW = 3  # papers that a share counts as if it were out of at least


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """A category: the papers at and beneath it, the words of its name, the mean direction of what the papers say."""

    category: Category
    papers: frozenset[PaperId]
    words: frozenset[str]
    centroid: Vector | None


def crosswalk(
    backend: GraphBackend, first: str, second: str, scope: Scope, *, vectors: Likeness | None = None
) -> Answer:
    """List for each category of the first survey those of the second that correspond, best first, and what has none.

    `score` weighs the share of papers that both have (of the smaller one), the likeness of their names and that of
    their papers' texts; what is unknown counts for nothing and leaves its weight to the others. `shared` names papers.
    """
    names = {survey.name.casefold(): survey.name for survey in backend.surveys()}
    one, other = (_find(names, text) for text in (first, second))
    sides = [_sides(backend, name, scope, vectors) for name in (one, other)]
    rows = [row for side in sides[0] for row in _matches(side, sides[1], "a")]
    met = {tuple(row["category_b"]) for row in rows if row["category_b"]}
    rows += [row for side in sides[1] if side.category.path not in met for row in _matches(side, sides[0], "b")]
    return Answer(
        query="crosswalk",
        parameters={"survey_a": one, "survey_b": other, **said(scope)},
        backend=backend.name,
        rows=tuple(rows[: scope.limit]),
        truncated=scope.limit is not None and len(rows) > scope.limit,
    )


def _find(names: Mapping[str, str], text: str) -> str:
    if text.casefold() in names:
        return names[text.casefold()]
    raise InputError(f"Unknown survey {text!r}; the workspace has {', '.join(sorted(names.values()))}.")


def _sides(backend: GraphBackend, survey: str, scope: Scope, vectors: Likeness | None) -> list[Side]:
    taxonomy = backend.taxonomy(survey, as_of=scope.as_of)
    ids = [category.id for category in taxonomy.categories]
    papers: dict[Path, set[PaperId]] = {category.path: set() for category in taxonomy.categories}
    for filing in backend.in_category(survey, ids, as_of=scope.as_of):
        for depth in range(1, len(filing.path) + 1):
            papers.setdefault(filing.path[:depth], set()).add(filing.paper)
    return [
        Side(
            category=category,
            papers=frozenset(papers[category.path]),
            words=_words(category.path),
            centroid=_centroid(category.path, papers[category.path], vectors),
        )
        for category in taxonomy.categories
    ]


def _centroid(path: Path, papers: Sequence[PaperId] | set[PaperId], vectors: Likeness | None) -> Vector | None:
    """Give the mean direction of a category's papers; of one without papers, that of its name."""
    if vectors is None:
        return None
    found = [vector for paper in sorted(papers) if (vector := vectors.of(paper)) is not None]
    mean = np.mean(found, axis=0) if found else vectors.encode(" ".join(path))
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _words(path: Path) -> frozenset[str]:
    """Give the words of a heading, roughly stemmed; those of the headings above it are left to them."""
    words = _WORD.findall(path[-1].casefold())
    return frozenset(_stem(word) for word in words if word not in _EMPTY_WORDS) or frozenset(map(_stem, words))


def _stem(word: str) -> str:
    for ending in (
        "izations",
        "ization",
        "isation",
        "izing",
        "izes",
        "ized",
        "ize",
        "ations",
        "ation",
        "ings",
        "ing",
        "ers",
        "er",
        "ies",
        "es",
        "s",
        "ed",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _matches(side: Side, others: Sequence[Side], which: str) -> list[Row]:
    """Give the rows of one category: what it corresponds to, or that nothing does."""
    scored = sorted(
        ((*_score(side, other), other) for other in others),
        key=lambda found: (-found[0], found[2].category.path),
    )
    best = scored[0][0] if scored else 0.0
    kept = [found for found in scored if found[0] >= max(_SHOWN_FROM, _BESIDES * best)]
    row = _row if which == "a" else _turned(_row)
    return [row(side, other, score, parts) for score, parts, other in kept] or [row(side, None, best, {})]


def _score(side: Side, other: Side) -> tuple[float, dict[str, float]]:
    parts = {"label": _jaccard(side.words, other.words)}
    if side.papers and other.papers:
        smaller = max(min(len(side.papers), len(other.papers)), _FEW)
        parts["shared"] = len(side.papers & other.papers) / smaller
    if side.centroid is not None and other.centroid is not None:
        parts["centroid"] = max(0.0, float(side.centroid @ other.centroid))
    weight = sum(_WEIGHTS[name] for name in parts)
    return sum(_WEIGHTS[name] * value for name, value in parts.items()) / weight, parts


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0.0


def _row(side: Side, other: Side | None, score: float, parts: Mapping[str, float]) -> Row:
    shared = sorted(side.papers & other.papers) if other else []
    return {
        "category_a": list(side.category.path),
        "category_b": list(other.category.path) if other else None,
        "score": score,
        "shared_papers": len(shared),
        "papers_a": len(side.papers),
        "papers_b": len(other.papers) if other else 0,
        "label": parts.get("label"),
        "centroid": parts.get("centroid"),
        "shared": shared[:_EVIDENCE],
    }


def _turned(row: Callable[..., Row]) -> Callable[..., Row]:
    """Write a row whose category is of the second survey."""

    def turned(side: Side, other: Side | None, score: float, parts: Mapping[str, float]) -> Row:
        told = row(side, other, score, parts)
        return {
            **told,
            "category_a": told["category_b"],
            "category_b": told["category_a"],
            "papers_a": told["papers_b"],
            "papers_b": told["papers_a"],
        }

    return turned
