"""What a pull request remembers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.model.identifiers import PaperId
from litgraph.survey.pull_request.state import State, read_state, write_state

IDS = (
    "arxiv:2405.04532",
    "doi:10.1002/(sici)1097(19980815/30)17:15<1661::aid-sim968>3.0.co;2-2",
    "acl:2023.acl-long.1",
)


def test_it_is_read_as_it_was_written() -> None:
    state = State(survey="a --> @b #1", papers=tuple(map(PaperId, IDS)), words="12ab")

    written = write_state(state)

    assert read_state(f"words\n\n{written}\n") == state
    assert written.count("-->") == 1
    assert not set("@#<>") & set(written.removeprefix("<!--").removesuffix("-->"))


def test_of_very_many_papers_the_first_are_kept() -> None:
    state = State(survey="s", papers=tuple(PaperId(f"arxiv:2405.{number:05}") for number in range(5000)))

    written = write_state(state)

    assert len(written) < 25_000
    read = read_state(written)
    assert read is not None
    assert read.papers == state.papers[: len(read.papers)]
    assert '"of": 5000' in written


@pytest.mark.parametrize(
    "body",
    ["", "nothing", "<!-- litgraph-state: {} -->", "<!-- litgraph-state: {x} -->", "<!-- litgraph-state: [] -->"],
)
def test_what_is_none_is_none(body: str) -> None:
    assert read_state(body) is None


def test_a_paper_that_is_none_is_left_out() -> None:
    read = read_state('<!-- litgraph-state: {"survey": "s", "papers": ["arxiv:2405.04532", "rm -rf", 3, null]} -->')

    assert read == State(survey="s", papers=(PaperId("arxiv:2405.04532"),))


@given(st.text(max_size=30))
def test_no_body_is_too_odd(text: str) -> None:
    read_state(f"<!-- litgraph-state: {{{text}}} -->")
