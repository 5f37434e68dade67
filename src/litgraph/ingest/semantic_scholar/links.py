"""References and citations of a paper, page by page: all of them, or a state that says why not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from litgraph.ingest.fields import Fields
from litgraph.ingest.semantic_scholar.accounts import account_of
from litgraph.ingest.semantic_scholar.names import best_name
from litgraph.ingest.semantic_scholar.records import sound_texts
from litgraph.ingest.semantic_scholar.replies import Page
from litgraph.ingest.source import Links
from litgraph.model.account import Account
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import merge
from litgraph.web.request import DAY, NoAnswer, NotAccepted

_REACH = 9_999  # offset and limit together stay below 10,000
_PAGES = (1_000, 250, 50)  # rows; the next size is tried where a page would be larger than 10 MB
_ROW_FIELDS = ("contexts", "intents", "isInfluential")
_PAPER_FIELDS = ("corpusId", "externalIds", "title", "year", "authors", "venue", "publicationDate")
_MOST_CONTEXTS, _LONGEST_CONTEXT = 20, 1_000
_MOST_INTENTS, _LONGEST_INTENT = 10, 40

# Asks by an identifier for the rows from an offset on, at most so many of them.
AskPage = Callable[[PaperId, int, int], Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One of the two ways along citations: the endpoint's name, and what is asked and believed of the other end."""

    name: str
    nested: str
    fields: tuple[str, ...]
    lifetime: float
    source: str
    stub: bool

    def citation(self, paper: PaperId, other: PaperId) -> Citation:
        """Give the citation between a paper and one at the other end."""
        citing, cited = (paper, other) if self.nested == "citedPaper" else (other, paper)
        return Citation(citing=citing, cited=cited)


REFERENCES = Direction(
    name="references",
    nested="citedPaper",
    fields=(*_ROW_FIELDS, *_PAPER_FIELDS),
    lifetime=30 * DAY,
    source="citation",
    stub=True,
)
CITATIONS = Direction(
    name="citations",
    nested="citingPaper",
    fields=(*_ROW_FIELDS, *_PAPER_FIELDS, "abstract"),
    lifetime=7 * DAY,
    source="s2",
    stub=False,
)


def links_of(ask: AskPage, direction: Direction, paper: PaperId, known: Collection[PaperId]) -> Links:
    """Ask for all that a paper cites or is cited by; if one page fails, nothing of the others is given."""
    name = best_name({paper, *known})
    if name is None:
        return Links(state="not_found", reason=f"{paper} has no identifier that Semantic Scholar can be asked by")
    try:
        pages = _pages(ask, name)
    except NoAnswer as trouble:
        return Links(state=trouble.state, reason=str(trouble))
    if pages[0].elided:
        return Links(state="elided", reason=pages[0].elided)
    return _links(direction, paper, pages)


def _pages(ask: AskPage, name: PaperId) -> list[Page]:
    for size in _PAGES:
        try:
            return list(_paged(ask, name, size))
        except NotAccepted as refusal:
            if size == _PAGES[-1] or not _is_too_large(refusal):
                raise
    raise AssertionError("there is a last size")


def _paged(ask: AskPage, name: PaperId, size: int) -> Iterator[Page]:
    """Yield pages until one names no next, or the next is out of reach."""
    offset: int | None = 0
    while offset is not None and offset < _REACH:
        page = ask(name, offset, min(size, _REACH - offset))
        yield page
        offset = page.after


def _links(direction: Direction, paper: PaperId, pages: Sequence[Page]) -> Links:
    accounts: dict[PaperId, Account] = {}
    citations: dict[PaperId, Citation] = {}
    nameless = 0
    for row in (row for page in pages for row in page.rows):
        account = account_of(row[direction.nested], source=direction.source, stub=direction.stub)
        if account is None:
            nameless += 1
            continue
        other = account.paper.id
        accounts[other] = _united(accounts.get(other), account)
        citations[other] = _with_evidence(citations.get(other) or direction.citation(paper, other), row)
    capped = pages[-1].after is not None
    state = "capped" if capped else "ok" if accounts or nameless else "empty"
    return Links(
        state=state,
        accounts=tuple(accounts.values()),
        citations=tuple(citations.values()),
        reason="; ".join(_reasons(direction, nameless, capped)),
    )


def _reasons(direction: Direction, nameless: int, capped: bool) -> Iterator[str]:
    if capped:
        yield f"Semantic Scholar gives no more than {_REACH:,} {direction.name} of a paper"
    if nameless:
        yield f"{nameless} {direction.name} have neither an identifier nor a title"


def _united(first: Account | None, second: Account) -> Account:
    """Unite what two rows say of one paper: pages overlap when the list grows between them."""
    return replace(second, paper=merge(first.paper, second.paper)) if first else second


def _with_evidence(citation: Citation, row: Fields) -> Citation:
    return replace(
        citation,
        contexts=_more(citation.contexts, row.get("contexts"), _MOST_CONTEXTS, _LONGEST_CONTEXT),
        intents=_more(citation.intents, row.get("intents"), _MOST_INTENTS, _LONGEST_INTENT),
        influential=citation.influential or row.get("isInfluential") is True,
    )


def _more(known: Iterable[str], given: object, most: int, longest: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *sound_texts(given, most=most, longest=longest))))[:most]


def _is_too_large(refusal: NotAccepted) -> bool:
    return refusal.status == 413 or "maximum size" in str(refusal).lower()
