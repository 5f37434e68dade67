"""The transport: every question goes through here, from the cache or over the wire."""

from __future__ import annotations

import importlib.metadata
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NoReturn, TypeVar

from litgraph.model.text import clean_text
from litgraph.web.addresses import place, scheme, told
from litgraph.web.pacing import Pacer
from litgraph.web.redirects import MOST_HOPS, STATUSES, Astray, next_hop
from litgraph.web.replies import Replies
from litgraph.web.request import (
    DAY,
    BadReply,
    Deferred,
    Failed,
    KeyRejected,
    NotAccepted,
    NotFound,
    Reply,
    Request,
    Service,
)
from litgraph.web.retry import LONGEST_RETRY_AFTER, full_jitter, retry_after
from litgraph.web.standing import SourceReport, Standing
from litgraph.web.wire import Lost, Wire, quieten

T = TypeVar("T")
_log = logging.getLogger("litgraph.web")
_NOT_FOUND_LIFETIME = 7 * DAY
_GONE = (404, 410)
_REFUSED = (401, 403)


class _Again(Exception):
    """A failure after which the service may be asked again; `wait` is what it asked for itself, in seconds."""

    def __init__(self, cause: Exception, wait: float = 0.0) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.wait = wait


class Web:
    """The one way to the network; a class since it owns the client, the cache, the pace and the breakers."""

    on_wait: Callable[[str], None] | None = None

    def __init__(
        self,
        *,
        replies: Replies,
        pace: Path,
        wire: Wire,
        tries: int,
        backoff: float,
        offline: bool = False,
        refresh: bool = False,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        random: Random | None = None,
    ) -> None:
        """Take over an open cache and wire; `clock` dates replies, `sleep` waits after failures."""
        self._replies = replies
        self._wire = wire
        self._pacer = Pacer(pace, self._tell)
        self._tries = max(1, tries)
        self._backoff = backoff
        self._offline = offline
        self._clock = clock
        self._sleep = sleep
        self._random = random or Random()  # noqa: S311  jitter is no secret
        self._oldest = clock() if refresh else float("-inf")
        self._standings: dict[str, Standing] = {}
        self._mutex = threading.Lock()

    def fetch(self, service: Service, request: Request, read: Callable[[Reply], T]) -> T:
        """Ask, or take the cached reply, and give what `read` makes of it.

        `read` raises BadReply on a 200 that is no answer. Raises NotFound, NotAccepted, Failed, KeyRejected, Deferred.
        """
        if (scheme(request.url), place(request.url)) != (scheme(service.base), place(service.base)):
            raise ValueError(f"{told(request.url)} is not at {told(service.base)}, the base of {service.name}")
        standing = self._standing(service)
        kept = self._kept(request)
        if kept is not None:
            try:
                return self._read(service, kept, read)
            except BadReply as error:
                _log.warning("%s: the reply cached for %s is not used: %s", service.name, told(request.url), error)
        if self._offline:
            standing.missed()
            raise Deferred("not asked: --offline and not in the reply cache")
        standing.check()
        return self._ask(service, request, read, standing)

    def reports(self) -> tuple[SourceReport, ...]:
        """Tell how each service did that was needed in this run, in the order of first need."""
        return tuple(standing.report() for standing in self._standings.values())

    def _standing(self, service: Service) -> Standing:
        with self._mutex:
            return self._standings.setdefault(service.name, Standing(service.name))

    def _kept(self, request: Request) -> Reply | None:
        kept = self._replies.find(request)
        if kept is None or self._offline:
            return kept
        lifetime = _NOT_FOUND_LIFETIME if kept.status in _GONE else request.lifetime
        fresh = -DAY < self._clock() - kept.fetched < lifetime  # what is from the future is not believed for ever
        return kept if fresh and kept.fetched >= self._oldest else None

    def _read(self, service: Service, reply: Reply, read: Callable[[Reply], T]) -> T:
        if reply.status in _GONE:
            raise NotFound(f"{service.name} has nothing at {told(reply.url)} (HTTP {reply.status})")
        return read(reply)

    def _ask(self, service: Service, request: Request, read: Callable[[Reply], T], standing: Standing) -> T:
        failures = 0
        while True:
            try:
                return self._try(service, request, read, standing)
            except _Again as again:
                failures += 1
                self._give_up(service, request, standing, again, failures)
                standing.retried()
                self._back_off(service, again, failures)
            except Astray as error:
                message = f"{service.name} did not answer {told(request.url)}: {error}"
                standing.lose(message)
                raise Failed(message) from error

    def _give_up(self, service: Service, request: Request, standing: Standing, again: _Again, failures: int) -> None:
        """Raise what becomes of the question if it is not asked again."""
        if again.wait > LONGEST_RETRY_AFTER:
            message = f"{service.name} wants to be left alone for {again.wait:.0f} s ({again})"
            standing.lose(message)
            raise Deferred(f"not asked again: {message}") from again.cause
        if failures >= self._tries:
            times = "1 try" if failures == 1 else f"{failures} tries"
            message = f"{service.name} did not answer {told(request.url)}: {again} ({times})"
            standing.fail(message, again.cause)
            raise Failed(message) from again.cause

    def _back_off(self, service: Service, again: _Again, failures: int) -> None:
        """Wait after a failure; what the service asked for is waited for with its whole pace."""
        said = f"{service.name}: {again}, try {failures + 1} of {self._tries}"
        if again.wait:
            self._tell(f"{said}, told to wait {again.wait:.1f} s")
            return
        seconds = full_jitter(self._backoff, failures, self._random)
        self._tell(f"{said}, waiting {seconds:.1f} s")
        self._sleep(seconds)

    def _try(self, service: Service, request: Request, read: Callable[[Reply], T], standing: Standing) -> T:
        """Ask once, and keep the answer."""
        try:
            reply = self._answer(service, request, standing)
        except (Lost, BadReply) as error:
            raise _Again(error) from error
        reply = replace(reply, url=request.url, fetched=self._clock())
        if reply.status in _GONE:
            reply = replace(reply, body=b"")
        elif reply.status != 200:
            self._refused(service, request, reply, standing)
        try:
            answer = self._read(service, reply, read)
        except BadReply as error:
            raise _Again(error, self._held_back(service, reply) if error.busy else 0.0) from error
        except NotFound:
            self._keep(service, request, reply, standing)
            raise
        self._keep(service, request, reply, standing)
        return answer

    def _keep(self, service: Service, request: Request, reply: Reply, standing: Standing) -> None:
        standing.answered()
        if not any(secret.encode() in reply.body for secret in service.secrets):
            self._replies.keep(request, reply)

    def _answer(self, service: Service, request: Request, standing: Standing) -> Reply:
        """Give what comes back in the end, after redirects."""
        hop = request
        for _ in range(MOST_HOPS + 1):
            reply = self._exchange(service, hop, standing)
            if reply.status not in STATUSES:
                return reply
            hop = next_hop(hop, reply)
        raise Astray(f"it redirects more than {MOST_HOPS} times")

    def _exchange(self, service: Service, request: Request, standing: Standing) -> Reply:
        """Wait for the turn and send one request; a service that fails and says how long it wants peace gets it."""
        headers = service.headers if place(request.url) == place(service.base) else {}
        with self._pacer.turn(service) as turn:
            standing.requests += 1
            reply = self._wire.send(request, headers, turn.begin)
            _log.debug("%s: %s %s: HTTP %d", service.name, request.method, told(request.url), reply.status)
            if reply.status == 429 or reply.status >= 500:
                wait = retry_after(reply, time.time())
                if 0 < wait <= LONGEST_RETRY_AFTER:
                    turn.hold_back(wait)
                raise _Again(_Status(f"HTTP {reply.status}"), wait)
        return reply

    def _held_back(self, service: Service, reply: Reply) -> float:
        wait = retry_after(reply, time.time())
        if 0 < wait <= LONGEST_RETRY_AFTER:
            with self._pacer.held(service) as turn:
                turn.hold_back(wait)
        return wait

    def _refused(self, service: Service, request: Request, reply: Reply, standing: Standing) -> NoReturn:
        """Raise what a reply means that is neither an answer nor a passing failure."""
        words = _words(service, reply)
        if reply.status in _REFUSED:
            message = f"{service.name} {_key_told(service)} (HTTP {reply.status}{words})"
            standing.refuse(message)
            raise KeyRejected(message)
        if 400 <= reply.status < 500:
            standing.answered()
            message = f"{service.name} does not take the question at {told(request.url)} (HTTP {reply.status}{words})"
            raise NotAccepted(message, status=reply.status)
        raise _Again(BadReply(f"HTTP {reply.status}{words}"))

    def _tell(self, text: str) -> None:
        _log.info("%s", text)
        if self.on_wait:
            self.on_wait(text)


