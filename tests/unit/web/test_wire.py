"""Replies within bounds of size, and the way to the server."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from litgraph.web.bodies import LARGEST_BODY, Lost, read_body
from litgraph.web.request import Request
from litgraph.web.transport import Web
from litgraph.web.wire import Wire
from tests.servers import faults
from tests.servers.faults import Act, Answer, send
from tests.servers.scripted import LoopbackServer, scripted
from tests.unit.web.asking import GOOD, good, outcome, request, service, web_at

_ROOT = Path(__file__).parents[3]


def _said(body: bytes, **headers: str) -> Act:
    return lambda handler: send(handler, Answer(body=body, headers=headers))


@pytest.mark.parametrize("fault", [faults.huge(100), faults.announced_huge(), faults.gzip_bomb()])
def test_a_reply_beyond_bounds_is_refused_early(tmp_path: Path, server: LoopbackServer, fault: Act) -> None:
    server.faults.add(fault, times=1)

    with web_at(tmp_path, tries=1) as web:
        answer = outcome(web, service(server), request(server))

    assert "the reply is larger than 64 MiB" in str(answer)
    assert web.reports()[0].state == "degraded"
    assert server.seen[0].sent < 80 * 2**20


def test_memory_stays_bounded_under_a_bomb(tmp_path: Path) -> None:
    code = (
        "import resource, sys\n"
        "from tests.unit.web.asking import *\n"
        "from tests.servers.faults import gzip_bomb\n"
        "url, folder = sys.argv[1:]\n"
        "asked = Service(name='s', base=url, pace='s', interval=0)\n"
        "with web_at(Path(folder), tries=2) as web:\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    print(outcome(web, asked, Request(url=url + '/x')))\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    with scripted() as server:
        server.faults.add(faults.gzip_bomb(300))
        done = subprocess.run(
            [sys.executable, "-c", code, server.url, str(tmp_path)],
            capture_output=True,
            text=True,
            cwd=_ROOT,
            check=True,
        )

    why, kibibytes = done.stdout.splitlines()
    assert "larger than 64 MiB (2 tries)" in why
    assert int(kibibytes) < 160 * 1024


def test_compressed_replies_are_read(web: Web, server: LoopbackServer) -> None:
    two = gzip.compress(GOOD[:10]) + gzip.compress(GOOD[10:]) + b"\0" * 100
    for number, (body, coding) in enumerate([(gzip.compress(GOOD), "gzip"), (two, "x-gzip"), (GOOD, "identity")]):
        server.faults.add(_said(body, **{"Content-Encoding": coding}), times=1)

        assert outcome(web, service(server), request(server, f"/{number}")) == GOOD


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (gzip.compress(GOOD)[:-9], "the compressed reply ends too early"),
        (b"plain text", "the compressed reply is broken"),
        (gzip.compress(GOOD)[:-8] + b"\0" * 8, "the compressed reply is broken"),
    ],
)
def test_a_broken_compressed_reply_is_a_lost_one(web: Web, server: LoopbackServer, body: bytes, why: str) -> None:
    server.faults.add(_said(body, **{"Content-Encoding": "gzip"}))

    assert f"{why} (3 tries)" in str(outcome(web, service(server), request(server)))
    assert web.reports()[0].state == "unreachable"


def test_an_encoding_that_was_not_asked_for_is_refused(web: Web, server: LoopbackServer) -> None:
    server.faults.add(_said(zlib.compress(GOOD), **{"Content-Encoding": "deflate"}))

    assert "encoded as deflate" in str(outcome(web, service(server), request(server)))


def test_padding_in_a_piece_of_its_own_ends_the_reading() -> None:
    pieces = iter([gzip.compress(GOOD), b"\0" * 100, b"\0"])
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=pieces)

    assert read_body(response) == GOOD


def test_a_reply_of_the_largest_size_is_read(web: Web, server: LoopbackServer) -> None:
    server.faults.add(_said(gzip.compress(b"a" * LARGEST_BODY, 1), **{"Content-Encoding": "gzip"}))

    assert web.fetch(service(server), request(server), lambda reply: len(reply.body)) == LARGEST_BODY


def _sent(url: str, began: Callable[[], None] = lambda: None) -> bytes:
    wire = Wire("litgraph/test", 2.0, 60.0)
    try:
        return wire.send(Request(url=url), {}, began).body
    finally:
        wire.close()


def test_the_beginning_is_noted_when_the_connection_stands(server: LoopbackServer) -> None:
    began: list[int] = []

    _sent(server.url + "/x", lambda: began.append(len(server.seen)))

    assert began == [0]


def test_the_proxy_of_the_environment_is_used_but_not_to_this_machine(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted({"/y": b"from the proxy"}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)

        direct = [_sent(f"http://{host}:{server.server_port}/x") for host in ("127.0.0.1", "localhost")]
        through = _sent("http://papers.invalid/y")

        assert direct == [GOOD, GOOD]
        assert through == b"from the proxy"
        assert [seen.headers["host"] for seen in proxy.seen] == ["papers.invalid"]


@pytest.mark.parametrize("host", ["papers.invalid", "a" * 70 + ".invalid", "a..b"])
def test_a_name_that_nobody_knows_is_a_lost_connection(host: str) -> None:
    with pytest.raises(Lost):
        _sent(f"http://{host}/y")


def test_headers_of_a_service_stand_in_the_place_of_ours(web: Web, server: LoopbackServer) -> None:
    asked = replace(service(server), headers={"accept": "text/x-ours", "X-API-Key": "k"})

    web.fetch(asked, request(server), good)

    assert server.seen[0].headers["accept"] == "text/x-ours"


def test_each_request_has_a_connection_of_its_own(web: Web, server: LoopbackServer) -> None:
    for path in ("/x", "/y"):
        web.fetch(service(server), request(server, path), good)

    assert [seen.headers["connection"] for seen in server.seen] == ["close", "close"]
