"""How often a service is asked, measured at the service."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from litgraph.web.request import BadReply, Deferred, Failed, KeyRejected, NoAnswer, NotAccepted, NotFound, Reply
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.faults import HTML, JSON, Act, Answer, status, too_many, too_many_until
from tests.servers.scripted import LoopbackServer
from tests.unit.web.asking import GOOD, good, outcome, request, service, web_at

PASSING = {
    "429": too_many(),
    "500": status(500, JSON),
    "502 in HTML": status(502, HTML),
    "503": status(503, JSON),
    "503 in HTML": status(503, HTML),
    "504": status(504, HTML),
    "Rate exceeded": faults.rate_exceeded,
    "an empty 200": faults.empty,
    "a page for a feed": faults.html_page,
    "no data": faults.without_data,
    "null data": faults.null_data,
    "an entity bomb": faults.entity_bomb,
    "half the content": faults.cut_content,
    "no content (204)": status(204, b""),
    "reset": faults.reset,
    "reset in mid-body": faults.reset_mid_body,
    "shorter than announced": faults.truncated,
}
NEVER_AGAIN: dict[int, type[NoAnswer]] = {
    400: NotAccepted,
    401: KeyRejected,
    403: KeyRejected,
    404: NotFound,
    405: NotAccepted,
    408: NotAccepted,
    410: NotFound,
    413: NotAccepted,
    414: NotAccepted,
    422: NotAccepted,
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_passing_fault_is_asked_through(web: Web, server: LoopbackServer, fault: Act) -> None:
    server.faults.add(fault, times=2)

    answer = outcome(web, service(server), request(server))

    assert answer == GOOD
    assert len(server.seen) == 3
    assert [(report.state, report.requests, report.message) for report in web.reports()] == [("ok", 3, "2 retries")]


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_lasting_fault_is_asked_as_often_as_said(web: Web, server: LoopbackServer, fault: Act) -> None:
    server.faults.add(fault)

    answer = outcome(web, service(server), request(server))

    assert isinstance(answer, Failed)
    assert len(server.seen) == 3
    assert f"s did not answer {server.url}/x: " in str(answer)
    assert "(3 tries)" in str(answer)
    assert web.reports()[0].state in ("degraded", "unreachable")


def test_a_service_that_hangs_is_asked_again(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(faults.hang(0.6), times=1)

    with web_at(tmp_path, timeout=0.2) as web:
        answer = outcome(web, service(server), request(server))

    assert answer == GOOD
    assert len(server.seen) == 2


def test_a_service_that_drips_is_cut_off(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(faults.drip(0.05, 100))

    with web_at(tmp_path, deadline=0.3, tries=1) as web:
        began = time.monotonic()
        answer = outcome(web, service(server), request(server))

    assert time.monotonic() - began < 1.5
    assert "the reply was not complete within 0.3 s (1 try)" in str(answer)


def test_nobody_listens(web: Web, server: LoopbackServer) -> None:
    server.shutdown()
    server.server_close()

    answer = outcome(web, service(server), request(server))

    assert isinstance(answer, Failed)
    assert "Connection refused (3 tries)" in str(answer)


@pytest.mark.parametrize(("code", "kind"), NEVER_AGAIN.items())
def test_what_is_wrong_with_the_question_is_never_asked_again(
    web: Web, server: LoopbackServer, code: int, kind: type[NoAnswer]
) -> None:
    server.faults.add(status(code, JSON))

    answer = outcome(web, service(server), request(server))

    assert type(answer) is kind
    assert len(server.seen) == 1
    assert getattr(answer, "status", code) == code


def test_the_services_own_words_are_told_without_tags_and_within_bounds(web: Web, server: LoopbackServer) -> None:
    server.faults.add(status(400, b"<html><h1>Bad\x1b[31m query</h1>" + b"z" * 1000 + b"</html>"))

    answer = outcome(web, service(server), request(server))

    assert "(HTTP 400: Bad [31m query zzz" in str(answer)
    assert 300 < len(str(answer)) < 400


def test_waits_are_drawn_from_all_of_a_doubling_range(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(status(503))
    waits: list[float] = []

    with web_at(tmp_path, tries=7, backoff=2.0, sleep=waits.append) as web:
        outcome(web, service(server), request(server))

    assert len(server.seen) == 7
    assert len(waits) == 6
    assert all(0 <= wait <= 2.0 * 2**number for number, wait in enumerate(waits))
    assert len(set(waits)) == 6


@pytest.mark.parametrize("fault", [too_many(0.3), status(503, headers={"Retry-After": "0.3"})])
def test_retry_after_in_seconds_is_waited_for(web: Web, server: LoopbackServer, fault: Act) -> None:
    server.faults.add(fault, times=1)

    assert outcome(web, service(server), request(server)) == GOOD

    assert 0.3 <= server.gaps()[0] < 0.6


def test_retry_after_as_a_date_is_waited_for(web: Web, server: LoopbackServer) -> None:
    server.faults.add(too_many_until(1), times=1)

    assert outcome(web, service(server), request(server)) == GOOD

    assert 0.99 <= server.gaps()[0] < 1.5


def test_retry_after_on_rate_exceeded_is_waited_for(web: Web, server: LoopbackServer) -> None:
    server.faults.add(faults.saying(b"Rate exceeded.", headers={"Retry-After": "0.2"}), times=1)

    assert outcome(web, service(server), request(server)) == GOOD

    assert 0.2 <= server.gaps()[0] < 0.5


def test_retry_after_holds_back_another_transport_of_the_same_pace(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(too_many(0.4), times=1)
    with web_at(tmp_path, tries=1) as first:
        assert isinstance(outcome(first, service(server), request(server)), Failed)

    with web_at(tmp_path, tries=1) as second:
        assert outcome(second, service(server, name="other"), request(server, "/y")) == GOOD

    assert server.gaps()[0] >= 0.4


def test_a_service_that_wants_long_peace_has_it(web: Web, server: LoopbackServer) -> None:
    server.faults.add(too_many(601), times=1)

    first = outcome(web, service(server), request(server))
    second = outcome(web, service(server), request(server, "/y"))

    assert isinstance(first, Deferred)
    assert "wants to be left alone for 601 s" in str(first)
    assert isinstance(second, Deferred)
    assert len(server.seen) == 1
    assert web.reports()[0].state == "unreachable"


def test_a_mistake_in_reading_is_no_failure_of_the_service(web: Web, server: LoopbackServer) -> None:
    def broken(_: Reply) -> bytes:
        raise KeyError("title")

    with pytest.raises(KeyError):
        web.fetch(service(server), request(server), broken)

    assert len(server.seen) == 1


def test_one_try_is_one_request(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(status(503))

    with web_at(tmp_path, tries=1) as web:
        answer = outcome(web, service(server), request(server))

    assert str(answer).endswith("HTTP 503 (1 try)")
    assert len(server.seen) == 1


def test_what_is_asked_arrives_as_it_was_meant(tmp_path: Path, server: LoopbackServer) -> None:
    question = request(server, query=(("q", "R&D + a#b é"), ("fields", "a,b")), body=b'{"ids": []}')

    with web_at(tmp_path, agent="litgraph/1 (mailto:a@b.example)") as web:
        web.fetch(service(server), question, good)

    [seen] = server.seen
    assert seen.method == "POST"
    assert seen.query == (("q", "R&D + a#b é"), ("fields", "a,b"))
    assert seen.body == b'{"ids": []}'
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["user-agent"] == "litgraph/1 (mailto:a@b.example)"


def test_cookies_are_not_kept(web: Web, server: LoopbackServer) -> None:
    server.faults.add(lambda h: faults.send(h, Answer(body=GOOD, headers={"Set-Cookie": "id=1"})), times=1)

    for path in ("/x", "/y"):
        web.fetch(service(server), request(server, path), good)

    assert "cookie" not in server.seen[1].headers


def test_waits_are_told(web: Web, server: LoopbackServer) -> None:
    told: list[str] = []
    web.on_wait = told.append
    server.faults.add(status(503), times=1)
    server.faults.add(too_many(0.1), times=1)

    outcome(web, service(server), request(server))

    assert told[0].startswith("s: HTTP 503, try 2 of 3, waiting 0.0 s")
    assert told[1:] == ["s: HTTP 429, try 3 of 3, asked to wait 0.1 s", "s: waiting 0.1 s"]


def test_a_bad_reply_that_says_busy_is_taken_for_429(web: Web, server: LoopbackServer) -> None:
    def busy(_: Reply) -> bytes:
        raise BadReply("too much", busy=True)

    assert isinstance(outcome(web, service(server), request(server), busy), Failed)

    assert web.reports()[0].state == "unreachable"