class _Status(Exception):
    """A status by which a service says that it failed."""


def _key_told(service: Service) -> str:
    if service.secrets:
        return f"refuses the key in {service.key_name}" if service.key_name else "refuses the key"
    return f"refuses requests without a key; set {service.key_name}" if service.key_name else "refuses our requests"


def _words(service: Service, reply: Reply) -> str:
    """Quote what the service says, without the key that it may say with it."""
    text = reply.body.decode("utf-8", "replace")
    for secret in service.secrets:
        text = text.replace(secret, "…")
    words = clean_text(text)[:300]
    return f": {words}" if words else ""


def _agent(contact: str) -> str:
    """Say who asks, and whom to write to about it."""
    try:
        version = importlib.metadata.version("litgraph")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"litgraph/{version}" + (f" (mailto:{contact})" if contact else "")


@contextmanager
def open_web(
    *,
    replies: Path,
    pace: Path,
    contact: str,
    timeout: float,
    tries: int,
    backoff: float,
    offline: bool = False,
    refresh: bool = False,
) -> Iterator[Web]:
    """Open the transport: the reply cache at `replies`, the pace files in the folder `pace`; times in seconds."""
    quieten()
    wire = Wire(_agent(contact), timeout, max(10 * timeout, 60.0))
    with closing(Replies(replies, time.time())) as cache, closing(wire):
        yield Web(replies=cache, pace=pace, wire=wire, tries=tries, backoff=backoff, offline=offline, refresh=refresh)
