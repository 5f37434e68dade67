"""A local Semantic Scholar over drawn papers, and a source that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from litgraph.ingest.semantic_scholar.services import s2_service
from litgraph.ingest.semantic_scholar.source import S2Source
from litgraph.web.transport import Web, open_web
from tests.servers.s2_library import Library
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.drawn import PAPERS

Opened = Callable[..., S2Source]
TRIES = 3


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Open a transport that waits for next to nothing."""
    with open_web(
        replies=tmp_path / "replies.sqlite",
        pace=tmp_path / "pace",
        contact="someone@example.org",
        timeout=2.0,
        tries=TRIES,
        backoff=0.001,
    ) as web:
        yield web


@pytest.fixture
def server() -> Iterator[S2Server]:
    """Serve the drawn papers."""
    server = S2Server(Library(PAPERS))
    with server:
        yield server


@pytest.fixture
def source(web: Web, server: S2Server) -> S2Source:
    """Ask the server of the drawn papers, without a key."""
    return S2Source(web, s2_service(api_url=server.url, interval=0.0))


@pytest.fixture
def opened(web: Web) -> Iterator[Opened]:
    """Open a source that asks another server: any that has a `url`, once it is entered."""
    with ExitStack() as stack:

        def build(server: Any, key: str = "") -> S2Source:
            stack.enter_context(server)
            return S2Source(web, s2_service(api_url=server.url, key=key, interval=0.0))

        yield build
