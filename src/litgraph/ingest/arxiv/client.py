"""arXiv's query API through the arxiv package, whose HTTP session is replaced by litgraph's transport."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

import arxiv

from litgraph.ingest.arxiv.account import Told, account_of
from litgraph.ingest.arxiv.feed import Feed, id_in, read_feed
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, value_of
from litgraph.web.request import DAY, Request, Service
from litgraph.web.transport import Web

_SEARCH_LIFETIME = DAY
_LOOKUP_LIFETIME = 30 * DAY
_VERSION = re.compile(r"v(\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of answers; `length` counts its papers and `damaged` entries, `total` the papers of all pages."""

    accounts: tuple[Account, ...]
    total: int | None
    length: int
    damaged: int


class ApiClient:
    """The query API; a class since it owns the package's client, and with it the one way of asking."""

    def __init__(self, web: Web, service: Service, today: str) -> None:
        """Put the transport in the place of the package's session; retries and pauses are the transport's affair."""
        self._today = today
        self._session = _Session(web, service)
        self._client = arxiv.Client(delay_seconds=0, num_retries=0)
        self._client.query_url_format = service.base.replace("{", "{{").replace("}", "}}") + "?{}"
        self._client._session = self._session

    def papers(self, ids: Sequence[PaperId]) -> Page:
        """Ask for papers by id, all of them on one page; the order is arXiv's."""
        search = arxiv.Search(id_list=[value_of(paper) for paper in ids], max_results=None)
        return self._page(search, start=0, size=len(ids))

    def search(self, query: str, *, start: int, size: int) -> Page:
        """Ask for one page of what a query finds, the oldest submission first."""
        by_day = {"sort_by": arxiv.SortCriterion.SubmittedDate, "sort_order": arxiv.SortOrder.Ascending}
        return self._page(arxiv.Search(query=query, max_results=None, **by_day), start=start, size=size)

    def _page(self, search: arxiv.Search, *, start: int, size: int) -> Page:
        self._client.page_size = size
        results = self._client.results(search, offset=start)
        first = list(islice(results, 1))  # asks for the page
        feed = self._session.feed
        rest = islice(results, max(feed.entries - 1, 0))  # to its end: one step on, the package asks for the next
        accounts = tuple(account_of(_told(result), self._today) for result in (*first, *rest))
        return Page(accounts=accounts, total=feed.total, length=feed.length, damaged=feed.damaged)


class _Session:
    """What the package needs of a session; it keeps the feed, since the package tells no totals."""

    def __init__(self, web: Web, service: Service) -> None:
        self._web = web
        self._service = service
        self.feed = Feed(body=b"", total=0, entries=0, papers=0, damaged=0)

    def get(self, url: str, headers: object) -> _Response:
        """Ask, with headers of the transport's own; NoAnswer passes through the package."""
        query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
        asked = dict(query)
        start, ids = int(asked["start"]), len(list(filter(None, asked["id_list"].split(","))))
        request = Request(
            url=self._service.base,
            query=tuple(query),
            lifetime=_LOOKUP_LIFETIME if ids else _SEARCH_LIFETIME,
            thing=False,
        )
        self.feed = self._web.fetch(self._service, request, lambda reply: read_feed(reply.body, start=start, ids=ids))
        return _Response(content=self.feed.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Response:
    content: bytes
    status_code: int = 200


def _told(result: arxiv.Result) -> Told:
    paper = id_in(result.entry_id)
    assert paper is not None, "read_feed leaves out entries without an id"
    return Told(
        id=paper,
        title=result.title,
        created=result.published.date().isoformat(),
        updated=result.updated.date().isoformat(),
        version="".join(_VERSION.findall(result.entry_id)),
        abstract=result.summary,
        authors=tuple(author.name for author in result.authors),
        subjects=(result.primary_category, *result.categories),
        comment=result.comment or "",
        journal_ref=result.journal_ref or "",
        doi=result.doi or "",
    )
