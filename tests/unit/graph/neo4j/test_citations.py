"""Which citations are created, changed and deleted, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litgraph.graph.neo4j.citations import NOTHING_SAID, Changes, References, Said, compare

OURS = 2


def compared(cited: Mapping[str, Said], held: Mapping[str, Mapping[str, Any]], since: str | None = None) -> Changes:
    changes = Changes()
    one = References(citing="a", since=since, cited=cited, mark=(1, 2, 3))
    rows = {node: {"edge": f"edge to {node}", "told": told} for node, told in held.items()}
    compare(one, rows, OURS, changes)
    return changes


def test_a_new_citation_is_created() -> None:
    changes = compared({"b": NOTHING_SAID, "c": Said(influential=True)}, {}, since="2024-01-31")

    assert changes.create == {
        "a": [("b", {"since": "2024-01-31", "_w2": ""}), ("c", {"since": "2024-01-31", "influential": True, "_w2": ""})]
    }
    assert (changes.change, changes.delete) == ([], [])


def test_one_that_is_as_told_is_left() -> None:
    held = {"b": {"since": "2024-01-31", "contexts": ["x"], "_w2": ""}}

    changes = compared({"b": Said(contexts=("x",))}, held, since="2024-01-31")

    assert (changes.written, changes.delete) == (0, [])


def test_one_that_is_not_told_any_more_is_deleted() -> None:
    assert compared({}, {"b": {"_w2": ""}}).delete == ["edge to b"]


def test_one_of_others_alone_is_left() -> None:
    changes = compared({}, {"b": {"_w1": ""}})

    assert (changes.written, changes.delete) == (0, [])


def test_one_that_others_have_keeps_both_accounts() -> None:
    held = {"b": {"since": "2023-01-31", "contexts": ["theirs"], "_w1": ""}}

    changes = compared({"b": Said(contexts=("ours",), influential=True)}, held, since="2024-01-31")

    assert changes.change == [
        (
            "edge to b",
            {
                "since": "2023-01-31",
                "contexts": ["ours", "theirs"],
                "influential": True,
                "_w1": '["2023-01-31",["theirs"],[],false]',
                "_w2": '["2024-01-31",["ours"],[],true]',
            },
        )
    ]


def test_what_others_say_stays_when_we_leave() -> None:
    held = {
        "b": {
            "since": "2023-01-31",
            "contexts": ["ours", "theirs"],
            "influential": True,
            "_w1": '["2023-06-30",["theirs"],[],false]',
            "_w2": '["2023-01-31",["ours"],[],true]',
        }
    }

    changes = compared({}, held)

    assert changes.change == [("edge to b", {"since": "2023-06-30", "contexts": ["theirs"], "_w1": ""})]
    assert changes.delete == []
