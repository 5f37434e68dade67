"""The reply cache: what is kept, for how long, and what never is."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from litgraph.errors import OutOfReach
from litgraph.web.replies import Replies
from litgraph.web.request import DAY, BadReply, Deferred, NotFound, Reply, Request
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.faults import Answer, status
from tests.servers.scripted import LoopbackServer, scripted
from tests.unit.web.asking import GOOD, good, outcome, request, service, web_at

NOW = 1_800_000_000.0


def _replies(folder: Path) -> Path:
    return folder / "replies.sqlite"


def test_what_was_answered_is_not_asked_again(tmp_path: Path, server: LoopbackServer) -> None:
    for _ in range(2):
        with web_at(tmp_path, clock=lambda: NOW) as web:
            reply = web.fetch(service(server), request(server), lambda reply: reply)

    assert len(server.seen) == 1
    assert reply == Reply(status=200, body=GOOD, headers={}, url=server.url + "/x", fetched=NOW, cached=True)
    assert [(report.state, report.requests) for report in web.reports()] == [("ok", 0)]


def test_the_headers_that_tell_of_the_body_are_kept(tmp_path: Path) -> None:
    said = {"Content-Type": "application/gzip", "ETag": '"1"', "Set-Cookie": "a=b"}
    with scripted({"/x": Answer(body=GOOD, headers=said)}) as server, web_at(tmp_path) as web:
        for _ in range(2):
            reply = web.fetch(service(server), request(server), lambda reply: reply)

    assert reply.cached
    assert reply.headers == {"content-type": "application/gzip", "etag": '"1"'}


def test_the_order_of_the_query_makes_no_difference_and_anything_else_does(web: Web, server: LoopbackServer) -> None:
    asked = service(server)
    first = request(server, query=(("a", "1"), ("b", "2")))

    for question in (
        first,
        replace(first, query=(("b", "2"), ("a", "1"))),
        replace(first, url=server.url + "/x?a=1", query=(("b", "2"),)),
        replace(first, query=(("a", "1"), ("b", "3"))),
        replace(first, body=b"{}"),
        replace(first, body=b"{ }"),
        replace(first, url=server.url + "/y"),
    ):
        web.fetch(asked, question, good)

    assert len(server.seen) == 5


def test_a_reply_is_fresh_for_its_lifetime_and_then_replaced(tmp_path: Path, server: LoopbackServer) -> None:
    asked = []
    for day in (0.0, 0.9, 1.1, 2.0):
        with web_at(tmp_path, clock=lambda day=day: NOW + day * DAY) as web:
            web.fetch(service(server), request(server, lifetime=DAY), good)
        asked.append(len(server.seen))

    assert asked == [1, 1, 2, 2]
    with sqlite3.connect(_replies(tmp_path)) as file:
        assert file.execute("SELECT fetched FROM reply").fetchall() == [(NOW + 1.1 * DAY,)]


def test_a_reply_from_the_future_is_not_believed(tmp_path: Path, server: LoopbackServer) -> None:
    for day in (1000, 0):
        with web_at(tmp_path, clock=lambda day=day: NOW + day * DAY) as web:
            web.fetch(service(server), request(server), good)

    assert len(server.seen) == 2


def test_refresh_takes_nothing_older_than_the_run(tmp_path: Path, server: LoopbackServer) -> None:
    with web_at(tmp_path, clock=lambda: NOW) as web:
        web.fetch(service(server), request(server), good)

    with web_at(tmp_path, clock=lambda: NOW + 60, refresh=True) as web:
        for _ in range(2):
            web.fetch(service(server), request(server), good)

    assert len(server.seen) == 2


def test_offline_takes_replies_of_any_age_and_asks_nothing(tmp_path: Path, server: LoopbackServer) -> None:
    with web_at(tmp_path, clock=lambda: NOW) as web:
        web.fetch(service(server), request(server), good)

    with web_at(tmp_path, clock=lambda: NOW + 300 * DAY, offline=True) as web:
        kept = outcome(web, service(server), request(server))
        missing = [outcome(web, service(server), request(server, path)) for path in ("/y", "/z")]

    assert kept == GOOD
    assert [str(none) for none in missing] == ["not asked: --offline and not in the reply cache"] * 2
    assert all(isinstance(none, Deferred) for none in missing)
    assert len(server.seen) == 1
    [report] = web.reports()
    assert (report.state, report.requests, report.offline_misses) == ("degraded", 0, 2)
    assert report.message == "offline: 2 questions are not in the reply cache"


def test_not_found_is_kept_for_seven_days_without_its_words(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(status(404, b"the words of a 404"))
    asked = []
    for day in (0.0, 6.9, 7.1):
        with web_at(tmp_path, clock=lambda day=day: NOW + day * DAY) as web:
            answer = outcome(web, service(server), request(server, lifetime=30 * DAY))
        asked.append(len(server.seen))

    assert asked == [1, 1, 2]
    assert str(answer) == f"s has nothing at {server.url}/x (HTTP 404)"
    assert b"the words" not in _replies(tmp_path).read_bytes()


def test_only_what_was_accepted_is_kept(tmp_path: Path, server: LoopbackServer) -> None:
    for fault in (status(503), status(400), status(403), faults.rate_exceeded, faults.html_page, faults.cut_content):
        server.faults.clear()
        server.faults.add(fault)
        with web_at(tmp_path, tries=1) as web:
            outcome(web, service(server), request(server))

    with sqlite3.connect(_replies(tmp_path)) as file:
        assert file.execute("SELECT count(*) FROM reply").fetchone() == (0,)


def test_a_cached_reply_that_is_no_longer_accepted_is_asked_for_again(web: Web, server: LoopbackServer) -> None:
    web.fetch(service(server), request(server), lambda reply: reply.body)
    server.faults.add(faults.saying(b"a newer shape"))

    def newer(reply: Reply) -> bytes:
        if reply.body != b"a newer shape":
            raise BadReply("an old shape")
        return reply.body

    assert [web.fetch(service(server), request(server), newer) for _ in range(2)] == [b"a newer shape"] * 2
    assert len(server.seen) == 2


def test_not_found_by_the_reading_is_kept_too(web: Web, server: LoopbackServer) -> None:
    def nothing(_: Reply) -> bytes:
        raise NotFound("no such paper")

    answers = [outcome(web, service(server), request(server), nothing) for _ in range(2)]

    assert [str(none) for none in answers] == ["no such paper"] * 2
    assert len(server.seen) == 1


def _damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)


def _another_program(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (title)")
    connection.close()


@pytest.mark.parametrize(
    "spoil",
    [lambda file: file.write_bytes(b"not a database at all" * 100), _damage, _another_program],
    ids=["no database", "damaged", "another program's"],
)
def test_a_file_that_is_no_sound_cache_is_put_aside(tmp_path: Path, server: LoopbackServer, spoil: object) -> None:
    with web_at(tmp_path) as web:
        web.fetch(service(server), request(server), good)
    assert callable(spoil)
    spoil(_replies(tmp_path))
    spoilt = _replies(tmp_path).read_bytes()

    for _ in range(2):
        with web_at(tmp_path) as web:
            assert outcome(web, service(server), request(server)) == GOOD

    assert len(server.seen) == 2
    assert (tmp_path / "replies.sqlite.aside").read_bytes() == spoilt


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")

    with pytest.raises(OutOfReach, match=r"Cannot use the reply cache .*home/replies\.sqlite: .*writable"):
        Replies(tmp_path / "home" / "replies.sqlite", NOW)


def test_very_old_replies_are_dropped(tmp_path: Path, server: LoopbackServer) -> None:
    for day in (0, 399, 401):
        with web_at(tmp_path, clock=lambda day=day: NOW + day * DAY) as web:
            web.fetch(service(server), request(server, f"/{'x' if day == 0 else 'y'}"), good)

    with sqlite3.connect(_replies(tmp_path)) as file:
        assert file.execute("SELECT url FROM reply").fetchall() == [(server.url + "/y",)]


def test_two_open_caches_see_each_others_replies(tmp_path: Path) -> None:
    one, other = (Replies(_replies(tmp_path), NOW) for _ in range(2))
    question = Request(url="http://host/x")

    one.keep(question, Reply(status=200, body=b"1", fetched=NOW))
    other.keep(question, Reply(status=200, body=b"2", fetched=NOW))

    found = one.find(question)
    assert found is not None
    assert found.body == b"2"
    one.close()
    other.close()
