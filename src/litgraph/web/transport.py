"""The transport: every question goes through here, and is answered from the cache or over the wire."""

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
from typing import TypeVar

from litgraph.errors import InputError
from litgraph.web.addresses import place, scheme, told
from litgraph.web.exchange import GONE, Again, Exchange
from litgraph.web.pacing import Pacer
from litgraph.web.redirects import Astray
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
    Unsure,
)
from litgraph.web.retry import LONGEST_RETRY_AFTER, full_jitter
from litgraph.web.standing import SourceReport, Standing
from litgraph.web.wire import Wire, quieten

T = TypeVar("T")
_log = logging.getLogger("litgraph.web")
_NOT_FOUND_LIFETIME = 7 * DAY
_LEAST_DEADLINE = 60.0  # seconds for a whole reply


class Web:
    """The one way to the network; a class since it owns the client, the cache, the pace and the breakers.

    `on_wait` may be set to what is told of each wait, in a few words.
    """

    on_wait: Callable[[str], None] | None = None

    def __init__(
        self,
        *,
        replies: Replies,
        wire: Wire,
        pace: Path,
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
        self._exchange = Exchange(wire, Pacer(pace, self._tell))
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
        _check_place(service, request)
        standing = self._standing(service)
        kept = self._kept(request)
        if kept is not None:
            try:
                return _answer(service, kept, read)
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
        kept = self._replies.find(request) if request.cacheable else None
        if kept is None or self._offline:
            return kept
        lifetime = _NOT_FOUND_LIFETIME if kept.status in GONE else request.lifetime
        fresh = -DAY < self._clock() - kept.fetched < lifetime  # what is from the future is not believed for ever
        return kept if fresh and kept.fetched >= self._oldest else None

    def _ask(self, service: Service, request: Request, read: Callable[[Reply], T], standing: Standing) -> T:
        """Ask as often as is decent; what must not be done twice only until it may have been done."""
        failures = 0
        while True:
            try:
                return self._try(service, request, read, standing)
            except Again as again:
                failures += 1
                if request.once and not again.undone:
                    said = f"{service.name} gave no answer on {request.method} {told(request.url)}: {again}"
                    raise Unsure(f"{said}; it may have been done all the same") from again
                self._check_end(service, request, standing, again, failures)
                standing.retried()
                self._back_off(service, again, failures)
            except KeyRejected as error:
                standing.refuse(str(error))
                raise
            except Astray as error:
                message = f"{service.name} did not answer {told(request.url)}: {error}"
                standing.lose(message)
                raise Failed(message) from error

    def _try(self, service: Service, request: Request, read: Callable[[Reply], T], standing: Standing) -> T:
        """Ask once, and keep the answer."""
        try:
            heard = self._exchange.ask(service, request, standing)
        except NotAccepted:
            standing.answered()
            raise
        if heard.status in GONE and not request.thing:
            message = f"{service.name} is not at {told(request.url)} (HTTP {heard.status})"
            standing.fail(message, bad=True)
            raise Failed(message)
        body = b"" if heard.status in GONE else heard.body
        reply = replace(heard, body=body, url=request.url, fetched=self._clock())
        try:
            answer = _answer(service, reply, read)
        except BadReply as error:
            wait = self._exchange.hold_back(service, reply) if error.busy else 0.0
            raise Again(str(error), bad=not error.busy, wait=wait) from error
        except NotFound:
            self._keep(service, request, reply, standing)
            raise
        self._keep(service, request, reply, standing)
        return answer

    def _keep(self, service: Service, request: Request, reply: Reply, standing: Standing) -> None:
        standing.answered()
        if request.cacheable and not any(secret.encode() in reply.body for secret in service.secrets):
            self._replies.keep(request, reply)

    def _check_end(self, service: Service, request: Request, standing: Standing, again: Again, failures: int) -> None:
        """Raise what becomes of the question if it is not asked again."""
        if again.wait > LONGEST_RETRY_AFTER:
            message = f"{service.name} wants to be left alone for {again.wait:.0f} s ({again})"
            standing.lose(message)
            raise Deferred(f"not asked again: {message}") from again
        if failures >= self._tries:
            times = "1 try" if failures == 1 else f"{failures} tries"
            message = f"{service.name} did not answer {told(request.url)}: {again} ({times})"
            standing.fail(message, bad=again.bad)
            raise Failed(message) from again

    def _back_off(self, service: Service, again: Again, failures: int) -> None:
        """Wait after a failure; what the service asks for itself is waited for in the turn, by its whole pace."""
        said = f"{service.name}: {again}, try {failures + 1} of {self._tries}"
        if again.wait:
            self._tell(f"{said}, asked to wait {again.wait:.1f} s")
            return
        seconds = full_jitter(self._backoff, failures, self._random)
        self._tell(f"{said}, waiting {seconds:.1f} s")
        self._sleep(seconds)

    def _tell(self, text: str) -> None:
        _log.info("%s", text)
        if self.on_wait:
            self.on_wait(text)


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
    wire = Wire(_agent(contact), timeout, max(10 * timeout, _LEAST_DEADLINE))
    with closing(Replies(replies, time.time())) as cache, closing(wire):
        yield Web(replies=cache, wire=wire, pace=pace, tries=tries, backoff=backoff, offline=offline, refresh=refresh)


def _agent(contact: str) -> str:
    """Say who asks, and whom to write to about it."""
    try:
        version = importlib.metadata.version("litgraph")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    address = "".join(character for character in contact if character.isascii() and character.isprintable()).strip()
    return f"litgraph/{version}" + (f" (mailto:{address})" if address else "")


def _check_place(service: Service, request: Request) -> None:
    """Refuse a base that a person set wrongly, and a request that leads elsewhere, which is a mistake in litgraph."""
    try:
        base = scheme(service.base), place(service.base)
    except ValueError:
        told_base = told(service.base) if "@" in service.base else service.base
        raise InputError(
            f"The address of {service.name} is set to '{told_base}', which is no http or https address."
        ) from None
    if (scheme(request.url), place(request.url)) != base:
        raise ValueError(f"{told(request.url)} is not at {told(service.base)}, the base of {service.name}")


def _answer(service: Service, reply: Reply, read: Callable[[Reply], T]) -> T:
    if reply.status in GONE:
        raise NotFound(f"{service.name} has nothing at {told(reply.url)} (HTTP {reply.status})")
    return read(reply)
