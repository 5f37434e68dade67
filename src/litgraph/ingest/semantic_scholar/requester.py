"""The `semanticscholar` package, with litgraph's transport in the place of its own.

The package (0.12.0) makes the addresses and bodies of matches and recommendations, and models of their papers. Its own
requester sends no key on references and citations, takes 401, 502 and 503 for empty answers, logs keys at DEBUG and
splices queries raw; none of it runs here. Its lists go on for ever where a page lacks `data` and end early where `next`
is not what it expects, and its batches drop the nulls by which an answer stands beside its question: those three
endpoints are asked here directly.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from semanticscholar import AsyncSemanticScholar
from semanticscholar.ApiRequester import ApiRequester
from semanticscholar.SemanticScholarException import SemanticScholarException

from litgraph.ingest.semantic_scholar.replies import Records, read_records
from litgraph.web.request import DAY, Failed, NotFound, Reply, Request, Service
from litgraph.web.transport import Web

T = TypeVar("T")

# What the package asks for: how long the answer stands, and the field that holds its papers, by the end of the address.
_LISTS = {"match": (30 * DAY, "data"), "papers": (DAY, "recommendedPapers")}


class Requester(ApiRequester):  # type: ignore[misc]
    """Asks Semantic Scholar through the transport that everything shares: one pace, one cache, one key."""

    def __init__(self, web: Web, service: Service) -> None:
        """Ask `service` through `web`."""
        super().__init__(timeout=0, retry=False)
        self._web = web
        self._service = service

    def ask(
        self,
        path: str,
        query: Mapping[str, str],
        read: Callable[[Reply], T],
        *,
        lifetime: float,
        payload: Mapping[str, Any] | None = None,
    ) -> T:
        """Ask by an encoded path under the root and an unencoded query, and give what `read` makes of the reply."""
        body = json.dumps(payload, sort_keys=True).encode() if payload else b""
        # A batch is asked for at the address of an endpoint; all else names a paper, a title or examples.
        url = f"{self._service.base.rstrip('/')}{path}"
        request = Request(
            url=url, query=tuple(query.items()), body=body, lifetime=lifetime, thing=not path.endswith("/batch")
        )
        return self._web.fetch(self._service, request, read)

    async def get_data_async(
        self, url: str, parameters: str, headers: Mapping[str, str], payload: Mapping[str, Any] | None = None
    ) -> dict[str, Records]:
        """Answer the package. Its `headers` hold no key and are left out: the transport adds the service's own."""
        path = url.removeprefix(self._service.base.rstrip("/"))
        lifetime, field = _LISTS[path.rstrip("/").rpartition("/")[2]]
        query = dict(parse_qsl(parameters, keep_blank_values=True))
        answer = self.ask(path, query, lambda reply: read_records(reply, field), lifetime=lifetime, payload=payload)
        if field == "data" and not answer[field]:
            raise NotFound("no title matches")  # the package takes the first of them, unseen
        return answer


def client_of(requester: Requester, service: Service) -> AsyncSemanticScholar:
    """Build the package's client around our requester."""
    client = _quietly(lambda: AsyncSemanticScholar(api_url=service.base.rstrip("/"), retry=False))
    client._requester = requester
    return client


def answer_of(asking: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of the package to its end: our requester never waits, so no event loop is needed.

    The package's own way, a loop in a thread of its own inside a notebook, would take the transport along.
    """
    try:
        asking.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    except (SemanticScholarException, LookupError, TypeError, ValueError, AttributeError) as error:
        raise Failed(f"the semanticscholar package cannot read the reply: {error!r}") from error
    raise Failed("the semanticscholar package waits for something")


def _quietly(build: Callable[[], T]) -> T:
    """Build the client without the handler that it puts on the root logger when there is none."""
    mute = logging.NullHandler()
    logging.root.addHandler(mute)
    try:
        return build()
    finally:
        logging.root.removeHandler(mute)
