"""One try at a question: the turn, the redirects, and what the status of the reply means."""

from __future__ import annotations

import logging
import re
import time
from typing import NoReturn

from litgraph.model.text import clean_text
from litgraph.web.addresses import place, told
from litgraph.web.bodies import Lost
from litgraph.web.pacing import Pacer
from litgraph.web.redirects import MOST_HOPS, STATUSES, Astray, next_hop
from litgraph.web.request import BadReply, KeyRejected, NotAccepted, Reply, Request, Service
from litgraph.web.retry import LONGEST_RETRY_AFTER, is_passing, retry_after
from litgraph.web.standing import Standing
from litgraph.web.wire import DONE, Wire

GONE = (404, 410)
_REFUSED = (401, 403)
_WORDS = 300  # characters of what a service says
_log = logging.getLogger("litgraph.web")


class Again(Exception):
    """Say of what the service failed when it may be asked again; `wait` is what it asks for itself, in seconds."""

    def __init__(self, reason: str, *, bad: bool = False, wait: float = 0.0, undone: bool = False) -> None:
        """Keep the reason; `bad` marks a reply whose content is no answer, from a service that does answer.

        `undone` says that the request was surely not carried out: not heard, or turned away unread for its rate.
        """
        super().__init__(reason)
        self.bad = bad
        self.wait = wait
        self.undone = undone


class Exchange:
    """Asks and hears; a class since it owns the wire and the pace."""

    def __init__(self, wire: Wire, pacer: Pacer) -> None:
        """Send over `wire`, in the turns that `pacer` gives."""
        self._wire = wire
        self._pacer = pacer

    def ask(self, service: Service, request: Request, standing: Standing) -> Reply:
        """Give a reply of status 200, 404 or 410; raise Again, Astray, NotAccepted or KeyRejected for any other.

        What changes something may be answered by 201, 202 or 204, too.
        """
        _check_keys(service)
        hop = request
        for _ in range(MOST_HOPS + 1):
            try:
                reply = self._send(service, hop, standing)
            except Lost as error:
                raise Again(str(error), undone=not error.sent) from error
            except BadReply as error:
                raise Again(str(error), bad=True) from error
            if reply.status not in STATUSES:
                answers = DONE if request.verb else (200,)
                return reply if reply.status in (*answers, *GONE) else _refuse(service, request, reply)
            hop = next_hop(hop, reply)
        raise Astray(f"it redirects more than {MOST_HOPS} times")

    def hold_back(self, service: Service, reply: Reply) -> float:
        """Give the wait that a reply asks for, once all of its pace is held to it."""
        wait = retry_after(reply, time.time())
        if 0 < wait <= LONGEST_RETRY_AFTER:
            with self._pacer.held(service) as turn:
                turn.hold_back(wait)
        return wait

    def _send(self, service: Service, request: Request, standing: Standing) -> Reply:
        """Wait for the turn and send one request; who says how long to be left alone is, by the whole pace."""
        headers = service.headers if place(request.url) == place(service.base) else {}
        with self._pacer.turn(service) as turn:
            standing.requests += 1
            reply = self._wire.send(request, headers, turn.begin)
            _log.debug("%s: %s %s: HTTP %d", service.name, request.method, told(request.url), reply.status)
            if is_passing(reply):
                wait = retry_after(reply, time.time())
                if 0 < wait <= LONGEST_RETRY_AFTER:
                    turn.hold_back(wait)
                raise Again(f"HTTP {reply.status}", wait=wait, undone=reply.status < 500)
        return reply


def _check_keys(service: Service) -> None:
    """Refuse a key that cannot stand in a header before anything quotes it in an error."""
    if not all(value.strip().isascii() and value.strip().isprintable() for value in service.headers.values()):
        named = service.key_name or f"the key for {service.name}"
        raise KeyRejected(f"{named} holds characters that no key has: copy it again")


def _refuse(service: Service, request: Request, reply: Reply) -> NoReturn:
    """Raise what a status means that is neither an answer nor a passing failure."""
    words = _words(service, reply)
    if reply.status in _REFUSED:
        message = f"{service.name} {_key_told(service)} (HTTP {reply.status}{words})"
        raise KeyRejected(message, status=reply.status)
    if 400 <= reply.status < 500:
        message = f"{service.name} does not take the question at {told(request.url)} (HTTP {reply.status}{words})"
        raise NotAccepted(message, status=reply.status)
    raise Again(f"HTTP {reply.status}{words}", bad=True)


def _key_told(service: Service) -> str:
    if service.secrets:
        return f"refuses the key in {service.key_name}" if service.key_name else "refuses the key"
    return f"refuses requests without a key; set {service.key_name}" if service.key_name else "refuses our requests"


def _words(service: Service, reply: Reply) -> str:
    """Quote what the service says, without tags, and without the key that it may say with it."""
    text = reply.body.decode("utf-8", "replace")
    for secret in service.secrets:
        text = text.replace(secret, "…")
    if text.lstrip().startswith("<"):
        text = re.sub("<[^>]*>", " ", text)
    words = clean_text(text)[:_WORDS]
    return f": {words}" if words else ""
