"""Cutting: what stays of an entry reads as if the part had never been there."""

from __future__ import annotations

import pytest

from litgraph.lists.anatomy import Part, Slot
from litgraph.lists.cutting import close_gap, without


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ('"T"**. *', "*. ICML 2023", '"T"**. ICML 2023'),
        ("T. *", ". arXiv.* [[paper]](u)", "T. *arXiv.* [[paper]](u)"),
        (", <ins>arXiv, ", "</ins> [[Paper]](u)", ", <ins>arXiv</ins> [[Paper]](u)"),
        (", <ins>", ", 2024</ins>", ", <ins>2024</ins>"),
        ("[[Paper](u)] ", "", "[[Paper](u)]"),
        ("[[Paper](u)] ", " [[Slides](v)]", "[[Paper](u)] [[Slides](v)]"),
        ("|[T](u) <br> ", " | |", "|[T](u) | |"),
        ("| ", " |", "|  |"),
        ("T(@", ") | x", "T | x"),
        ("| [**", "**] T", "| T"),
        ("[[paper](u)]\n  - ", ".", "[[paper](u)]"),
        ("T\n  - ", ".\n  - kept", "T\n  - kept"),
        ("<td>", "</td>", "<td></td>"),
        ("T :", ": U", "T U"),
    ],
)
def test_marks_go_and_one_separator_stays(left: str, right: str, expected: str) -> None:
    assert "".join(close_gap(left, right)) == expected


def test_a_construct_goes_whole_but_never_the_title() -> None:
    parts = [
        Part(text="- ["),
        Part(text="T", slot=Slot.TITLE, group=1),
        Part(text="](", group=1),
        Part(text="u", slot=Slot.ADDRESS, group=1),
        Part(text=")", group=1),
        Part(text=" "),
        Part(text="[[Code](", group=2),
        Part(text="c", slot=Slot.CODE, group=2),
        Part(text=")]", group=2),
    ]

    kept = without(parts, lambda slot: slot in (Slot.CODE, Slot.ADDRESS))

    assert "".join(part.text for part in kept) == "- [T](u)"
