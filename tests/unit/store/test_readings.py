"""Readings in the record: by extractor and text, whatever paper the text is of."""

from __future__ import annotations

from litgraph.model.technique import (
    PAPER,
    Kind,
    Metric,
    Name,
    Part,
    Reading,
    RelationType,
    SaidClaim,
    SaidRelation,
    Span,
)
from litgraph.store.papers import upsert_papers
from litgraph.store.readings import (
    count_unread,
    fetch_readings,
    fetch_texts,
    hash_of_text,
    last_extractor,
    put_readings,
    read_hashes,
    set_extractor,
)
from litgraph.store.record import Record
from tests.unit.store.build import AWQ, GPTQ, paper

SENTENCE = Span(part=Part.ABSTRACT, start=0, end=9)
READING = Reading(
    names=(
        Name(text="A", kind=Kind.MODEL, aliases=("a", "ä"), introduced=True, spans=(SENTENCE,), confidence=0.25),
        Name(text="B", kind=Kind.CONCEPT),
    ),
    relations=(SaidRelation(type=RelationType.USES, subject=PAPER, object="B", sentence=SENTENCE, confidence=0.5),),
    claims=(
        SaidClaim(technique="A", metric=Metric.BITS, value=(2.0, 4.0), unit="bit", sentence=SENTENCE, confidence=1.0),
        SaidClaim(
            technique="A",
            metric=Metric.SPEEDUP,
            value=2.5,
            unit="x",
            baseline="B",
            condition="A100",
            sentence=SENTENCE,
            confidence=1.0,
        ),
    ),
)


def test_a_reading_comes_back_as_it_was(record: Record) -> None:
    put_readings(record, "x/1", {"h": READING})

    assert list(fetch_readings(record, ["h", "unknown"], "x/1")) == [("h", "x/1", READING)]


def test_where_the_extractor_has_not_read_the_last_other_one_stands_in(record: Record) -> None:
    put_readings(record, "y/1", {"h": Reading(), "i": Reading()})
    put_readings(record, "z/1", {"h": READING})
    put_readings(record, "x/1", {"i": READING})

    found = {digest: name for digest, name, _ in fetch_readings(record, ["h", "i"], "x/1")}

    assert found == {"h": "z/1", "i": "x/1"}
    assert read_hashes(record, "x/1") == {"i"}


def test_readings_are_no_revision(record: Record) -> None:
    revision = record.revision

    put_readings(record, "x/1", {"h": READING})
    set_extractor(record, "x/1")

    assert record.revision == revision
    assert last_extractor(record) == "x/1"


def test_title_and_abstract_are_two(record: Record) -> None:
    assert hash_of_text("ab", "c") != hash_of_text("a", "bc")
    assert hash_of_text("\ud800", "") == hash_of_text("\ud800", "")


def test_papers_without_a_text_are_not_read(record: Record) -> None:
    upsert_papers(record, [paper(GPTQ, title="A title"), paper(AWQ)])

    assert [text.paper for text in fetch_texts(record)] == [GPTQ]
    assert count_unread(record) == 1


def test_merged_papers_need_no_new_reading_where_the_text_stays(record: Record) -> None:
    upsert_papers(record, [paper(GPTQ, title="A title", abstract="One.")])
    put_readings(record, "x/1", {text.hash: READING for text in fetch_texts(record)})

    upsert_papers(record, [paper(GPTQ, "doi:10.1000/again")])

    assert count_unread(record) == 0
