"""When a service is asked nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from litgraph.web.request import Deferred, Failed, KeyRejected
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.faults import Act, status, too_many
from tests.servers.scripted import LoopbackServer
from tests.unit.web.asking import GOOD, KEY, outcome, request, service, web_at

GONE = {"429": too_many(), "503": status(503), "reset": faults.reset, "Rate exceeded": faults.rate_exceeded}


@pytest.mark.parametrize("fault", GONE.values(), ids=GONE)
def test_a_service_out_of_reach_is_left_alone(web: Web, server: LoopbackServer, fault: Act) -> None:
    server.faults.add(fault)

    first = outcome(web, service(server), request(server))
    second = outcome(web, service(server), request(server, "/y"))

    assert isinstance(first, Failed)
    assert isinstance(second, Deferred)
    assert str(second) == f"not asked: {first}"
    assert len(server.seen) == 3
    [report] = web.reports()
    assert (report.state, report.requests, report.message) == ("unreachable", 3, str(first))


def test_another_service_at_the_same_server_is_still_asked(web: Web, server: LoopbackServer) -> None:
    server.faults.add(status(503), times=3)
    outcome(web, service(server), request(server))

    answer = outcome(web, service(server, name="other"), request(server))

    assert answer == GOOD
    assert [report.state for report in web.reports()] == ["unreachable", "ok"]


def test_bad_content_degrades_and_three_times_in_a_row_puts_out_of_reach(web: Web, server: LoopbackServer) -> None:
    server.faults.add(faults.html_page, when=lambda seen: seen.path.startswith("/bad"))
    states = []

    for path in ("/bad1", "/bad2", "/x", "/bad3", "/bad4", "/bad5"):
        outcome(web, service(server), request(server, path))
        states.append(web.reports()[0].state)

    assert states == ["degraded", "degraded", "degraded", "degraded", "degraded", "unreachable"]
    assert len(server.seen) == 5 * 3 + 1
    assert isinstance(outcome(web, service(server), request(server, "/y")), Deferred)


def test_not_found_is_an_answer_of_a_sound_service(web: Web, server: LoopbackServer) -> None:
    server.faults.add(status(404), when=lambda seen: seen.path == "/none")
    server.faults.add(faults.html_page, when=lambda seen: seen.path.startswith("/bad"))

    for path in ("/bad1", "/bad2", "/none", "/bad3"):
        outcome(web, service(server), request(server, path))

    assert web.reports()[0].state == "degraded"


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_is_not_shown_again(web: Web, server: LoopbackServer, code: int) -> None:
    server.faults.add(status(code, b'{"message": "Forbidden"}'))
    asked = service(server, key=KEY, key_name="SOME_KEY")

    first = outcome(web, asked, request(server))
    second = outcome(web, asked, request(server, "/y"))

    assert str(first) == f's refuses the key in SOME_KEY (HTTP {code}: {{"message": "Forbidden"}})'
    assert isinstance(first, KeyRejected)
    assert isinstance(second, KeyRejected)
    assert len(server.seen) == 1
    assert web.reports()[0].state == "refused"


def test_a_refusal_without_a_key_says_so(web: Web, server: LoopbackServer) -> None:
    server.faults.add(status(403, b""))

    keyless = outcome(web, service(server, key_name="SOME_KEY"), request(server))
    nameless = outcome(web, service(server, name="arxiv"), request(server))

    assert str(keyless) == "s refuses requests without a key; set SOME_KEY (HTTP 403)"
    assert str(nameless) == "arxiv refuses our requests (HTTP 403)"


def test_cached_answers_are_given_when_the_service_is_out_of_reach(tmp_path: Path, server: LoopbackServer) -> None:
    with web_at(tmp_path) as web:
        outcome(web, service(server), request(server))
        server.faults.add(status(503))
        outcome(web, service(server), request(server, "/y"))

        assert web.reports()[0].state == "unreachable"
        assert outcome(web, service(server), request(server)) == GOOD


def test_services_that_were_not_needed_report_nothing(web: Web) -> None:
    assert web.reports() == ()
