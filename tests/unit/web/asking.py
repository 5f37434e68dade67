"""What the tests of the transport ask, and with what patience."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from litgraph.web.replies import Replies
from litgraph.web.request import BadReply, NoAnswer, Reply, Request, Service
from litgraph.web.transport import Web
from litgraph.web.wire import Wire, quieten
from tests.servers.scripted import LoopbackServer

KEY = "sk-Zq8vR2mT5xW1"
GOOD = b"a sound answer, long enough to be cut in two"


def service(
    server: LoopbackServer,
    *,
    name: str = "s",
    interval: float = 0.0,
    pace: str = "s",
    key: str = "",
    key_name: str = "",
) -> Service:
    """Make a service of a server."""
    headers = MappingProxyType({"x-api-key": key} if key else {})
    return Service(name=name, base=server.url, pace=pace, interval=interval, headers=headers, key_name=key_name)


def request(server: LoopbackServer, path: str = "/x", **more: Any) -> Request:
    """Ask for a path of a server."""
    return Request(url=server.url + path, **more)


def good(reply: Reply) -> bytes:
    """Read a reply, as strict as a parser."""
    if reply.body.startswith(b"Rate exceeded"):
        raise BadReply("Rate exceeded.", busy=True)
    if reply.body != GOOD:
        raise BadReply("no sound answer")
    return reply.body


@contextmanager
def web_at(
    folder: Path,
    *,
    timeout: float = 5.0,
    deadline: float = 60.0,
    tries: int = 3,
    backoff: float = 0.01,
    agent: str = "litgraph/test",
    pace: Path | None = None,
    **more: Any,
) -> Iterator[Web]:
    """Open a transport with its files in a folder, the pace perhaps in another."""
    quieten()
    clock: Callable[[], float] = more.get("clock", lambda: 0.0)
    with (
        closing(Replies(folder / "replies.sqlite", clock())) as replies,
        closing(Wire(agent, timeout, deadline)) as wire,
    ):
        yield Web(
            replies=replies,
            wire=wire,
            pace=pace or folder / "pace",
            tries=tries,
            backoff=backoff,
            random=Random(1),
            **more,
        )


def outcome(web: Web, asked: Service, question: Request, read: Callable[[Reply], bytes] = good) -> bytes | NoAnswer:
    """Give the answer, or why there is none."""
    try:
        return web.fetch(asked, question, read)
    except NoAnswer as none:
        return none
