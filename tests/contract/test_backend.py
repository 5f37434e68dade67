"""What every graph backend must answer, primitive by primitive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from litgraph.errors import AmbiguousPaper, UnknownPaper
from litgraph.graph.algorithms import pagerank
from litgraph.graph.backend import Coverage, GraphBackend, Neighbours
from litgraph.graph.schema import Edge, Label
from litgraph.graph.to_networkx import to_networkx
from litgraph.model.framework import System
from litgraph.model.identifiers import PaperId
from litgraph.model.technique import technique_id
from tests.contract.small_record import DATA, MODEL, PRUNING, SURVEY, TITLES


def ids(names: str) -> list[PaperId]:
    return [PaperId(f"local:{name}") for name in names]


def named(found: Neighbours) -> dict[str, str]:
    """Write neighbours as `{"c": "ab"}`."""
    return {key[-1]: "".join(other[-1] for other in others) for key, others in found.items()}


def initials(found: object) -> str:
    assert hasattr(found, "__iter__")
    return "".join(key[-1] for key in found)


@pytest.mark.parametrize("text", ["local:a", "a", "attention heads", TITLES["a"]])
def test_resolve_takes_ids_and_parts_of_titles(backend: GraphBackend, text: str) -> None:
    assert backend.resolve(text) == "local:a"


def test_resolve_says_what_is_meant(backend: GraphBackend) -> None:
    with pytest.raises(AmbiguousPaper, match="local:e"):
        backend.resolve("pruning of")
    with pytest.raises(UnknownPaper, match="zzz"):
        backend.resolve("zzz")


def test_papers_are_those_known_in_the_order_of_ids(backend: GraphBackend) -> None:
    found = backend.papers([*ids("gea"), PaperId("local:none")], as_of="2022-01-09")

    assert initials(found) == "a"
    assert initials(backend.papers(ids("gea"))) == "aeg"
    assert found[ids("a")[0]].authors == ("Ada First", "Bo Second")
    assert found[ids("a")[0]].venue == "ICML"


def test_any_title_comes_back_as_it_was(backend: GraphBackend) -> None:
    found = backend.papers(ids("hi"))

    assert [paper.title for paper in found.values()] == [TITLES["h"], TITLES["i"]]


@pytest.mark.parametrize(
    ("as_of", "known"),
    [
        (None, "abcdefghi"),
        ("2018-02-28", ""),
        ("2018-03-01", "a"),
        ("2019-06-30", "a"),
        ("2019-07-01", "ab"),
        ("2020-05-30", "ab"),
        ("2020-05-31", "abc"),
        ("2022-01-10", "abcdeg"),
        ("2024-02-02", "abcdeghi"),
        ("2999-12-31", "abcdeghi"),
    ],
)
def test_papers_are_known_from_their_day_on(backend: GraphBackend, as_of: str | None, known: str) -> None:
    assert initials(backend.paper_ids(as_of=as_of)) == known


def test_papers_of_a_year(backend: GraphBackend) -> None:
    assert initials(backend.paper_ids(year=2022)) == "e"
    assert initials(backend.paper_ids(year=2019, as_of="2019-12-31")) == "b"
    assert initials(backend.paper_ids(year=1900)) == ""


def test_references_go_out_sorted(backend: GraphBackend) -> None:
    assert named(backend.references(ids("dahb"))) == {"a": "e", "b": "", "d": "abc", "h": "h"}


def test_citations_come_in_sorted(backend: GraphBackend) -> None:
    assert named(backend.citing(ids("bagi"))) == {"a": "cde", "b": "cdf", "g": "e", "i": ""}


def test_a_citation_is_seen_when_both_papers_are_known(backend: GraphBackend) -> None:
    assert named(backend.references(ids("aec"), as_of="2022-01-09")) == {"a": "", "c": "ab"}
    assert named(backend.references(ids("aec"), as_of="2022-01-10")) == {"a": "e", "c": "ab", "e": "ag"}
    assert named(backend.citing(ids("ab"), as_of="2020-05-31")) == {"a": "c", "b": "c"}


def test_citing_since_a_day_leaves_out_earlier_and_undated_papers(backend: GraphBackend) -> None:
    assert named(backend.citing(ids("ab"), since="2021-06-15")) == {"a": "de", "b": "d"}


def test_no_ids_no_neighbours(backend: GraphBackend) -> None:
    assert backend.references([]) == {}
    assert backend.citing([PaperId("local:none")]) == {}


def test_local_citations_count_what_cites(backend: GraphBackend) -> None:
    assert list(backend.local_citations(ids("bahi")).values()) == [3, 3, 1, 0]
    assert list(backend.local_citations(ids("ba"), as_of="2021-06-15").values()) == [2, 2]


def test_most_cited_ranks_with_ties_by_id(backend: GraphBackend) -> None:
    found = backend.most_cited(limit=None)

    assert [(key[-1], count) for key, count in found] == [
        *(("a", 3), ("b", 3)),
        *(("c", 1), ("e", 1), ("g", 1), ("h", 1)),
        *(("d", 0), ("f", 0), ("i", 0)),
    ]
    assert [key[-1] for key, _ in backend.most_cited(limit=2)] == ["a", "b"]


def test_most_cited_chooses_papers_but_counts_over_all(backend: GraphBackend) -> None:
    assert backend.most_cited(limit=9, among=ids("cbi"), year=2020) == [(ids("c")[0], 1)]
    assert backend.most_cited(limit=9, among=ids("cb"), as_of="2020-06-01") == [(ids("b")[0], 1), (ids("c")[0], 0)]
    assert backend.most_cited(limit=9, among=[]) == []


def test_coverage_counts_papers_with_references(backend: GraphBackend) -> None:
    assert backend.coverage() == Coverage(known=6, of=9)
    assert backend.coverage(ids("abz")) == Coverage(known=1, of=2)
    assert backend.coverage(as_of="2020-05-31") == Coverage(known=2, of=3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pruning", "abe"),
        ("PRUNING large", "e"),
        ("prune", "e"),
        ("剪枝", "h"),
        ("语言模型", "h"),
        ("absent", ""),
        ('" OR *', ""),
    ],
)
def test_search_finds_words_in_titles_and_abstracts(backend: GraphBackend, text: str, found: str) -> None:
    assert initials(sorted(key for key, _ in backend.search(text, limit=9))) == found


def test_search_knows_what_was_known(backend: GraphBackend) -> None:
    assert initials(sorted(key for key, _ in backend.search("pruning", limit=9, as_of="2022-01-09"))) == "ab"
    assert len(backend.search("pruning", limit=1)) == 1


def test_the_taxonomy_is_in_the_order_of_the_list(backend: GraphBackend) -> None:
    assert [survey.name for survey in backend.surveys()] == [SURVEY]
    assert [category.path for category in backend.taxonomy(SURVEY).categories] == [MODEL, PRUNING, DATA]
    assert backend.taxonomy(SURVEY, as_of="2019-06-30").categories == ()


def test_listed_and_statuses_follow_the_list(backend: GraphBackend) -> None:
    assert initials(backend.listed(SURVEY)) == "abc"
    assert initials(backend.listed(SURVEY, as_of="2019-12-31")) == "b"
    assert initials(backend.listed(SURVEY, as_of="2022-01-31")) == "abcd"
    assert initials(backend.listed(SURVEY, as_of="2022-02-01")) == "abc"
    assert backend.statuses(SURVEY, ids("adgz")) == dict(
        zip(ids("adg"), ["listed", "candidate", "periphery"], strict=True)
    )
    assert backend.statuses(SURVEY, ids("ad"), as_of="2021-07-01") == dict.fromkeys(ids("ad"), "listed")


def test_filings_are_those_of_people_and_the_sure_ones_of_models(backend: GraphBackend) -> None:
    pruning, data = (backend.taxonomy(SURVEY).by_path[path].id for path in (PRUNING, DATA))

    found = backend.in_category(SURVEY, [data, pruning])

    assert [(filing.paper[-1], filing.path, filing.probability, filing.method) for filing in found] == [
        ("c", DATA, 1.0, "CURATED"),
        ("d", DATA, 0.8, "EMBEDDED"),
        ("a", PRUNING, 1.0, "CURATED"),
        ("b", PRUNING, 1.0, "CURATED"),
        ("e", PRUNING, 0.6, "EMBEDDED"),
    ]


def test_filings_stand_from_day_to_day(backend: GraphBackend) -> None:
    pruning, data = (backend.taxonomy(SURVEY).by_path[path].id for path in (PRUNING, DATA))

    found = backend.in_category(SURVEY, [pruning, data], as_of="2021-12-31")

    assert [(filing.paper[-1], filing.method) for filing in found] == [
        *(("a", "CURATED"), ("b", "CURATED"), ("c", "CURATED"), ("d", "CURATED")),
    ]


def test_the_categories_of_papers(backend: GraphBackend) -> None:
    found = backend.categories_of(SURVEY, ids("dbi"))

    assert {key[-1]: [filing.path for filing in filings] for key, filings in found.items()} == {
        "b": [PRUNING],
        "d": [DATA],
        "i": [],
    }


@pytest.mark.parametrize(
    ("as_of", "x", "y"),
    [
        (None, ("Serving", "Training"), ("Serving",)),
        ("2020-01-01", ("Training",), ("Serving", "Training")),
        ("2021-01-01", ("Training",), ("Serving",)),
        ("2023-01-01", ("Serving", "Training"), ("Serving",)),
    ],
)
def test_systems_have_what_they_could_do_then(
    backend: GraphBackend, as_of: str | None, x: tuple[str, ...], y: tuple[str, ...]
) -> None:
    assert backend.systems(SURVEY, as_of=as_of) == (
        System(technique=technique_id("X"), name="X", capabilities=x),
        System(technique=technique_id("Y"), name="Y", url="https://y.org", capabilities=y),
    )


def test_there_are_no_systems_before_the_first_day_nor_of_another_survey(backend: GraphBackend) -> None:
    assert backend.systems(SURVEY, as_of="2019-12-31") == ()
    assert backend.systems("other") == ()


def test_a_projection_is_of_the_papers_asked_for_without_loops(backend: GraphBackend) -> None:
    whole, part = backend.projection(), backend.projection(ids("hcab"), as_of="2023-12-31")

    assert initials(whole.papers) == "abcdefghi"
    assert whole.indptr.tolist() == [0, 1, 1, 3, 6, 8, 9, 9, 9, 9]
    assert whole.indices.tolist() == [4, 0, 1, 0, 1, 2, 0, 6, 1]
    assert initials(part.papers) == "abch"
    assert part.indptr.tolist() == [0, 0, 0, 2, 2]
    assert part.indices.tolist() == [0, 1]
    assert pagerank(whole).sum() == pytest.approx(1)


def without_zeros(counts: Mapping[Any, int]) -> dict[Any, int]:
    """Leave out what there is none of."""
    return {kind: count for kind, count in counts.items() if count}


def test_counts_are_of_every_kind(backend: GraphBackend) -> None:
    found = backend.counts()

    assert without_zeros(found.nodes) == {
        Label.PAPER: 9,
        Label.CATEGORY: 3,
        Label.AUTHOR: 2,
        Label.VENUE: 1,
        Label.SURVEY: 1,
        Label.TECHNIQUE: 2,
        Label.CAPABILITY: 2,
    }
    assert without_zeros(found.edges) == {
        Edge.CITES: 10,
        Edge.IN_CATEGORY: 5,
        Edge.CHILD_OF: 1,
        Edge.LISTS: 3,
        Edge.AUTHORED_BY: 4,
        Edge.PUBLISHED_IN: 2,
        Edge.HAS_CAPABILITY: 3,
    }


def test_counts_are_of_what_was_known(backend: GraphBackend) -> None:
    found = backend.counts(as_of="2020-05-31")

    assert without_zeros(found.nodes) == {
        Label.PAPER: 3,
        Label.CATEGORY: 3,
        Label.AUTHOR: 2,
        Label.VENUE: 1,
        Label.SURVEY: 1,
        Label.TECHNIQUE: 2,
        Label.CAPABILITY: 2,
    }
    assert found.edges[Edge.CITES] == 2
    assert found.edges[Edge.HAS_CAPABILITY] == 3
    assert backend.counts(as_of="2019-12-31").nodes[Label.TECHNIQUE] == 0
    assert found.edges[Edge.LISTS] == found.edges[Edge.IN_CATEGORY] == 2
    assert found.edges[Edge.PUBLISHED_IN] == 2


def test_networkx_has_the_same_edges_as_the_counts(backend: GraphBackend) -> None:
    graph = to_networkx(backend, backend.paper_ids())

    kinds = [kind for _, _, kind in graph.edges(keys=True)]

    assert {Edge(kind): kinds.count(kind) for kind in kinds} == without_zeros(backend.counts().edges)
