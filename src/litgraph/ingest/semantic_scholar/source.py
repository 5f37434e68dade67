"""Semantic Scholar as a source of papers: lookups, references, citations, matches by title, recommendations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from urllib.parse import quote_plus

from litgraph.ingest.fields import Fields
from litgraph.ingest.semantic_scholar.accounts import account_of
from litgraph.ingest.semantic_scholar.batches import lookups
from litgraph.ingest.semantic_scholar.links import CITATIONS, REFERENCES, AskPage, Direction, links_of
from litgraph.ingest.semantic_scholar.matching import doubt_of, title_query
from litgraph.ingest.semantic_scholar.names import is_known_kind, name_in_path, s2_name
from litgraph.ingest.semantic_scholar.replies import Page, read_batch, read_page
from litgraph.ingest.semantic_scholar.requester import Requester, answer_of, client_of
from litgraph.ingest.source import Found, Links, Lookup
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, normalise_title, title_id
from litgraph.web.request import DAY, NoAnswer, Service
from litgraph.web.transport import Web

_BATCH, _BATCH_WITH_VECTORS = 500, 250  # a vector is 16 kB of JSON, a reply at most 10 MB
_EXAMPLES, _RECOMMENDATIONS = 100, 500
_GRAPH = "/graph/v1"
# Never nested citations or references: their lists are cut without a word.
_FIELDS = (
    "corpusId",
    "externalIds",
    "title",
    "abstract",
    "authors",
    "year",
    "publicationDate",
    "venue",
    "publicationVenue",
    "journal",
    "publicationTypes",
    "citationCount",
    "referenceCount",
    "influentialCitationCount",
)


class S2Source:
    """Semantic Scholar; it holds the package's client, and one requester for that and for what is asked directly."""

    name = "s2"

    def __init__(self, web: Web, service: Service) -> None:
        """Ask `service` through `web`."""
        self._requester = Requester(web, service)
        self._client = client_of(self._requester, service)

    def takes(self, paper: PaperId) -> bool:
        """Tell whether Semantic Scholar can be asked by such an identifier."""
        return is_known_kind(paper)

    def lookup(self, papers: Sequence[PaperId], *, vectors: bool = False) -> Iterator[Lookup]:
        """Ask for papers by their identifiers, batch by batch; with `vectors`, for their SPECTER2 vectors, too."""
        fields = (*_FIELDS, "embedding.specter_v2") if vectors else _FIELDS
        return lookups(lambda batch: self._batch(batch, fields), papers, _BATCH_WITH_VECTORS if vectors else _BATCH)

    def references(self, paper: PaperId, known: Collection[PaperId] = ()) -> Links:
        """Ask what a paper cites; `known` holds its other identifiers."""
        return links_of(self._page(REFERENCES), REFERENCES, paper, known)

    def citations(self, paper: PaperId, known: Collection[PaperId] = (), *, since: str = "", until: str = "") -> Links:
        """Ask what cites a paper, newest first, between two days (inclusive) where they are given.

        Citing papers without a date may be missing from what is asked for by days.
        """
        window = {"publicationDateOrYear": f"{since}:{until}"} if since or until else {}
        return links_of(self._page(CITATIONS, **window), CITATIONS, paper, known)

    def match(self, title: str, authors: Sequence[str] = (), year: int | None = None) -> Lookup:
        """Ask for the paper of a title: `ok` with that paper, or `not_found` with what was found in its place.

        The one state and account are under the title's own identifier.
        """
        named = title_id(title, next(iter(authors), ""), year)
        query = title_query(title)
        if not normalise_title(query):
            return Lookup(states={named: "not_found"}, reason="there is no title to search for")
        # The package splices the query as it stands, so it must be encoded before.
        search = self._client.search_paper(quote_plus(query), fields=list(_FIELDS), limit=1, match_title=True)
        try:
            account = account_of(answer_of(search).raw_data)
        except NoAnswer as trouble:
            return Lookup(states={named: trouble.state}, reason=str(trouble))
        doubt = doubt_of(account.paper, title, authors, year) if account else "it is nameless"
        if account is None or doubt:
            return Lookup(states={named: "not_found"}, reason=f"found only {_shown(account)}: {doubt}")
        return Lookup(states={named: "ok"}, accounts={named: account})

    def recommend(self, positives: Iterable[PaperId], negatives: Iterable[PaperId] = ()) -> Found:
        """Ask for papers like the first 100 of `positives` and unlike the first 100 of `negatives`, the best first."""
        liked, disliked = self._examples(positives), self._examples(negatives)
        if not liked:
            return Found(state="empty", reason="no example to go by was given")
        asking = self._client.get_recommended_papers_from_lists(liked, disliked, list(_FIELDS), _RECOMMENDATIONS)
        try:
            papers = answer_of(asking)
        except NoAnswer as trouble:
            return Found(state=trouble.state, reason=str(trouble))
        accounts = [account for paper in papers if (account := account_of(paper.raw_data))]
        nameless = len(papers) - len(accounts)
        reason = f"{nameless} recommended papers have neither an identifier nor a title" if nameless else ""
        return Found(state="ok" if accounts else "empty", accounts=tuple(accounts), reason=reason)

    def _batch(self, papers: Sequence[PaperId], fields: Sequence[str]) -> tuple[Fields | None, ...]:
        return self._requester.ask(
            f"{_GRAPH}/paper/batch",
            {"fields": ",".join(fields)},
            lambda reply: read_batch(reply, papers),
            lifetime=30 * DAY,
            payload={"ids": [s2_name(paper) for paper in papers]},
        )

    def _page(self, direction: Direction, **window: str) -> AskPage:
        """Give a way to ask for one page of references or citations."""

        def ask(paper: PaperId, offset: int, limit: int) -> Page:
            query = {"fields": ",".join(direction.fields), "offset": str(offset), "limit": str(limit), **window}
            path = f"{_GRAPH}/paper/{name_in_path(paper)}/{direction.name}"
            read = partial(read_page, nested=direction.nested, offset=offset)
            return self._requester.ask(path, query, read, lifetime=direction.lifetime)

        return ask

    @staticmethod
    def _examples(papers: Iterable[PaperId]) -> list[str]:
        """Name examples, sorted: the same ones in another order are the same question."""
        known = [s2_name(paper) for paper in dict.fromkeys(papers) if is_known_kind(paper)]
        return sorted(known[:_EXAMPLES])


def _shown(account: Account | None) -> str:
    return f"{account.paper.id} {account.paper.title[:200]!r}" if account else "a record"
