"""Techniques in the record: written once, read by technique, paper and day, carried along where papers are merged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from litgraph.errors import InputError
from litgraph.model.framework import Framework
from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Account, Resolved, Rule, Sighting, TechniqueDecision, Verb
from litgraph.model.survey import Survey
from litgraph.model.technique import (
    Claim,
    Kind,
    Mention,
    Metric,
    Part,
    Relation,
    RelationType,
    Span,
    Technique,
    TechniqueId,
)
from litgraph.store.frameworks import replace_frameworks
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from litgraph.store.resolved import (
    fetch_technique_decisions,
    put_decision,
    replace_resolved,
    replace_sightings,
    replace_technique_decisions,
)
from litgraph.store.surveys import upsert_survey
from litgraph.store.techniques import (
    count_techniques,
    fetch_accounts,
    fetch_claims,
    fetch_mentions,
    fetch_relations,
    fetch_sightings,
    fetch_techniques,
    find_technique,
    find_techniques,
)
from tests.unit.store.build import GPTQ, TODAY, paper

A, B, FAMILY = (TechniqueId(f"technique:{name}") for name in ("a-1", "b", "a"))
OLD, NEW = PaperId(GPTQ), PaperId("doi:10.1000/new")
SPAN = Span(part=Part.TITLE, start=0, end=3)
RELATION = Relation(
    type=RelationType.OUTPERFORMS,
    subject=B,
    object=A,
    paper=NEW,
    sentence="B beats A-1.",
    span=Span(part=Part.ABSTRACT, start=5, end=17),
    confidence=0.75,
    extractor="x/1",
)
CLAIM = Claim(
    id="claim:1",
    technique=B,
    metric=Metric.MEMORY,
    value=(2.0, 3.5),
    unit="x",
    baseline="A-1",
    condition="",
    paper=NEW,
    sentence="B takes 2 to 3.5 times less.",
    span=Span(part=Part.ABSTRACT, start=20, end=48),
    confidence=0.5,
    extractor="x/1",
)
RESOLVED = Resolved(
    techniques=(
        Technique(id=A, name="A-1", kind=Kind.MODEL, family=FAMILY),
        Technique(id=B, name="B", kind=Kind.METHOD),
        Technique(id=FAMILY, name="A", kind=Kind.MODEL),
    ),
    accounts=(
        Account(technique=A, spelling="A-1", rule=Rule.SPELLED, evidence="in 1 papers"),
        Account(technique=A, spelling="A 1", rule=Rule.SPELLED, evidence="in 1 papers"),
        Account(technique=A, spelling="A-1", rule=Rule.FAMILY, evidence="A with the version 1"),
        Account(technique=B, spelling="B", rule=Rule.SPELLED, evidence="in 2 papers"),
    ),
    mentions=(
        Mention(paper=OLD, technique=A, introduced=True, spans=(SPAN,)),
        Mention(paper=NEW, technique=A),
        Mention(paper=NEW, technique=B, introduced=True, spans=(SPAN,)),
    ),
    relations=(RELATION,),
    claims=(CLAIM,),
)


@pytest.fixture(autouse=True)
def _papers(record: Record) -> None:
    upsert_papers(record, [paper(GPTQ, date="2022-10-31"), paper(NEW, date="2023-06-01")])


def test_what_is_written_is_read(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    assert fetch_techniques(record)[A] == Technique(
        id=A, name="A-1", kind=Kind.MODEL, aliases=("A 1",), introduced_by=(OLD,), family=FAMILY
    )
    assert fetch_mentions(record) == tuple(sorted(RESOLVED.mentions, key=lambda one: (one.technique, one.paper)))
    assert fetch_relations(record) == (replace(RELATION, date="2023-06-01"),)
    assert fetch_claims(record) == (replace(CLAIM, date="2023-06-01"),)


def test_the_same_once_more_changes_nothing(record: Record) -> None:
    replace_resolved(record, RESOLVED)
    revision = record.revision

    assert not replace_resolved(record, RESOLVED)
    assert record.revision == revision


def test_what_is_gone_is_taken_away_and_what_differs_is_written_anew(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    changed = replace(RESOLVED, relations=(replace(RELATION, confidence=0.25),), claims=(), mentions=())

    assert replace_resolved(record, changed)
    assert [one.confidence for one in fetch_relations(record)] == [0.25]
    assert fetch_claims(record) == ()
    assert fetch_mentions(record) == ()


def test_it_is_read_by_technique_and_by_paper(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    assert [one.paper for one in fetch_mentions(record, techniques=[B])] == [NEW]
    assert [one.technique for one in fetch_mentions(record, papers=[OLD])] == [A]
    assert len(fetch_relations(record, techniques=[A])) == len(fetch_relations(record, techniques=[B])) == 1
    assert fetch_relations(record, techniques=[FAMILY]) == fetch_relations(record, papers=[OLD]) == ()
    assert fetch_claims(record, techniques=[A]) == ()
    assert fetch_claims(record, techniques=[B], papers=[NEW]) != ()


def test_as_of_a_day_only_what_papers_known_by_then_say_counts(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    assert set(fetch_techniques(record, as_of="2022-12-31")) == {A, FAMILY}
    assert fetch_techniques(record, as_of="2022-10-30") == {}
    assert [one.paper for one in fetch_mentions(record, as_of="2022-12-31")] == [OLD]
    assert fetch_relations(record, as_of="2022-12-31") == ()
    assert fetch_claims(record, as_of="2022-12-31") == ()
    assert fetch_techniques(record, [B], as_of="2023-06-01")[B].introduced_by == (NEW,)


def test_a_row_of_a_table_is_a_technique_before_anything_is_read(record: Record) -> None:
    upsert_survey(record, Survey(name="s", list="README.md"))
    replace_frameworks(record, "s", [Framework(name="Tiny Serve", line=1)], None, TODAY)

    assert fetch_techniques(record)[TechniqueId("technique:tiny-serve")].kind is Kind.SYSTEM
    assert find_technique(record, "tinyserve") == "technique:tiny-serve"
    assert fetch_techniques(record, as_of="2020-01-01") == {}


def test_merged_papers_keep_what_both_say(record: Record) -> None:
    replace_resolved(record, RESOLVED)
    replace_sightings(
        record,
        [Sighting(paper=NEW, part=Part.ENTRY, said_by="s", text="B", start=0, end=1, technique=B)],
    )

    upsert_papers(record, [paper(GPTQ, NEW)])

    (kept,) = {one.paper for one in fetch_mentions(record)}
    assert {one.technique for one in fetch_mentions(record)} == {A, B}
    assert [one.paper for one in fetch_relations(record)] == [one.paper for one in fetch_claims(record)] == [kept]
    assert [one.paper for one in fetch_sightings(record)] == [kept]
    assert record.check_integrity() == []


def test_a_technique_is_found_by_id_name_and_spelling(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    assert find_technique(record, "technique:a-1") == find_technique(record, "a1") == find_technique(record, "A-1") == A


def test_an_unknown_name_names_the_nearest(record: Record) -> None:
    replace_resolved(record, replace(RESOLVED, techniques=(Technique(id=A, name="TinyQuant", kind=Kind.METHOD),)))

    with pytest.raises(InputError, match=r"Unknown technique 'TinyQant'\. Did you mean TinyQuant"):
        find_technique(record, "TinyQant")


def test_a_homonym_lists_its_candidates(record: Record) -> None:
    other = TechniqueId(f"{B}@{NEW}")
    homonyms = replace(
        RESOLVED,
        techniques=(*RESOLVED.techniques, Technique(id=other, name="B", kind=Kind.DATASET)),
        accounts=(*RESOLVED.accounts, Account(technique=other, spelling="B", rule=Rule.SPELLED)),
    )
    replace_resolved(record, homonyms)

    assert find_techniques(record, "b") == [B, other]
    with pytest.raises(InputError, match=f"{B}, {other}"):
        find_technique(record, "b")


@pytest.mark.parametrize("odd", ["'; DROP TABLE technique; --", "%", "*", "", "\x00", "\ud800", "x" * 100_000])
def test_odd_names_are_not_found(record: Record, odd: str) -> None:
    replace_resolved(record, RESOLVED)

    assert find_techniques(record, odd) == []


def test_why_a_spelling_is_one_of_a_technique_is_kept(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    assert [(one.spelling, one.rule) for one in fetch_accounts(record, A)] == [
        ("A-1", Rule.FAMILY),
        ("A 1", Rule.SPELLED),
        ("A-1", Rule.SPELLED),
    ]


def test_techniques_are_counted(record: Record) -> None:
    replace_resolved(record, RESOLVED)

    counts = count_techniques(record)

    assert (counts.techniques, counts.families, counts.mentions, counts.introduced) == (3, 1, 3, 2)
    assert (counts.relations, counts.claims) == (1, 1)


def test_a_decision_is_kept_once(record: Record) -> None:
    merge = TechniqueDecision(decision=Verb.MERGE, technique="A", spellings=("B",), date="2026-01-01")
    split = replace(merge, decision=Verb.SPLIT)
    for one in (merge, merge, split, merge):
        put_decision(record, one)

    assert fetch_technique_decisions(record) == (merge, split, merge)

    revision = record.revision
    replace_technique_decisions(record, (merge, split, merge))
    assert record.revision == revision
