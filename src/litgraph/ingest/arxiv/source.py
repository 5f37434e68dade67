"""arXiv as a source of papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from litgraph.ingest.arxiv import oai, windows
from litgraph.ingest.arxiv.archive import read_archive
from litgraph.ingest.arxiv.client import ApiClient
from litgraph.ingest.arxiv.lookup import look_up
from litgraph.ingest.arxiv.services import ArxivServices
from litgraph.ingest.source import Found, Lookup
from litgraph.model.identifiers import PaperId, scheme_of, value_of
from litgraph.web.request import DAY, Request
from litgraph.web.transport import Web

_BATCH = 100
_SOURCE_LIFETIME = 30 * DAY


class ArxivSource:
    """Ask arXiv; a class since it owns the client of the query API."""

    name = "arxiv"

    def __init__(
        self, web: Web, services: ArxivServices, *, today: str, most: int = windows.MOST, page: int = windows.PAGE
    ) -> None:
        """Ask through `web`; of one query no more than the first `most` papers are asked for, `page` at a time."""
        self._web = web
        self._services = services
        self._today = today
        self._client = ApiClient(web, services.api, today)
        self._most = most
        self._page = page

    def takes(self, paper: PaperId) -> bool:
        """Tell whether an identifier is an arXiv id."""
        return scheme_of(paper) == "arxiv"

    def lookup(self, papers: Sequence[PaperId]) -> Iterator[Lookup]:
        """Ask for papers by their arXiv ids, a hundred at a time, in the order given."""
        distinct = list(dict.fromkeys(papers))
        for start in range(0, len(distinct), _BATCH):
            yield look_up(self._client, distinct[start : start + _BATCH])

    def new_papers(self, category: str, since: str, until: str) -> Iterator[Found]:
        """Give the papers of a category whose first version is from `since` to `until`, window by window."""
        return windows.new_papers(self._client, category, since, until, most=self._most, size=self._page)

    def changed(self, category: str, since: str) -> Iterator[Found]:
        """Give the papers of a category or OAI set that are new or changed since a day, page by page."""
        return oai.changed(self._web, self._services.oai, category, since, self._today)

    def fetch_source(self, paper: PaperId) -> bytes:
        """Fetch the source of a paper's latest version: a gzipped tar, a gzipped file, or TeX as it is.

        Raises NotFound where there is none (a paper of PDF alone), and the other NoAnswers.
        """
        service = self._services.source
        joint = "" if service.base.endswith(("/", "=")) else "/"
        request = Request(url=f"{service.base}{joint}{value_of(paper)}", lifetime=_SOURCE_LIFETIME)
        return self._web.fetch(service, request, lambda reply: read_archive(reply.body))
