"""Rules that need the record."""

from __future__ import annotations

from collections.abc import Mapping

from litgraph.model.assignment import Alternative, Assignment
from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe
from litgraph.survey.lint.known import KnownEntry
from tests.unit.survey.lint.build import FIRST, PAPERS, linted, list_of, underlined


def known_as(number: str, title: str, source: str = "arxiv", date: str = "", venue: str = "") -> Paper:
    """Describe a paper by its arXiv id as a source does."""
    return describe(
        frozenset({PaperId(f"arxiv:{number}")}), source=source, day="2026-01-01", title=title, date=date, venue=venue
    )


def paper_at(index: int, date: str = "", venue: str = "") -> Paper:
    """Describe the paper of an entry as the list calls it."""
    title, _, _, number = PAPERS[index]
    return known_as(number, title, date=date, venue=venue)


def found(known: Mapping[int, KnownEntry], rule: str, lines: list[str] | None = None) -> list[Finding]:
    """Give a rule's findings; `known` goes by the entry's index."""
    at = {FIRST + index: one for index, one in known.items()}
    return [finding for finding in linted(lines or list_of(underlined), at) if finding.rule == rule]


def test_a_link_to_another_paper_is_an_error_with_the_right_link() -> None:
    lines = list_of(underlined)
    right = lines[10]
    lines[10] = right.replace("abs/2305.11627", "abs/2310.11453")
    behind = known_as("2310.11453", "BitNet: Scaling 1-bit Transformers")
    known = KnownEntry(paper=behind, instead=paper_at(10))

    (finding,) = found({10: known}, "wrong-link", lines)

    assert (finding.line, finding.severity, finding.fix) == (FIRST + 10, "error", right)


def test_a_renamed_preprint_is_worth_a_look_at_most() -> None:
    title = "Structural Pruning of Large Language Models by Dependency: the LLM Pruner"
    known = KnownEntry(paper=known_as(PAPERS[10][3], title))

    assert [finding.severity for finding in found({10: known}, "wrong-link")] == ["info"]


def test_a_title_with_the_same_name_is_a_new_one_of_the_same_paper() -> None:
    known = KnownEntry(paper=known_as(PAPERS[10][3], "LLM-Pruner: Dependency Graphs Tell What to Cut"))

    assert [finding.severity for finding in found({10: known}, "wrong-link")] == ["info"]


def test_what_only_the_list_says_of_a_link_proves_nothing() -> None:
    known = KnownEntry(paper=known_as(PAPERS[10][3], "Attention Is All You Need", source="list"))

    assert found({10: known}, "wrong-link") == []


def test_the_link_of_an_entry_with_another_venue_is_an_error() -> None:
    lines = list_of(underlined)
    lines[10] = lines[10].replace("2305.11627)", "2301.00774)")

    findings = found({10: KnownEntry(paper=paper_at(8)), 8: KnownEntry(paper=paper_at(8))}, "wrong-link", lines)

    assert [(finding.line, finding.severity) for finding in findings] == [(FIRST + 10, "error")]


def test_a_paper_under_an_old_and_a_new_title_is_no_error() -> None:
    lines = list_of(underlined)
    lines[10] = lines[10].replace("2305.11627)", "2301.00774)").replace("NeurIPS, 2023", "ICML, 2023")

    findings = found({10: KnownEntry(paper=paper_at(8)), 8: KnownEntry(paper=paper_at(8))}, "wrong-link", lines)

    assert [(finding.line, finding.severity) for finding in findings] == [(FIRST + 10, "warning")]


def test_the_name_of_a_model_stands_for_its_paper() -> None:
    lines = list_of(underlined)
    lines[3] = lines[3].replace(PAPERS[3][0], "SpQR")
    known = KnownEntry(paper=known_as(PAPERS[3][3], "A Sparse-Quantized Representation for Near-Lossless Compression"))

    assert found({3: known}, "wrong-link", lines) == []


def test_a_withdrawn_paper_is_an_error() -> None:
    known = KnownEntry(paper=paper_at(3), facts={"withdrawn": {"arxiv": "withdrawn by its authors"}})

    (finding,) = found({3: known}, "withdrawn-paper")

    assert (finding.line, finding.severity) == (FIRST + 3, "error")
    assert "withdrawn by its authors" in finding.message


def test_a_preprint_with_a_venue_is_stale() -> None:
    facts = {
        "venue_name": {"s2": "International Conference on Learning Representations"},
        "venue_kind": {"s2": "conference"},
        "journal_ref": {"arxiv": "The Twelfth International Conference on Learning Representations, ICLR 2024"},
    }
    known = KnownEntry(paper=paper_at(3, venue="ICLR"), facts=facts)

    (finding,) = found({3: known}, "stale-preprint")

    assert (finding.line, finding.severity) == (FIRST + 3, "warning")
    assert finding.fix == list_of(underlined)[3].replace("arXiv, 2023", "ICLR, 2024")


def test_a_year_before_the_first_date_is_a_warning() -> None:
    lines = list_of(underlined)
    lines[10] = lines[10].replace("https://arxiv.org/abs/2305.11627", "https://openreview.net/forum?id=J8Ajf9WfXP")
    lines[10] = lines[10].replace("2023", "2021")
    known = KnownEntry(paper=paper_at(10, date="2023-05-19"))

    assert [(f.line, f.severity) for f in found({10: known}, "wrong-year", lines)] == [(FIRST + 10, "warning")]


def test_a_heading_that_a_model_is_sure_of_is_worth_a_look() -> None:
    assignment = Assignment(
        paper=PaperId("arxiv:2305.11627"),
        category=("Serving",),
        probability=0.97,
        method="EMBEDDED",
        alternatives=(Alternative(category=("Serving",), probability=0.97),),
        because=(PaperId("arxiv:2309.06180"),),
    )

    (finding,) = found({10: KnownEntry(paper=paper_at(10), assignment=assignment)}, "misfiled-entry")

    assert (finding.line, finding.severity) == (FIRST + 10, "info")
    assert "arxiv:2309.06180" in finding.message
