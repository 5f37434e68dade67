"""A local server whose replies a test writes down, path by path, and which remembers what it was asked."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.servers.faults import Answer, Faults, Handler, SeenRequest


class LoopbackServer(ThreadingHTTPServer):
    """A server on this machine: `url` is its root, `seen` all that it was asked, `faults` what it does wrong."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, handler: type[Handler]) -> None:
        """Listen on a free port, once entered."""
        super().__init__(("127.0.0.1", 0), handler)
        self.faults = Faults()
        self.seen: list[SeenRequest] = []
        self.most_at_once = 0
        self._at_once = 0
        self._mutex = threading.Lock()

    @property
    def url(self) -> str:
        """Give the root address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        """List the paths asked for, in order."""
        return [seen.path for seen in self.seen]

    def gaps(self) -> list[float]:
        """List the seconds between the beginnings of one request and the next."""
        began = sorted(seen.began for seen in self.seen)
        return [after - before for before, after in itertools.pairwise(began)]

    @contextmanager
    def hearing(self, seen: SeenRequest) -> Iterator[None]:
        """Remember a request while and after it is answered."""
        with self._mutex:
            self.seen.append(seen)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._mutex:
                self._at_once -= 1
            seen.ended = time.monotonic()

    def __enter__(self) -> LoopbackServer:
        """Begin to serve."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Be quiet about those who hang up; anything else is a mistake in the server, and shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


Reply = bytes | Answer | Callable[[SeenRequest], Answer]


def scripted(replies: dict[str, Reply | Iterable[Reply]] | None = None) -> LoopbackServer:
    """Serve by path: always the same reply, or one after another (the last for ever); 200 `ok` where none is written.

    A reply is a body, an `Answer`, or a function of the request.
    """
    queues = {path: _queue(reply) for path, reply in (replies or {}).items()}
    mutex = threading.Lock()

    class Scripted(Handler):
        def honest(self) -> Answer:
            queue = queues.get(self.seen.path, [b"ok"])
            with mutex:
                reply = queue.pop(0) if len(queue) > 1 else queue[0]
            if isinstance(reply, bytes):
                return Answer(body=reply)
            return reply if isinstance(reply, Answer) else reply(self.seen)

    return LoopbackServer(Scripted)


def _queue(reply: Reply | Iterable[Reply]) -> list[Reply]:
    if isinstance(reply, bytes | Answer) or callable(reply):
        return [reply]
    return list(reply)
