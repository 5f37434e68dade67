"""What a pull request says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from litgraph.lists.edit import Edit
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Span
from litgraph.survey.proposal import Addition, HeldChange, LineChange, Proposal
from litgraph.survey.pull_request.body import LONGEST, Account, title_of, write_body
from litgraph.survey.pull_request.groups import steps_of
from litgraph.survey.pull_request.state import read_state
from tests.unit.survey.pull_request.reading import REFERENCES, rendered
from tests.unit.survey.pull_request.test_words import titles

NEAR = PaperId("arxiv:2210.17323")
QUANTIZATION = ("Compression", "Quantization")


def paper(number: int, title: str = "A Paper", date: str = "2024-05-07") -> Paper:
    """Make a paper on arXiv."""
    key = PaperId(f"arxiv:2405.{number:05}")
    return Paper(id=key, title=title, date=date, aliases=frozenset({key}))


def addition(of: Paper, *, reason: str = "", category: tuple[str, ...] = QUANTIZATION) -> Addition:
    """Add a paper."""
    return Addition(
        paper=of.id,
        title=of.title,
        category=category,
        line_after=3,
        text="-",
        probability=0.912,
        because=(NEAR,),
        reason=reason,
    )


def account(*papers: Paper, **more: object) -> Account:
    """Tell of papers to be added."""
    known = {one.id: one for one in (*papers, Paper(id=NEAR, title="GPTQ"))}
    proposal = Proposal(hash="", additions=tuple(map(addition, papers)))
    return replace(
        Account(proposal=proposal, survey="s", list_name="README.md", papers=known, version="1.0", encoder="minilm"),
        **more,  # type: ignore[arg-type]
    )


def test_a_row_says_what_when_how_sure_and_why() -> None:
    body = write_body(account(paper(1, "QServe: Serving")))

    assert "### Compression > Quantization" in body
    assert "| [QServe: Serving](https://arxiv.org/abs/2405.00001) | 2024-05-07 | 0.91 | same section as GPTQ |" in body
    assert "litgraph proposes 1 new paper and 0 changed lines for README.md." in body
    assert "litgraph survey reject arxiv:2405.00001" in body
    assert "close this pull request" in body
    assert "litgraph 1.0, encoder minilm" in body
    assert "arXiv (CC0)" in body


def test_changes_stand_by_rule_and_reviews_with_their_reason() -> None:
    told = account(paper(1))
    changes = (
        LineChange(rule="stale-preprint", line=7, before="- A, arXiv [x](https://a.example)", after="- A, ICML"),
        LineChange(rule="wrong-link", line=9, before="```", after="- B"),
    )
    held = tuple(addition(paper(number), reason="not sure enough") for number in range(40))
    by_hand = HeldChange(rule="wrong-link", line=12, before="a", after="b", reason="two papers bear it")
    proposal = replace(told.proposal, changes=changes, review=held, held=(by_hand,))

    body = write_body(replace(told, proposal=proposal, sources=("Looked on 2026-11-24.",)))

    assert "### stale-preprint: 1 line" in body
    assert "Line 7:\n\n```diff\n-- A, arXiv [x](https://a.example)\n+- A, ICML\n```" in body
    assert "````diff\n-```" in body
    assert "10 more: `litgraph survey propose --json`" in body
    assert "| 12 | wrong-link | two papers bear it |" in body
    assert "- Looked on 2026-11-24." in body
    assert title_of(proposal) == "litgraph: add 1 paper, mend 2 lines"
    assert "https://a.example" not in rendered(body).links


def test_a_body_is_cut_between_rows_and_keeps_its_end() -> None:
    body = write_body(account(*(paper(number, "Long Words " * 18) for number in range(900))))

    assert 60_000 < len(body) <= LONGEST
    assert "_The rest does not fit here: see the diff._" in body
    assert body.rstrip().endswith("-->")
    state = read_state(body)
    assert state is not None
    assert len(state.papers) == 900
    assert rendered(body).kinds >= {"table_open", "html_block"}


def test_characters_count_as_github_counts_at_most() -> None:
    body = write_body(account(*(paper(number, "\U0001f600" * 150) for number in range(300))))

    assert len(body.encode("utf-16-le")) // 2 <= LONGEST


@given(titles, titles, titles)
def test_nothing_survives_of_a_hostile_title(title: str, heading: str, near: str) -> None:
    one = paper(1, title)
    told = account(one)
    hostile = replace(
        told,
        list_name=title,
        papers={one.id: replace(one, date=near), NEAR: Paper(id=NEAR, title=near)},
        proposal=replace(
            told.proposal,
            additions=(addition(one, category=(heading, title)),),
            review=(addition(one, reason=near, category=(heading,)),),
            changes=(LineChange(rule=heading, line=1, before=title, after=near),),
            held=(HeldChange(rule=heading, line=1, before="", after="", reason=title),),
        ),
    )

    read = rendered(write_body(hostile))

    assert set(read.links) == {"https://arxiv.org/abs/2405.00001"}
    assert len(read.html) == 1  # the comment with the state
    assert read.html[0].startswith("<!-- litgraph-state: {")
    assert read.html[0].rstrip().endswith("} -->")
    assert "image" not in read.kinds
    assert read.rows == 6
    assert not [text for text in read.texts if REFERENCES.search(text.replace("2405.00001", ""))]


def test_each_group_is_a_step_and_the_last_one_is_all() -> None:
    content = b"# T\n- a\n- b\n- c\n"
    edits = (
        Edit(span=Span(start=4, end=8), replacement=b"- A\n"),
        Edit(span=Span(start=8, end=8), replacement=b"- new\n"),
        Edit(span=Span(start=12, end=16), replacement=b"- C\n"),
    )
    changes = (
        LineChange(rule="malformed-entry", line=2, before="- a", after="- A"),
        LineChange(rule="stale-preprint", line=4, before="- c", after="- C"),
    )
    proposal = Proposal(hash="", edits=edits, additions=(addition(paper(1)),), changes=changes)

    steps = steps_of(proposal, content)

    assert [(step.subject, step.content) for step in steps] == [
        ("Add 1 paper", b"# T\n- a\n- new\n- b\n- c\n"),
        ("Mend venue or year in 1 line", b"# T\n- a\n- new\n- b\n- C\n"),
        ("Mend the format of 1 line", b"# T\n- A\n- new\n- b\n- C\n"),
    ]
