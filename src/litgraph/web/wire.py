"""One request over the wire: httpx, bounded in time and size. Nothing is retried here and no redirect followed."""

from __future__ import annotations

import logging
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from litgraph.errors import InputError
from litgraph.model.text import clean_text
from litgraph.web.addresses import is_loopback, whole
from litgraph.web.request import BadReply, Reply, Request

LARGEST_BODY = 64 * 1024 * 1024  # bytes, decoded
_LARGEST_ERROR = 64 * 1024  # bytes of a reply that is no answer: enough to see what it says
_GZIP = ("gzip", "x-gzip")


class Lost(Exception):
    """Say how the connection failed before the whole reply was there."""


class Wire:
    """The HTTP client; a class since it owns connections.

    Each request has a connection of its own, since arXiv allows one at a time over all of a user's machines
    (https://info.arxiv.org/help/api/tou.html), and one kept open by another process would count.
    """

    def __init__(self, agent: str, timeout: float, deadline: float) -> None:
        """Wait at most `timeout` seconds for each piece of a reply, and `deadline` for the whole."""
        self._agent = agent
        self._timeout = timeout
        self._deadline = deadline
        self._clients: dict[bool, httpx.Client] = {}

    def close(self) -> None:
        """Close what is open."""
        for client in self._clients.values():
            client.close()

    def send(self, request: Request, headers: Mapping[str, str], begun: Callable[[], None]) -> Reply:
        """Send a request and read the reply; `begun` is called when the connection stands."""
        streams: list[Any] = []

        def trace(event: str, details: Mapping[str, Any]) -> None:
            stream = details.get("return_value")
            if hasattr(stream, "get_extra_info"):
                streams.append(stream)
            if event.endswith("send_request_headers.started"):
                begun()

        asked = httpx.Request(
            request.method,
            whole(request),
            content=request.body or None,
            headers=self._headers(request, headers),
            extensions={"trace": trace, "timeout": httpx.Timeout(self._timeout).as_dict()},
        )
        with _ended_after(self._deadline, streams) as late:
            try:
                return self._reply(asked, request)
            except httpx.TransportError as error:
                raise Lost(self._reason(error, late.is_set())) from None

    def _headers(self, request: Request, headers: Mapping[str, str]) -> dict[str, str]:
        own = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
        kind = {"Content-Type": "application/json"} if request.body else {}
        return own | kind | {name: value.strip() for name, value in headers.items()}

    def _reply(self, asked: httpx.Request, request: Request) -> Reply:
        client = self._client(request.url)
        response = client.send(asked, stream=True)
        try:
            body = _body(response) if response.status_code == 200 else _error_body(response)
        finally:
            response.close()
            client.cookies.clear()  # a service is told no more than it is asked
        told = {name.lower(): value for name, value in response.headers.items()}
        return Reply(status=response.status_code, body=body, headers=told, url=request.url, fetched=time.time())

    def _client(self, url: str) -> httpx.Client:
        """Take proxies from the environment, but none to this very machine."""
        direct = is_loopback(url)
        if direct not in self._clients:
            try:
                limits = httpx.Limits(max_keepalive_connections=0)
                self._clients[direct] = httpx.Client(trust_env=not direct, limits=limits, follow_redirects=False)
            except (ImportError, ValueError, httpx.InvalidURL, OSError) as error:
                raise InputError(
                    "Cannot use the proxy or the certificates that the environment names: check HTTPS_PROXY, "
                    "HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
                ) from error
        return self._clients[direct]

    def _reason(self, error: httpx.TransportError, late: bool) -> str:
        if late:
            return f"the reply was not complete within {self._deadline:g} s"
        if isinstance(error, httpx.ConnectTimeout):
            return f"no connection within {self._timeout:g} s"
        if isinstance(error, httpx.TimeoutException):
            return f"no answer within {self._timeout:g} s"
        if isinstance(error, httpx.LocalProtocolError):
            return "the request cannot be sent as it is"  # httpx would quote the header, which may be the key
        return clean_text(str(error))[:200] or type(error).__name__


@contextmanager
def _ended_after(seconds: float, streams: list[Any]) -> Iterator[threading.Event]:
    """Cut the connection after so long, since a server that drips never lets a read time out."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        for stream in streams:
            stream.close()

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _body(response: httpx.Response) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LARGEST_BODY:
        raise _too_large()
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in _GZIP:
        pieces = _unzipped(response.iter_raw())
    elif coding in ("", "identity"):
        pieces = response.iter_raw()
    else:
        raise BadReply(f"the reply is encoded as {clean_text(coding)[:40]}, which was not asked for")
    return _bounded(pieces)


def _bounded(pieces: Iterator[bytes]) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > LARGEST_BODY:
            raise _too_large()
    return bytes(body)


def _unzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Decode gzip a little at a time, so that a small piece cannot grow beyond bounds; it must end where it says."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > LARGEST_BODY:
            raise _too_large()
        while piece:
            if unzip.eof:
                unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                yield unzip.decompress(piece, 1024 * 1024)
            except zlib.error:
                raise Lost("the compressed reply is broken") from None
            piece = unzip.unconsumed_tail or unzip.unused_data
    if received and not unzip.eof:
        raise Lost("the compressed reply ends too early")


def _error_body(response: httpx.Response) -> bytes:
    body = bytearray()
    try:
        for piece in response.iter_raw():
            body += piece
            if len(body) >= _LARGEST_ERROR:
                break
    except httpx.TransportError:
        pass  # the status says enough
    return bytes(body[:_LARGEST_ERROR])


def _too_large() -> BadReply:
    return BadReply(f"the reply is larger than {LARGEST_BODY // 1024**2} MiB")


def quieten() -> None:
    """Keep addresses and keys out of the logs of others: httpx tells every address, semanticscholar the key itself."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logger = logging.getLogger("semanticscholar")
    if _above_debug not in logger.filters:
        logger.addFilter(_above_debug)


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG
