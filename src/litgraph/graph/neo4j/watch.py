"""A look at whether a server still answers, beside a question that it takes long over.

A server that stands still, or that the network cuts off without a word, would be waited for two minutes: only then the
driver takes the silence of an open connection for its end.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from litgraph.graph.neo4j.server import Server

# https://neo4j.com/docs/bolt/current/bolt/handshake/: a magic word, then four versions, here 5.0 to 5.8 and none.
_GREETING = bytes.fromhex("6060b017 00080805 00000000 00000000 00000000")
_EVERY = 2.0  # seconds between two looks
_PATIENCE = 4.0  # seconds that a greeting may take
_PORT = 7687


def greet(server: Server) -> bytes:
    """Greet a server in Bolt and give the four bytes of its reply; raise OSError where none comes."""
    parts = urlsplit(server.uri)
    with socket.create_connection((parts.hostname or "", parts.port or _PORT), timeout=_PATIENCE) as line:
        line.sendall(_GREETING)
        return line.recv(4, socket.MSG_WAITALL)


@contextmanager
def watched(server: Server, give_up: Callable[[], None]) -> Iterator[Watch]:
    """Watch a server that has one address without encryption; others are left to the driver."""
    watch, ended = Watch(server, give_up), threading.Event()
    if urlsplit(server.uri).scheme == "bolt":
        threading.Thread(target=watch.look, args=(ended,), daemon=True).start()
    try:
        yield watch
    finally:
        ended.set()


class Watch:
    """Calls `give_up` when the server no longer answers while something is asked of it."""

    def __init__(self, server: Server, give_up: Callable[[], None]) -> None:
        """Begin with nothing being asked."""
        self._server = server
        self._give_up = give_up
        self.has_given_up = False
        self._asked = 0
        self._mutex = threading.Lock()

    @contextmanager
    def over(self) -> Iterator[None]:
        """Count a question as being asked."""
        with self._mutex:
            self._asked += 1
        try:
            yield
        finally:
            with self._mutex:
                self._asked -= 1

    def look(self, ended: threading.Event) -> None:
        """Look now and then, until `ended`."""
        while not ended.wait(_EVERY):
            if not self._asked:
                continue
            try:
                greet(self._server)
            except TimeoutError:
                self.has_given_up = True
                self._give_up()
                return
            except OSError:  # it is gone, and the driver has been told so by the same system
                continue
