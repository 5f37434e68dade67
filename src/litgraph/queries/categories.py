"""A survey's categories, and the papers in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Category, Path, Taxonomy, join_path, split_path
from litgraph.queries.answer import Answer, Row, Scope, said

Papers = Mapping[Path, frozenset[PaperId]]


def categories(backend: GraphBackend, scope: Scope, *, over_time: bool = False) -> Answer:
    """Count the listed papers of each heading, in the order of the list; over time, by the papers' years, unknown last.

    `count` is of the listed papers at the heading itself, `total` of those and all beneath, each once, and `filed` of
    the papers that a model or a person put at the heading itself though the list does not have them.
    """
    taxonomy = backend.taxonomy(scope.survey, as_of=scope.as_of)
    listed, filed = _papers_at(backend, taxonomy, scope)
    years = _years(backend, listed, filed, scope) if over_time else {}
    rows = [row for category in taxonomy.categories for row in _count(category, listed, filed, years, over_time)]
    return Answer(
        query="categories",
        parameters={"over_time": over_time, **said(scope)},
        backend=backend.name,
        rows=tuple(rows[: scope.limit]),
        truncated=scope.limit is not None and len(rows) > scope.limit,
    )


def papers_beneath(backend: GraphBackend, text: str, scope: Scope) -> frozenset[PaperId]:
    """Give the papers at the category that `text` names and at those beneath it, put there by people or by a model."""
    taxonomy = backend.taxonomy(scope.survey, as_of=scope.as_of)
    above = find_category(taxonomy, text).path
    wanted = [category.id for category in taxonomy.categories if category.path[: len(above)] == above]
    return frozenset(filing.paper for filing in backend.in_category(scope.survey, wanted, as_of=scope.as_of))


def find_category(taxonomy: Taxonomy, text: str) -> Category:
    """Find the one category that `A > B`, or the end of its path, names; say what is nearest, or which are meant."""
    found = taxonomy.find(text) if split_path(text) else []
    if not found:
        raise InputError(f"Unknown category {text!r} of {taxonomy.survey}.{_nearest(taxonomy, text)}")
    if len(found) > 1:
        candidates = "; ".join(join_path(category.path) for category in found)
        raise InputError(f"Category {text!r} names several: {candidates}. Write more of the path.")
    return found[0]


def _nearest(taxonomy: Taxonomy, text: str) -> str:
    spelled = {
        name.casefold(): category
        for category in taxonomy.categories
        for name in (category.name, join_path(category.path))
    }
    close = get_close_matches(text.casefold(), spelled, n=1, cutoff=0.4)
    return f" Did you mean {join_path(spelled[close[0]].path)!r}?" if close else ""


def _papers_at(backend: GraphBackend, taxonomy: Taxonomy, scope: Scope) -> tuple[Papers, Papers]:
    """Give the papers at each heading itself: those that the list has, and the others."""
    on_list = frozenset(backend.listed(scope.survey, as_of=scope.as_of))
    listed: dict[Path, set[PaperId]] = defaultdict(set)
    filed: dict[Path, set[PaperId]] = defaultdict(set)
    ids = [category.id for category in taxonomy.categories]
    for filing in backend.in_category(scope.survey, ids, as_of=scope.as_of):
        (listed if filing.paper in on_list else filed)[filing.path].add(filing.paper)
    return _frozen(listed), _frozen(filed)


def _count(
    category: Category, listed: Papers, filed: Papers, years: Mapping[PaperId, int | None], over_time: bool
) -> Iterator[Row]:
    """Yield the one row of a category, or its row for each year that a paper at or beneath it has."""
    here, there = listed.get(category.path, frozenset()), filed.get(category.path, frozenset())
    beneath = frozenset().union(
        *(papers for path, papers in listed.items() if path[: len(category.path)] == category.path)
    )
    if not over_time:
        yield {"category": list(category.path), "count": len(here), "total": len(beneath), "filed": len(there)}
        return
    for year in sorted({years.get(paper) for paper in beneath | there}, key=lambda year: (year is None, year)):
        counted = [sum(years.get(paper) == year for paper in papers) for papers in (here, beneath, there)]
        yield {
            "category": list(category.path),
            "year": year,
            **dict(zip(("count", "total", "filed"), counted, strict=True)),
        }


def _years(backend: GraphBackend, listed: Papers, filed: Papers, scope: Scope) -> dict[PaperId, int | None]:
    papers = frozenset().union(*listed.values(), *filed.values())
    return {key: paper.year for key, paper in backend.papers(sorted(papers), as_of=scope.as_of).items()}


def _frozen(papers: Mapping[Path, Iterable[PaperId]]) -> Papers:
    return {path: frozenset(ids) for path, ids in papers.items()}
