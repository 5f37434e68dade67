from __future__ import annotations

import socket
import threading
from contextlib import closing

import pytest

from litgraph.graph.neo4j.server import Server
from litgraph.graph.neo4j.watch import greet


def test_a_greeting_is_answered_by_a_version() -> None:
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def answer() -> None:
            with listener.accept()[0] as visitor:
                heard.append(visitor.recv(64))
                visitor.sendall(b"\0\0\x08\x05 and more")

        answering = threading.Thread(target=answer)
        answering.start()
        reply = greet(Server(uri=f"bolt://127.0.0.1:{listener.getsockname()[1]}"))
        answering.join()

    assert reply == b"\0\0\x08\x05"
    assert heard[0][:4] == bytes.fromhex("6060b017")
    assert len(heard[0]) == 20


def test_nobody_there_is_an_error() -> None:
    with pytest.raises(OSError, match="refused"):
        greet(Server(uri="bolt://127.0.0.1:1"))
