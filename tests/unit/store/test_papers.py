"""Putting accounts of papers in, merging them, and reading them."""

from __future__ import annotations

from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.paper import Provenance
from litgraph.model.survey import Survey
from litgraph.store.assignments import fetch_decisions, record_decision
from litgraph.store.citations import fetch_citations, upsert_citations
from litgraph.store.counts import UpsertCounts
from litgraph.store.lists import fetch_listings, replace_list, upsert_survey
from litgraph.store.papers import fetch_papers, paper_ids, resolve_ids, upsert_papers
from litgraph.store.record import Record
from tests.unit.store.build import AWQ, GPTQ, LONG_TITLE, TODAY, cites, document, entry, paper

DOI = "doi:10.1145/1234.5678"


def test_everything_about_a_paper_comes_back(record: Record) -> None:
    whole = paper(
        AWQ,
        DOI,
        title='AWQ: "quoted" | <b> 🚀 量化 \'; DROP TABLE paper',
        abstract="Line one.\nLine two.",
        authors=("Lin, Ji", "José Ángel", "宋 韩"),
        date="2023-06-01",
        year=2024,
        venue="MLSys",
        code="https://github.com/mit-han-lab/llm-awq",
    )
    upsert_papers(record, [whole])
    assert fetch_papers(record) == {whole.id: whole}
    assert fetch_papers(record)[whole.id].provenance["date"] == Provenance(source="file", day=TODAY)


def test_counts_tell_new_merged_and_unchanged(record: Record) -> None:
    first = upsert_papers(record, [paper(AWQ, title="AWQ"), paper(GPTQ)])
    second = upsert_papers(record, [paper(AWQ, title="AWQ"), paper(GPTQ, title="GPTQ"), paper("local:1")])
    assert (first, second) == (UpsertCounts(added=2), UpsertCounts(added=1, merged=1, unchanged=1))


def test_the_better_key_becomes_public_and_the_old_one_redirects(record: Record) -> None:
    upsert_papers(record, [paper(DOI, title="AWQ")])
    upsert_papers(record, [paper(DOI, AWQ)])
    assert paper_ids(record) == [AWQ]
    assert resolve_ids(record, [PaperId(DOI), PaperId("doi:10.1/none")]) == {DOI: AWQ}


def test_a_field_comes_from_the_source_believed_most(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, source="arxiv", title="AWQ: The Title")])
    upsert_papers(record, [paper(AWQ, source="list", title="AWQ The Titel", venue="MLSys")])
    found = fetch_papers(record)[PaperId(AWQ)]
    assert (found.title, found.venue, found.provenance["venue"].source) == ("AWQ: The Title", "MLSys", "list")


def test_what_is_said_again_later_keeps_its_first_day(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, source="arxiv", day="2024-01-01", title="AWQ")])
    counts = upsert_papers(record, [paper(AWQ, source="arxiv", day="2025-01-01", title="AWQ")])
    assert counts.unchanged == 1
    assert fetch_papers(record)[PaperId(AWQ)].provenance["title"].day == "2024-01-01"


def test_a_file_with_two_spellings_says_nothing_new_on_another_day(record: Record) -> None:
    def file(day: str) -> list[UpsertCounts]:
        return [upsert_papers(record, [paper(AWQ, day=day, title=title)]) for title in ("AWQ two", "AWQ one")]

    file("2024-01-01")
    before = fetch_papers(record)
    assert sum(counts.unchanged for counts in file("2024-05-05")) == 2
    assert (fetch_papers(record), record.revision) == (before, 2)


def test_papers_without_a_shared_identifier_are_one_by_title(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, title=LONG_TITLE, authors=("Ji Lin",), year=2023)])
    upsert_papers(record, [paper(DOI, title=LONG_TITLE.upper() + ".", authors=("Lin, J.",), year=2024)])
    assert paper_ids(record) == [AWQ]


def test_an_identifier_found_later_brings_two_rows_together(record: Record) -> None:
    upsert_papers(record, [paper(DOI, venue="MLSys"), paper(AWQ, title=LONG_TITLE)])
    counts = upsert_papers(record, [paper(DOI, AWQ)])
    assert counts == UpsertCounts(merged=1)
    found = fetch_papers(record)
    assert (list(found), found[PaperId(AWQ)].venue, found[PaperId(AWQ)].title) == ([AWQ], "MLSys", LONG_TITLE)


def test_a_title_learnt_with_an_identifier_brings_two_rows_together(record: Record) -> None:
    upsert_papers(record, [paper(DOI), paper("title:abc", title=LONG_TITLE)])
    upsert_papers(record, [paper(DOI, title=LONG_TITLE)])
    assert paper_ids(record) == [DOI]


