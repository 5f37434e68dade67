"""Describing papers, and merging two accounts of one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import FIELDS, SOURCES, Paper, Provenance, describe, known_from, merge

AWQ = PaperId("arxiv:2306.00978")
DAY = "2024-01-01"


def _paper(*ids: str, source: str = "file", day: str = DAY, **fields: Any) -> Paper:
    return describe(frozenset(map(PaperId, ids or (AWQ,))), source=source, day=day, **fields)


def test_an_arxiv_id_stands_in_for_a_date() -> None:
    paper = _paper(AWQ)
    assert (paper.date, paper.year) == ("2023-06", 2023)
    assert paper.provenance["date"] == paper.provenance["year"] == Provenance(source="id", day=DAY)


def test_a_year_of_its_own_is_kept_beside_the_date() -> None:
    paper = _paper(AWQ, date="2023-06-01", year=2024)
    assert (paper.date, paper.year, paper.provenance["year"].source) == ("2023-06-01", 2024, "file")


def test_only_what_was_said_has_a_source() -> None:
    assert set(_paper("local:1", title="A", authors=("B",)).provenance) == {"title", "authors"}


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"date": "2023-06-01"}, "2023-06-01"),
        ({"date": "2023-06"}, "2023-06-30"),
        ({"year": 2023}, "2023-12-31"),
        ({}, None),
    ],
)
def test_a_paper_is_known_from_the_last_day_of_its_date(fields: dict[str, Any], day: str | None) -> None:
    assert known_from(_paper("local:1", **fields)) == day


def test_each_field_comes_from_who_is_believed_most() -> None:
    ours = _paper(AWQ, source="s2", title="S2's title", venue="MLSys")
    theirs = _paper(AWQ, "s2:1", source="arxiv", title="arXiv's title")
    merged = merge(ours, theirs)
    assert (merged.title, merged.venue, merged.aliases) == ("arXiv's title", "MLSys", frozenset({AWQ, PaperId("s2:1")}))
    assert merged.provenance["title"].source == "arxiv"


def test_a_curator_is_believed_over_every_model_and_service() -> None:
    assert merge(_paper(source="arxiv", title="A"), _paper(source="curator", title="B")).title == "B"


def test_of_one_source_the_newer_account_is_believed() -> None:
    assert merge(_paper(title="Old", day="2024-02-01"), _paper(title="New", day="2024-02-02")).title == "New"


def test_a_stub_merged_with_a_paper_is_none() -> None:
    stub = _paper(source="citation", stub=True)
    assert (merge(stub, _paper()).stub, merge(stub, stub).stub) == (False, True)


_IDS = st.sets(st.sampled_from((AWQ, "doi:10.1000/1", "s2:1", "local:a", "title:b")), min_size=1)


@st.composite
def accounts(draw: st.DrawFn) -> Paper:
    """Draw any account of one paper."""
    return _paper(
        *sorted(draw(_IDS)),
        source=draw(st.sampled_from(SOURCES)),
        day=draw(st.sampled_from(("2024-01-01", "2024-05-05", "2025-01-01"))),
        title=draw(st.sampled_from(("", "A", "B"))),
        abstract=draw(st.sampled_from(("", "x", "y"))),
        authors=draw(st.sampled_from(((), ("Ji Lin",), ("Ji Lin", "Song Han")))),
        date=draw(st.sampled_from(("", "2023", "2023-06", "2023-06-01"))),
        year=draw(st.sampled_from((None, 2023, 2024))),
        venue=draw(st.sampled_from(("", "MLSys", "arXiv"))),
        stub=draw(st.booleans()),
    )


@given(accounts(), accounts())
def test_either_order_of_merging_gives_the_same(first: Paper, second: Paper) -> None:
    assert merge(first, second) == merge(second, first)


@given(accounts(), accounts(), accounts())
def test_any_grouping_of_merging_gives_the_same(first: Paper, second: Paper, third: Paper) -> None:
    assert merge(merge(first, second), third) == merge(first, merge(second, third))


@given(accounts(), accounts())
def test_merging_again_changes_nothing(first: Paper, second: Paper) -> None:
    merged = merge(first, second)
    assert merge(merged, first) == merge(merged, second) == merge(merged, merged) == merged


@given(accounts(), accounts())
def test_nothing_that_was_said_is_lost(first: Paper, second: Paper) -> None:
    merged = merge(first, second)
    assert merged.aliases == first.aliases | second.aliases
    assert merged.id in merged.aliases
    for name in FIELDS:
        values = [getattr(paper, name) for paper in (first, second) if name in paper.provenance]
        assert (getattr(merged, name) in values) if values else (name not in merged.provenance)
