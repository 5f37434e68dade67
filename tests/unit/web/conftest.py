"""A server and a transport for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from litgraph.web.transport import Web
from tests.servers.scripted import LoopbackServer, scripted
from tests.unit.web.asking import GOOD, web_at


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Serve sound answers at /x and /y."""
    with scripted({"/x": GOOD, "/y": GOOD}) as server:
        yield server


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Open a transport of three tries with short waits."""
    with web_at(tmp_path) as web:
        yield web
