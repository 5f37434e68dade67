"""Redirects: which are followed, and what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.errors import InputError
from litgraph.web.redirects import Astray, next_hop
from litgraph.web.request import Deferred, Failed, Reply, Request, Service
from litgraph.web.transport import Web
from tests.servers.faults import redirect
from tests.servers.scripted import LoopbackServer, scripted
from tests.unit.web.asking import GOOD, KEY, good, outcome, request, service, web_at


@pytest.fixture
def elsewhere() -> Iterator[LoopbackServer]:
    """Serve on another port, which is another server."""
    with scripted({"/x": GOOD}) as server:
        yield server


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_at_the_same_server_is_followed(web: Web, server: LoopbackServer, code: int) -> None:
    server.faults.add(redirect("/y", code), times=1)

    answer = web.fetch(service(server, key=KEY), request(server), good)

    assert answer == GOOD
    assert server.paths() == ["/x", "/y"]
    assert [seen.headers["x-api-key"] for seen in server.seen] == [KEY, KEY]
    assert web.reports()[0].requests == 2


def test_a_whole_address_with_a_query_is_followed_too(web: Web, server: LoopbackServer) -> None:
    server.faults.add(redirect(f"{server.url}/y?page=2"), times=1)

    web.fetch(service(server), request(server, query=(("page", "1"),)), good)

    assert [seen.query for seen in server.seen] == [(("page", "1"),), (("page", "2"),)]


def test_a_redirect_keeps_the_pace_and_the_question(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(redirect("/y", 308), times=1)

    with web_at(tmp_path) as web:
        web.fetch(service(server, interval=0.1), request(server, body=b"[1]"), good)

    assert server.gaps()[0] >= 0.1
    assert [(seen.method, seen.body) for seen in server.seen] == [("POST", b"[1]")] * 2


def test_a_redirect_to_another_server_is_not_followed(
    web: Web, server: LoopbackServer, elsewhere: LoopbackServer
) -> None:
    server.faults.add(redirect(elsewhere.url + "/x"))

    first = outcome(web, service(server, key=KEY), request(server))
    second = outcome(web, service(server, key=KEY), request(server, "/y"))

    assert isinstance(first, Failed)
    assert f"it redirects to another host, {elsewhere.url}, which is not followed" in str(first)
    assert isinstance(second, Deferred)
    assert elsewhere.seen == []
    assert len(server.seen) == 1
    assert web.reports()[0].state == "unreachable"


def test_redirects_end(web: Web, server: LoopbackServer) -> None:
    server.faults.add(redirect("/x"))

    answer = outcome(web, service(server), request(server))

    assert "it redirects more than 3 times" in str(answer)
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("here", "location", "there"),
    [
        ("http://h/a/b?c=d", "e?f=g", "http://h/a/e?f=g"),
        ("http://h/a", "https://h/a", "https://h/a"),
        ("http://h/a", "https://H:443/a", "https://H:443/a"),
        ("http://h:8080/a", "https://h:8080/b", "https://h:8080/b"),
        ("https://h/a", "//h/b", "https://h/b"),
    ],
)
def test_where_redirects_lead(here: str, location: str, there: str) -> None:
    assert next_hop(Request(url=here), Reply(status=302, body=b"", headers={"location": location})).url == there


@pytest.mark.parametrize(
    ("here", "location", "why"),
    [
        ("https://h/a", "http://h/a", "another host, http://h:80"),
        ("https://h:8/a", "http://h:8/a", "from https to http://h:8"),
        ("http://h/a", "https://h:8443/a", "another host, https://h:8443"),
        ("http://h/a", "http://h.evil/a", "another host"),
        ("http://h/a", "http://h@evil/a", "another host, http://evil:80"),
        ("http://h/a", "ftp://h/a", "no web address"),
        ("http://h/a", "file:///etc/passwd", "no web address"),
        ("http://h/a", "http://[::1/a", "no web address"),
        ("http://h/a", "http://h:port/a", "no web address"),
    ],
)
def test_where_nobody_goes(here: str, location: str, why: str) -> None:
    with pytest.raises(Astray, match=why):
        next_hop(Request(url=here), Reply(status=302, body=b"", headers={"location": location}))


def test_a_request_away_from_the_base_is_a_mistake(web: Web, server: LoopbackServer, elsewhere: LoopbackServer) -> None:
    with pytest.raises(ValueError, match="is not at"):
        web.fetch(service(server), request(elsewhere), good)

    assert elsewhere.seen == []


def test_a_base_that_is_no_address_is_said(web: Web) -> None:
    with pytest.raises(InputError, match=r"is set to 'export.arxiv.org/api', which is no http"):
        web.fetch(
            Service(name="s", base="export.arxiv.org/api", pace="s", interval=0),
            Request(url="export.arxiv.org/api"),
            good,
        )
