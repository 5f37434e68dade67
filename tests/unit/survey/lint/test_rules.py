"""The other rules that need no record: duplicates, years, hosts, anchors and levels."""

from __future__ import annotations

import pytest

from litgraph.model.finding import Finding
from tests.unit.survey.lint.build import FIRST, PAPERS, linted, list_of, underlined

CONTENTS = """\
# A Survey of Small Models

- [🤖 Model-Centric Methods](#-Model-Centric)
  - [Quantization](#Quantization)
  - [Pruning](#Pruning)
  - [Parameter Sharing](#Parameter-Sharing)
- [❤️ Support](#%EF%B8%8F-support)
- [Again](#quantization-1)
- [Down](#below)

## 🤖 Model-Centric Methods
### Quantization
### Pruning
#### Parameter-Sharing
## ❤️ Support
## Quantization
<a id="below"></a>

## Papers
""".rstrip("\n")


def found(findings: list[Finding], rule: str) -> list[tuple[int, str]]:
    """Give line and severity of a rule's findings."""
    return [(finding.line, finding.severity) for finding in findings if finding.rule == rule]


def test_a_paper_twice_in_a_section_is_an_error() -> None:
    lines = [*list_of(underlined), underlined(*PAPERS[4]).partition(" [[Code")[0]]

    assert found(linted(lines), "duplicate-entry") == [(FIRST + len(PAPERS), "error")]


def test_a_paper_in_two_sections_may_be_meant() -> None:
    lines = [*list_of(underlined), "", "## Serving", underlined(*PAPERS[4])]

    assert found(linted(lines), "duplicate-entry") == [(FIRST + len(PAPERS) + 2, "warning")]


def test_two_titles_with_one_link_are_no_duplicate() -> None:
    lines = list_of(underlined)
    lines[7] = lines[7].replace("2305.17888)", "2301.00774)")

    findings = linted(lines)

    assert found(findings, "duplicate-entry") == []
    assert found(findings, "wrong-link") == [(FIRST + 7, "warning"), (FIRST + 8, "warning")]


def test_a_link_that_shows_one_paper_and_leads_to_another_is_a_warning() -> None:
    lines = list_of(underlined)
    lines[7] = lines[7].replace("[[Paper](https", "[[https://arxiv.org/abs/2301.00774](https")

    assert found(linted(lines), "wrong-link") == [(FIRST + 7, "warning")]


@pytest.mark.parametrize(
    ("venue", "year", "severity"),
    [("arXiv", 2022, "error"), ("ICML", 2022, "error"), ("arXiv", 2024, "warning"), ("NeurIPS", 2024, None)],
)
def test_the_year_is_judged_by_the_arxiv_id(venue: str, year: int, severity: str | None) -> None:
    lines = list_of(underlined)
    right = lines[10].replace("NeurIPS", venue)
    lines[10] = right.replace("2023", str(year))

    findings = [finding for finding in linted(lines) if finding.rule == "wrong-year"]

    assert [(f.line, f.severity) for f in findings] == ([(FIRST + 10, severity)] if severity else [])
    assert [f.fix for f in findings if f.fix] == ([right] if (venue, year) == ("arXiv", 2022) else [])


def test_a_paper_may_reach_arxiv_some_months_after_its_meeting() -> None:
    lines = list_of(underlined)
    lines[8] = lines[8].replace("ICML, 2023", "NeurIPS, 2022")

    assert found(linted(lines), "wrong-year") == [(FIRST + 8, "warning")]


def test_a_closed_host_is_named() -> None:
    lines = list_of(underlined)
    lines[2] = lines[2].replace("https://arxiv.org/abs/2211.10438", "https://paperswithcode.com/paper/smoothquant")

    (finding,) = [finding for finding in linted(lines) if finding.rule == "dead-link-host"]

    assert (finding.line, finding.severity) == (FIRST + 2, "warning")


def test_an_anchor_that_no_heading_answers_is_broken() -> None:
    (finding,) = [f for f in linted(list_of(underlined), head=tuple(CONTENTS.split("\n"))) if f.rule == "broken-anchor"]

    assert (finding.line, finding.severity) == (3, "error")
    assert finding.fix == "- [🤖 Model-Centric Methods](#-Model-Centric-Methods)"


def test_anchors_in_code_are_no_links() -> None:
    head = ("# A Survey", "", "```", "[x](#nowhere)", "```", "", "## Papers")

    assert found(linted(list_of(underlined), head=head), "broken-anchor") == []


def test_a_heading_elsewhere_than_in_the_contents_is_named_on_both_lines() -> None:
    findings = linted(list_of(underlined), head=tuple(CONTENTS.split("\n")))

    assert found(findings, "heading-level") == [(6, "warning"), (14, "warning")]


def test_a_heading_of_another_level_than_its_siblings_is_named() -> None:
    names = ("Quantization", "Pruning", "Distillation", "Serving")
    contents = ["- [Methods](#methods)", *(f"  - [{name}](#{name.lower()})" for name in names)]
    headings = ["## Methods", "#### Quantization", "### Pruning", "### Distillation", "### Serving"]

    findings = linted(list_of(underlined), head=("# A Survey", *contents, *headings))

    assert found(findings, "heading-level") == [(8, "warning")]


def test_an_empty_list_has_no_findings() -> None:
    assert linted([], head=()) == []
