"""The record as columns."""

from __future__ import annotations

import pytest

from litgraph.model.assignment import METHODS, Assignment, Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.store.assignments import record_decision, replace_assignments
from litgraph.store.citations import upsert_citations
from litgraph.store.columns import OPEN, UNKNOWN, FilingColumns, GraphColumns, read_columns
from litgraph.store.lists import replace_list, upsert_survey
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from tests.unit.store.build import AWQ, GPTQ, TODAY, cites, document, entry, paper

LORA = "arxiv:2106.09685"


@pytest.fixture
def columns(record: Record) -> GraphColumns:
    """List AWQ; cite GPTQ from it and itself; leave an undated paper alone; assign LoRA."""
    upsert_survey(record, Survey(name="s", list="README.md"))
    told = [
        paper(AWQ, date="2023-06-01", authors=("Ji  Lin", "Song Han"), venue="MLSys"),
        paper("local:x", authors=("Ji Lin",)),
    ]
    upsert_papers(record, [*told, paper(LORA, year=2021)])
    replace_list(record, "s", document(entry("AWQ", "Q", ids=(AWQ,)), paths=(("Q",), ("P",))), None, "2024-01-01")
    upsert_citations(record, [cites(AWQ, GPTQ), cites(AWQ, AWQ), cites("local:x", AWQ)], source="file")
    replace_assignments(
        record, "s", [Assignment(paper=PaperId(LORA), category=("P",), probability=0.5)], method="EMBEDDED"
    )
    record_decision(
        record, Decision(survey="s", paper=PaperId(AWQ), decision="move", category=("P",), date="2025-05-05")
    )
    return read_columns(record)


def test_papers_stand_in_the_order_of_their_keys(columns: GraphColumns, record: Record) -> None:
    assert columns.papers.keys == (LORA, GPTQ, AWQ, "local:x")
    assert columns.papers.known_from.tolist() == [20210630, 20221031, 20230601, UNKNOWN]
    assert columns.papers.years.tolist() == [2021, 2022, 2023, 0]
    assert columns.papers.stubs.tolist() == [False, True, False, False]
    assert (columns.identity, columns.revision) == (record.identity, record.revision)


def test_citations_are_sorted_pairs(columns: GraphColumns) -> None:
    assert list(zip(columns.citing.tolist(), columns.cited.tolist(), strict=True)) == [(2, 1), (2, 2), (3, 2)]


def test_authors_and_venues_are_numbered_names(columns: GraphColumns) -> None:
    authors, venues = columns.authors, columns.venues
    assert authors.names == ("Ji Lin", "Song Han")
    assert list(zip(authors.papers.tolist(), authors.named.tolist(), strict=True)) == [(2, 0), (2, 1), (3, 0)]
    assert (venues.names, venues.papers.tolist(), venues.named.tolist()) == (("MLSys",), [2], [0])


def test_lists_and_categories_carry_their_days(columns: GraphColumns) -> None:
    assert (columns.categories.ids, columns.categories.paths) == (("q", "p"), (("Q",), ("P",)))
    assert columns.categories.since.tolist() == [20240101, 20240101]
    assert columns.categories.until.tolist() == [OPEN, OPEN]
    assert (columns.listings.papers.tolist(), columns.listings.since.tolist()) == ([2], [20240101])


def _filings(filings: FilingColumns) -> list[tuple[object, ...]]:
    numbers = (filings.papers, filings.methods, filings.probability, filings.since, filings.until)
    return list(zip(filings.ids, *(column.tolist() for column in numbers), strict=True))


def test_a_decision_ends_what_the_list_says(columns: GraphColumns) -> None:
    curated, embedded = METHODS.index("CURATED"), METHODS.index("EMBEDDED")
    assert sorted(_filings(columns.filings), key=str) == sorted(
        [
            ("q", 2, curated, 1.0, 20240101, 20250505),
            ("p", 2, curated, 1.0, 20250505, OPEN),
            ("p", 0, embedded, 0.5, int(TODAY.replace("-", "")), OPEN),
        ],
        key=str,
    )


def test_a_rejection_ends_what_a_model_says(columns: GraphColumns, record: Record) -> None:
    record_decision(record, Decision(survey="s", paper=PaperId(LORA), decision="reject", date="2026-02-02"))
    mine = [filing[4:] for filing in _filings(read_columns(record).filings) if filing[1] == 0]
    assert mine == [(20260101, 20260202)]


def test_an_empty_record_has_empty_columns(record: Record) -> None:
    empty = read_columns(record)
    assert (empty.papers.keys, empty.citing.tolist(), empty.filings.ids, empty.authors.names) == ((), [], (), ())
