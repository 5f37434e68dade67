"""Malformed entries, judged by what nearly all entries of the same list do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.survey.lint.build import FIRST, HEAD, bold, linted, list_of, row, spoilt, underlined

Write = Callable[[str, str, int, str], str]
AT = 10  # the entry that is spoilt

MENDED = [
    (underlined, "</ins> [[", "</ins>  [["),
    (underlined, "</ins> [[", "</ins>[["),
    (underlined, ", <ins>", " <ins>"),
    (underlined, ", <ins>", ",  <ins>"),
    (underlined, ", <ins>", "，<ins>"),
    (underlined, "</ins>", "/ins>"),
    (underlined, "</ins>", "<ins>"),
    (underlined, "</ins> ", "</ins>, "),
    (underlined, "NeurIPS, 2023", "NeurIPS 2023"),
    (underlined, ")] [[", ")][["),
    (underlined, "[[Paper](https://arxiv.org/abs/2305.11627)]", "[[Paper]](https://arxiv.org/abs/2305.11627)"),
    (underlined, "2305.11627)", "2305.11627 )"),
    (underlined, "arxiv.org/abs/2305.11627)", "arxiv.org/ abs/2305.11627)"),
    (underlined, "2305.11627)]", "2305.11627]"),
    (underlined, "- LLM", " - LLM"),
    (underlined, "- LLM", "-  LLM"),
    (bold, ".** *", "** *"),
    (bold, ".* [[", ".*[["),
    (bold, ".* [[", "* [["),
    (bold, "[[paper]](", "[[paper]] ("),
    (bold, "[[paper]](https://arxiv.org/abs/2305.11627)", "[[paper](https://arxiv.org/abs/2305.11627)]"),
    (row, "[[pdf]](https://arxiv.org/abs/2305.11627)", "[[pdf]](https://arxiv.org/abs/2305.11627 )"),
]


@pytest.mark.parametrize("write", [underlined, bold, row])
def test_a_list_in_one_hand_has_nothing_malformed(write: Write) -> None:
    head = (*HEAD, "|Date|Title|Venue|Paper|Code|", "|---|---|---|---|---|") if write is row else HEAD

    findings = linted(list_of(write), head=head)

    assert [finding for finding in findings if finding.rule == "malformed-entry"] == []


@pytest.mark.parametrize(("write", "old", "new"), MENDED)
def test_what_departs_from_the_house_is_found_and_mended(write: Write, old: str, new: str) -> None:
    head = (*HEAD, "|Date|Title|Venue|Paper|Code|", "|---|---|---|---|---|") if write is row else HEAD
    lines, right = spoilt(write, AT, old, new)

    (finding,) = [finding for finding in linted(lines, head=head) if finding.rule == "malformed-entry"]

    assert (finding.line, finding.severity, finding.fix) == (len(head) + AT + 1, "error", right)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<ins>", ""),
        (
            "[[Paper](https://arxiv.org/abs/2305.11627)]",
            "[[Paper]([https://arxiv.org](https://arxiv.org/abs/2305.11627))]",
        ),
        ("NeurIPS, 2023", "arXiv, NeurIPS"),
        ("[[Paper]", "[Paper]"),
    ],
)
def test_what_cannot_be_mended_for_certain_is_found_all_the_same(old: str, new: str) -> None:
    lines, _ = spoilt(underlined, AT, old, new)

    (finding,) = [finding for finding in linted(lines) if finding.rule == "malformed-entry"]

    assert (finding.line, finding.severity) == (FIRST + AT, "error")


def test_two_defects_of_a_line_are_one_finding_that_mends_both() -> None:
    lines, right = spoilt(underlined, AT, "</ins> ", "</ins>, ")
    lines[AT] = lines[AT].replace(")] [[", ")][[")

    (finding,) = [finding for finding in linted(lines) if finding.rule == "malformed-entry"]

    assert ";" in finding.message
    assert finding.fix == right


def test_a_blank_within_a_tag_and_an_unusual_label_are_warnings() -> None:
    lines, _ = spoilt(underlined, AT, "<ins>", "<ins> ")
    lines[3] = lines[3].replace("[[Code]", "[[Demo]")

    findings = [finding for finding in linted(lines) if finding.rule == "malformed-entry"]

    assert [(finding.line, finding.severity) for finding in findings] == [
        (FIRST + 3, "warning"),
        (FIRST + AT, "warning"),
    ]


def test_an_entry_without_a_link_is_a_warning() -> None:
    lines = list_of(underlined)
    lines[AT] = lines[AT].partition(" [[")[0]

    (finding,) = [finding for finding in linted(lines) if finding.rule == "malformed-entry"]

    assert (finding.line, finding.severity) == (FIRST + AT, "warning")
    assert "no link" in finding.message


def test_a_bullet_without_a_blank_is_no_entry() -> None:
    lines, right = spoilt(underlined, AT, "- ", "-")

    (finding,) = [finding for finding in linted(lines) if finding.rule == "malformed-entry"]

    assert (finding.line, finding.fix) == (FIRST + AT, right)


def test_the_habit_of_a_section_is_its_own() -> None:
    lines = [*list_of(underlined), "", "## Serving"]
    lines += [
        f"- Paper {number} of Serving Large Models, <ins>SOSP, 2023</ins>  [[Paper](https://arxiv.org/abs/2309.0{number})]"
        for number in range(6180, 6182)
    ]
    assert len([finding for finding in linted(lines) if finding.rule == "malformed-entry"]) == 2

    lines += [lines[-1].replace("6181", str(number)) for number in range(6182, 6186)]

    gaps = [f for f in linted(lines) if f.rule == "malformed-entry" and "between" in f.message]
    assert gaps == []


def test_a_question_mark_stands_for_the_full_stop() -> None:
    lines, _ = spoilt(bold, AT, "Models.**", "Models?**")

    assert [finding for finding in linted(lines) if finding.rule == "malformed-entry"] == []
