"""What is asked of a service, what it answers, and how an answer can fail to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

DAY = 24 * 3600.0
_SECRET_HEADERS = ("authorization", "x-api-key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service that is asked over HTTP: its name in `sources`, and the manners that it asks for.

    `headers` (a key among them) go to the host and port of `base` alone. Services of one `pace` take turns: of all
    processes of a user together one at a time asks, `interval` seconds after the one before began. `key_name` is the
    environment's variable that the key comes from, for messages.
    """

    name: str
    base: str
    pace: str
    interval: float
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False, hash=False)
    key_name: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Give what no log, message or file may hold: the keys among the headers, whole and without `Bearer`."""
        keys = [value.strip() for name, value in self.headers.items() if name.lower() in _SECRET_HEADERS]
        return tuple(dict.fromkeys(part for key in keys if key for part in (key, key.split()[-1])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question: `query` holds unencoded pairs, `body` makes it a POST of JSON.

    A reply is served from the cache for `lifetime` seconds; without any it is neither kept nor looked for there.
    `thing` tells that the address names something, so that a 404 says that there is no such thing; at the address of an
    endpoint it says nothing of what was asked, and is a failure.
    `verb` (POST, PUT, PATCH) marks a request that changes something at the service, which never is.
    """

    url: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    lifetime: float = DAY
    thing: bool = True
    verb: str = ""

    @property
    def method(self) -> str:
        """Give the HTTP method."""
        return self.verb or ("POST" if self.body else "GET")

    @property
    def cacheable(self) -> bool:
        """Tell whether the reply may be kept."""
        return self.lifetime > 0 and not self.verb

    @property
    def once(self) -> bool:
        """Tell whether the request may do harm when it is carried out twice: PUT and PATCH set what they set."""
        return self.verb == "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a service answered. Names of headers are in lower case; `fetched` is in seconds since 1970."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    url: str = ""
    fetched: float = 0.0
    cached: bool = False


class BadReply(Exception):
    """Say what is wrong with a reply of status 200: it counts as a failure, is asked for again, and never cached.

    `busy` marks one by which the service says that it is asked too much ("Rate exceeded.").
    """

    def __init__(self, reason: str, *, busy: bool = False) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.busy = busy


class NoAnswer(Exception):
    """Say why a question has no answer; `state` is what becomes of the one who asked it."""

    state: ClassVar[str] = "failed"


class NotFound(NoAnswer):
    """The service answers that it has no such thing (404, 410)."""

    state = "not_found"


class NotAccepted(NoAnswer):
    """The service says that the question is wrong or too large (400, 413, 414, …); it is not asked again."""

    def __init__(self, reason: str, *, status: int) -> None:
        """Keep the reason and the HTTP status."""
        super().__init__(reason)
        self.status = status


class Failed(NoAnswer):
    """The service was asked as often as is decent, and gave no good answer."""


class Unsure(Failed):
    """A request that changes something got no good answer: it may have been carried out, and is not sent again."""


class KeyRejected(NoAnswer):
    """The service refuses the key, or whoever asks without one (401, 403); it is asked nothing more in this run."""

    state = "deferred"

    def __init__(self, reason: str, *, status: int = 0) -> None:
        """Keep the reason and the HTTP status, 0 where the service was not asked."""
        super().__init__(reason)
        self.status = status


class Deferred(NoAnswer):
    """The service was not asked: it failed before in this run, wants to be left alone, or the run is offline."""

    state = "deferred"
