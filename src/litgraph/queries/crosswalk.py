"""How the categories of two surveys correspond: by the papers they share, by their names, by what their papers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.queries.answer import Answer, Row, Scope, said
from litgraph.queries.correspondence import Match, Side, compare_sides, draw_side
from litgraph.queries.vectors import Likeness

_EVIDENCE = 5  # shared papers that are named
_CURATED = "CURATED"


def crosswalk(
    backend: GraphBackend, first: str, second: str, scope: Scope, *, vectors: Likeness | None = None
) -> Answer:
    """List for each category of the first survey those of the second that correspond, best first, then what has none.

    `overlap` weighs the papers that both have against chance, `label` compares names, `centroid` what papers say; each
    is null where it can't be told, and leaves its weight in `score` to the others. `relation` says whether the first is
    the narrower or the wider one, where at least two shared papers tell. A heading above others that holds nearly all
    of its list is left out: it corresponds to anything.
    """
    names = {survey.name.casefold(): survey.name for survey in backend.surveys()}
    one, other = (_find(names, text) for text in (first, second))
    if one == other:
        raise InputError(f"A crosswalk takes two surveys; both are {one}.")
    side_a, side_b = (_side(backend, name, scope, vectors) for name in (one, other))
    rows = list(_rows(side_a, side_b, compare_sides(side_a, side_b)))
    return Answer(
        query="crosswalk",
        parameters={"survey_a": one, "survey_b": other, **said(scope)},
        backend=backend.name,
        rows=tuple(rows[: scope.limit]),
        truncated=scope.limit is not None and len(rows) > scope.limit,
        warnings=tuple(_warnings((one, other), (side_a, side_b))),
    )


def _find(names: Mapping[str, str], text: str) -> str:
    if text.casefold() in names:
        return names[text.casefold()]
    raise InputError(f"Unknown survey {text!r}; the workspace has {', '.join(sorted(names.values()))}.")


def _side(backend: GraphBackend, survey: str, scope: Scope, vectors: Likeness | None) -> Side:
    """Read a survey's categories with the papers at and beneath each, by whom they were put there."""
    taxonomy = backend.taxonomy(survey, as_of=scope.as_of)
    ids = [category.id for category in taxonomy.categories]
    paths = [category.path for category in taxonomy.categories]
    papers: dict[Path, set[PaperId]] = {path: set() for path in paths}
    by_people: set[PaperId] = set()
    for filing in backend.in_category(survey, ids, as_of=scope.as_of):
        for depth in range(1, len(filing.path) + 1):
            papers.setdefault(filing.path[:depth], set()).add(filing.paper)
        if filing.method == _CURATED:
            by_people.add(filing.paper)
    return draw_side(paths, {path: frozenset(papers[path]) for path in paths}, frozenset(by_people), vectors)


def _rows(one: Side, other: Side, matches: Sequence[Match]) -> Iterator[Row]:
    """Give the pairs in the order of the first list, the best first, with what has no counterpart in its place."""
    met = {match.path_b for match in matches}
    for path in one.paths:
        found = [match for match in matches if match.path_a == path]
        yield from (_row(one, other, match) for match in found)
        if not found:
            yield _alone(path, None, len(one.papers[path]), 0)
    yield from (_alone(None, path, 0, len(other.papers[path])) for path in other.paths if path not in met)


def _row(one: Side, other: Side, match: Match) -> Row:
    shared = sorted(one.papers[match.path_a] & other.papers[match.path_b])
    return {
        "category_a": list(match.path_a),
        "category_b": list(match.path_b),
        "relation": match.relation,
        "score": match.score,
        "shared_papers": len(shared),
        "shared_by_people": sum(paper in one.by_people and paper in other.by_people for paper in shared),
        "papers_a": len(one.papers[match.path_a]),
        "papers_b": len(other.papers[match.path_b]),
        "overlap": match.likenesses.get("overlap"),
        "label": match.likenesses.get("label"),
        "centroid": match.likenesses.get("centroid"),
        "shared": shared[:_EVIDENCE],
    }


def _alone(path_a: Path | None, path_b: Path | None, papers_a: int, papers_b: int) -> Row:
    return {
        "category_a": list(path_a) if path_a else None,
        "category_b": list(path_b) if path_b else None,
        "relation": "none",
        "score": 0.0,
        "shared_papers": 0,
        "shared_by_people": 0,
        "papers_a": papers_a,
        "papers_b": papers_b,
        "overlap": None,
        "label": None,
        "centroid": None,
        "shared": [],
    }


def _warnings(names: Sequence[str], sides: Sequence[Side]) -> Iterator[str]:
    for name, side in zip(names, sides, strict=True):
        if not any(side.papers.values()):
            yield f"{name} has no papers at its headings, which are compared by name; `litgraph classify` fills them"
