"""Changes: the certain fixes of findings, one a line, nothing else touched, undone to the byte, never made twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.errors import InputError
from litgraph.lists.diff import unified_diff
from litgraph.lists.edit import Edit, apply_edits
from litgraph.lists.parse import parse_list
from litgraph.lists.rewrite import with_venue
from litgraph.lists.style import is_preprint_venue, learn_style
from litgraph.model.assignment import Assignment
from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.survey import ListDocument, Span
from litgraph.survey.candidates import Placement
from litgraph.survey.changes import Changed, Lint, change_list, rules_of
from litgraph.survey.proposal import Proposal
from litgraph.survey.propose import propose

LIST = b"""# List

## Pruning
- Second: A Paper about Pruning, <ins>arXiv, 2024</ins>  [[Paper](https://arxiv.org/abs/2402.00002)]
- First: A Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.00001)]

## Quantization
- Third: A Paper about Quantization, <ins>ICML, 2024</ins> [[Paper](https://arxiv.org/abs/2403.00003)]
"""


def blanks(content: bytes, document: ListDocument) -> list[Finding]:
    """Find two blanks before a link."""
    lines = content.decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n")
    return [
        finding("malformed-entry", number, line.replace("  [[", " [["))
        for number, line in enumerate(lines, start=1)
        if "  [[" in line
    ]


def venues(content: bytes, document: ListDocument) -> list[Finding]:
    """Find preprints, all of which have been accepted to ICML 2025."""
    style = learn_style(content, document)
    return [
        finding("stale-preprint", entry.line, with_venue(content, entry, style, "ICML", 2025), severity="warning")
        for entry in document.entries
        if is_preprint_venue(entry.venue)
    ]


def both(content: bytes, document: ListDocument) -> list[Finding]:
    return [*blanks(content, document), *venues(content, document)]


def finding(rule: str, line: int, fix: str | None, severity: str = "error") -> Finding:
    return Finding(rule=rule, severity=severity, line=line, message="", fix=fix)


def says(*findings: Finding) -> Lint:
    return lambda content, document: findings


def changed(content: bytes, lint: Lint, **options: Sequence[str]) -> Changed:
    return change_list(content, parse_list(content), lint, **options)


def test_two_fixes_of_one_line_are_one_change() -> None:
    made = changed(LIST, both)

    assert [(change.rule, change.line) for change in made.changes] == [("stale-preprint", 4), ("stale-preprint", 5)]
    assert made.changes[0].before == LIST.decode().split("\n")[3]
    assert made.changes[0].after == (
        "- Second: A Paper about Pruning, <ins>ICML, 2025</ins> [[Paper](https://arxiv.org/abs/2402.00002)]"
    )
    assert apply_edits(LIST, made.edits) == made.content
    assert made.held == ()


def test_a_second_run_changes_nothing() -> None:
    assert changed(changed(LIST, both).content, both).changes == ()


def test_only_the_rules_of_the_groups_that_are_asked_for_act() -> None:
    assert {change.rule for change in changed(LIST, both, rules=rules_of(["venues"])).changes} == {"stale-preprint"}
    assert {change.rule for change in changed(LIST, both, rules=rules_of(["format"])).changes} == {"malformed-entry"}
    assert changed(LIST, both, rules=rules_of(["links", "additions"])).changes == ()


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(InputError, match="additions, venues, links, format"):
        rules_of(["venue"])


@pytest.mark.parametrize(
    "unfit",
    [
        finding("malformed-entry", 5, None),
        finding("malformed-entry", 5, ""),
        finding("malformed-entry", 5, "- two\n- lines"),
        finding("malformed-entry", 5, LIST.decode().split("\n")[4]),
        finding("malformed-entry", 99, "- beyond"),
        finding("malformed-entry", 6, "- of a blank line"),
        finding("malformed-entry", 5, "- First: A Paper [[Paper](https://arxiv.org/abs/2401.00001)]", "warning"),
        finding("duplicate-entry", 5, "- First: A Paper about Pruning, <ins>arXiv, 2023</ins>"),
        finding("withdrawn-paper", 5, "<!-- gone -->"),
        finding("misfiled-entry", 5, "- First: A Paper about Pruning, <ins>arXiv, 2023</ins>"),
    ],
)  # fmt: skip
def test_what_is_not_certain_or_not_one_line_is_not_changed(unfit: Finding) -> None:
    made = changed(LIST, says(unfit))

    assert (made.content, made.changes, made.held) == (LIST, (), ())


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        (5, "- Another Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.00001)]"),
        (5, "- First: A Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.99999)]"),
        (5, "## First: A Paper about Pruning"),
        (5, "<!--"),
        (7, "## Quantisation"),
        (7, "### Quantization"),
    ],
)
def test_a_fix_that_alters_another_entry_or_a_heading_is_left_for_review(line: int, fix: str) -> None:
    good = finding("malformed-entry", 4, LIST.decode().split("\n")[3].replace("  [[", " [["))

    made = changed(LIST, says(finding("malformed-entry", line, fix), good))

    assert [(held.line, held.after) for held in made.held] == [(line, fix)]
    assert [change.line for change in made.changes] == [4]
    assert "otherwise" in made.held[0].reason


def test_odd_bytes_a_byte_order_mark_and_each_lines_ending_stay() -> None:
    link = b", <ins>arXiv, 2024</ins>  [[Paper](https://arxiv.org/abs/2402.0000%d)]"
    starts = (b"\xef\xbb\xbf- A caf\xe9 of Papers", b"\r\n- Other Papers of 2024", b"\r- A Paper of the End")
    content = b"".join(start + link % number for number, start in enumerate(starts))
    fixes = [line.replace("  [[", " [[") for line in re.split("\r\n?", content.decode("utf-8", "surrogateescape"))]
    fixes[0] = fixes[0].removeprefix("\ufeff")

    made = changed(content, says(*(finding("malformed-entry", n, fix) for n, fix in enumerate(fixes, start=1))))

    assert made.content == content.replace(b"  [[", b" [[")
    assert apply_edits(content, made.edits) == made.content


def test_a_fix_that_would_write_odd_bytes_anew_is_not_made() -> None:
    content = b"- A caf\xe9 of Papers, <ins>arXiv, 2024</ins>  [[Paper](https://arxiv.org/abs/2402.00002)]\n"
    fix = "- A café of Papers, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2402.00002)]"

    assert changed(content, says(finding("malformed-entry", 1, fix))).changes == ()


def proposed(content: bytes, *, lint: Lint = both, **options: object) -> Proposal:
    document = parse_list(content)
    names = frozenset({PaperId("arxiv:2501.00001")})
    paper = describe(names, source="file", day="2026-11-22", title="New: A Paper about Things", date="2025-01")
    because = (PaperId("arxiv:2403.00003"), PaperId("arxiv:2401.00001"), PaperId("arxiv:2402.00002"))
    assignment = Assignment(
        paper=paper.id, category=("Pruning",), probability=0.9, filed=True, in_scope=1.0, because=because
    )
    listed = {known: [entry] for entry in document.entries for known in entry.identifiers if known != paper.id}
    placement = Placement(paper=paper, assignment=assignment)
    style = learn_style(content, document)
    return propose(content, document, [placement], style, lint=lint, listed=listed, **options)  # type: ignore[arg-type]


def test_changes_and_additions_are_one_proposal_and_one_diff() -> None:
    proposal = proposed(LIST)
    new = apply_edits(LIST, proposal.edits)

    assert new.decode().splitlines()[2:6] == [
        "## Pruning",
        "- New: A Paper about Things, <ins>ICML, 2025</ins> [[Paper](https://arxiv.org/abs/2501.00001)]",
        "- Second: A Paper about Pruning, <ins>ICML, 2025</ins> [[Paper](https://arxiv.org/abs/2402.00002)]",
        "- First: A Paper about Pruning, <ins>ICML, 2025</ins> [[Paper](https://arxiv.org/abs/2401.00001)]",
    ]
    assert proposal.diff == unified_diff(LIST, new, "README.md")
    assert [change.rule for change in proposal.changes] == ["stale-preprint", "stale-preprint"]
    assert [addition.line_after for addition in proposal.additions] == [3]


def test_an_addition_says_beside_which_papers_it_stands() -> None:
    assert proposed(LIST).additions[0].evidence == (
        "same section as 'First: A Paper about Pruning' and 'Second: A Paper about Pruning'"
    )


def test_what_lint_would_mend_in_an_addition_is_mended_before_it_is_proposed() -> None:
    proposal = proposed(LIST, lint=venues)
    only = proposed(LIST, lint=venues, only=["additions"])

    assert proposal.additions[0].text.startswith("- New: A Paper about Things, <ins>ICML, 2025</ins>")
    assert proposal.additions[0].text in apply_edits(LIST, proposal.edits).decode().splitlines()
    assert (len(only.additions), only.changes) == (1, ())
    assert "ICML, 2025" in only.additions[0].text


def test_only_some_groups_are_proposed() -> None:
    additions = proposed(LIST, only=["additions"])
    formats = proposed(LIST, only=["format"])

    assert (len(additions.additions), additions.changes) == (1, ())
    assert (formats.additions, formats.review, len(formats.changes)) == ((), (), 1)
    assert len(proposed(LIST, only=["additions", "venues"]).changes) == 2


def test_a_paper_to_which_only_a_wrong_link_led_is_new_to_the_list_once_the_link_is_mended() -> None:
    content = LIST.replace(b"2401.00001", b"2501.00001")
    fix = LIST.decode().split("\n")[4]
    mended = says(finding("wrong-link", 5, fix))

    assert len(proposed(content, lint=mended).additions) == 1
    assert proposed(content, lint=says()).additions == ()


ENDINGS = ("\n", "\r\n", "\r")
VENUE = st.sampled_from(("arXiv, 2024", "ICML, 2024", "Arxiv, 2023", "NeurIPS, 2023"))


@st.composite
def lists(draw: st.DrawFn) -> bytes:
    """Draw a list with any line endings, perhaps without a last one, perhaps with a byte that is no UTF-8."""
    lines: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        lines += [f"## Section {number}", ""][: draw(st.integers(1, 2))]
        for entry in range(draw(st.integers(0, 4))):
            gap = draw(st.sampled_from((" ", "  ")))
            odd = draw(st.sampled_from(("", "\udce9")))
            link = f"[[Paper](https://arxiv.org/abs/2401.{number:02d}{entry:03d})]"
            lines.append(f"- Paper {odd}{number} {entry} of Things, <ins>{draw(VENUE)}</ins>{gap}{link}")
    ending = draw(st.sampled_from(ENDINGS))
    text = ending.join(lines) + draw(st.sampled_from(("", ending)))
    return text.encode("utf-8", "surrogateescape")


def reverted(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Undo edits: put back in each one's place what was there."""
    new, undo, moved = apply_edits(content, edits), [], 0
    for edit in edits:
        start = edit.span.start + moved
        undo.append(
            Edit(
                span=Span(start=start, end=start + len(edit.replacement)),
                replacement=content[edit.span.start : edit.span.end],
            )
        )
        moved += len(edit.replacement) - (edit.span.end - edit.span.start)
    return apply_edits(new, undo)


@settings(deadline=None, max_examples=60)
@given(content=lists())
def test_only_the_lines_meant_change_and_what_is_applied_can_be_undone_to_the_byte(content: bytes) -> None:
    proposal = proposed(content)
    new = apply_edits(content, proposal.edits)
    old_lines = content.splitlines(keepends=True)

    touched = {change.line for change in proposal.changes}
    kept = [line for number, line in enumerate(old_lines, start=1) if number not in touched]
    if kept and kept[-1] == old_lines[-1] and not kept[-1].endswith((b"\n", b"\r")):
        kept.pop()  # an addition behind a last line without an ending gives it one
    rest = iter(new.splitlines(keepends=True))
    assert all(any(line == other for other in rest) for line in kept)
    assert reverted(content, proposal.edits) == content
    assert all(change.before != change.after for change in proposal.changes)


@settings(deadline=None, max_examples=40)
@given(content=lists())
def test_a_second_proposal_is_empty(content: bytes) -> None:
    again = proposed(apply_edits(content, proposed(content).edits))

    assert (again.edits, again.changes, again.additions, again.diff) == ((), (), (), b"")


@settings(deadline=None, max_examples=40)
@given(content=lists(), kind=st.sampled_from(("venue", "title", "drop")))
def test_no_fix_however_wrong_alters_an_entry_that_it_is_not_of(content: bytes, kind: str) -> None:
    wrong: dict[str, Callable[[str], str]] = {
        "venue": lambda line: line.replace("arXiv", "## arXiv"),
        "title": lambda line: line.replace("Paper", "Pauper"),
        "drop": lambda line: "```",
    }
    lines = content.decode("utf-8", "surrogateescape").splitlines()
    fixes = [finding("malformed-entry", number, wrong[kind](line)) for number, line in enumerate(lines, start=1)]

    made = changed(content, says(*fixes))

    before, after = parse_list(content), parse_list(made.content)
    assert [entry.title for entry in before.entries] == [entry.title for entry in after.entries]
    assert [heading.path for heading in before.headings] == [heading.path for heading in after.headings]
    assert all(replace(held, reason="").line for held in made.held)