def test_two_arxiv_ids_are_never_one_paper(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, title=LONG_TITLE), paper(GPTQ, title=LONG_TITLE)])
    upsert_papers(record, [paper(AWQ, DOI), paper(GPTQ, DOI)])
    assert paper_ids(record) == sorted([AWQ, GPTQ])
    assert resolve_ids(record, [PaperId(DOI)]) == {DOI: AWQ}


def test_an_account_with_two_arxiv_ids_is_of_the_first(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, GPTQ, title="Two in one")])
    assert paper_ids(record) == [GPTQ]
    assert resolve_ids(record, [PaperId(AWQ)]) == {}


def test_a_title_that_two_papers_bear_decides_nothing(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, title=LONG_TITLE), paper(GPTQ, title=LONG_TITLE)])
    upsert_papers(record, [paper("title:abc", title=LONG_TITLE)])
    assert len(paper_ids(record)) == 3


def test_a_title_by_a_wrong_link_is_no_name_of_the_paper(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, source="list", title=LONG_TITLE)])
    upsert_papers(record, [paper(AWQ, source="arxiv", title="Deep Residual Learning for Image Recognition")])
    upsert_papers(record, [paper(DOI, source="s2", title=LONG_TITLE)])
    assert paper_ids(record) == [AWQ, DOI]


def test_everything_that_hung_on_the_younger_row_hangs_on_the_older(record: Record) -> None:
    upsert_survey(record, Survey(name="s", list="README.md"))
    replace_list(record, "s", document(entry("Old", "A", ids=(DOI,))), None, TODAY)
    replace_list(record, "s", document(entry("Old", "A", ids=(DOI,)), entry(LONG_TITLE, "B", ids=(AWQ,))), None, TODAY)
    upsert_citations(record, [cites(GPTQ, DOI), cites(AWQ, GPTQ), cites(DOI, "local:1")], source="file")
    record_decision(record, Decision(survey="s", paper=PaperId(AWQ), decision="move", category=("B",)))
    upsert_papers(record, [paper(AWQ, DOI)])
    ends = [(citation.citing, citation.cited) for citation in fetch_citations(record)]
    assert ends == [(GPTQ, AWQ), (AWQ, GPTQ), (AWQ, "local:1")]
    assert [key for key, _ in fetch_listings(record, "s")] == [AWQ, AWQ]
    assert [decision.paper for decision in fetch_decisions(record, "s")] == [AWQ]
    assert record.check_integrity() == []


def test_papers_are_read_by_any_identifier_in_the_order_of_their_keys(record: Record) -> None:
    upsert_papers(record, [paper(AWQ, "s2:1"), paper(GPTQ), paper("local:1")])
    assert list(fetch_papers(record, [PaperId("s2:1"), PaperId(GPTQ), PaperId("local:none")])) == [GPTQ, AWQ]


def test_a_stub_becomes_a_paper_and_never_a_stub_again(record: Record) -> None:
    upsert_citations(record, [cites(AWQ, GPTQ)], source="file")
    upsert_papers(record, [paper(GPTQ)])
    upsert_citations(record, [cites("local:1", GPTQ)], source="file")
    stubs = {key: found.stub for key, found in fetch_papers(record).items()}
    assert stubs == {GPTQ: False, AWQ: True, "local:1": True}


def test_text_that_sqlite_cannot_hold_is_mended(record: Record) -> None:
    upsert_papers(record, [paper("local:a\x00b", title="lone \ud800 and nul \x00.", authors=("A\udc80",))])
    found = fetch_papers(record)[PaperId("local:ab")]
    assert (found.title, found.authors) == ("lone \ufffd and nul .", ("A\ufffd",))
    assert resolve_ids(record, [PaperId("local:a\x00b")]) == {"local:a\x00b": "local:ab"}


def test_local_ids_of_one_file_name_different_papers(record: Record) -> None:
    upsert_papers(record, [paper(local_id("1"), title=LONG_TITLE), paper(local_id("2"), title=LONG_TITLE)])
    upsert_papers(record, [paper(local_id("7", "other"), title=LONG_TITLE + " again")])
    assert len(paper_ids(record)) == 3


def test_a_thousand_papers_of_one_title_stay_apart(record: Record) -> None:
    editorials = [paper(local_id(str(n)), title="Introduction to the special issue on everything") for n in range(1000)]
    assert upsert_papers(record, editorials).added == 1000
