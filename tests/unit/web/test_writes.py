"""Requests that change something: sent once where twice may do harm, and never kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from litgraph.web.request import Failed, NotAccepted, Reply, Unsure
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.faults import JSON, Act, Answer, status, too_many
from tests.servers.scripted import LoopbackServer, scripted
from tests.unit.web.asking import outcome, request, service, web_at

MADE = b'{"number": 1}'
LIMITED = status(403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"})


@pytest.fixture
def made() -> Iterator[LoopbackServer]:
    """Serve 201 at /x."""
    with scripted({"/x": Answer(status=201, body=MADE)}) as server:
        yield server


def body(reply: Reply) -> bytes:
    """Take whatever was said."""
    return reply.body


@pytest.mark.parametrize("verb", ["POST", "PATCH", "PUT"])
def test_a_write_is_sent_under_its_verb_and_never_kept(web: Web, verb: str) -> None:
    with scripted({"/x": Answer(status=200, body=MADE)}) as server:
        for _ in range(2):
            assert outcome(web, service(server), request(server, verb=verb, body=b"{}"), body) == MADE

        assert [(seen.method, seen.body) for seen in server.seen] == [(verb, b"{}")] * 2


def test_what_has_no_lifetime_is_asked_anew(web: Web, made: LoopbackServer) -> None:
    with scripted({"/x": MADE}) as server:
        assert [outcome(web, service(server), request(server, lifetime=0.0), body) for _ in range(2)] == [MADE, MADE]

        assert len(server.seen) == 2


def test_created_is_an_answer_to_a_write_alone(web: Web, made: LoopbackServer) -> None:
    assert outcome(web, service(made), request(made, verb="POST", body=b"{}"), body) == MADE
    assert isinstance(outcome(web, service(made), request(made), body), Failed)


@pytest.mark.parametrize("fault", [status(500, JSON), status(502, JSON), faults.reset, faults.reset_mid_body])
def test_a_post_that_may_have_been_done_is_not_sent_again(web: Web, made: LoopbackServer, fault: Act) -> None:
    made.faults.add(fault, times=1)

    assert isinstance(outcome(web, service(made), request(made, verb="POST", body=b"{}"), body), Unsure)
    assert len(made.seen) == 1
    assert outcome(web, service(made), request(made, verb="PATCH", body=b"{}"), body) == MADE  # others go on


@pytest.mark.parametrize("fault", [too_many(0.01), LIMITED], ids=["429", "403 with the limit spent"])
def test_a_post_that_was_turned_away_is_sent_again(web: Web, made: LoopbackServer, fault: Act) -> None:
    made.faults.add(fault, times=1)

    assert outcome(web, service(made), request(made, verb="POST", body=b"{}"), body) == MADE
    assert len(made.seen) == 2


def test_a_post_that_reaches_nobody_is_tried_as_any_request(tmp_path: Path) -> None:
    with scripted() as server:
        gone = service(server), request(server, verb="POST", body=b"{}")
    with web_at(tmp_path) as web:
        found = outcome(web, *gone, body)

    assert isinstance(found, Failed)
    assert not isinstance(found, Unsure)
    assert "3 tries" in str(found)


@pytest.mark.parametrize("verb", ["PATCH", "PUT"])
def test_what_sets_a_state_is_retried(web: Web, made: LoopbackServer, verb: str) -> None:
    made.faults.add(status(503, JSON), times=2)

    assert outcome(web, service(made), request(made, verb=verb, body=b"{}"), body) == MADE


def test_a_limit_is_waited_for_until_its_reset(web: Web, made: LoopbackServer) -> None:
    with scripted({"/x": MADE}) as server:
        reset = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(time.time() + 1.5)}
        server.faults.add(status(403, headers=reset), times=1)

        assert outcome(web, service(server), request(server), body) == MADE
        assert server.gaps()[0] > 0.4  # the reply's own date has whole seconds


def test_a_limit_that_lasts_long_is_not_waited_for(web: Web, made: LoopbackServer) -> None:
    reset = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(time.time() + 3000)}
    made.faults.add(status(403, headers=reset))

    found = outcome(web, service(made), request(made), body)

    assert "wants to be left alone" in str(found)
    assert len(made.seen) == 1


def test_a_write_follows_only_a_redirect_that_keeps_it(web: Web, made: LoopbackServer) -> None:
    made.faults.add(faults.redirect("/x", 307), times=1)
    assert outcome(web, service(made), request(made, "/y", verb="POST", body=b"{}"), body) == MADE

    made.faults.add(faults.redirect("/x", 302), times=1)
    again = replace(service(made), name="again")
    assert isinstance(outcome(web, again, request(made, "/y", verb="POST", body=b"{}"), body), Failed)
    assert [seen.method for seen in made.seen] == ["POST", "POST", "POST"]


def test_a_write_that_is_not_taken_says_why(web: Web, made: LoopbackServer) -> None:
    made.faults.add(status(422, b'{"message": "Validation Failed"}'))

    found = outcome(web, service(made), request(made, verb="POST", body=b"{}"), body)

    assert isinstance(found, NotAccepted)
    assert "Validation Failed" in str(found)
