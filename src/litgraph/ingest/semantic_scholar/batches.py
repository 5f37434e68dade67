"""Looking papers up by identifier, in batches that the service accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from litgraph.ingest.fields import Fields
from litgraph.ingest.semantic_scholar.accounts import account_of
from litgraph.ingest.semantic_scholar.names import contradiction, identifiers_of, is_known_kind
from litgraph.ingest.source import Lookup
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId
from litgraph.web.request import NoAnswer, NotAccepted

AskBatch = Callable[[Sequence[PaperId]], Sequence[Fields | None]]

_SHOWN = 3  # examples in a reason


def lookups(ask: AskBatch, papers: Sequence[PaperId], size: int) -> Iterator[Lookup]:
    """Ask for papers, `size` at a time; each identifier is in exactly one batch, however often it is given."""
    papers = list(dict.fromkeys(papers))
    known = [paper for paper in papers if is_known_kind(paper)]
    if foreign := [paper for paper in papers if not is_known_kind(paper)]:
        yield _all(foreign, "not_found", "Semantic Scholar can't be asked by such identifiers")
    for start in range(0, len(known), size):
        yield from _batch(ask, known[start : start + size])


def _batch(ask: AskBatch, papers: Sequence[PaperId]) -> Iterator[Lookup]:
    try:
        records = ask(papers)
    except NotAccepted as refusal:
        yield from _refused(ask, papers, refusal)
    except NoAnswer as trouble:
        yield _all(papers, trouble.state, str(trouble))
    else:
        yield _read(papers, records)


def _refused(ask: AskBatch, papers: Sequence[PaperId], refusal: NotAccepted) -> Iterator[Lookup]:
    """Make smaller batches of one that is too large, or that holds an identifier which the service can't read."""
    told = str(refusal)
    if "no valid paper ids" in told.lower():
        # Said, in the place of nulls, where none of the identifiers is known (so reported by clients in 2026).
        yield _all(papers, "not_found", "")
    elif len(papers) == 1 or "unrecognized" in told.lower() or "unacceptable" in told.lower():
        yield _all(papers, refusal.state, told)
    else:
        middle = len(papers) // 2
        yield from _batch(ask, papers[:middle])
        yield from _batch(ask, papers[middle:])


def _read(papers: Sequence[PaperId], records: Sequence[Fields | None]) -> Lookup:
    accounts: dict[PaperId, Account] = {}
    doubts: list[str] = []
    for paper, record in zip(papers, records, strict=True):
        if record is None:
            continue
        if doubt := _doubt(paper, record):
            doubts.append(doubt)
        elif account := account_of(record, asked=paper):
            accounts[paper] = account
    states = {paper: "ok" if paper in accounts else "not_found" for paper in papers}
    return Lookup(states=states, accounts=accounts, reason=_told(doubts))


def _doubt(paper: PaperId, record: Fields) -> str:
    """Say why a record is not believed to be of the paper that was asked for."""
    if other := contradiction(paper, identifiers_of(record)):
        return f"{paper} was answered with {other}"
    return "" if record.get("title") else f"{paper} was answered without a title"


def _told(doubts: Sequence[str]) -> str:
    more = f" and {len(doubts) - _SHOWN} more" if len(doubts) > _SHOWN else ""
    return "; ".join(doubts[:_SHOWN]) + more


def _all(papers: Sequence[PaperId], state: str, reason: str) -> Lookup:
    return Lookup(states=dict.fromkeys(papers, state), reason=reason)
