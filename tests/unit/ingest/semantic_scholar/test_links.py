"""References and citations: all of them, or a state that says why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from litgraph.ingest.semantic_scholar.source import S2Source
from litgraph.model.identifiers import PaperId, title_id
from tests.servers import faults
from tests.servers.faults import Answer, SeenRequest, json_answer, status
from tests.servers.s2_library import Library
from tests.servers.scripted import scripted
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.conftest import TRIES, Opened
from tests.unit.ingest.semantic_scholar.drawn import ATTENTION, AWQ, GPTQ, LORA, OBS, PAPERS, RND, UNKNOWN, crowd

CITATIONS = "/graph/v1/paper/ARXIV:1706.03762/citations"
REFERENCES = "/graph/v1/paper/ARXIV:2106.09685/references"


def test_references_are_stubs_with_what_the_row_says(source: S2Source) -> None:
    links = source.references(GPTQ)
    assert links.state == "ok"
    grey = title_id("A grey report", "A. Nobody", 1999)
    assert [account.paper.id for account in links.accounts] == [ATTENTION, OBS, grey]
    papers = [account.paper for account in links.accounts]
    assert all(paper.stub for paper in papers)
    assert (papers[1].title, papers[1].authors[0]) == (
        "Optimal Brain Surgeon and general network pruning",
        "B. Hassibi",
    )
    assert (papers[2].year, papers[2].authors) == (1999, ("A. Nobody",))
    assert papers[0].provenance["title"].source == "citation"
    assert links.reason == "1 references have neither an identifier nor a title"


def test_corpus_ids_written_as_text_are_numbers_all_the_same(source: S2Source, server: S2Server) -> None:
    aliases = source.references(GPTQ).accounts[0].paper.aliases
    attention = server.library.find("ARXIV:1706.03762")
    assert attention
    assert aliases == {ATTENTION, PaperId(f"s2:{attention.corpus_id}")}


def test_a_citation_carries_its_contexts_intents_and_weight(source: S2Source) -> None:
    attention, surgeon, grey = source.references(GPTQ).citations
    assert {(one.citing, one.cited) for one in (attention, surgeon)} == {(GPTQ, ATTENTION), (GPTQ, OBS)}
    assert (surgeon.contexts, surgeon.intents) == (("we build on [7]",), ("methodology", "background"))
    assert (attention.influential, surgeon.influential, grey.influential) == (False, True, False)


def test_citing_papers_are_papers_of_their_own(source: S2Source) -> None:
    links = source.citations(ATTENTION)
    assert [account.paper.id for account in links.accounts] == [AWQ, GPTQ, LORA]
    assert all(citation.cited == ATTENTION for citation in links.citations)
    lora = links.accounts[2].paper
    assert (lora.stub, lora.abstract[:7], lora.provenance["abstract"].source) == (False, "Weights", "s2")
    assert links.citations[2].contexts == ("as in [1]",)


def test_citations_of_some_days_are_asked_for_by_date(source: S2Source, server: S2Server) -> None:
    since = [one.paper.id for one in source.citations(ATTENTION, since="2022-10-31").accounts]
    until = [one.paper.id for one in source.citations(ATTENTION, until="2022-10-30").accounts]
    between = source.citations(ATTENTION, since="2023-01-01", until="2023-12-31")
    assert (since, until, between.state) == ([AWQ, GPTQ], [LORA], "empty")
    windows = [seen.parameter("publicationDateOrYear") for seen in server.seen]
    assert windows == ["2022-10-31:", ":2022-10-30", "2023-01-01:2023-12-31"]
    assert all(seen.parameter("year") == "" for seen in server.seen)


def test_no_references_and_withheld_references_are_told_apart(source: S2Source, server: S2Server) -> None:
    assert source.references(ATTENTION).state == "empty"
    withheld = source.references(OBS)
    assert withheld.state == "elided"
    assert "elided by the publisher: {'references'}" in withheld.reason
    assert source.references(OBS) == withheld
    assert len(server.seen) == 2


def test_an_unknown_paper_is_not_found(source: S2Source) -> None:
    links = source.references(UNKNOWN)
    assert (links.state, links.accounts, links.citations) == ("not_found", (), ())
    assert links.reason


def test_a_paper_without_an_identifier_is_not_asked_for(source: S2Source, server: S2Server) -> None:
    assert source.citations(PaperId("title:abc")).state == "not_found"
    assert server.seen == []


def test_the_services_own_id_is_asked_by_where_it_is_known(source: S2Source, server: S2Server) -> None:
    corpus_id = next(paper.corpus_id for paper in PAPERS if GPTQ in paper.ids)
    links = source.references(GPTQ, {PaperId("doi:10.1/x"), PaperId(f"s2:{corpus_id}"), PaperId("openreview:abcdef")})
    assert server.paths() == [f"/graph/v1/paper/CorpusId:{corpus_id}/references"]
    assert links.citations[0].citing == GPTQ


@pytest.mark.parametrize("value", ["10.1002/(sici)1097:49:8<693::aid#1>3.0.co;2-o", "10.1000/a?b&c=d", "10.1000/50%25"])
def test_a_doi_arrives_as_it_is(opened: Opened, value: str) -> None:
    paper = PaperId(f"doi:{value}")
    source = opened(S2Server(Library([replace(PAPERS[0], ids=frozenset({paper}))])))
    assert source.references(paper).state == "ok"


def test_a_doi_cannot_climb_out_of_its_place(source: S2Source, server: S2Server) -> None:
    assert source.references(PaperId("doi:10.1000/../../../datasets")).state == "not_found"
    assert server.paths() == ["/graph/v1/paper/DOI:10.1000%2F..%2F..%2F..%2Fdatasets/references"]


def test_long_lists_come_page_by_page(opened: Opened) -> None:
    server = S2Server(Library((*PAPERS, *crowd(2_500))))
    links = opened(server).citations(ATTENTION)
    assert (links.state, len(links.accounts), len(links.citations)) == ("ok", 2_503, 2_503)
    pages = [(seen.parameter("offset"), seen.parameter("limit")) for seen in server.seen]
    assert pages == [("0", "1000"), ("1000", "1000"), ("2000", "1000")]


@pytest.mark.parametrize(("size", "state"), [(9_999, "ok"), (10_000, "capped")])
def test_more_than_the_service_gives_is_said(opened: Opened, size: int, state: str) -> None:
    links = opened(S2Server(Library((PAPERS[3], *crowd(size))))).citations(ATTENTION)
    assert (links.state, len(links.citations)) == (state, 9_999)
    assert ("9,999 citations" in links.reason) == (state == "capped")


def test_a_page_that_is_too_large_is_asked_for_in_smaller_ones(opened: Opened) -> None:
    server = S2Server(Library((*PAPERS, *crowd(600))), largest=150_000)
    assert len(opened(server).citations(ATTENTION).citations) == 603
    assert [seen.parameter("limit") for seen in server.seen] == ["1000", "250", "250", "250"]


def test_a_page_that_is_too_large_at_any_size_fails(opened: Opened) -> None:
    server = S2Server(Library(PAPERS), largest=10)
    links = opened(server).citations(ATTENTION)
    assert (links.state, links.accounts, len(server.seen)) == ("failed", (), 3)


def page(*rows: object, **more: object) -> bytes:
    return json.dumps({"offset": 0, "data": list(rows), **more}).encode()


def row(**cited: object) -> dict[str, object]:
    return {"contexts": None, "intents": None, "isInfluential": None, "citedPaper": {"paperId": None, **cited}}


SILENT = {"openAccessPdf": {"disclaimer": "Notice: Paper available at its publisher's"}}
WITHHELD = {"openAccessPdf": {"disclaimer": "Notice: … fields have been elided by the publisher: {'references'}"}}
NO_ABSTRACT = {"openAccessPdf": {"disclaimer": "Notice: … fields have been elided by the publisher: {'abstract'}"}}


@pytest.mark.parametrize(
    ("about", "value", "state"),
    [
        (SILENT, None, "failed"),
        (None, None, "failed"),
        ("text", None, "failed"),
        (WITHHELD, None, "elided"),
        (WITHHELD, [], "elided"),
        (NO_ABSTRACT, [], "empty"),
        (SILENT, [], "empty"),
        (None, [], "empty"),
    ],
)
def test_only_a_disclaimer_makes_nothing_withheld(opened: Opened, about: object, value: object, state: str) -> None:
    reply = json_answer({"offset": 0, "data": value, "citingPaperInfo": about})
    assert opened(scripted({REFERENCES: reply})).references(LORA).state == state


def test_rows_of_rubbish_are_passed_over(opened: Opened) -> None:
    rows: tuple[object, ...] = (
        row(title="A title", year="1998", authors=[{"name": "Q. Smith"}, 3, {"name": None}], externalIds=None),
        row(title=None, corpusId="123", externalIds={"DOI": "10.1000/ABC", "ArXiv": None, "CorpusId": 123}),
        row(title="   "),
        row(title=5),
        {"citedPaper": None},
        {},
    )
    links = opened(scripted({REFERENCES: page(*rows)})).references(LORA)
    assert [account.paper.id for account in links.accounts] == [
        title_id("A title", "Q. Smith", 1998),
        PaperId("doi:10.1000/abc"),
    ]
    assert links.accounts[1].paper.aliases == {PaperId("doi:10.1000/abc"), PaperId("s2:123")}
    assert links.reason.startswith("4 references")


def test_rows_of_one_paper_are_one_citation(opened: Opened) -> None:
    first = row(title="A title", externalIds={"DOI": "10.1000/A"}) | {"contexts": ["one", "two"], "intents": ["result"]}
    second = row(title="A title", externalIds={"DOI": "10.1000/a"}, corpusId="9") | {"contexts": ["two", "three"]}
    links = opened(scripted({REFERENCES: page(first, second | {"isInfluential": True})})).references(LORA)
    [citation], [account] = links.citations, links.accounts
    assert (citation.contexts, citation.intents) == (("one", "two", "three"), ("result",))
    assert citation.influential
    assert account.paper.aliases == {PaperId("doi:10.1000/a"), PaperId("s2:9")}


def test_contexts_are_cleaned_and_bounded(opened: Opened) -> None:
    contexts = ["\u202eevil\x00 one\n two ", "", 7, "x" * 5_000, *(f"context {number}" for number in range(50))]
    reply = page(row(title="A title") | {"contexts": contexts})
    [citation] = opened(scripted({REFERENCES: reply})).references(LORA).citations
    assert citation.contexts[0] == "evil one two"
    assert len(citation.contexts) == 20
    assert max(map(len, citation.contexts)) == 1_000


def paged(*pages: bytes) -> Callable[[SeenRequest], Answer]:
    """Answer the pages in the order of their offsets, a thousand rows each."""
    return lambda seen: Answer(body=pages[int(seen.parameter("offset")) // 1_000])


BROKEN_SECOND_PAGE = {
    "it is empty": json.dumps({"offset": 1_000, "data": []}).encode(),
    "it has no data": b'{"offset": 1000}',
    "its data is null": json.dumps({"offset": 1_000, "data": None, "citingPaperInfo": WITHHELD}).encode(),
    "it is no JSON": b'{"offset": 1000, "data": [{"cit',
    "it begins elsewhere": json.dumps({"offset": 0, "data": [row(title="A title")]}).encode(),
    "it does not go on": json.dumps({"offset": 1_000, "next": 1_000, "data": [row(title="A title")]}).encode(),
    "it goes back": json.dumps({"offset": 1_000, "next": 0, "data": [row(title="A title")]}).encode(),
    "it goes on at nothing": json.dumps({"offset": 1_000, "next": "2000", "data": [row(title="A title")]}).encode(),
    "its rows are none": json.dumps({"offset": 1_000, "data": ["a", "b"]}).encode(),
    "it is a list": b"[]",
}


@pytest.mark.parametrize("kind", BROKEN_SECOND_PAGE)
def test_one_page_that_is_none_costs_the_whole_list(opened: Opened, kind: str) -> None:
    server = scripted({REFERENCES: paged(page(row(title="First"), next=1_000), BROKEN_SECOND_PAGE[kind])})
    links = opened(server).references(LORA)
    assert (links.state, links.accounts, links.citations) == ("failed", (), ())
    assert links.reason
    assert len(server.seen) == 1 + TRIES


FAULTS = {
    "429": faults.too_many(),
    "429 with Retry-After": faults.too_many(0.01),
    "500": status(500),
    "502": status(502, faults.HTML),
    "503": status(503, faults.HTML),
    "504": status(504),
    "HTML": faults.html_page,
    "truncated JSON": faults.cut_content,
    "less than announced": faults.truncated,
    "a reset in the body": faults.reset_mid_body,
    "no data": faults.without_data,
    "null data": faults.null_data,
    "an error": faults.saying(b'{"error": "Something"}', "application/json"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_in_the_middle_leaves_nothing_half_done(opened: Opened, kind: str) -> None:
    server = S2Server(Library((*PAPERS, *crowd(1_010))))
    server.faults.add(FAULTS[kind], when=lambda seen: seen.parameter("offset") == "1000")
    links = opened(server).citations(ATTENTION)
    assert (links.state, links.accounts, links.citations) == ("failed", (), ())
    assert len(server.seen) == 1 + TRIES


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_that_passes_leaves_the_list_whole(opened: Opened, kind: str) -> None:
    server = S2Server(Library((*PAPERS, *crowd(1_010))))
    server.faults.add(FAULTS[kind], times=1, when=lambda seen: seen.parameter("offset") == "1000")
    links = opened(server).citations(ATTENTION)
    assert (links.state, len(links.citations)) == ("ok", 1_013)
    assert len(server.seen) == 3


def test_pages_that_overlap_count_each_paper_once(opened: Opened) -> None:
    rows = [row(title=f"Title {number}") for number in range(3)]
    second = json.dumps({"offset": 1_000, "data": rows[1:]}).encode()
    links = opened(scripted({REFERENCES: paged(page(*rows[:2], next=1_000), second)})).references(LORA)
    assert [account.paper.title for account in links.accounts] == ["Title 0", "Title 1", "Title 2"]


def test_a_next_page_that_begins_earlier_than_expected_is_followed(opened: Opened) -> None:
    def reply(seen: SeenRequest) -> Answer:
        offset = int(seen.parameter("offset"))
        more = {"next": offset + 1} if offset < 2 else {}
        return json_answer({"offset": offset, "data": [row(title=f"Title {offset}")], **more})

    links = opened(scripted({REFERENCES: reply})).references(LORA)
    assert (links.state, len(links.accounts)) == ("ok", 3)


def test_a_paper_with_odd_signs_in_its_title_is_a_citing_paper_like_others(source: S2Source) -> None:
    assert source.citations(RND).state == "empty"


def test_a_list_that_was_answered_is_not_asked_for_again(source: S2Source, server: S2Server) -> None:
    assert source.citations(ATTENTION) == source.citations(ATTENTION)
    assert len(server.seen) == 1
