"""The real lists: every known defect of the first survey is found, and what is mended reads as before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from litgraph.lists.parse import parse_list
from litgraph.model.finding import Finding
from litgraph.model.survey import Entry
from litgraph.survey.lint.lint import lint

FIRST_SURVEY = "Efficient-LLMs-Survey"
LISTS = (
    FIRST_SURVEY,
    "Efficient-LLM-Survey",
    "Awesome-Efficient-LLM",
    "Awesome-LLM-Compression",
    "Awesome-LLM-Inference",
    "LLMSurvey",
    "LLM-Agent-Paper-List",
)
# The defects that README.md of the shared lists counts, by kind.
MALFORMED = {
    "doubled blank": [186, 315, *range(321, 331), 366, 367, 385, 561, 562],
    "broken pair": [*range(281, 287), *range(393, 398), 406, 407],
    "no comma": [189, 190, 270, 274, 529, 532],
    "no blank between links": [171, 252, 426, 427, 505, 590],
    "brackets": [120, 437],
    "comma behind": [589, 590],
    "venue and year": [474, 612],
    "leading blank, full-width comma, blank in an address, nested link": [149, 278, 293, 317],
}
UNUSUAL_LABELS = [294, 310, 424, 546, 628]
TWICE_IN_A_SECTION, TWICE_ACROSS = [431, 479, 556], [135, 137, 463, 466]
TOO_EARLY = [181, 363, 523, 524, 525, 526, 561, 622, 633]
LATER = [445, 592, 608, 613]
WRONG_LINKS = [136, 200, 317, 449]


def read(shared: Path, name: str) -> bytes:
    """Read a list."""
    return (shared / "surveys" / f"{name}.md").read_bytes()


def lines_of(findings: Sequence[Finding], rule: str, severity: str) -> list[int]:
    """Give the lines of a rule's findings."""
    return [finding.line for finding in findings if (finding.rule, finding.severity) == (rule, severity)]


@pytest.fixture(scope="module")
def findings(shared: Path) -> tuple[Finding, ...]:
    """Lint the first survey's list by itself."""
    content = read(shared, FIRST_SURVEY)
    return lint(content, parse_list(content))


def test_every_malformed_entry_is_found_and_no_other(findings: tuple[Finding, ...]) -> None:
    known = sorted({line for lines in MALFORMED.values() for line in lines})

    assert len(known) == 51
    assert lines_of(findings, "malformed-entry", "error") == known


def test_what_may_be_meant_is_a_warning(findings: tuple[Finding, ...]) -> None:
    warned = lines_of(findings, "malformed-entry", "warning")

    # The others: one address running into another on line 155, and a blank within a tag.
    assert sorted({*warned} - {155, 169, 522, 531}) == UNUSUAL_LABELS


def test_papers_listed_twice_are_found(findings: tuple[Finding, ...]) -> None:
    assert lines_of(findings, "duplicate-entry", "error") == TWICE_IN_A_SECTION
    assert lines_of(findings, "duplicate-entry", "warning") == TWICE_ACROSS


def test_wrong_years_are_found(findings: tuple[Finding, ...]) -> None:
    assert lines_of(findings, "wrong-year", "error") == TOO_EARLY
    assert set(LATER) <= set(lines_of(findings, "wrong-year", "warning"))


def test_wrong_links_are_suspected_without_a_record(findings: tuple[Finding, ...]) -> None:
    assert lines_of(findings, "wrong-link", "error") == []
    assert set(WRONG_LINKS) <= set(lines_of(findings, "wrong-link", "warning"))


def test_contents_and_headings_are_checked(findings: tuple[Finding, ...]) -> None:
    assert lines_of(findings, "broken-anchor", "error") == [40, 91]
    assert lines_of(findings, "heading-level", "warning") == [55, 212]


def test_the_table_of_frameworks_and_the_comment_are_left_alone(findings: tuple[Finding, ...]) -> None:
    assert [finding.line for finding in findings if finding.line > 633] == []


@pytest.mark.parametrize("name", LISTS)
def test_mended_lists_name_the_same_papers_and_need_no_mending(shared: Path, name: str) -> None:
    content = read(shared, name)
    before = parse_list(content)
    mended = _mended(content, lint(content, before))

    after = parse_list(mended)

    assert [_identity(entry) for entry in after.entries] == [_identity(entry) for entry in before.entries]
    assert [f.line for f in lint(mended, after) if f.rule == "malformed-entry" and f.fix is not None] == []


def _mended(content: bytes, findings: Sequence[Finding]) -> bytes:
    lines = content.splitlines(keepends=True)
    for finding in findings:
        if finding.rule == "malformed-entry" and finding.fix is not None:
            line = lines[finding.line - 1]
            lines[finding.line - 1] = finding.fix.encode() + line[len(line.rstrip(b"\r\n")) :]
    return b"".join(lines)


def _identity(entry: Entry) -> tuple[object, ...]:
    return entry.line, entry.title, entry.identifiers, entry.category
