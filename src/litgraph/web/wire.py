"""One request over the wire: httpx, bounded in time and size. Nothing is retried here and no redirect followed."""

from __future__ import annotations

import contextlib
import functools
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from litgraph.errors import InputError
from litgraph.model.text import clean_text
from litgraph.web.addresses import is_loopback, whole
from litgraph.web.bodies import Lost, read_body, read_words
from litgraph.web.request import Reply, Request

DONE = (200, 201, 202, 204)


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
        sent = threading.Event()
        with _Cutter(self._deadline) as cutter:

            def trace(event: str, details: Mapping[str, Any]) -> None:
                if event.endswith("connect_tcp.complete"):
                    cutter.watch(details["return_value"].get_extra_info("socket"))
                elif event.endswith("send_request_headers.started"):
                    sent.set()
                    begun()

            try:
                reply = self._reply(self._asked(request, headers, trace), request)
            except (httpx.TransportError, httpx.InvalidURL, UnicodeError) as error:  # the last: a host name too long
                raise Lost(self._reason(error, cutter.late), sent=sent.is_set()) from error
            if cutter.late:  # what was cut may look like an end
                raise Lost(self._too_late())
            return reply

    def _asked(self, request: Request, headers: Mapping[str, str], trace: Callable[..., None]) -> httpx.Request:
        return httpx.Request(
            request.method,
            whole(request),
            content=request.body or None,
            headers=self._headers(request, headers),
            extensions={"trace": trace, "timeout": httpx.Timeout(self._timeout).as_dict()},
        )

    def _headers(self, request: Request, headers: Mapping[str, str]) -> httpx.Headers:
        """Put the service's headers in the place of our own of the same name, in whatever case."""
        all_headers = httpx.Headers({"User-Agent": self._agent, "Accept": "*/*"})
        if request.body:
            all_headers["Content-Type"] = "application/json"
        all_headers.update({name: value.strip() for name, value in headers.items()})
        all_headers.update({"Accept-Encoding": "gzip", "Connection": "close"})
        return all_headers

    def _reply(self, asked: httpx.Request, request: Request) -> Reply:
        client = self._client(request.url)
        response = client.send(asked, stream=True)
        try:
            body = read_body(response) if response.status_code in DONE else read_words(response)
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
                self._clients[direct] = httpx.Client(
                    verify=_certificates(),
                    trust_env=not direct,
                    limits=httpx.Limits(max_keepalive_connections=0),
                    follow_redirects=False,
                )
            except (ImportError, ValueError, httpx.InvalidURL, OSError) as error:
                raise InputError(
                    "Cannot use the proxy or the certificates that the environment names: check HTTPS_PROXY, "
                    "HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
                ) from error
        return self._clients[direct]

    def _reason(self, error: Exception, late: bool) -> str:
        if late:
            return self._too_late()
        if isinstance(error, httpx.ConnectTimeout):
            return f"no connection within {self._timeout:g} s"
        if isinstance(error, httpx.TimeoutException):
            return f"no answer within {self._timeout:g} s"
        return clean_text(str(error))[:200] or type(error).__name__

    def _too_late(self) -> str:
        return f"the reply was not complete within {self._deadline:g} s"


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Read the certificates once, since that takes longer than a request on this machine."""
    return httpx.create_ssl_context()


class _Cutter:
    """Cuts a connection after so many seconds, since a server that drips never lets a read time out.

    A class since it owns a second handle on the socket, which TLS takes from whoever opened it.
    """

    def __init__(self, seconds: float) -> None:
        self.late = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Cutter:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        for watched in self._sockets:
            watched.close()

    def watch(self, opened: socket.socket) -> None:
        self._sockets.append(opened.dup())
        if self.late:
            self._cut()

    def _cut(self) -> None:
        self.late = True
        for watched in self._sockets:
            with contextlib.suppress(OSError):
                watched.shutdown(socket.SHUT_RDWR)


def quieten() -> None:
    """Keep addresses and keys out of the logs of others: httpx tells every address, semanticscholar the key itself."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logger = logging.getLogger("semanticscholar")
    if _above_debug not in logger.filters:
        logger.addFilter(_above_debug)


def _above_debug(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG
