"""A proxy before a Bolt server that breaks what a network breaks."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit


class BoltProxy:
    """Passes bytes on to a server; `cut` ends every connection and lets no new one in, `hang` passes nothing on.

    `cut_after` cuts by itself as soon as that many bytes have gone either way.
    """

    def __init__(self, uri: str, *, cut_after: int | None = None) -> None:
        """Listen on a free port, before the server at `uri`."""
        parts = urlsplit(uri)
        self._upstream = (parts.hostname or "", parts.port or 0)
        self._left = cut_after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self._sockets: list[socket.socket] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._cut = False
        self.cut_at = 0.0

    def cut(self) -> None:
        """End every connection, and refuse new ones."""
        self._cut = True
        self.cut_at = time.monotonic()
        _end(self._listener)
        self.break_off()

    def break_off(self) -> None:
        """End every connection, and let new ones in."""
        while self._sockets:
            _end(self._sockets.pop())

    def hang(self) -> None:
        """Pass nothing on any more, but keep every connection open and let new ones in."""
        self._flowing.clear()

    def __enter__(self) -> BoltProxy:
        """Begin to pass on."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self.cut()
        self._flowing.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._cut:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._upstream)
                self._sockets += [client, server]
                threading.Thread(target=self._pass_on, args=(client, server), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(server, client), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                self._flowing.wait()
                if self._left is not None:
                    self._left -= len(chunk)
                    if self._left < 0 and not self._cut:
                        self.cut()
                        return
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)


def _end(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
