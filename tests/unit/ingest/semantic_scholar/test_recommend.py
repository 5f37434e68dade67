"""Recommendations from papers that are liked and papers that were rejected."""

from __future__ import annotations

import json

import pytest

from litgraph.ingest.semantic_scholar.source import S2Source
from litgraph.model.identifiers import PaperId
from tests.servers import faults
from tests.servers.faults import json_answer, status
from tests.servers.scripted import scripted
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.conftest import TRIES, Opened
from tests.unit.ingest.semantic_scholar.drawn import AWQ, GPTQ, LORA, OBS

PATH = "/recommendations/v1/papers/"


def test_papers_like_the_examples_are_found(source: S2Source, server: S2Server) -> None:
    found = source.recommend([GPTQ, PaperId("title:abc")], [OBS])
    assert found.state == "ok"
    assert [account.paper.id for account in found.accounts] == [AWQ, LORA]
    assert found.accounts[1].paper.abstract
    assert server.seen[0].parameter("limit") == "500"
    assert json.loads(server.seen[0].body) == {
        "positivePaperIds": ["ARXIV:2210.17323"],
        "negativePaperIds": ["DOI:10.1109/icnn.1993.298572"],
    }


def test_without_an_example_nothing_is_asked(source: S2Source, server: S2Server) -> None:
    assert source.recommend([PaperId("title:abc")], [LORA]).state == "empty"
    assert server.seen == []


def test_no_more_than_a_hundred_examples_of_each_are_sent(source: S2Source, server: S2Server) -> None:
    many = [PaperId(f"s2:{number}") for number in range(1, 300)]
    source.recommend(many, many)
    body = json.loads(server.seen[0].body)
    assert [len(body["positivePaperIds"]), len(body["negativePaperIds"])] == [100, 100]


def test_the_order_of_examples_makes_no_other_question(source: S2Source, server: S2Server) -> None:
    assert source.recommend([GPTQ, LORA]) == source.recommend([LORA, GPTQ, LORA])
    assert len(server.seen) == 1


def test_nothing_alike_is_empty(source: S2Source) -> None:
    assert source.recommend([OBS], [GPTQ, AWQ, LORA]).state == "empty"


def test_nameless_recommendations_are_counted(opened: Opened) -> None:
    records = [{"paperId": "0" * 40, "title": "A title", "publicationDate": "bad"}, {"paperId": "1" * 40}]
    found = opened(scripted({PATH: json_answer({"recommendedPapers": records})})).recommend([LORA])
    assert (found.state, len(found.accounts)) == ("ok", 1)
    assert found.reason.startswith("1 recommended papers")


@pytest.mark.parametrize(
    "fault",
    [
        faults.html_page,
        faults.cut_content,
        faults.saying(b'{"recommendedPapers": null}', "application/json"),
        faults.saying(b"{}", "application/json"),
        faults.saying(b"[]", "application/json"),
        status(500),
    ],
)
def test_what_is_no_recommendation_fails(source: S2Source, server: S2Server, fault: faults.Act) -> None:
    server.faults.add(fault)
    assert source.recommend([LORA]).state == "failed"
    assert len(server.seen) == TRIES


@pytest.mark.parametrize(("code", "state"), [(400, "failed"), (404, "not_found"), (403, "deferred")])
def test_a_refusal_is_a_state_with_a_reason(source: S2Source, server: S2Server, code: int, state: str) -> None:
    server.faults.add(status(code, b'{"error": "No positive paper examples given"}'))
    found = source.recommend([LORA])
    assert (found.state, bool(found.reason)) == (state, True)
    assert len(server.seen) == 1
