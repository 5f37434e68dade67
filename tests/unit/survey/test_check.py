"""What a change to a list adds: its entries, the findings it answers for, and what is there twice."""

from __future__ import annotations

from typing import Any

import pytest

from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId
from litgraph.survey.annotated import workflow_commands
from litgraph.survey.check import find_change, new_findings, twins

BEFORE = b"""\
# List

## Pruning
- First: A Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.00001)]

## Quantization
- Second: A Paper about Quantization, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2403.00003)]
"""
THIRD = b"- Third: A Paper about Nothing Known, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2404.00004)]\n"
FIRST_AGAIN = b"- First, of another name, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.00001v3)]\n"
TITLE_AGAIN = b"- FIRST: a paper about pruning, <ins>ICLR, 2025</ins> [[Paper](https://example.org/first)]\n"


def _finding(line: int, rule: str = "malformed-entry", severity: str = "error", message: str = "wrong") -> Finding:
    return Finding(rule=rule, severity=severity, line=line, message=message)


def test_an_added_entry_is_found_on_its_line() -> None:
    change = find_change(BEFORE, BEFORE + THIRD)

    assert [(entry.line, entry.title) for entry in change.entries] == [(8, "Third: A Paper about Nothing Known")]
    assert change.lines == {8}


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("after_line", range(8))
def test_a_line_that_is_put_in_anywhere_is_the_one_that_changed(after_line: int, ending: bytes) -> None:
    before = BEFORE.splitlines()
    after = [*before[:after_line], THIRD.rstrip(b"\n"), *before[after_line:]]

    change = find_change(ending.join(before) + ending, ending.join(after) + ending)

    assert change.lines == {after_line + 1}
    assert [entry.title for entry in change.entries] == ["Third: A Paper about Nothing Known"]


def test_another_venue_makes_an_entry_a_changed_one() -> None:
    change = find_change(BEFORE, BEFORE.replace(b"arXiv, 2024", b"ICML, 2024", 1))

    assert [entry.line for entry in change.entries] == [4]


@pytest.mark.parametrize("after", [BEFORE, BEFORE.replace(b"\n", b"\r\n"), BEFORE.rstrip(b"\n")])
def test_line_endings_are_no_change(after: bytes) -> None:
    assert find_change(BEFORE, after).lines == frozenset()


def test_what_is_taken_out_leaves_nothing_to_check() -> None:
    change = find_change(BEFORE + THIRD, BEFORE)

    assert (change.lines, change.entries) == (frozenset(), ())


def test_a_list_that_is_new_is_checked_whole() -> None:
    assert [entry.line for entry in find_change(b"", BEFORE).entries] == [4, 7]


def test_old_findings_are_not_told_again_though_their_lines_moved() -> None:
    change = find_change(BEFORE, BEFORE.replace(b"## Pruning\n", b"## Pruning\n" + THIRD))

    told = new_findings(change, [_finding(7)], [_finding(4), _finding(8)])

    assert [finding.line for finding in told] == [4]


def test_a_finding_on_an_untouched_line_is_told_where_the_change_caused_it() -> None:
    change = find_change(BEFORE, BEFORE + THIRD)

    told = new_findings(change, [_finding(7)], [_finding(4, "duplicate-entry"), _finding(7)])

    assert [(finding.line, finding.rule) for finding in told] == [(4, "duplicate-entry")]


def test_an_old_finding_on_a_changed_line_is_told() -> None:
    change = find_change(BEFORE, BEFORE.replace(b"arXiv, 2024", b"ICML, 2024", 1))

    assert [finding.line for finding in new_findings(change, [_finding(4)], [_finding(4)])] == [4]


@pytest.mark.parametrize("again", [FIRST_AGAIN, TITLE_AGAIN])
def test_a_paper_is_there_already_by_identifier_or_title(again: bytes) -> None:
    assert twins(find_change(BEFORE, BEFORE + again), {}) == {8: 4}


def test_a_paper_is_there_already_by_what_the_record_knows_of_it() -> None:
    published = b"- On Pruning, <ins>ICML, 2025</ins> [[Paper](https://doi.org/10.1000/pruning)]\n"
    change = find_change(BEFORE, BEFORE + published)

    assert twins(change, {}) == {}
    assert twins(change, {4: frozenset({PaperId("arxiv:2401.00001"), PaperId("doi:10.1000/pruning")})}) == {8: 4}


def test_of_two_new_entries_the_later_one_is_there_already() -> None:
    assert twins(find_change(BEFORE, BEFORE + THIRD + THIRD), {}) == {9: 8}


def test_a_short_title_alone_makes_no_twin() -> None:
    orca = b"- Orca [[Paper](https://example.org/%s)]\n"

    assert twins(find_change(BEFORE + orca % b"one", BEFORE + orca % b"one" + orca % b"two"), {}) == {}


def test_annotations_are_one_line_each_whatever_titles_hold() -> None:
    title = "50% off\n::error::gone\r ##[add-mask]x"
    (told,) = workflow_commands(_checked(entries=[_entry(title=title, already_at=4)], file="a,b:c.md"))

    assert told == (
        "::warning file=a%2Cb%3Ac.md,line=8,title=litgraph%3A duplicate-entry::"
        "“50%25 off ::error::gone ##\u200b[add-mask]x” is already in the list, at line 4."
    )


def test_a_wrong_link_is_not_said_to_be_its_title() -> None:
    told = workflow_commands(_checked(entries=[_entry(already_at=4, title_matches=False)]))

    assert [line.rpartition("::")[2] for line in told] == [
        "The paper that it links to is already in the list, at line 4.",
        "The link leads to arxiv:2404.00004, which no source calls “Third”.",
    ]


def test_annotations_come_gravest_first_and_ten_of_a_kind() -> None:
    findings = [{"rule": "wrong-year", "severity": "warning", "line": n, "message": "m"} for n in range(12)]
    findings.append({"rule": "malformed-entry", "severity": "error", "line": 99, "message": "m"})

    told = workflow_commands(_checked(findings=findings))

    assert told[0] == "::error file=README.md,line=99,title=litgraph%3A malformed-entry::m"
    assert len(told) == 11


def test_what_a_finding_says_is_not_said_again_of_the_entry() -> None:
    finding = {"rule": "duplicate-entry", "severity": "error", "line": 8, "message": "It is on line 4."}

    told = workflow_commands(_checked(findings=[finding], entries=[_entry(already_at=4)]))

    assert told == ("::error file=README.md,line=8,title=litgraph%3A duplicate-entry::It is on line 4.",)


def test_a_section_that_fits_better_is_a_notice_only_where_it_is_likely() -> None:
    likely = _entry(alternatives=[{"category": ["A", "B"], "probability": 0.8}])
    unlikely = _entry(alternatives=[{"category": ["A", "B"], "probability": 0.4}])
    same = _entry(alternatives=[{"category": ["C"], "probability": 0.9}])

    told = workflow_commands(_checked(entries=[likely, unlikely, same]))

    assert [line.partition("::notice ")[2].rpartition("::")[2] for line in told] == [
        "The section that fits best may be A > B (0.80)."
    ]


def _checked(*, findings: Any = (), entries: Any = (), file: str = "README.md") -> dict[str, Any]:
    return {"file": file, "findings": list(findings), "entries": list(entries)}


def _entry(**told: Any) -> dict[str, Any]:
    entry = {"line": 8, "paper": "arxiv:2404.00004", "title": "Third", "already_at": None, "title_matches": None}
    return entry | {"category": ["C"], "alternatives": []} | told
