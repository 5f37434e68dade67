"""A key goes to its service, and nowhere else: no log, no message, no file."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from litgraph.web.request import KeyRejected, Service
from litgraph.web.transport import Web, open_web
from litgraph.web.wire import quieten
from tests.servers import faults
from tests.servers.faults import Answer, send, status, too_many
from tests.servers.scripted import LoopbackServer
from tests.unit.web.asking import GOOD, KEY, good, outcome, request, service, web_at


def test_a_key_is_sent_and_left_nowhere(
    tmp_path: Path, server: LoopbackServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = service(server, key=KEY, key_name="SOME_KEY", interval=0.01)
    echo = status(400, f"the key {KEY} is not in order".encode())
    said: list[str] = []

    with web_at(tmp_path, tries=2) as web:
        web.on_wait = said.append
        web.fetch(asked, request(server), good)
        for number, fault in enumerate((echo, status(404, KEY.encode()), faults.reset, too_many(0.01))):
            server.faults.add(fault, times=1)
            said.append(str(outcome(web, asked, request(server, "/y", body=b"%d" % number))))
        server.faults.add(status(403, KEY.encode()), times=1)
        said.append(str(outcome(web, asked, request(server, "/z"))))
        said += [report.message for report in web.reports()]
        said.append(repr(asked))
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        assert len(files) >= 3  # the cache, its journal, the pace
        assert all(KEY.encode() not in file.read_bytes() for file in files)

    assert all(seen.headers["x-api-key"] == KEY for seen in server.seen)
    assert "the key … is not in order" in " ".join(said)
    assert KEY not in " ".join(said)
    assert KEY not in caplog.text
    assert server.url in caplog.text


def test_a_reply_that_says_the_key_is_not_kept(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(lambda handler: send(handler, Answer(body=KEY.encode())))
    asked = Service(
        name="s", base=server.url, pace="s", interval=0, headers={"Authorization": f"Bearer {KEY}", "Accept": "x"}
    )

    with web_at(tmp_path) as web:
        for _ in range(2):
            web.fetch(asked, request(server), lambda reply: reply.body)

    assert len(server.seen) == 2


@pytest.mark.parametrize("key", ["two\nlines", "clé", "tab\tbed", "a\x00b"])
def test_a_key_that_no_header_can_hold_is_refused_unsent(web: Web, server: LoopbackServer, key: str) -> None:
    answer = outcome(web, service(server, key=key, key_name="SOME_KEY"), request(server))

    assert isinstance(answer, KeyRejected)
    assert str(answer) == "SOME_KEY holds characters that no key has: copy it again"
    assert server.seen == []
    assert web.reports()[0].state == "refused"


def test_blanks_around_a_key_are_not_sent(web: Web, server: LoopbackServer) -> None:
    web.fetch(service(server, key=f" {KEY}\n"), request(server), good)

    assert server.seen[0].headers["x-api-key"] == KEY


def test_a_query_and_a_password_in_an_address_are_not_told(
    web: Web, server: LoopbackServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.faults.add(status(503))
    base = server.url.replace("//", "//someone:secret@")
    asked = Service(name="s", base=base, pace="s", interval=0)

    question = request(server, query=(("token", "hidden"),))
    answer = outcome(web, asked, question)

    assert str(answer).startswith(f"s did not answer {server.url}/x: HTTP 503")
    assert "hidden" not in caplog.text
    assert "secret" not in caplog.text


def test_others_do_not_log_what_is_asked(caplog: pytest.LogCaptureFixture) -> None:
    quieten()
    for name in ("httpx", "httpcore"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    logger = logging.getLogger("semanticscholar")
    logger.setLevel(logging.DEBUG)

    logger.debug("curl -H 'x-api-key: %s'", KEY)
    logger.warning("a warning")

    assert caplog.messages == ["a warning"]


def test_who_asks_is_told(tmp_path: Path, server: LoopbackServer) -> None:
    for contact in ("me@uni.example", "", "mé\n@uni.example"):
        with open_web(
            replies=tmp_path / "r", pace=tmp_path / "p", contact=contact, timeout=5, tries=1, backoff=0, refresh=True
        ) as web:
            assert web.fetch(service(server), request(server), good) == GOOD

    named, nobody, odd = (seen.headers["user-agent"] for seen in server.seen)
    assert named.endswith(" (mailto:me@uni.example)")
    assert nobody.startswith("litgraph/")
    assert "mailto" not in nobody
    assert odd.endswith(" (mailto:m@uni.example)")
