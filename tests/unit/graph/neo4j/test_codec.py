"""Papers as properties, and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.graph.neo4j.codec import (
    PaperNode,
    account_of,
    account_text,
    digest_text,
    is_shortened,
    node_id,
    paper_node_of,
    paper_of,
    paper_properties,
    unite_nodes,
    without_aliases,
)
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe

DAY = "2024-06-01"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


def told(*ids: str, title: str = "", source: str = "file", day: str = DAY, year: int | None = None) -> Paper:
    return describe(frozenset(map(PaperId, ids)), source=source, day=day, title=title, year=year)


@given(
    st.sets(TEXTS, min_size=1, max_size=3),
    st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    st.lists(TEXTS, max_size=3),
    st.none() | st.integers(0, 9999),
    st.booleans(),
    st.sets(st.integers(-(2**63), 2**63 - 1), max_size=3),
)
def test_every_paper_comes_back(
    names: set[str],
    texts: tuple[str, str, str, str],
    authors: list[str],
    year: int | None,
    stub: bool,
    titles: set[int],
) -> None:
    title, abstract, venue, code = texts
    paper = describe(
        frozenset(PaperId(f"local:{name}") for name in names),
        source="file",
        day=DAY,
        title=title,
        abstract=abstract,
        venue=venue,
        code=code,
        authors=tuple(authors),
        year=year,
        stub=stub,
    )
    node = PaperNode(paper=paper, known_from=DAY, titles=tuple(sorted(titles)))

    assert paper_node_of(paper_properties(node)) == node
    assert account_of(account_text(node)) == node
    assert paper_of(json.loads(json.dumps(paper_properties(node)))) == paper


def test_what_is_not_known_is_no_property() -> None:
    properties = paper_properties(PaperNode(paper=told("local:a")))

    assert properties == {"id": "local:a", "title": "", "abstract": "", "aliases": ["local:a"]}


@pytest.mark.parametrize("name", ["a" * 994, "é" * 497])
def test_an_identifier_of_a_thousand_bytes_stays(name: str) -> None:
    assert node_id(f"local:{name}") == f"local:{name}"


@pytest.mark.parametrize("name", ["a" * 995, "é" * 498, "a" * 100_000, "𝔘" * 300])
def test_a_longer_one_is_hashed_and_kept_beside(name: str) -> None:
    paper = told(f"local:{name}")

    properties = paper_properties(PaperNode(paper=paper))

    assert is_shortened(properties["id"])
    assert len(properties["id"]) < 100
    assert properties["_id"] == paper.id
    assert paper_of(properties) == paper


def test_hashes_of_titles_are_written_without_a_sign() -> None:
    assert digest_text(-1) == "f" * 16
    assert digest_text(1) == "0" * 15 + "1"


def test_accounts_are_united_by_who_is_believed() -> None:
    first = PaperNode(paper=told("doi:10.1/a", title="Of a file", year=2020), known_from="2020-12-31", titles=(1,))
    second = PaperNode(
        paper=told("doi:10.1/a", "arxiv:2401.00001", title="Of arXiv", source="arxiv"),
        known_from="2024-01-31",
        titles=(2,),
    )

    united = unite_nodes([first, second])

    assert united == unite_nodes([second, first])
    assert (united.paper.id, united.paper.title) == ("arxiv:2401.00001", "Of arXiv")
    assert (united.known_from, united.titles) == ("2020-12-31", (1, 2))


def test_identifiers_of_other_papers_are_left_out() -> None:
    node = PaperNode(paper=told("arxiv:2401.00001", "doi:10.1/a", "s2:1"))

    left = without_aliases(node, [PaperId("arxiv:2401.00001")])

    assert left.paper.id == "doi:10.1/a"
    assert sorted(left.paper.aliases) == ["doi:10.1/a", "s2:1"]
