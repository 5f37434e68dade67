"""What every named query answers, on every backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from litgraph.errors import InputError, UnknownPaper
from litgraph.graph.backend import GraphBackend
from litgraph.queries.answer import Answer, Scope
from litgraph.queries.categories import categories
from litgraph.queries.citations import cited_by, references
from litgraph.queries.frameworks import frameworks
from litgraph.queries.papers import paper
from litgraph.queries.paths import path
from litgraph.queries.ranking import Rank, top
from litgraph.queries.search import search
from litgraph.queries.similar import By, similar
from tests.contract.small_record import CITES, SURVEY, TITLES

NOW = Scope(survey=SURVEY, limit=None)
COVERAGE = "references known for 2 of 3 listed papers and for 6 of 9 papers of the graph"


def then(day: str) -> Scope:
    return Scope(survey=SURVEY, as_of=day, limit=None)


def scored(answer: Answer) -> list[tuple[int, str, float]]:
    return [(row["rank"], row["paper"][-1], row["score"]) for row in answer.rows]


def walked(answer: Answer) -> list[tuple[str, int]]:
    """Write paths as `("dca", 2)`."""
    paths: Any = answer.more["paths"]
    return [("".join(paper[-1] for paper in found["papers"]), found["length"]) for found in paths]


def test_paper_gives_every_fact(backend: GraphBackend) -> None:
    facts: Mapping[str, Any] = paper(backend, "attention heads", NOW).as_json()

    assert {
        name: facts[name] for name in ("id", "title", "authors", "year", "date", "venue", "abstract", "status")
    } == {
        "id": "local:a",
        "title": TITLES["a"],
        "authors": ["Ada First", "Bo Second"],
        "year": 2018,
        "date": "2018-03-01",
        "venue": "ICML",
        "abstract": "",
        "status": "listed",
    }
    assert facts["categories"] == [["Model", "Pruning"]]
    assert facts["filings"] == [{"category": ["Model", "Pruning"], "probability": 1.0, "method": "CURATED"}]
    assert facts["provenance"]["date"] == {"source": "file", "day": "2024-06-01"}
    assert facts["local_citations"] == 3
    assert (facts["query"], facts["backend"], facts["truncated"]) == ("paper", backend.name, False)


@pytest.mark.parametrize(
    ("name", "status"), [("a", "listed"), ("d", "candidate"), ("g", "periphery"), ("f", "candidate")]
)
def test_a_paper_is_listed_candidate_or_periphery(backend: GraphBackend, name: str, status: str) -> None:
    assert paper(backend, f"local:{name}", NOW).more["status"] == status


def test_a_paper_that_was_not_known_then_is_unknown(backend: GraphBackend) -> None:
    with pytest.raises(UnknownPaper, match="local:e was not known on 2022-01-09"):
        paper(backend, "local:e", then("2022-01-09"))
    with pytest.raises(UnknownPaper, match="local:f was not known"):
        paper(backend, "local:f", then("2999-12-31"))


def test_references(backend: GraphBackend) -> None:
    answer = references(backend, "local:d", NOW)

    assert scored(answer) == [(1, "a", 3), (2, "b", 3), (3, "c", 1)]
    assert answer.rows[0] == {
        "rank": 1,
        "paper": "local:a",
        "title": TITLES["a"],
        "year": 2018,
        "venue": "ICML",
        "status": "listed",
        "local_citations": 3,
        "score": 3,
    }
    assert answer.warnings == ()


def test_references_that_are_not_known_are_said_to_be_so(backend: GraphBackend) -> None:
    answer = references(backend, "local:b", NOW)

    assert answer.rows == ()
    assert answer.warnings == ("no references of local:b are known", COVERAGE)


def test_references_with_a_limit(backend: GraphBackend) -> None:
    answer = references(backend, "local:d", Scope(survey=SURVEY, limit=2))

    assert scored(answer) == [(1, "a", 3), (2, "b", 3)]
    assert answer.truncated


def test_cited_by(backend: GraphBackend) -> None:
    answer = cited_by(backend, "local:a", NOW)

    assert scored(answer) == [(1, "c", 1), (2, "e", 1), (3, "d", 0)]
    assert answer.warnings == (COVERAGE,)
    assert not answer.truncated


def test_cited_by_since(backend: GraphBackend) -> None:
    assert scored(cited_by(backend, "local:a", NOW, since="2021-06-15")) == [(1, "e", 1), (2, "d", 0)]
    assert scored(cited_by(backend, "local:b", NOW, since="1900-01-01")) == [(1, "c", 1), (2, "d", 0)]


def test_cited_by_at_a_day(backend: GraphBackend) -> None:
    assert scored(cited_by(backend, "local:a", then("2021-06-15"))) == [(1, "c", 1), (2, "d", 0)]
    assert scored(cited_by(backend, "local:a", then("2021-06-14"))) == [(1, "c", 0)]


def test_similar_by_coupling(backend: GraphBackend) -> None:
    assert scored(similar(backend, "local:c", NOW)) == [(1, "d", 2), (2, "e", 1), (3, "f", 1)]
    assert scored(similar(backend, "local:c", then("2021-12-31"))) == [(1, "d", 2)]
    assert scored(similar(backend, "local:h", NOW)) == []


def test_similar_by_co_citation(backend: GraphBackend) -> None:
    assert scored(similar(backend, "local:a", NOW, by=By.CO_CITATION)) == [(1, "b", 2), (2, "c", 1), (3, "g", 1)]
    assert scored(similar(backend, "local:a", then("2020-12-31"), by=By.CO_CITATION)) == [(1, "b", 1)]


def test_top_by_local_citations(backend: GraphBackend) -> None:
    answer = top(backend, Scope(survey=SURVEY, limit=4))

    assert scored(answer) == [(1, "a", 3), (2, "b", 3), (3, "c", 1), (4, "e", 1)]
    assert answer.truncated
    assert answer.warnings == (COVERAGE,)


def test_top_by_pagerank(backend: GraphBackend) -> None:
    answer = top(backend, NOW, by=Rank.PAGERANK)

    assert {name: score for _, name, score in scored(answer)} == pytest.approx(solved(), abs=1e-9)
    assert "".join(name for _, name, _ in scored(answer)) == "eagbcdfhi"
    # None cites d, f and i, and h only itself: the four have the same share, and go by id.
    assert len({score for _, _, score in scored(answer)[-4:]}) == 1


def solved() -> dict[str, float]:
    """Solve for PageRank outright: x = .15/9 + .85 (shares of those who cite + what dangles / 9)."""
    names, size = "abcdefghi", 9
    arriving = np.zeros((size, size))
    for citing in names:
        cited = [names.index(edge[1]) for edge in CITES.split() if edge[0] == citing != edge[1]]
        arriving[cited or slice(None), names.index(citing)] = 1 / (len(cited) or size)
    shares = np.linalg.solve(np.eye(size) - 0.85 * arriving, np.full(size, 0.15 / size))
    return dict(zip(names, shares.tolist(), strict=True))


@pytest.mark.parametrize(
    ("category", "year", "day", "found"),
    [
        ("Model", None, None, [(1, "a", 3), (2, "b", 3), (3, "e", 1)]),
        ("model > pruning", None, None, [(1, "a", 3), (2, "b", 3), (3, "e", 1)]),
        ("Data", None, None, [(1, "c", 1), (2, "d", 0)]),
        ("Data", 2020, None, [(1, "c", 1)]),
        ("Pruning", None, "2020-06-01", [(1, "a", 1), (2, "b", 1)]),
        ("Data", 1999, None, []),
        (None, 2021, None, [(1, "d", 0)]),
    ],
)
def test_top_of_a_category_and_a_year(
    backend: GraphBackend, category: str | None, year: int | None, day: str | None, found: list[tuple[int, str, float]]
) -> None:
    scope = Scope(survey=SURVEY, as_of=day, limit=None)

    assert scored(top(backend, scope, category=category, year=year)) == found


def test_top_of_an_unknown_category_names_the_nearest(backend: GraphBackend) -> None:
    with pytest.raises(InputError, match="Did you mean 'Model > Pruning'"):
        top(backend, NOW, category="Prunning")


def test_directed_paths(backend: GraphBackend) -> None:
    assert walked(path(backend, "local:d", "local:g", NOW, directed=True)) == [("daeg", 3)]
    assert walked(path(backend, "local:g", "local:d", NOW, directed=True)) == []
    assert walked(path(backend, "local:a", "local:a", NOW, directed=True)) == [("a", 0)]


def test_undirected_paths(backend: GraphBackend) -> None:
    assert walked(path(backend, "local:a", "local:b", NOW)) == [("acb", 2), ("adb", 2)]
    assert walked(path(backend, "local:g", "local:f", NOW)) == [("geacbf", 5), ("geadbf", 5)]
    assert walked(path(backend, "local:a", "local:h", NOW)) == []


def test_paths_at_a_day(backend: GraphBackend) -> None:
    assert walked(path(backend, "local:a", "local:b", then("2021-06-14"))) == [("acb", 2)]


def test_paths_with_a_limit_describe_what_they_show(backend: GraphBackend) -> None:
    answer = path(backend, "local:a", "local:b", Scope(survey=SURVEY, limit=1))

    assert walked(answer) == [("acb", 2)]
    assert [row["paper"][-1] for row in answer.rows] == ["a", "c", "b"]
    assert answer.truncated


def test_categories(backend: GraphBackend) -> None:
    assert categories(backend, NOW).rows == (
        {"category": ["Model"], "count": 0, "total": 2, "filed": 0},
        {"category": ["Model", "Pruning"], "count": 2, "total": 2, "filed": 1},
        {"category": ["Data"], "count": 1, "total": 1, "filed": 1},
    )


def test_categories_at_a_day(backend: GraphBackend) -> None:
    assert [(row["category"][-1], row["count"]) for row in categories(backend, then("2021-12-31")).rows] == [
        ("Model", 0),
        ("Pruning", 2),
        ("Data", 2),
    ]


def test_categories_over_time(backend: GraphBackend) -> None:
    rows = categories(backend, NOW, over_time=True).rows

    assert [(row["category"][-1], row["year"], row["count"], row["total"], row["filed"]) for row in rows] == [
        ("Model", 2018, 0, 1, 0),
        ("Model", 2019, 0, 1, 0),
        ("Pruning", 2018, 1, 1, 0),
        ("Pruning", 2019, 1, 1, 0),
        ("Pruning", 2022, 0, 0, 1),
        ("Data", 2020, 1, 1, 0),
        ("Data", 2021, 0, 0, 1),
    ]


def test_search(backend: GraphBackend) -> None:
    answer = search(backend, "pruning", NOW)

    assert sorted(row["paper"] for row in answer.rows) == ["local:a", "local:b", "local:e"]
    assert [row["rank"] for row in answer.rows] == [1, 2, 3]
    assert search(backend, "pruning", Scope(survey=SURVEY, limit=1)).truncated


@pytest.mark.parametrize("text", ["' OR 1=1 --", '"', "NEAR(", "*", "a AND", "}) RETURN n //", "</script>"])
def test_search_takes_any_text(backend: GraphBackend, text: str) -> None:
    assert search(backend, text, NOW).truncated is False


def test_frameworks_with_what_each_can_do(backend: GraphBackend) -> None:
    answer = frameworks(backend, NOW)

    assert answer.rows == (
        {"technique": "technique:x", "title": "X", "url": "", "capabilities": ["Serving", "Training"]},
        {"technique": "technique:y", "title": "Y", "url": "https://y.org", "capabilities": ["Serving"]},
    )
    assert answer.warnings == ()


def test_frameworks_have_every_capability_that_is_asked_for(backend: GraphBackend) -> None:
    def found(day: str, *capabilities: str) -> list[str]:
        return [row["title"] for row in frameworks(backend, then(day), capabilities=capabilities).rows]

    assert found("2024-06-01", "serving") == ["X", "Y"]
    assert found("2024-06-01", "Serving", "TRAINING") == ["X"]
    assert found("2020-06-01", "Serving", "Training") == ["Y"]


def test_an_unknown_capability_names_the_nearest(backend: GraphBackend) -> None:
    with pytest.raises(InputError, match=r"Unknown capability 'Trainig' .* Did you mean 'Training'"):
        frameworks(backend, NOW, capabilities=["Trainig"])
