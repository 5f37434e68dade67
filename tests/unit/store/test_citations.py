"""Citations: stubs, counts, merging, and when they can be seen."""

from __future__ import annotations

from litgraph.model.identifiers import PaperId
from litgraph.store.citations import fetch_citations, upsert_citations
from litgraph.store.counts import UpsertCounts
from litgraph.store.papers import fetch_papers, paper_ids, upsert_papers
from litgraph.store.record import Record
from tests.unit.store.build import AWQ, GPTQ, TODAY, cites, paper


def test_unknown_papers_become_stubs_dated_by_their_arxiv_id(record: Record) -> None:
    counts = upsert_citations(record, [cites(AWQ, GPTQ), cites(AWQ, "local:1")], source="file")
    stubs = fetch_papers(record)
    assert counts == UpsertCounts(added=2)
    assert [(key, stub.date, stub.stub) for key, stub in stubs.items()] == [
        (GPTQ, "2022-10", True),
        (AWQ, "2023-06", True),
        ("local:1", "", True),
    ]


def test_a_citation_counts_once_whatever_name_its_papers_go_by(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, "s2:1")])
    counts = upsert_citations(record, [cites(AWQ, GPTQ), cites("s2:1", GPTQ), cites(AWQ, GPTQ)], source="file")
    assert counts == UpsertCounts(added=1, unchanged=2)


def test_a_second_run_changes_nothing(record: Record) -> None:
    told = [cites(AWQ, GPTQ, contexts=("as in GPTQ",), intents=("background",)), cites(GPTQ, AWQ), cites(AWQ, AWQ)]
    upsert_citations(record, told, source="file")
    revision = record.revision
    assert upsert_citations(record, told, source="file") == UpsertCounts(unchanged=3)
    assert record.revision == revision


def test_contexts_of_several_accounts_are_united(record: Record) -> None:
    upsert_citations(record, [cites(AWQ, GPTQ)], source="file")
    counts = upsert_citations(
        record, [cites(AWQ, GPTQ, contexts=("b",)), cites(AWQ, GPTQ, contexts=("a",))], source="s2"
    )
    more = upsert_citations(record, [cites(AWQ, GPTQ, influential=True)], source="s2")
    assert (counts, more) == (UpsertCounts(merged=2), UpsertCounts(merged=1))
    assert fetch_citations(record) == (cites(AWQ, GPTQ, contexts=("a", "b"), influential=True),)


def test_a_paper_that_cites_itself_is_kept_as_it_is_said(record: Record) -> None:
    upsert_citations(record, [cites(AWQ, AWQ)], source="file")
    assert fetch_citations(record) == (cites(AWQ, AWQ),)


def test_citations_are_read_from_either_end(record: Record) -> None:
    upsert_citations(
        record, [cites("local:a", "local:b"), cites("local:b", "local:c"), cites("local:c", "local:d")], source="file"
    )
    found = fetch_citations(record, [PaperId("local:b")])
    assert found == (cites("local:a", "local:b"), cites("local:b", "local:c"))


def test_a_citation_is_seen_when_both_of_its_papers_are_known(record: Record) -> None:
    upsert_papers(record, [paper("local:old", date="2020-01-01"), paper("local:new", date="2023-05-06")])
    upsert_citations(record, [cites("local:new", "local:old"), cites("local:old", "local:new")], source="file")
    assert fetch_citations(record, as_of="2023-05-05") == ()
    assert len(fetch_citations(record, as_of="2023-05-06")) == 2


def test_an_undated_paper_is_known_from_its_first_dated_citation(record: Record) -> None:
    upsert_citations(record, [cites("local:late", "local:undated")], source="file")
    assert paper_ids(record, TODAY) == []
    upsert_papers(record, [paper("local:late", date="2023-05-06"), paper("local:early", date="2021-02-03")])
    assert paper_ids(record, "2023-05-06") == ["local:early", "local:late", "local:undated"]
    upsert_citations(record, [cites("local:early", "local:undated")], source="file")
    assert paper_ids(record, "2021-02-03") == ["local:early", "local:undated"]
