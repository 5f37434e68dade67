"""Looking papers up by identifier: aligned batches, unknown ids, replies that are none."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from litgraph.ingest.semantic_scholar.source import S2Source
from litgraph.ingest.source import Lookup
from litgraph.model.identifiers import PaperId
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.faults import Answer, SeenRequest, json_answer, status
from tests.servers.s2_library import Library
from tests.servers.scripted import scripted
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.conftest import TRIES, Opened
from tests.unit.ingest.semantic_scholar.drawn import ACL_PAPER, ATTENTION, AWQ, GPTQ, LORA, OBS, RND, UNKNOWN, crowd

BATCH = "/graph/v1/paper/batch"


def states(lookups: Iterable[Lookup]) -> dict[PaperId, str]:
    """Unite the states of batches, each identifier in exactly one."""
    found: dict[PaperId, str] = {}
    for lookup in lookups:
        assert not found.keys() & lookup.states.keys()
        found |= lookup.states
    return found


def ids(server: S2Server) -> list[list[str]]:
    return [json.loads(seen.body)["ids"] for seen in server.seen]


def test_each_kind_of_identifier_finds_its_paper(source: S2Source) -> None:
    asked = [LORA, OBS, ACL_PAPER, RND, UNKNOWN]
    [lookup] = source.lookup(asked)
    assert lookup.states == dict.fromkeys(asked[:4], "ok") | {UNKNOWN: "not_found"}
    titles = [lookup.accounts[paper].paper.title[:7] for paper in asked[:4]]
    assert titles == ["LoRA: L", "Optimal", "Prefix-", "R&D + C"]
    assert {LORA, PaperId("doi:10.9999/lora")} < lookup.accounts[LORA].paper.aliases


def test_identifiers_of_other_kinds_are_not_asked_for(source: S2Source, server: S2Server) -> None:
    foreign = PaperId("openreview:abcdefg")
    assert not source.takes(foreign)
    assert states(source.lookup([foreign])) == {foreign: "not_found"}
    assert server.seen == []


@pytest.mark.parametrize(("vectors", "sizes"), [(False, [500, 2]), (True, [250, 250, 2])])
def test_batches_hold_no_more_than_the_service_takes(opened: Opened, vectors: bool, sizes: list[int]) -> None:
    server = S2Server(Library(crowd(502)))
    asked = [PaperId(f"s2:{number + 10}") for number in range(502)]
    found = states(opened(server).lookup([*asked, *asked], vectors=vectors))
    assert found == dict.fromkeys(asked, "ok")
    assert [len(batch) for batch in ids(server)] == sizes


def test_vectors_are_asked_for_on_request_and_may_be_missing(source: S2Source, server: S2Server) -> None:
    [plain], [rich] = source.lookup([LORA, GPTQ]), source.lookup([LORA, GPTQ], vectors=True)
    assert plain.accounts[LORA].vector == ()
    assert len(rich.accounts[LORA].vector) == 768
    assert rich.accounts[GPTQ].vector == ()
    fields = [seen.parameter("fields").split(",") for seen in server.seen]
    assert fields[1] == [*fields[0], "embedding.specter_v2"]
    assert not any("citations" in field or "references" in field for field in fields[0])


def test_a_batch_that_is_too_large_is_halved_until_it_fits(opened: Opened) -> None:
    server = S2Server(Library(crowd(8)), largest=1_000)
    asked = [PaperId(f"s2:{number + 10}") for number in range(8)]
    found = list(opened(server).lookup(asked))
    assert states(found) == dict.fromkeys(asked, "ok")
    assert [len(batch) for batch in ids(server)] == [8, 4, 2, 2, 4, 2, 2]


@pytest.mark.parametrize("refusal", [status(413), status(400, b'{"error": "Response would exceed maximum size...."}')])
def test_too_large_said_in_either_way_halves_the_batch(source: S2Source, server: S2Server, refusal: faults.Act) -> None:
    server.faults.add(refusal, times=1)
    assert states(source.lookup([LORA, GPTQ])) == {LORA: "ok", GPTQ: "ok"}
    assert [len(batch) for batch in ids(server)] == [2, 1, 1]


def test_a_single_paper_that_is_too_large_fails_with_the_services_words(source: S2Source, server: S2Server) -> None:
    server.faults.add(status(400, b'{"error": "Response would exceed maximum size...."}'))
    [lookup] = source.lookup([LORA])
    assert lookup.states == {LORA: "failed"}
    assert "exceed maximum size" in lookup.reason
    assert len(server.seen) == 1


def test_one_identifier_that_the_service_cannot_read_does_not_cost_the_others(
    source: S2Source, server: S2Server
) -> None:
    unreadable = PaperId("doi:10.1000/x")
    server.faults.add(status(400, b'{"error": "Bad id"}'), when=lambda seen: b"10.1000/x" in seen.body)
    found = states(source.lookup([LORA, unreadable, GPTQ, AWQ]))
    assert found == {LORA: "ok", unreadable: "failed", GPTQ: "ok", AWQ: "ok"}


def test_a_batch_of_unknown_papers_alone_is_no_error(source: S2Source, server: S2Server) -> None:
    asked = [UNKNOWN, PaperId("doi:10.1000/none")]
    assert states(source.lookup(asked)) == dict.fromkeys(asked, "not_found")
    assert len(server.seen) == 1


def test_fields_that_are_no_longer_there_are_not_asked_for_again_paper_by_paper(
    source: S2Source, server: S2Server
) -> None:
    server.faults.add(status(400, b'{"error": "Unrecognized or unsupported fields: [journal]"}'))
    [lookup] = source.lookup([LORA, GPTQ])
    assert lookup.states == {LORA: "failed", GPTQ: "failed"}
    assert "[journal]" in lookup.reason
    assert len(server.seen) == 1


def test_a_version_in_an_arxiv_id_would_be_unknown(server: S2Server, opened: Opened) -> None:
    assert server.library.find("ARXIV:2106.09685")
    assert server.library.find("ARXIV:2106.09685v2") is None


NO_BATCH = {
    "truncated JSON": faults.cut_content,
    "HTML": faults.html_page,
    "nothing": faults.empty,
    "an error": faults.saying(b'{"error": "Something"}', "application/json"),
    "an object": faults.saying(b'{"data": []}', "application/json"),
    "too few": faults.saying(b"[null]", "application/json"),
    "too many": faults.saying(b"[null, null, null]", "application/json"),
    "no papers": faults.saying(b'["a", "b"]', "application/json"),
    "deep": faults.saying(b"[" * 100_000, "application/json"),
    "no UTF-8": faults.saying(b'["\xff\xfe"]', "application/json"),
    "two that changed places": faults.changed(lambda body: json.dumps(json.loads(body)[::-1]).encode()),
    "502": status(502, faults.HTML),
    "503": status(503, faults.HTML),
    "504": status(504, faults.HTML),
    "500": status(500),
    "429": faults.too_many(),
    "429 with Retry-After": faults.too_many(0.01),
    "a reset": faults.reset,
    "a reset in the body": faults.reset_mid_body,
    "less than announced": faults.truncated,
}


@pytest.mark.parametrize("kind", NO_BATCH)
def test_what_is_no_batch_is_asked_for_again_and_then_failed(source: S2Source, server: S2Server, kind: str) -> None:
    server.faults.add(NO_BATCH[kind])
    [lookup] = source.lookup([LORA, GPTQ])
    assert lookup.states == {LORA: "failed", GPTQ: "failed"}
    assert lookup.accounts == {}
    assert lookup.reason
    assert len(server.seen) == TRIES


@pytest.mark.parametrize("kind", NO_BATCH)
def test_a_fault_that_passes_costs_nothing(source: S2Source, server: S2Server, kind: str) -> None:
    server.faults.add(NO_BATCH[kind], times=TRIES - 1)
    assert states(source.lookup([LORA, GPTQ])) == {LORA: "ok", GPTQ: "ok"}


def test_after_a_service_failed_it_is_asked_nothing_more(source: S2Source, server: S2Server, web: Web) -> None:
    server.faults.add(status(503))
    assert states(source.lookup([LORA])) == {LORA: "failed"}
    asked = len(server.seen)
    assert states(source.lookup([GPTQ])) == {GPTQ: "deferred"}
    assert source.references(GPTQ).state == "deferred"
    assert list(source.match("Attention is All you Need").states.values()) == ["deferred"]
    assert source.recommend([GPTQ]).state == "deferred"
    assert len(server.seen) == asked
    assert [report.state for report in web.reports()] == ["unreachable"]


def test_a_long_retry_after_defers(source: S2Source, server: S2Server) -> None:
    server.faults.add(faults.too_many(3600))
    [lookup] = source.lookup([LORA])
    assert lookup.states == {LORA: "deferred"}
    assert len(server.seen) == 1


@pytest.mark.parametrize("code", [401, 403])
def test_a_key_that_is_refused_is_not_an_empty_answer(source: S2Source, server: S2Server, web: Web, code: int) -> None:
    server.faults.add(status(code, b'{"message": "Forbidden"}'))
    [lookup] = source.lookup([LORA])
    assert lookup.states == {LORA: "deferred"}
    assert "SEMANTIC_SCHOLAR_API_KEY" in lookup.reason
    assert source.citations(LORA).state == "deferred"
    assert len(server.seen) == 1
    assert [report.state for report in web.reports()] == ["refused"]


def record(**fields: object) -> dict[str, object]:
    return {"paperId": "f" * 40, "title": "A title", **fields}


def answering(*records: object) -> Answer:
    return json_answer(list(records))


def test_a_record_of_another_arxiv_paper_is_not_believed(opened: Opened) -> None:
    other = record(externalIds={"ArXiv": "2210.17323"})
    source = opened(scripted({BATCH: answering(other, record(externalIds={"ArXiv": "2106.09685"}))}))
    [lookup] = source.lookup([AWQ, LORA])
    assert lookup.states == {AWQ: "not_found", LORA: "ok"}
    assert lookup.reason == f"{AWQ} was answered with {GPTQ}"


def test_a_record_may_show_the_other_doi_of_its_paper(opened: Opened) -> None:
    preprint = PaperId("doi:10.1101/2024.04.01.587366")
    source = opened(scripted({BATCH: answering(record(externalIds={"DOI": "10.1016/J.XGEN.2025.100814"}))}))
    [lookup] = source.lookup([preprint])
    assert lookup.accounts[preprint].paper.aliases == {preprint, PaperId("doi:10.1016/j.xgen.2025.100814")}


def test_two_names_of_one_paper_are_in_order(opened: Opened) -> None:
    both = record(externalIds={"ArXiv": "2106.09685", "DOI": "10.1000/other"})
    source = opened(scripted({BATCH: answering(both, both)}))
    asked = [LORA, PaperId("doi:10.9999/lora")]
    assert states(source.lookup(asked)) == dict.fromkeys(asked, "ok")


def test_a_shifted_batch_is_no_batch(opened: Opened) -> None:
    shifted = answering(None, record(externalIds={"DOI": "10.1000/a"}), record(externalIds={"DOI": "10.1000/b"}))
    source = opened(scripted({BATCH: shifted}))
    asked = [PaperId(f"doi:10.1000/{letter}") for letter in "abc"]
    [lookup] = source.lookup(asked)
    assert lookup.states == dict.fromkeys(asked, "failed")
    assert "out of order" in lookup.reason


def test_records_without_a_title_or_full_of_rubbish_do_not_stop_the_others(opened: Opened) -> None:
    rubbish = record(
        year="no", authors=None, externalIds=[], journal="x", publicationDate="2023-02-30", citationCount=-1,
        publicationVenue=3, embedding="x", publicationTypes={}, abstract=7, corpusId={},
    )  # fmt: skip
    source = opened(scripted({BATCH: answering({"paperId": "0"}, rubbish, record(title=None, corpusId=5))}))
    [lookup] = source.lookup([LORA, GPTQ, AWQ])
    assert lookup.states == {LORA: "not_found", GPTQ: "ok", AWQ: "not_found"}
    assert lookup.accounts[GPTQ].paper.year == 2022  # of its arXiv id
    assert lookup.reason == f"{LORA} was answered without a title; {AWQ} was answered without a title"


def test_what_was_answered_is_not_asked_again(source: S2Source, server: S2Server) -> None:
    first, second = list(source.lookup([LORA, UNKNOWN])), list(source.lookup([LORA, UNKNOWN]))
    assert first == second
    assert len(server.seen) == 1


def test_too_many_requests_said_with_status_200_puts_the_service_out_of_reach(
    source: S2Source, server: S2Server, web: Web
) -> None:
    server.faults.add(faults.saying(b'{"message": "Too Many Requests", "code": "429"}', "application/json"))
    assert states(source.lookup([LORA])) == {LORA: "failed"}
    assert [report.state for report in web.reports()] == ["unreachable"]


def test_the_hasty_are_told_so(opened: Opened) -> None:
    server = S2Server(Library(crowd(1)), interval=60.0)
    source = opened(server)
    assert states(source.lookup([PaperId("s2:10")])) == {PaperId("s2:10"): "ok"}
    assert states(source.lookup([PaperId("s2:11")])) == {PaperId("s2:11"): "failed"}


def test_the_body_is_json_of_names_as_the_service_writes_them(source: S2Source, server: S2Server) -> None:
    list(source.lookup([LORA, OBS, ACL_PAPER, RND, ATTENTION]))
    seen: SeenRequest = server.seen[0]
    assert (seen.method, seen.path, seen.headers["content-type"]) == ("POST", BATCH, "application/json")
    assert json.loads(seen.body)["ids"] == [
        "ARXIV:2106.09685",
        "DOI:10.1109/icnn.1993.298572",
        "ACL:2021.acl-long.353",
        "CorpusId:7001",
        "ARXIV:1706.03762",
    ]
