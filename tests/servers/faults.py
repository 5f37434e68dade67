"""Faults that any local server of ours can be told to commit, and what a server hears and says.

A server written on `Handler` has them for nothing:

    class Handler(faults.Handler):
        def honest(self) -> Answer: ...          # what a sound service answers to self.seen

    with LoopbackServer(Handler) as server:      # tests/servers/scripted.py
        server.faults.add(status(503, HTML), times=2)
        server.faults.add(reset_mid_body, when=lambda seen: "/references" in seen.path)

A handler of another kind asks for itself, once it has read the request:

    act = self.server.faults.take(seen)
    if act:
        act(self)
        return

The first fault that matches and has times left acts; with `times=None` it acts for ever. `added.acted` counts.
Faults that spoil the honest answer (`cut_content`, `truncated`, `reset_mid_body`, `changed`) need `honest`.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
HTML = b"<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>"
JSON = b'{"message": "Something went wrong"}'
ATOM_TYPE = "application/atom+xml; charset=utf-8"
ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">'.encode() for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + b']><feed xmlns="http://www.w3.org/2005/Atom"><title>&i;</title></feed>'
)


@dataclass(slots=True, kw_only=True)
class SeenRequest:
    """A request as a server saw it; times are in seconds, `began` and `ended` by the monotonic clock.

    `sent` counts bytes of the body that the server got rid of, where a fault counts them.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    began: float
    wall: float
    ended: float = 0.0
    sent: int = 0

    def parameter(self, name: str) -> str:
        """Give the first value of a parameter of the query, or nothing."""
        return next((value for key, value in self.query if key == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS, hash=False)


def json_answer(value: object, status: int = 200) -> Answer:
    """Answer a value as JSON."""
    return Answer(body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json"})


Act = Callable[[Any], None]  # takes the handler, and answers or fails in its place


class Fault:
    """A fault that is switched on; a class since it counts how often it acted."""

    def __init__(self, act: Act, times: int | None, when: Callable[[SeenRequest], bool]) -> None:
        """Act so many times, or for ever."""
        self.act = act
        self.times = times
        self.when = when
        self.acted = 0


class Faults:
    """The faults of a server; a class since threads share it."""

    def __init__(self) -> None:
        """Begin sound."""
        self._faults: list[Fault] = []
        self._mutex = threading.Lock()

    def add(self, act: Act, *, times: int | None = None, when: Callable[[SeenRequest], bool] = lambda _: True) -> Fault:
        """Switch a fault on, behind those that are on."""
        fault = Fault(act, times, when)
        with self._mutex:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Be sound again."""
        with self._mutex:
            self._faults.clear()

    def take(self, seen: SeenRequest) -> Act | None:
        """Give the act of the first fault that fits and has times left."""
        with self._mutex:
            for fault in self._faults:
                if (fault.times is None or fault.acted < fault.times) and fault.when(seen):
                    fault.acted += 1
                    return fault.act
        return None


class Handler(BaseHTTPRequestHandler):
    """Reads a request, tells the server of it, and lets a fault or `honest` answer it."""

    protocol_version = "HTTP/1.1"
    seen: SeenRequest

    def honest(self) -> Answer:
        """Answer `self.seen` as a sound service does."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """Answer a request."""
        self.seen = seen_by(self)
        server: Any = self.server
        with server.hearing(self.seen):
            act = server.faults.take(self.seen)
            try:
                if act:
                    act(self)
                else:
                    send(self, self.honest())
            except ConnectionError:
                self.close_connection = True  # whoever asked is gone

    do_POST = do_GET  # noqa: N815
    do_PATCH = do_GET  # noqa: N815
    do_PUT = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Be quiet."""


def seen_by(handler: BaseHTTPRequestHandler) -> SeenRequest:
    """Read the request that a handler is about to answer."""
    began, wall = time.monotonic(), time.time()
    parts = urlsplit(handler.path)
    return SeenRequest(
        method=handler.command,
        path=parts.path,
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in handler.headers.items()},
        body=handler.rfile.read(int(handler.headers.get("Content-Length", 0))),
        began=began,
        wall=wall,
    )


def send(handler: BaseHTTPRequestHandler, answer: Answer, length: int | None = None) -> None:
    """Send an answer, announcing its length or another."""
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(answer.body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(answer.body)


def status(code: int, body: bytes = JSON, headers: Mapping[str, str] = NO_HEADERS) -> Act:
    """Answer with a status, and JSON or HTML by the look of the body."""
    kind = "text/html" if body.startswith(b"<") else "application/json"
    return saying(body, kind, status=code, headers=headers)


def too_many(seconds: float | None = None) -> Act:
    """Answer 429, with Retry-After in seconds if any are given."""
    return status(429, headers=NO_HEADERS if seconds is None else {"Retry-After": f"{seconds:g}"})


def too_many_until(seconds: float) -> Act:
    """Answer 429 with Retry-After as a date so many seconds from the reply, which has whole seconds only."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        status(429, headers={"Retry-After": formatdate(time.time() + seconds, usegmt=True)})(handler)

    return act


def saying(body: bytes, kind: str = "text/html", *, status: int = 200, headers: Mapping[str, str] = NO_HEADERS) -> Act:
    """Answer with this body, whatever was asked."""
    answer = Answer(body=body, status=status, headers={"Content-Type": kind, **headers})
    return lambda handler: send(handler, answer)


rate_exceeded = saying(b"Rate exceeded.", "text/plain")  # arXiv, with status 200
empty = saying(b"", "application/json")
html_page = saying(b"<!DOCTYPE html><html><body>Sign in to the network of the hotel</body></html>")
without_data = saying(b'{"total": 0, "offset": 0}', "application/json")
null_data = saying(b'{"offset": 0, "data": null}', "application/json")
entity_bomb = saying(ENTITY_BOMB, ATOM_TYPE)


def redirect(location: str, code: int = 302) -> Act:
    """Send whoever asks elsewhere: an address, or a path at the same host."""
    return lambda handler: send(handler, Answer(status=code, headers={"Location": location}))


def hang(seconds: float) -> Act:
    """Say nothing for so long, then close."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return act


def slow(seconds: float) -> Act:
    """Answer honestly, late."""

    def act(handler: Handler) -> None:
        time.sleep(seconds)
        send(handler, handler.honest())

    return act


def drip(pause: float, times: int) -> Act:
    """Send a byte of the headers at a time, so that no read times out."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(times):
            handler.wfile.write(b"a")
            time.sleep(pause)

    return act


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Break the connection with an RST, as a crashed service does."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(handler.connection.detach())


def reset_mid_body(handler: Handler) -> None:
    """Send half of the honest answer, then an RST."""
    answer = handler.honest()
    send(handler, replace(answer, body=answer.body[: len(answer.body) // 2]), length=len(answer.body))
    time.sleep(0.02)  # so that the half arrives before the RST throws it away
    reset(handler)


def truncated(handler: Handler) -> None:
    """Announce the honest answer, send half of it and close."""
    answer = handler.honest()
    handler.close_connection = True
    send(handler, replace(answer, body=answer.body[: len(answer.body) // 2]), length=len(answer.body))


def changed(change: Callable[[bytes], bytes]) -> Act:
    """Answer honestly but for a change in the body."""

    def act(handler: Handler) -> None:
        answer = handler.honest()
        send(handler, replace(answer, body=change(answer.body)))

    return act


cut_content = changed(lambda body: body[: len(body) // 2])  # sound HTTP around half of the XML or JSON


def huge(megabytes: int = 100) -> Act:
    """Send so many megabytes of `a` in chunks; `seen.sent` tells how many bytes it got rid of."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        piece = b"a" * 2**20
        chunk = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
        for _ in range(megabytes):
            handler.wfile.write(chunk)
            _count(handler, len(piece))
        handler.wfile.write(b"0\r\n\r\n")

    return act


def announced_huge(megabytes: int = 100) -> Act:
    """Announce so many megabytes, and send one."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        send(handler, Answer(body=b"a" * 2**20), length=megabytes * 2**20)

    return act


def gzip_bomb(megabytes: int = 100) -> Act:
    """Send so many megabytes of `a`, a thousandth in size by gzip."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        send(handler, Answer(body=_zipped(megabytes), headers={"Content-Encoding": "gzip"}))

    return act


def _zipped(megabytes: int) -> bytes:
    """Compress megabytes of `a` by compressing one, which a full flush makes fit to be repeated."""
    megabyte = b"a" * 2**20
    zip_one = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = zip_one.compress(megabyte) + zip_one.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(megabyte, check)
    head = gzip.compress(b"")[:10]
    return head + block * megabytes + b"\x03\x00" + struct.pack("<II", check, megabytes * 2**20 % 2**32)


def _count(handler: Any, sent: int) -> None:
    seen = getattr(handler, "seen", None)
    if seen is not None:
        seen.sent += sent
