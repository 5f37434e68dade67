"""OAI-PMH, the reliable way to learn what changed: https://info.arxiv.org/help/oa/index.html."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from litgraph.errors import InputError
from litgraph.ingest.arxiv.account import account_of, is_category
from litgraph.ingest.arxiv.oai_records import is_deleted, told_by
from litgraph.ingest.arxiv.states import state_of
from litgraph.ingest.arxiv.strict_xml import parse_xml
from litgraph.ingest.source import Found
from litgraph.model.account import Account
from litgraph.model.dates import parse_date
from litgraph.model.text import clean_text
from litgraph.web.request import DAY, BadReply, NoAnswer, NotAccepted, NotFound, Request, Service
from litgraph.web.transport import Web

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_EARLIEST = "2005-09-16"
# The archives that are one group, whatever their names say.
_PHYSICS = (
    "astro-ph",
    "cond-mat",
    "gr-qc",
    "hep-ex",
    "hep-lat",
    "hep-ph",
    "hep-th",
    "math-ph",
    "nlin",
    "nucl-ex",
    "nucl-th",
    "physics",
    "quant-ph",
)


class BadToken(NotAccepted):
    """The service no longer knows a resumption token; they expire daily."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A page of records: accounts, how many records are damaged, and the token that gives the next page."""

    accounts: tuple[Account, ...] = ()
    damaged: int = 0
    token: str = ""


def oai_set(category: str) -> str:
    """Give the set (`group:archive:CATEGORY`) of a category or archive; a set stays as it is."""
    if ":" in category:
        return category
    if not is_category(category):
        raise InputError(f"'{category}' is no arXiv category. Write it as arXiv does: cs.CL, hep-th.")
    archive, _, subject = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    return ":".join(filter(None, (group, archive, subject)))


def changed(web: Web, service: Service, category: str, since: str, today: str) -> Iterator[Found]:
    """Give the papers of a category or set that are new or changed since a day, page by page; the last may fail.

    A list whose token has expired is asked for anew once, from its beginning.
    """
    day = parse_date(since)
    if day is None:
        raise InputError(f"'{since}' is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    # The day of the change, not of the first version. No `until`: arXiv advises against it.
    asked = (
        ("verb", "ListRecords"),
        ("metadataPrefix", "arXiv"),
        ("set", oai_set(category)),
        ("from", max(f"{day}-01-01"[:10], _EARLIEST)),
    )
    try:
        try:
            yield from _pages(web, service, asked, today, lifetime=DAY)
        except BadToken:
            yield from _pages(web, service, asked, today, lifetime=0.0)
    except NoAnswer as error:
        yield Found(state=state_of(error), reason=str(error))


def read_records(body: bytes, today: str) -> Records:
    """Read a reply to ListRecords or GetRecord; raises BadReply, BadToken, NotAccepted, NotFound."""
    root = parse_xml(body, f"{_OAI}OAI-PMH")
    if (error := root.find(f"{_OAI}error")) is not None:
        return _nothing(error.get("code", ""), "".join(error.itertext()))
    records = [*root.iterfind(f"{_OAI}ListRecords/{_OAI}record"), *root.iterfind(f"{_OAI}GetRecord/{_OAI}record")]
    if not records:
        raise BadReply("a list without records")
    kept = [record for record in records if not is_deleted(record)]
    told = list(filter(None, map(told_by, kept)))
    if kept and not told:
        raise BadReply("a list none of whose records can be read")
    return Records(
        accounts=tuple(account_of(paper, today) for paper in told),
        damaged=len(kept) - len(told),
        token=_token(root),
    )


def _pages(
    web: Web, service: Service, asked: tuple[tuple[str, str], ...], today: str, *, lifetime: float
) -> Iterator[Found]:
    """Follow the tokens, which carry no count, to the end."""
    tokens: set[str] = set()
    while True:
        request = Request(url=service.base, query=asked, lifetime=lifetime, thing=False)
        page = web.fetch(service, request, lambda reply: read_records(reply.body, today))
        reason = f"{page.damaged} records are damaged" if page.damaged else ""
        yield Found(state="ok" if page.accounts else "empty", accounts=page.accounts, reason=reason)
        if not page.token:
            return
        if page.token in tokens:
            raise NotAccepted("arxiv-oai gave one resumption token twice", status=200)
        tokens.add(page.token)
        asked = (("verb", "ListRecords"), ("resumptionToken", page.token))


def _nothing(code: str, words: str) -> Records:
    """Tell the answer that there is nothing from those that are none."""
    message = f"arxiv-oai says {clean_text(code)[:40]}: {clean_text(words)[:200]}"
    if code == "noRecordsMatch":
        return Records()
    if code == "idDoesNotExist":
        raise NotFound(message)
    raise (BadToken if code == "badResumptionToken" else NotAccepted)(message, status=200)


def _token(root: Any) -> str:
    return (root.findtext(f"{_OAI}ListRecords/{_OAI}resumptionToken") or "").strip()
