"""When a term burst: as the known answers say, by days, months and years."""

from __future__ import annotations

import datetime

import pytest

from litgraph.emerging.terms import bursts, times_of
from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.queries.answer import Scope
from tests.unit.queries.drawn import DrawnGraph, draw

SCOPE = Scope(survey="drawn", limit=None)
# The example of the package pybursts, and what it answers for s=2, gamma=0.1.
OFFSETS = (4, 17, 23, 27, 33, 35, 37, 76, 77, 82, 84, 88, 90, 92)
KNOWN = ((0, 4, 92), (1, 33, 37), (1, 76, 92), (2, 76, 77))
START = datetime.date(2023, 1, 1)


def day(offset: int) -> str:
    return (START + datetime.timedelta(days=offset)).isoformat()


def papers(*dates: str, title: str = "On Sparse Attention") -> DrawnGraph:
    drawn = draw()
    for number, date in enumerate(dates):
        key = PaperId(f"p{number:03}")
        drawn.found[key] = Paper(id=key, title=title, date=date)
    return drawn


def test_the_known_answer_comes_out() -> None:
    graph = papers(*map(day, OFFSETS))

    rows = bursts(graph, "sparse attention", SCOPE, gamma=0.1).rows

    assert [(row["level"], row["start"], row["end"]) for row in rows] == [
        (level, day(start), day(end)) for level, start, end in KNOWN
    ]
    assert {row["term"] for row in rows} == {"sparse attention"}
    assert rows[0]["papers"] == len(OFFSETS)


def test_papers_of_a_month_are_spread_over_it() -> None:
    times = times_of(Paper(id=PaperId(f"p{n}"), title="t", date="2024-04") for n in range(3))

    first = datetime.date(2024, 4, 1).toordinal()
    assert times == [first + 5, first + 15, first + 25]


def test_days_and_months_that_meet_are_told_apart() -> None:
    dates = [*(f"2024-{month:02}" for month in range(1, 13) for _ in range(40)), *(day(n) for n in range(365, 400))]

    rows = bursts(papers(*dates, *dates), "sparse attention", SCOPE, gamma=0.1).rows

    assert rows[0]["papers"] == 2 * len(dates)
    assert rows[0]["start"] == "2024-01-01"


def test_what_only_has_the_words_apart_does_not_count() -> None:
    graph = papers("2024-01-01", "2024-02-01", title="Attention that is sparse")

    answer = bursts(graph, "sparse attention", SCOPE)

    assert (answer.rows, answer.more["papers"]) == ((), 0)
    assert answer.warnings == ("fewer than two dated papers use 'sparse attention'",)


@pytest.mark.parametrize("term", ["", "  ", "\n"])
def test_no_term_is_refused(term: str) -> None:
    with pytest.raises(InputError, match="Nothing to look for"):
        bursts(papers("2024"), term, SCOPE)


@pytest.mark.parametrize(("s", "gamma"), [(1.0, 1.0), (0.0, 1.0), (2.0, -1.0), (float("nan"), 1.0)])
def test_levels_must_rise(s: float, gamma: float) -> None:
    with pytest.raises(InputError, match="makes no levels"):
        bursts(papers("2024"), "sparse", SCOPE, s=s, gamma=gamma)


@pytest.mark.parametrize("term", ["(.*", "a|b", "C++", "注意力", '"', "\\"])
def test_any_text_may_be_asked_for(term: str) -> None:
    assert bursts(papers("2024-01-01"), term, SCOPE).rows == ()
