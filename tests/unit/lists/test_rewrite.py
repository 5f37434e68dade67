"""Entries written anew: only the venue, the year or the link changes, in the house's hand; what is unsure is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.lists.context import entry_text
from litgraph.lists.parse import parse_list
from litgraph.lists.rewrite import changed_line, with_link, with_venue, with_year
from litgraph.lists.style import is_preprint_venue, learn_style

LINK = "[[Paper](https://arxiv.org/abs/2401.00001)]"
TITLE = "GPTQ: A Paper about Things"


def rewritten(line: str, venue: str = "ICML", year: int = 2025, *, beside: str = "") -> str | None:
    content = f"## Pruning\n\n{beside}{line}\n".encode()
    document = parse_list(content)
    entry = document.entries[-1]
    return with_venue(content, entry, learn_style(content, document), venue, year)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"- {TITLE}, <ins>arXiv, 2024</ins> {LINK}", f"- {TITLE}, <ins>ICML, 2025</ins> {LINK}"),
        (f"- {TITLE}, <ins>Arxiv, 2024/ins>  {LINK}", f"- {TITLE}, <ins>ICML, 2025/ins>  {LINK}"),
        (f"- {TITLE} (arXiv 2024) {LINK}", f"- {TITLE} (ICML 2025) {LINK}"),
        (f"- {TITLE} <br> Arxiv 2024 {LINK}", f"- {TITLE} <br> ICML 2025 {LINK}"),
        (f'3. **"{TITLE}"**. *A. Name*. arXiv 2024. {LINK}', f'3. **"{TITLE}"**. *A. Name*. ICML 2025. {LINK}'),
        (f"- **{TITLE}**, arXiv'24, {LINK}", f"- **{TITLE}**, ICML'25, {LINK}"),
        # No year is written beside the venue, so none is put in.
        (f"- [2024/01] **{TITLE}.** *Xi et al. arXiv.* {LINK}", f"- [2024/01] **{TITLE}.** *Xi et al. ICML.* {LINK}"),
        (f"- {TITLE}, <ins>arXiv preprint arXiv:2401.00001, 2024</ins>", f"- {TITLE}, <ins>ICML, 2025</ins>"),
        # The link's label and address may say arXiv, too.
        (
            f"- {TITLE}, arXiv 2024, [[arXiv](https://arxiv.org/abs/2401.00001)]",
            f"- {TITLE}, ICML 2025, [[arXiv](https://arxiv.org/abs/2401.00001)]",
        ),
    ],
)  # fmt: skip
def test_the_venue_and_its_year_change_in_the_houses_hand(before: str, after: str) -> None:
    assert rewritten(before) == after


def test_a_badge_and_the_cells_of_a_table_are_rewritten() -> None:
    badge = "https://img.shields.io/badge/Conference-{}-blue"
    row = (
        "|[![Publish]("
        + badge
        + ")]() ["
        + TITLE
        + "](https://arxiv.org/abs/2401.00001)|[Paper](https://arxiv.org/abs/2401.00001)|"
    )
    head = "|Title & Authors|Links|\n|:--|:--:|\n"
    assert rewritten(row.format("arXiv'24"), beside=head) == row.format("ICML'25")

    cells = f"|{TITLE}|arXiv|2024|[link](https://arxiv.org/abs/2401.00001)|"
    head = "|Title|Venue|Year|Link|\n|--|--|--|--|\n"
    assert rewritten(cells, beside=head) == cells.replace("arXiv|2024", "ICML|2025")


def test_the_lists_own_spelling_wins() -> None:
    beside = f"- Another Paper of Ours, <ins>EMNLP-Findings, 2023</ins> {LINK.replace('01)', '02)')}\n"
    line = f"- {TITLE}, <ins>arXiv, 2024</ins> {LINK}"

    assert rewritten(line, "EMNLP Findings", 2024, beside=beside) == line.replace("arXiv, 2024", "EMNLP-Findings, 2024")
    assert rewritten(line, "Findings of EMNLP", 2024, beside=beside) == line.replace("arXiv", "EMNLP-Findings")
    assert rewritten(line, "Neural Information Processing Systems", 2024) == line.replace("arXiv", "NeurIPS")


@pytest.mark.parametrize(
    "line",
    [
        f"- {TITLE} {LINK}",  # no venue
        f"- {TITLE}, 2024</ins> {LINK}",
        f"- (2024) {TITLE} by Some, in arXiv {LINK}",  # the year stands elsewhere
    ],
)
def test_where_the_place_is_not_certain_nothing_is_written(line: str) -> None:
    assert rewritten(line) is None


def test_a_venue_that_no_list_would_write_is_not_written() -> None:
    assert rewritten(f"- {TITLE}, <ins>arXiv, 2024</ins> {LINK}", "A " + "Very " * 20 + "Long Name") is None
    assert rewritten(f"- {TITLE}, <ins>arXiv, 2024</ins> {LINK}", "[x](https://e.org)") is None


def test_a_year_alone_is_corrected() -> None:
    content = f"## A\n- {TITLE} 2021, <ins>arXiv, 2021</ins> {LINK}\n- {TITLE} 2, <ins>ICML'21</ins> {LINK}\n".encode()
    first, second = parse_list(content).entries

    assert with_year(content, first, 2024) == f"- {TITLE} 2021, <ins>arXiv, 2024</ins> {LINK}"
    assert with_year(content, second, 2024) == f"- {TITLE} 2, <ins>ICML'24</ins> {LINK}"
    assert with_year(content, first, 2021) is None


def test_a_link_is_led_elsewhere_wherever_it_stands() -> None:
    old, new = "https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2405.00005"
    content = f"## A\n- [{TITLE}]({old}), arXiv 2024 [[pdf]({old})] [[Code](https://github.com/o/r)]\n".encode()
    entry = parse_list(content).entries[0]

    assert with_link(content, entry, old, new) == entry_text(content, entry).replace(old, new)
    assert with_link(content, entry, old[:-1], new) is None
    assert with_link(content, entry, old, new + ") [x](") is None
    assert with_link(content, entry, old, old) is None


def test_of_several_lines_the_one_that_changed_is_told() -> None:
    content = f"## A\n- {TITLE},\n  <ins>arXiv, 2024</ins> {LINK}\n".encode()
    document = parse_list(content)
    text = with_venue(content, document.entries[0], learn_style(content, document), "ICML", 2025)

    assert text
    assert changed_line(content, document.entries[0], text) == (3, f"  <ins>ICML, 2025</ins> {LINK}")
    assert changed_line(content, document.entries[0], text.replace("GPTQ", "OPTQ")) is None


@settings(deadline=None, max_examples=100)
@given(
    title=st.sampled_from((TITLE, "arXiv 2024: a Study", "A Paper on ICML 2025", "Papers | of 2024 & more")),
    mark=st.sampled_from(("<ins>{}</ins>", "({})", "*{}*", "<br> {}", "**{}**", "`{}`", ". {}.")),
    written=st.sampled_from(("arXiv, 2024", "arXiv 2024", "arXiv'24", "Arxiv, 2024", "CoRR 2024", "arXiv")),
    venue=st.sampled_from(("ICML", "NeurIPS Workshop", "Phys. Rev. B", "S&P", "TMLR")),
    ending=st.sampled_from(("\n", "\r\n", "")),
)  # fmt: skip
def test_only_the_venues_span_changes(title: str, mark: str, written: str, venue: str, ending: str) -> None:
    line = f"- {title}, {mark.format(written)} {LINK}"
    content = f"## A\n\n{line}{ending}".encode()
    document = parse_list(content)
    entry = document.entries[0]
    text = with_venue(content, entry, learn_style(content, document), venue, 2026)
    if text is None or entry.title != title:
        return
    assert text.endswith(f" {LINK}")
    assert text.startswith(f"- {title}, ")
    (read,) = parse_list(content.replace(line.encode(), text.encode())).entries
    assert (read.title, read.identifiers, read.links, read.venue) == (
        entry.title,
        entry.identifiers,
        entry.links,
        venue,
    )
    assert read.year == (2026 if entry.year else None)


@pytest.mark.parametrize(
    "name", ["Efficient-LLMs-Survey", "Awesome-LLM-Compression", "LLMSurvey", "LLM-Agent-Paper-List"]
)
def test_the_preprints_of_real_lists_can_be_upgraded(shared: Path, name: str) -> None:
    content = (shared / "surveys" / f"{name}.md").read_bytes()
    document = parse_list(content)
    style = learn_style(content, document)
    preprints = [entry for entry in document.entries if entry.venue and is_preprint_venue(entry.venue)][::10]

    texts = [(entry, with_venue(content, entry, style, "ICML", 2027)) for entry in preprints]

    right = [text for entry, text in texts if text and text in _by_hand(entry_text(content, entry), entry.venue)]
    assert len(right) >= 0.95 * len(preprints) > 10


def _by_hand(text: str, venue: str) -> list[str]:
    """Give the text with each of its venues, and each year right behind one, put in the place of the old ones."""
    pieces = text.split(venue)
    new = []
    for at in range(1, len(pieces)):
        before, behind = venue.join(pieces[:at]), venue.join(pieces[at:])
        gap = behind[: next((n for n, c in enumerate(behind) if c.isdigit()), 0)]
        year = behind[len(gap) :][:4] if len(gap) < 3 and behind[len(gap) : len(gap) + 4].isdigit() else ""
        new.append(before + "ICML" + (gap + "2027" + behind[len(gap) + 4 :] if year else behind))
    return new
