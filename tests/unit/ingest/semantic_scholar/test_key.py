"""The key goes along with every request, and into no log; what the package does unasked is undone."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from litgraph.ingest.semantic_scholar.services import s2_service
from litgraph.ingest.semantic_scholar.source import S2Source
from litgraph.web.transport import Web
from tests.servers.faults import Answer, json_answer, saying
from tests.servers.s2_library import Library
from tests.servers.scripted import scripted
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.conftest import Opened
from tests.unit.ingest.semantic_scholar.drawn import ATTENTION, GPTQ, LORA, PAPERS

KEY = "s3cret-key-of-someone"


def ask_everything(source: S2Source) -> list[str]:
    """Ask one question of each kind and give the states."""
    states = [state for lookup in source.lookup([LORA, GPTQ]) for state in lookup.states.values()]
    matched = source.match("Attention is All you Need")
    links = (source.references(GPTQ), source.citations(ATTENTION), source.recommend([GPTQ]))
    return [*states, *matched.states.values(), *(one.state for one in links)]


def test_the_key_goes_along_with_every_request(opened: Opened) -> None:
    server = S2Server(Library(PAPERS), key=KEY)
    assert ask_everything(opened(server, KEY)) == ["ok"] * 6
    assert len(server.seen) == 5
    assert {seen.headers.get("x-api-key") for seen in server.seen} == {KEY}
    assert {seen.headers["user-agent"].partition("/")[0] for seen in server.seen} == {"litgraph"}


def test_the_key_is_in_no_log_and_no_reason(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("semanticscholar", "httpx", "httpcore", "litgraph"):
        caplog.set_level(logging.DEBUG, logger=name)
    server = S2Server(Library(PAPERS), key="another key")
    server.faults.add(saying(f'{{"message": "Forbidden: {KEY}"}}'.encode(), "application/json", status=403), times=1)
    [lookup] = opened(server, KEY).lookup([LORA])
    assert lookup.states == {LORA: "deferred"}
    ask_everything(opened(S2Server(Library(PAPERS), key=KEY), KEY))
    assert KEY not in lookup.reason
    assert KEY not in caplog.text
    assert not any(KEY in str(record.__dict__) for record in caplog.records)


def test_a_wrong_key_is_told_from_an_unknown_paper(opened: Opened, web: Web) -> None:
    server = S2Server(Library(PAPERS), key=KEY)
    assert set(ask_everything(opened(server, "an old key"))) == {"deferred"}
    assert len(server.seen) == 1
    [report] = web.reports()
    assert (report.state, "SEMANTIC_SCHOLAR_API_KEY" in report.message) == ("refused", True)


def test_without_a_key_no_header_is_sent(source: S2Source, server: S2Server) -> None:
    ask_everything(source)
    assert not any("x-api-key" in seen.headers for seen in server.seen)


def test_the_package_puts_no_handler_on_the_root_logger(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    level = logging.root.level
    S2Source(web, s2_service(api_url="http://127.0.0.1:1"))
    assert (logging.root.handlers, logging.root.level) == ([], level)


def test_a_notebook_with_a_running_loop_can_ask(source: S2Source) -> None:
    async def cell() -> list[str]:
        return ask_everything(source)

    assert asyncio.run(cell()) == ["ok"] * 6


def test_a_root_with_a_path_and_a_slash_is_kept(web: Web) -> None:
    record = {"paperId": "0" * 40, "title": "Attention is All you Need"}
    with scripted(
        {
            "/s2/graph/v1/paper/search/match": json_answer({"data": [record]}),
            "/s2/graph/v1/paper/batch": json_answer([record]),
            "/s2/graph/v1/paper/ARXIV:1706.03762/citations": json_answer({"offset": 0, "data": []}),
            "/s2/recommendations/v1/papers/": json_answer({"recommendedPapers": [record]}),
        }
    ) as server:
        source = S2Source(web, s2_service(api_url=f"{server.url}/s2/", interval=0.0))
        assert list(source.match("Attention is All you Need").states.values()) == ["ok"]
        assert [lookup.states for lookup in source.lookup([LORA])] == [{LORA: "ok"}]
        assert source.citations(ATTENTION).state == "empty"
        assert source.recommend([LORA]).state == "ok"


def test_a_reply_with_the_key_in_it_is_answered_all_the_same(opened: Opened) -> None:
    told = json.dumps([{"paperId": "0" * 40, "title": f"A title {KEY}"}]).encode()
    server = scripted({"/graph/v1/paper/batch": Answer(body=told)})
    assert [lookup.states for lookup in opened(server, KEY).lookup([LORA])] == [{LORA: "ok"}]
