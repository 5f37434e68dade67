"""The sorted table of keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from litgraph.graph.keys import KeyTable, build_keys
from litgraph.model.identifiers import PaperId

IDS = [PaperId(text) for text in ("arxiv:2306.00978", "doi:10.1/é", "local:模型", "s2:1")]


def test_places_are_ascending_and_leave_out_the_unknown() -> None:
    table = KeyTable(*build_keys(IDS))

    assert table.places([IDS[3], PaperId("s2:2"), IDS[0], IDS[0], PaperId("")]).tolist() == [0, 3]


def test_the_table_is_a_sequence_of_its_ids() -> None:
    table = KeyTable(*build_keys(IDS))

    assert list(table) == IDS
    assert table[-1] == IDS[3]
    assert table[1:3] == IDS[1:3]
    assert table.take([2, 0, 2]) == [IDS[2], IDS[0], IDS[2]]


def test_an_empty_table_finds_nothing() -> None:
    table = KeyTable(*build_keys([]))

    assert list(table) == []
    assert table.places(IDS).tolist() == []


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]))), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_found_where_it_stands(texts: set[str], other: str) -> None:
    ids = sorted(map(PaperId, texts))
    table = KeyTable(*build_keys(ids))

    places = table.places([*ids, PaperId(other)])

    assert [ids[place] for place in places] == ids
