"""A local arXiv: the query API, OAI-PMH and `/src`, as strict about limits as the real one.

    with ArxivServer([paper, …]) as server: … server.api_url, server.oai_url, server.source_url

It also runs by itself over files of papers, and says at which addresses:

    python -m tests.servers.arxiv FILE… [--port N] [--categories cs.CL,cs.LG] [--interval SECONDS]

Files rarely hold categories and days. Those are made up (`records.completed`) and mean nothing: no figure may rest on
them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from tests.servers.arxiv_atom import QueryApi
from tests.servers.arxiv_oai import OaiApi
from tests.servers.faults import HTML, Answer, Handler
from tests.servers.records import CATEGORIES, ServedPaper, completed, read_papers
from tests.servers.scripted import LoopbackServer

_PDF = b"%PDF-1.5\n%%EOF\n"


class ArxivHandler(Handler):
    """Answers as arXiv does."""

    server: ArxivServer

    def honest(self) -> Answer:
        """Answer `self.seen`."""
        if self.server.is_too_soon(self.seen.began):
            return Answer(body=b"Rate exceeded.", status=429, headers={"Content-Type": "text/plain"})
        asked = dict(self.seen.query) | dict(parse_qsl(self.seen.body.decode(), keep_blank_values=True))
        if self.seen.path == "/api/query":
            return self.server.queries.answer(asked)
        if self.seen.path == "/oai":
            return self.server.oai.answer(asked)
        if self.seen.path.startswith("/src/"):
            return self.server.source(self.seen.path.removeprefix("/src/"))
        return Answer(body=HTML, status=404, headers={"Content-Type": "text/html"})


class ArxivServer(LoopbackServer):
    """Serves papers; `sources` are bodies of `/src` by id, any other paper is one of PDF alone."""

    def __init__(
        self,
        papers: Iterable[ServedPaper],
        *,
        sources: Mapping[str, bytes] | None = None,
        categories: Sequence[str] = CATEGORIES,
        oai_page: int = 1_000,
        interval: float = 0.0,
        port: int = 0,
    ) -> None:
        """Complete the papers; refuse requests that come sooner than `interval` seconds after the one before."""
        served = [completed(paper, categories) for paper in papers if paper.arxiv]
        self.queries = QueryApi(served)
        self.oai = OaiApi(served, oai_page)
        self._known = {paper.arxiv for paper in served}
        self._sources = sources or {}
        self._interval = interval
        self._last = 0.0
        self._port = port
        super().__init__(ArxivHandler)

    def __enter__(self) -> ArxivServer:
        """Begin to serve."""
        super().__enter__()
        return self

    def server_bind(self) -> None:
        """Take the port asked for."""
        self.server_address = ("127.0.0.1", self._port)
        super().server_bind()

    @property
    def api_url(self) -> str:
        """Give the address of the query API."""
        return f"{self.url}/api/query"

    @property
    def oai_url(self) -> str:
        """Give the address of OAI-PMH."""
        return f"{self.url}/oai"

    @property
    def source_url(self) -> str:
        """Give the address to which an id is appended."""
        return f"{self.url}/src/"

    def is_too_soon(self, moment: float) -> bool:
        """Tell whether a request breaks the rule of the interval."""
        soon = moment < self._last + 0.95 * self._interval
        self._last = moment
        return soon

    def source(self, name: str) -> Answer:
        """Answer for the source of a paper."""
        if name in self._sources:
            return Answer(body=self._sources[name], headers={"Content-Type": "application/gzip"})
        if name in self._known:
            return Answer(body=_PDF, headers={"Content-Type": "application/pdf"})
        return Answer(body=HTML, status=404, headers={"Content-Type": "text/html"})


def main() -> None:
    """Serve files of papers until interrupted."""
    parser = argparse.ArgumentParser(description="A local arXiv over files of papers (JSON lines).")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--interval", type=float, default=0.0, help="refuse requests that come sooner, in seconds")
    parser.add_argument(
        "--categories",
        default=",".join(CATEGORIES),
        help="made up, at random, for papers that have none; they mean nothing",
    )
    given = parser.parse_args()
    papers = read_papers(given.files)
    server = ArxivServer(papers, categories=given.categories.split(","), interval=given.interval, port=given.port)
    with server:
        print(f"LITGRAPH_ARXIV_API_URL={server.api_url}")
        print(f"LITGRAPH_ARXIV_OAI_URL={server.oai_url}")
        print(f"LITGRAPH_ARXIV_SOURCE_URL={server.source_url}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print(f"{len(server.seen)} requests")


if __name__ == "__main__":
    main()
