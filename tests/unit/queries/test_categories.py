"""Counts of a survey's categories."""

from __future__ import annotations

from litgraph.model.taxonomy import Category, CategoryId, Taxonomy
from litgraph.queries.answer import Scope
from litgraph.queries.categories import categories
from tests.unit.queries.drawn import draw
from tests.unit.queries.test_ranking import PATHS, filed

TREE = Taxonomy(
    survey="drawn", categories=tuple(Category(id=CategoryId("/".join(path)), path=path) for path in PATHS[:3])
)
GRAPH = draw(
    *"abcde",
    years={"a": 2020, "b": 2018, "c": 2020},
    filings=(
        filed("a", PATHS[0]),
        filed("a", PATHS[1]),
        filed("b", PATHS[1]),
        filed("c", PATHS[1], "EMBEDDED"),
        filed("d", PATHS[1]),
    ),
    tree=TREE,
    listed="abd",
)


def test_counts_are_of_the_heading_itself_and_totals_count_each_paper_once() -> None:
    rows = categories(GRAPH, Scope(survey="drawn", limit=None)).rows

    assert rows == (
        {"category": ["Model"], "count": 1, "total": 3, "filed": 0},
        {"category": ["Model", "Pruning"], "count": 3, "total": 3, "filed": 1},
        {"category": ["Data"], "count": 0, "total": 0, "filed": 0},
    )


def test_over_time_counts_by_year_with_the_unknown_last() -> None:
    rows = categories(GRAPH, Scope(survey="drawn", limit=None), over_time=True).rows

    assert [(row["category"][-1], row["year"], row["count"], row["total"], row["filed"]) for row in rows] == [
        ("Model", 2018, 0, 1, 0),
        ("Model", 2020, 1, 1, 0),
        ("Model", None, 0, 1, 0),
        ("Pruning", 2018, 1, 1, 0),
        ("Pruning", 2020, 1, 1, 1),
        ("Pruning", None, 1, 1, 0),
    ]


def test_the_limit_cuts_rows_and_says_so() -> None:
    answer = categories(GRAPH, Scope(survey="drawn", limit=2))

    assert len(answer.rows) == 2
    assert answer.truncated
