"""Proposals: right place, house style, nothing twice, nothing harmful, and the diff is exactly what is applied."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litgraph.lists.edit import apply_edits
from litgraph.lists.escape import readable
from litgraph.lists.parse import parse_list
from litgraph.lists.style import learn_style
from litgraph.model.assignment import Assignment, Decision
from litgraph.model.identifiers import PaperId, normalise_title
from litgraph.model.paper import describe
from litgraph.model.survey import Entry, ListDocument, ListHistory, Listing
from litgraph.model.taxonomy import Path as Category
from litgraph.survey.candidates import Placement
from litgraph.survey.proposal import Proposal
from litgraph.survey.propose import propose

TOP = b"""# List

The survey itself is https://arxiv.org/abs/2312.03863v4.

## Pruning
- Second: A Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2402.00002)]
- First: A Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2401.00001)]

## Quantization
- Third: A Paper about Quantization, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2403.00003)]
- Fourth: A Paper about Quantization, <ins>arXiv, 2023</ins> [[Paper](https://arxiv.org/abs/2304.00004)]

## Contact
Write to us.
"""
BOTTOM = b"""## Pruning

1. **First: A Paper about Pruning.** arXiv 2024. [[paper](https://arxiv.org/abs/2401.00001)]

2. **Second: A Paper about Pruning.** arXiv 2024. [[paper](https://arxiv.org/abs/2402.00002)]"""
DATED = b"""## A
- [2024/05] **Fifth: A Paper about Agents.** [[paper](https://arxiv.org/abs/2405.00005)]
  - A remark on it.
- [2024/03] **Third: A Paper about Agents.** [[paper](https://arxiv.org/abs/2403.00003)]
- [2024/01] **First: A Paper about Agents.** [[paper](https://arxiv.org/abs/2401.00001)]

### B
"""
TABLE = b"""## A

|Date|Title|Paper|
|:---:|:---:|:---:|
|2024.01|First: A Paper about Serving|[[pdf]](https://arxiv.org/pdf/2401.00001)|
|2024.02|Second: A Paper about Serving|[[pdf]](https://arxiv.org/pdf/2402.00002)|

## B

## C
"""
SPANNING = b"""## A

<table>
<tr><td rowspan="2">Open</td><td><a href="https://arxiv.org/abs/1910.10683">A Paper about Transfer</a></td></tr>
<tr><td><a href="https://arxiv.org/abs/2010.11934">A Paper about Languages</a></td></tr>
</table>
"""


def placement(
    number: str = "2501.00001",
    title: str = "New: A Paper about Things",
    category: Category = ("Pruning",),
    *,
    probability: float = 0.8,
    filed: bool = True,
    in_scope: float = 1.0,
    date: str = "2025-01",
    aliases: tuple[str, ...] = (),
) -> Placement:
    names = frozenset(map(PaperId, (f"arxiv:{number}", *aliases)))
    paper = describe(names, source="file", day="2026-11-22", title=title, date=date)
    return Placement(
        paper=paper,
        assignment=Assignment(
            paper=paper.id,
            category=category,
            probability=probability,
            filed=filed,
            in_scope=in_scope,
            because=(PaperId("arxiv:2401.00001"),),
        ),
    )


def proposed(content: bytes, *placements: Placement, **options: Any) -> Proposal:
    document = parse_list(content)
    return propose(content, document, placements, learn_style(content, document), **options)


def after(content: bytes, proposal: Proposal) -> str:
    return apply_edits(content, proposal.edits).decode()


def titles(proposal: Proposal) -> list[str]:
    return [addition.title for addition in proposal.additions]


def test_new_entries_go_on_top_where_the_house_puts_them_the_newest_first() -> None:
    older = placement("2501.00001", "Older: A Paper about Pruning")
    newer = placement("2505.00001", "Newer: A Paper about Pruning", date="2025-05", probability=0.7)

    proposal = proposed(TOP, older, newer)

    assert after(TOP, proposal).splitlines()[4:8] == [
        "## Pruning",
        "- Newer: A Paper about Pruning, <ins>arXiv, 2025</ins> [[Paper](https://arxiv.org/abs/2505.00001)]",
        "- Older: A Paper about Pruning, <ins>arXiv, 2025</ins> [[Paper](https://arxiv.org/abs/2501.00001)]",
        "- Second: A Paper about Pruning, <ins>arXiv, 2024</ins> [[Paper](https://arxiv.org/abs/2402.00002)]",
    ]
    assert [(addition.title[:5], addition.line_after) for addition in proposal.additions] == [
        ("Older", 5),
        ("Newer", 5),
    ]
    assert proposal.additions[0].because == (PaperId("arxiv:2401.00001"),)


def test_at_the_bottom_numbers_blank_lines_and_a_missing_newline_go_on() -> None:
    proposal = proposed(BOTTOM, placement())

    assert after(BOTTOM, proposal) == BOTTOM.decode() + (
        "\n\n3. **New: A Paper about Things.** arXiv 2025. [[paper](https://arxiv.org/abs/2501.00001)]"
    )


def test_by_date_an_entry_goes_between_and_never_into_another() -> None:
    proposal = proposed(DATED, placement("2404.00009", category=("A",), date="2024-04"))

    assert [line[:12] for line in after(DATED, proposal).splitlines()[1:5]] == [
        "- [2024/05] ",
        "  - A remark",
        "- [2024/04] ",
        "- [2024/03] ",
    ]


def test_the_first_entry_of_a_section_comes_below_its_heading() -> None:
    proposal = proposed(DATED, placement(category=("A", "B")))

    assert after(DATED, proposal).endswith(
        "\n### B\n- [2025/01] **New: A Paper about Things.** [[paper](https://arxiv.org/abs/2501.00001)]\n"
    )


def test_the_first_row_of_a_section_brings_the_head_of_its_table() -> None:
    proposal = proposed(TABLE, placement(category=("B",)), placement("2502.00002", "More: A Paper", ("B",)))

    assert after(TABLE, proposal).splitlines()[8:15] == [
        "",
        "|Date|Title|Paper|",
        "|:---:|:---:|:---:|",
        "|2025.01|More: A Paper|[[pdf]](https://arxiv.org/pdf/2502.00002)|",
        "|2025.01|New: A Paper about Things|[[pdf]](https://arxiv.org/pdf/2501.00001)|",
        "",
        "## C",
    ]


def test_an_empty_list_gets_plain_bullets_between_blank_lines() -> None:
    content = b"# T\r\n\r\n## A\r\n\r\n## B\r\nWords on B.\r\n## C\r\n\r\n---\r\n\r\n## Contact\r\n"

    proposal = proposed(content, *(placement(f"2501.0000{n}", f"On Budget {n}", (c,)) for n, c in enumerate("ABC")))

    line = "- [On Budget {}](https://arxiv.org/abs/2501.0000{}), arXiv, 2025\r\n"
    assert after(content, proposal) == (
        "# T\r\n\r\n## A\r\n\r\n" + line.format(0, 0) + "\r\n## B\r\nWords on B.\r\n\r\n" + line.format(1, 1)
        + "\r\n## C\r\n\r\n" + line.format(2, 2) + "\r\n---\r\n\r\n## Contact\r\n"
    )  # fmt: skip


def test_a_paper_that_is_anywhere_in_the_list_is_not_proposed() -> None:
    proposal = proposed(
        TOP,
        placement("2401.00001", "Renamed since"),
        placement("2510.00001", "third — a paper about QUANTIZATION"),
        placement("2510.00002", "By its other name", aliases=("doi:10.1/x", "arxiv:2304.00004")),
        placement("2312.03863", "The survey itself"),
    )

    assert (proposal.additions, proposal.review, proposal.edits, proposal.diff) == ((), (), (), b"")


def test_a_paper_that_was_taken_out_or_is_known_to_be_listed_is_not_proposed() -> None:
    removed = parse_list(TOP.replace(b"2401.00001", b"2310.00009").replace(b"First", b"Ninth")).entries[1]
    history = ListHistory(listings=(Listing(entry=removed, since="2024-01-01", until="2024-02-01"),), categories=())
    listed: dict[PaperId, list[Entry]] = {PaperId("arxiv:2501.00001"): []}

    proposal = proposed(TOP, placement("2310.00009", "Another title"), placement(), history=history, listed=listed)

    assert titles(proposal) == []


def test_one_paper_under_two_names_is_proposed_once() -> None:
    proposal = proposed(TOP, placement(probability=0.6), placement("2501.99999", probability=0.9))

    assert [addition.paper for addition in proposal.additions] == ["arxiv:2501.99999"]


def test_the_most_probable_are_kept_and_ties_go_by_id() -> None:
    papers = [
        placement(f"2501.0000{number}", f"Paper about {number}", probability=probability)
        for number, probability in ((1, 0.5), (3, 0.9), (2, 0.9), (4, 0.8))
    ]

    proposal = proposed(TOP, *papers, limit=2)

    assert titles(proposal) == ["Paper about 2", "Paper about 3"]
    assert proposed(TOP, *reversed(papers), limit=2) == proposal


def test_what_people_decided_is_done() -> None:
    papers = [
        placement(f"2501.0000{n}", f"Paper about {n}", probability=0.3, filed=False, in_scope=0.1) for n in range(4)
    ]
    decisions = {
        PaperId(f"arxiv:2501.0000{n}"): Decision(
            survey="s", paper=PaperId(f"arxiv:2501.0000{n}"), decision=d, category=c
        )
        for n, d, c in ((0, "accept", ()), (1, "move", ("Quantization",)), (2, "reject", ()))
    }

    proposal = proposed(TOP, *papers, decisions=decisions)

    assert [(a.title[-1], a.category, a.probability) for a in proposal.additions] == [
        ("0", ("Pruning",), 1.0),
        ("1", ("Quantization",), 1.0),
    ]


def test_the_unsure_are_held_for_review_with_the_reason() -> None:
    proposal = proposed(
        TOP,
        placement("2501.00001", "Unsure: A Paper", filed=False, in_scope=0.9),
        placement("2501.00002", "Foreign: A Paper", filed=False, in_scope=0.2),
        placement("2501.00003", "Nowhere: A Paper", ("Gone",)),
        placement("2501.00004", ""),
    )

    assert proposal.additions == ()
    assert [(held.title, held.reason, held.line_after) for held in proposal.review] == [
        ("Unsure: A Paper", "not sure enough of 'Pruning'", 5),
        ("Nowhere: A Paper", "the list has no heading 'Gone'", 0),
        ("", "its title is not known", 5),
    ]


def test_a_table_that_groups_its_rows_is_left_to_people() -> None:
    proposal = proposed(SPANNING, placement(category=("A",)))

    assert [held.reason.partition(":")[0] for held in proposal.review] == ["'A' is a table that groups its rows"]


def test_a_second_run_proposes_nothing() -> None:
    papers = [placement(f"2501.0000{n}", f"Paper about {n}") for n in range(5)]

    changed = apply_edits(TOP, proposed(TOP, *papers).edits)

    assert proposed(changed, *papers).edits == ()


@pytest.mark.parametrize("content", [TOP, BOTTOM, DATED, TABLE], ids=["top", "bottom", "dated", "table"])
@settings(max_examples=60, deadline=None)
@given(
    title=st.one_of(
        st.text(max_size=60),
        st.text(alphabet="ab -|*_`[]()<>!#&;:@\\\n\r$\u202e'\"中1.", max_size=40),
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                "](http://e.org) x",
                "a | b",
                "<!-- x",
                "</td></tr>",
                "![x](y)",
                "`",
                "[//]: # (x)",
            ]
        ),
    ),
    ending=st.sampled_from([b"\n", b"\r\n"]),
)
def test_no_title_breaks_the_list(content: bytes, title: str, ending: bytes) -> None:
    content = content.replace(b"\n", ending)
    category = parse_list(content).entries[0].category
    before = parse_list(content).entries

    proposal = proposed(content, placement("2501.00001", title, category))

    read = parse_list(apply_edits(content, proposal.edits)).entries
    new = [entry for entry in read if "arxiv:2501.00001" in entry.identifiers]
    assert [entry.title for entry in read if entry not in new] == [entry.title for entry in before]
    assert len(new) == len(proposal.additions)
    if new:
        assert normalise_title(new[0].title) == normalise_title(readable(title))
        assert (new[0].category, new[0].identifiers) == (category, (PaperId("arxiv:2501.00001"),))
    else:
        assert [held.reason for held in proposal.review if held.reason] or not normalise_title(title)


@pytest.mark.parametrize(
    "name",
    [
        "Awesome-Efficient-LLM",
        "Awesome-LLM-Compression",
        "Awesome-LLM-Inference",
        "Efficient-LLM-Survey",
        "Efficient-LLMs-Survey",
        "LLM-Agent-Paper-List",
        "LLMSurvey",
    ],
)
def test_a_real_list_takes_new_papers_in_every_section(shared: Path, name: str) -> None:
    content = (shared / "surveys" / f"{name}.md").read_bytes()
    document = parse_list(content)
    placements = [
        placement(f"2611.{10_000 + n}", title, category, date="2026-11-20")
        for n, (title, category) in enumerate(zip(_pool_titles(shared), _leaves(document), strict=False))
    ]

    proposal = proposed(content, *placements, name="README.md", today="2026-11-22")

    changed = apply_edits(content, proposal.edits)
    assert all("groups its rows" in held.reason for held in proposal.review)
    assert len(proposal.additions) + len(proposal.review) == len(placements)
    assert _git_applied(content, proposal.diff) == changed
    assert proposed(changed, *placements, today="2026-11-22").edits == ()


def _leaves(document: ListDocument) -> list[Category]:
    """Give the headings that hold entries, or all of an empty list."""
    holding = {entry.category for entry in document.entries}
    return [category for category in document.categories if category in holding or not holding]


def _pool_titles(shared: Path) -> list[str]:
    with gzip.open(shared / "papers" / "arxiv_pool.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [f"{json.loads(line)['title']} Anew" for line, _ in zip(lines, range(200), strict=False)]


def _git_applied(content: bytes, diff: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "README.md"
        file.write_bytes(content)
        subprocess.run(["git", "apply", "-"], input=diff, cwd=folder, check=True, capture_output=True)
        return file.read_bytes()
