"""A reader is told what an export lacks."""

from __future__ import annotations

from dataclasses import replace

from litgraph.exports.notes import caveats, notes
from tests.unit.exports.drawn import empty, survey


def test_caveats_are_what_is_missing() -> None:
    graph = replace(survey(), references_known=19, references_of=1410, hidden_papers=1, hidden_citations=0)
    assert caveats(graph) == [
        "References known for 19 of 1,410 listed papers.",
        "1 more paper of the record is not shown here.",
    ]


def test_nothing_missing_no_caveat() -> None:
    assert caveats(replace(survey(), hidden_papers=0)) == []


def test_notes_of_an_empty_graph_of_the_past() -> None:
    assert notes(replace(empty(), as_of="2020-01-01")) == ["Generated on 2024-05-06; what was known on 2020-01-01."]
