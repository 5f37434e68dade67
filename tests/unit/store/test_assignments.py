"""Assignments by models and people, and decisions that outrank them."""

from __future__ import annotations

import pytest

from litgraph.errors import InputError, UnknownPaper
from litgraph.model.assignment import Alternative, Assignment, Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Path
from litgraph.store.assignments import (
    fetch_assignments,
    fetch_candidates,
    fetch_decisions,
    record_decision,
    replace_assignments,
)
from litgraph.store.lists import replace_list, upsert_survey
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, open_record
from tests.unit.store.build import AWQ, GPTQ, TODAY, document, entry, paper

LORA = "arxiv:2106.09685"


@pytest.fixture(autouse=True)
def _list(record: Record) -> None:
    """List AWQ under Q from 2024 on; GPTQ and LoRA are candidates."""
    upsert_survey(record, Survey(name="s", list="README.md"))
    read = document(entry("AWQ", "Q", ids=(AWQ,)), paths=(("Q",), ("P",)))
    replace_list(record, "s", read, None, "2024-01-01")
    upsert_papers(record, [paper(GPTQ), paper(LORA)])


def _made(key: str, *path: str, probability: float = 0.5) -> Assignment:
    return Assignment(paper=PaperId(key), category=path, probability=probability)


def _decided(verb: str, key: str, *path: str, date: str = "2025-05-05") -> Decision:
    return Decision(survey="s", paper=PaperId(key), decision=verb, category=path, date=date)


def _places(record: Record, as_of: str | None = None) -> list[tuple[str, Path, str]]:
    return [(one.paper, one.category, one.method) for one in fetch_assignments(record, "s", as_of=as_of)]


def test_everything_about_an_assignment_comes_back(record: Record) -> None:
    whole = Assignment(
        paper=PaperId(GPTQ),
        category=("Q",),
        probability=0.625,
        in_scope=0.75,
        filed=False,
        alternatives=(Alternative(category=("P",), probability=0.25),),
        because=(PaperId(AWQ),),
        terms=("quantization",),
    )
    replace_assignments(record, "s", [whole], method="EMBEDDED")
    assert fetch_assignments(record, "s", [PaperId(GPTQ)]) == (whole,)


def test_the_list_outranks_models(record: Record) -> None:
    replace_assignments(record, "s", [_made(AWQ, "P"), _made(GPTQ, "P")], method="EMBEDDED")
    assert _places(record) == [(GPTQ, ("P",), "EMBEDDED"), (AWQ, ("Q",), "CURATED")]


def test_a_stronger_method_outranks_a_weaker_one(record: Record) -> None:
    replace_assignments(record, "s", [_made(GPTQ, "P")], method="EMBEDDED")
    replace_assignments(record, "s", [_made(GPTQ, "Q")], method="CITED_IN_SECTION")
    assert _places(record)[0][1] == ("Q",)


def test_new_assignments_take_the_place_of_earlier_ones(record: Record) -> None:
    replace_assignments(record, "s", [_made(GPTQ, "P"), _made(LORA, "P")], method="EMBEDDED")
    replace_assignments(record, "s", [_made(GPTQ, "Q")], method="EMBEDDED")
    assert _places(record)[0] == (GPTQ, ("Q",), "EMBEDDED")
    assert len(_places(record)) == 2


def test_the_same_assignments_again_change_nothing(record: Record) -> None:
    replace_assignments(record, "s", [_made(GPTQ, "P")], method="EMBEDDED")
    revision = record.revision
    replace_assignments(record, "s", [_made(GPTQ, "P")], method="EMBEDDED")
    assert record.revision == revision


def test_an_assignment_is_seen_from_the_day_it_was_first_made(record: Record) -> None:
    replace_assignments(record, "s", [_made(GPTQ, "P")], method="EMBEDDED")
    path = record.path
    record.close()
    with open_record(path, write=True, today="2027-01-01") as later:
        replace_assignments(later, "s", [_made(GPTQ, "P", probability=0.9)], method="EMBEDDED")
        assert [_places(later, day)[:-1] for day in ("2025-12-31", TODAY)] == [[], [(GPTQ, ("P",), "EMBEDDED")]]


def test_what_people_accept_is_curated_and_no_candidate(record: Record) -> None:
    replace_assignments(record, "s", [_made(GPTQ, "P"), _made(LORA, "P")], method="EMBEDDED")
    record_decision(record, _decided("accept", GPTQ, "Q"))
    assert _places(record)[:2] == [(LORA, ("P",), "EMBEDDED"), (GPTQ, ("Q",), "CURATED")]
    assert fetch_candidates(record, "s") == [LORA]


def test_what_people_reject_has_no_assignment_and_is_no_candidate(record: Record) -> None:
    replace_assignments(record, "s", [_made(GPTQ, "P")], method="EMBEDDED")
    record_decision(record, _decided("reject", GPTQ))
    replace_assignments(record, "s", [_made(GPTQ, "P")], method="EMBEDDED")
    assert _places(record) == [(AWQ, ("Q",), "CURATED")]
    assert (fetch_candidates(record, "s"), fetch_candidates(record, "s", "2025-05-04")) == ([LORA], [LORA, GPTQ])


def test_what_people_move_is_where_they_moved_it(record: Record) -> None:
    record_decision(record, _decided("move", AWQ, "P"))
    assert _places(record) == [(AWQ, ("P",), "CURATED")]
    assert _places(record, "2025-05-04") == [(AWQ, ("Q",), "CURATED")]


def test_the_latest_decision_stands(record: Record) -> None:
    record_decision(record, _decided("reject", GPTQ, date="2025-01-01"))
    record_decision(record, _decided("accept", GPTQ, "P", date="2025-02-02"))
    assert fetch_decisions(record, "s") == (_decided("accept", GPTQ, "P", date="2025-02-02"),)
    assert fetch_decisions(record, as_of="2025-01-31") == (_decided("reject", GPTQ, date="2025-01-01"),)


def test_the_same_decision_again_changes_nothing(record: Record) -> None:
    record_decision(record, _decided("reject", GPTQ))
    revision = record.revision
    record_decision(record, _decided("reject", GPTQ, date="2025-09-09"))
    assert (record.revision, fetch_decisions(record)[0].date) == (revision, "2025-05-05")


def test_a_decision_follows_its_category_through_a_rename(record: Record) -> None:
    record_decision(record, _decided("accept", GPTQ, "Q"))
    read = document(entry("AWQ", "Quantization", ids=(AWQ,)), paths=(("Quantization",), ("P",)))
    replace_list(record, "s", read, None, "2025-06-06")
    assert fetch_decisions(record)[0].category == ("Quantization",)
    assert _places(record)[0] == (GPTQ, ("Quantization",), "CURATED")


def test_a_decision_for_a_category_that_the_list_lacks_keeps_its_path(record: Record) -> None:
    record_decision(record, _decided("accept", GPTQ, "Q", "New"))
    assert fetch_decisions(record)[0].category == ("Q", "New")


def test_unknown_papers_and_verbs_are_refused(record: Record) -> None:
    with pytest.raises(UnknownPaper, match="local:none"):
        record_decision(record, _decided("accept", "local:none", "Q"))
    with pytest.raises(UnknownPaper, match="local:none"):
        replace_assignments(record, "s", [_made("local:none", "Q")], method="EMBEDDED")
    with pytest.raises(InputError, match="Unknown decision 'like'"):
        record_decision(record, _decided("like", GPTQ, "Q"))
    with pytest.raises(InputError, match="'CURATED' are not kept"):
        replace_assignments(record, "s", [], method="CURATED")
