"""The stage of techniques: only what is new is read, what was read is kept whatever happens, the same comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.errors import OutOfReach
from litgraph.model.citation import Citation
from litgraph.model.framework import Framework
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Entry, ListDocument, Span, Survey
from litgraph.pipeline.mining import mine
from litgraph.pipeline.outcome import Outcome
from litgraph.store.citations import upsert_citations
from litgraph.store.frameworks import replace_frameworks
from litgraph.store.lists import replace_list, upsert_survey
from litgraph.store.papers import upsert_papers
from litgraph.store.readings import count_unread
from litgraph.store.record import Record, open_record
from tests.unit.pipeline.readers import CapitalsExtractor

TODAY = "2026-01-01"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.sqlite", write=True, today=TODAY) as record:
        yield record


def paper(number: int, title: str, abstract: str = "") -> Paper:
    return describe(
        frozenset({PaperId(f"local:{number}")}),
        source="file",
        day=TODAY,
        title=title,
        abstract=abstract,
        date=f"2024-01-{number:02}",
    )


def run(record: Record, extractor: CapitalsExtractor, **more: PaperId | int | None) -> Outcome:
    return mine(record, extractor, progress=lambda *_: None, **more)  # type: ignore[arg-type]


PAPERS = [
    paper(1, "TINY: a method", "We build on GRID and on MESH."),
    paper(2, "GRID: another", "It is fast."),
    paper(3, "On tea", "Tea grows."),
]


def test_it_answers_in_the_shape_of_the_contract(record: Record) -> None:
    upsert_papers(record, PAPERS)

    value = run(record, CapitalsExtractor()).value

    assert [one["name"] for one in value["techniques"]] == ["GRID", "MESH", "TINY"]
    assert value["techniques"][0] | {"family": None} == {
        "id": "technique:grid",
        "name": "GRID",
        "aliases": [],
        "kind": "method",
        "introduced_by": ["local:2"],
        "family": None,
    }
    assert [(one["paper"], one["technique"]) for one in value["mentions"]] == [
        ("local:1", "technique:tiny"),
        ("local:1", "technique:grid"),
        ("local:1", "technique:mesh"),
        ("local:2", "technique:grid"),
    ]
    relation = value["relations"][0]
    assert (relation["type"], relation["subject"], relation["object"]) == ("USES", "technique:tiny", "technique:grid")
    assert relation["sentence"] == "We build on GRID and on MESH."
    assert relation["extractor"] == "capitals/1"


def test_run_again_it_reads_and_writes_nothing_and_says_the_same(record: Record) -> None:
    upsert_papers(record, PAPERS)
    first = run(record, CapitalsExtractor())
    revision = record.revision

    again = CapitalsExtractor()

    assert run(record, again).value == first.value
    assert again.asked == []
    assert record.revision == revision


def test_only_new_and_changed_texts_are_read(record: Record) -> None:
    upsert_papers(record, PAPERS)
    run(record, CapitalsExtractor())
    upsert_papers(record, [paper(4, "NEWS: a paper"), paper(3, "On tea", "Tea grows on HILLS.")])

    again = CapitalsExtractor()
    run(record, again)

    assert set(again.asked) <= {"local:3", "local:4"}
    assert "local:4" in again.asked


def test_a_text_of_several_papers_is_read_once(record: Record) -> None:
    upsert_papers(record, [paper(1, "TINY: a method"), paper(2, "TINY: a method")])

    extractor = CapitalsExtractor()
    value = run(record, extractor).value

    assert len(extractor.asked) == 1
    assert {one["paper"] for one in value["mentions"]} == {"local:1", "local:2"}


def test_another_extractor_reads_all_again_and_the_latest_counts(record: Record) -> None:
    upsert_papers(record, PAPERS)
    run(record, CapitalsExtractor())

    other = CapitalsExtractor(name="capitals/2")
    value = run(record, other).value

    assert len(other.asked) == 3
    assert {one["extractor"] for one in value["relations"]} == {"capitals/2"}


def test_what_was_read_before_a_stop_is_kept_and_resolved(record: Record) -> None:
    upsert_papers(record, PAPERS)

    stopped = run(record, CapitalsExtractor(stops_after=2))

    assert isinstance(stopped.trouble, OutOfReach)
    assert {one["paper"] for one in stopped.value["mentions"]} == {"local:1", "local:2"}
    assert count_unread(record) == 1

    rest = CapitalsExtractor()
    run(record, rest)
    assert len(rest.asked) == 1


def test_a_paper_that_cannot_be_read_is_named_and_tried_again(record: Record) -> None:
    upsert_papers(record, [*PAPERS, paper(4, "An unreadable title")])

    first = run(record, CapitalsExtractor())
    again = CapitalsExtractor()
    run(record, again)

    assert first.warnings == ("local:4 could not be read: not legible",)
    assert again.asked == ["local:4"]


def test_one_paper_is_read_alone_and_told_alone(record: Record) -> None:
    upsert_papers(record, PAPERS)

    extractor = CapitalsExtractor()
    value = run(record, extractor, paper=PaperId("local:2")).value

    assert extractor.asked == ["local:2"]
    assert [one["id"] for one in value["techniques"]] == ["technique:grid"]


def test_a_limit_counts_papers(record: Record) -> None:
    upsert_papers(record, PAPERS)

    value = run(record, CapitalsExtractor(), limit=1).value

    assert {one["paper"] for one in value["mentions"]} == {"local:1"}


def test_what_other_texts_name_stands_apart(record: Record) -> None:
    upsert_papers(record, PAPERS)
    upsert_citations(
        record,
        [Citation(citing=PaperId("local:1"), cited=PaperId("local:3"), contexts=("As MESH does, tea [3] grows.",))],
        source="file",
    )
    upsert_survey(record, Survey(name="s", list="README.md"))
    entry = Entry(
        title="GRID and tea",
        category=("A",),
        line=1,
        span=Span(start=0, end=1),
        identifiers=(PaperId("local:3"),),
    )
    replace_list(record, "s", ListDocument(entries=(entry,), headings=(), categories=(("A",),)), None, TODAY)

    value = run(record, CapitalsExtractor()).value

    assert not any(one["paper"] == "local:3" for one in value["mentions"])
    told = {one["technique"]: one["in"][0]["part"] for one in value["mentioned_elsewhere"]}
    assert told == {"technique:grid": "entry", "technique:mesh": "context"}


def test_a_system_of_a_list_is_the_technique_of_its_name(record: Record) -> None:
    upsert_papers(record, PAPERS)
    upsert_survey(record, Survey(name="s", list="README.md"))
    replace_frameworks(record, "s", [Framework(name="Grid", line=1), Framework(name="Lone", line=2)], None, TODAY)

    techniques = {one["id"]: one for one in run(record, CapitalsExtractor()).value["techniques"]}

    assert techniques["technique:grid"]["kind"] == "system"
    assert techniques["technique:grid"]["introduced_by"] == ["local:2"]
    assert techniques["technique:lone"]["kind"] == "system"


@pytest.mark.parametrize("abstract", ["", "量化 " * 20_000, "<b>$\\alpha$</b> " * 5_000, "'; DROP TABLE paper; -- .*"])
def test_whatever_an_abstract_holds_is_no_trouble(record: Record, abstract: str) -> None:
    upsert_papers(record, [paper(1, "TINY: a method", abstract)])

    assert run(record, CapitalsExtractor()).warnings == ()


def test_an_empty_record_has_an_empty_answer(record: Record) -> None:
    value = run(record, CapitalsExtractor()).value

    assert not any(value.values())
