"""Which questions are asked again, and what is kept of the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from litgraph.ingest.source import Lookup
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, scheme_of
from litgraph.model.paper import Paper, describe
from litgraph.pipeline.asking import (
    ask_for_learnt,
    ask_for_papers,
    name_for,
    put_states,
    standing_states,
    states_by_paper,
)
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record, open_record
from litgraph.store.runs import fetch_states

DAY = "2026-01-01"
FIRST, SECOND, DOI, CORPUS = (
    PaperId(name) for name in ("arxiv:2306.00978", "arxiv:2210.17323", "doi:10.1145/1", "s2:17")
)


@dataclass(kw_only=True)
class FakeSource:
    """Knows some papers by some names, and remembers what it was asked."""

    known: dict[PaperId, frozenset[PaperId]]
    schemes: tuple[str, ...] = ("arxiv", "doi", "s2")
    name: str = "s2"
    failing: bool = False
    asked: list[PaperId] = field(default_factory=list)

    def takes(self, paper: PaperId) -> bool:
        """Take identifiers of these schemes."""
        return scheme_of(paper) in self.schemes

    def lookup(self, papers: Sequence[PaperId]) -> Iterator[Lookup]:
        """Answer each paper by itself."""
        for paper in papers:
            self.asked.append(paper)
            if self.failing:
                yield Lookup(states={paper: "failed"})
            elif paper in self.known:
                told = describe(self.known[paper] | {paper}, source="s2", day=DAY, title=f"The paper {paper}")
                yield Lookup(states={paper: "ok"}, accounts={paper: Account(paper=told)})
            else:
                yield Lookup(states={paper: "not_found"})


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Give an empty record."""
    with open_record(tmp_path / "record.sqlite", write=True, today=DAY) as opened:
        yield opened


def paper(*names: PaperId) -> Paper:
    """Name a paper."""
    return describe(frozenset(names), source="list", day=DAY)


def ask(record: Record, source: FakeSource, *papers: Paper, refresh: bool = False) -> list[PaperId]:
    """Ask, and give what was asked this time."""
    source.asked.clear()
    ask_for_papers(record, source, papers, refresh=refresh, progress=lambda *_: None)
    return list(source.asked)


def test_the_best_name_is_asked_by() -> None:
    source = FakeSource(known={}, schemes=("doi", "s2"))

    assert name_for(source, paper(FIRST, DOI, CORPUS)) == DOI
    assert name_for(source, paper(FIRST)) is None


def test_what_is_known_or_unknown_is_not_asked_again(record: Record) -> None:
    source = FakeSource(known={FIRST: frozenset()})

    assert ask(record, source, paper(FIRST), paper(SECOND)) == [FIRST, SECOND]
    assert ask(record, source, paper(FIRST), paper(SECOND)) == []
    assert ask(record, source, paper(FIRST), paper(SECOND), refresh=True) == [FIRST, SECOND]


def test_what_failed_is_asked_again(record: Record) -> None:
    source = FakeSource(known={FIRST: frozenset()}, failing=True)
    ask(record, source, paper(FIRST))
    source.failing = False

    assert ask(record, source, paper(FIRST)) == [FIRST]
    assert fetch_papers(record, [FIRST])[FIRST].title == f"The paper {FIRST}"


def test_a_failure_takes_no_answer_back(record: Record) -> None:
    source = FakeSource(known={FIRST: frozenset()})
    ask(record, source, paper(FIRST))
    source.failing = True
    ask(record, source, paper(FIRST), refresh=True)

    assert standing_states(record, "s2", [FIRST]) == {FIRST: "ok"}


def test_who_was_found_under_one_name_is_not_asked_for_under_another(record: Record) -> None:
    source = FakeSource(known={DOI: frozenset({FIRST})})
    ask(record, source, paper(DOI))
    found = fetch_papers(record, [DOI])[FIRST]

    assert name_for(source, found) == FIRST
    assert ask(record, source, found) == []


def test_who_was_not_found_under_one_name_is_asked_for_under_a_better_one(record: Record) -> None:
    source = FakeSource(known={FIRST: frozenset()})
    ask(record, source, paper(DOI))

    assert ask(record, source, paper(DOI, FIRST)) == [FIRST]


def test_what_was_learnt_since_is_asked_once(record: Record) -> None:
    source = FakeSource(known={}, failing=True)
    ask(record, source, paper(FIRST))
    source.asked.clear()

    ask_for_learnt(record, source, [paper(FIRST), paper(SECOND)], progress=lambda *_: None)

    assert source.asked == [SECOND]


@pytest.mark.parametrize(
    ("state", "later", "stands"),
    [
        ("ok", "2026-01-30", True),
        ("ok", "2026-01-31", False),
        ("not_found", "2026-01-07", True),
        ("not_found", "2026-01-08", False),
        ("elided", "2026-03-31", True),
        ("elided", "2026-04-01", False),
        ("failed", DAY, False),
        ("deferred", DAY, False),
    ],
)
def test_an_answer_stands_for_its_days(tmp_path: Path, state: str, later: str, stands: bool) -> None:
    path = tmp_path / "record.sqlite"
    with open_record(path, write=True, today=DAY) as record:
        put_states(record, "references", {FIRST: state})
    with open_record(path, write=False, today=later) as record:
        assert standing_states(record, "references", [FIRST]) == ({FIRST: state} if stands else {})


def test_of_several_names_the_state_that_says_most_counts(record: Record) -> None:
    put_states(record, "references", {DOI: "failed", FIRST: "empty", SECOND: "not_found"})

    assert states_by_paper(record, "references", [paper(FIRST, DOI), paper(SECOND), paper(CORPUS)]) == {
        FIRST: "empty",
        SECOND: "not_found",
    }
    assert fetch_states(record, "references")[DOI].state == "failed"
