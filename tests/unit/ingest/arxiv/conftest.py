"""The real transport, and arXiv asked through it at a local server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from litgraph.ingest.arxiv.services import arxiv_services
from litgraph.ingest.arxiv.source import ArxivSource
from litgraph.web.transport import Web, open_web
from tests.servers.arxiv import ArxivServer
from tests.servers.records import ServedPaper, read_papers
from tests.servers.scripted import LoopbackServer

TODAY = "2026-11-24"
_FACTS = Path(__file__).parents[4] / "src" / "litgraph" / "data" / "papers.jsonl"

Asks = Callable[..., ArxivSource]
Serves = Callable[..., ArxivServer]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Open the transport with three tries and hardly a wait."""
    with open_web(
        replies=tmp_path / "replies.sqlite",
        pace=tmp_path / "pace",
        contact="",
        timeout=2.0,
        tries=3,
        backoff=0.001,
    ) as web:
        yield web


@pytest.fixture
def asks(web: Web) -> Asks:
    """Give arXiv as a source, at the addresses of a server."""

    def at(server: LoopbackServer, *, interval: float = 0.0, most: int = 2_000, page: int = 200) -> ArxivSource:
        services = arxiv_services(
            api_url=f"{server.url}/api/query",
            oai_url=f"{server.url}/oai",
            source_url=f"{server.url}/src/",
            interval=interval,
        )
        return ArxivSource(web, services, today=TODAY, most=most, page=page)

    return at


@pytest.fixture(scope="session")
def facts() -> Sequence[ServedPaper]:
    """Give the arXiv papers of the bundled snapshot."""
    return [paper for paper in read_papers([_FACTS]) if paper.arxiv]


@pytest.fixture
def serves() -> Iterator[Serves]:
    """Serve papers as arXiv does, until the test ends."""
    servers: list[ArxivServer] = []

    def serve(papers: Sequence[ServedPaper], **limits: object) -> ArxivServer:
        servers.append(ArxivServer(papers, **limits).__enter__())  # type: ignore[arg-type]
        return servers[-1]

    yield serve
    for server in servers:
        server.__exit__(None, None, None)
