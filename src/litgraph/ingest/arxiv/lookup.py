"""Papers by their ids. arXiv keeps no order, and says nothing of ids that it doesn't know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from litgraph.ingest.arxiv.client import ApiClient, Page
from litgraph.ingest.arxiv.states import state_of
from litgraph.ingest.source import Lookup
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId
from litgraph.web.request import NoAnswer, NotAccepted

# An id that is well-formed. Where even this one is refused, others were not refused for being malformed.
_CONTROL = PaperId("arxiv:0704.0001")


def look_up(client: ApiClient, papers: Sequence[PaperId]) -> Lookup:
    """Ask for papers; one that arXiv leaves out is `not_found` only where its reply is whole."""
    try:
        page = client.papers(papers)
    except NotAccepted as error:
        return _narrow(client, papers, error)
    except NoAnswer as error:
        return _all(papers, state_of(error), str(error))
    found = _found(page, papers)
    missing = [paper for paper in papers if paper not in found]
    if page.accounts and not found:
        return _all(papers, "failed", "arxiv answered with papers that were not asked for")
    settled = Lookup(states=dict.fromkeys(found, "ok"), accounts=found)
    if missing and found and not _is_whole(page):
        return _join(settled, look_up(client, missing))
    return _join(settled, _all(missing, "not_found", ""))


def _narrow(client: ApiClient, papers: Sequence[PaperId], refusal: NotAccepted) -> Lookup:
    """Find the ids for which arXiv refused the whole question, by halves."""
    if len(papers) > 1:
        if not _takes_questions(client):
            return _all(papers, "failed", str(refusal))
        half = len(papers) // 2
        return _join(look_up(client, papers[:half]), look_up(client, papers[half:]))
    if refusal.status == 400 and _takes_questions(client):
        return _all(papers, "not_found", str(refusal))
    return _all(papers, "failed", str(refusal))


def _takes_questions(client: ApiClient) -> bool:
    """Tell whether arXiv takes a question that is beyond doubt; the reply cache has it from the second time on."""
    try:
        client.papers([_CONTROL])
    except NoAnswer:
        return False
    return True


def _found(page: Page, papers: Sequence[PaperId]) -> dict[PaperId, Account]:
    """Give the papers that were asked for, each in its latest version, in the order in which they were asked for."""
    by_version = sorted(page.accounts, key=lambda account: int(account.facts.get("version", "0")))
    latest = {account.paper.id: account for account in by_version}
    return {paper: latest[paper] for paper in papers if paper in latest}


def _is_whole(page: Page) -> bool:
    """Tell whether a page has all that arXiv counts; some replies are cut short, and some counts are wrong."""
    return not page.damaged and page.total is not None and page.total <= page.length


def _all(papers: Iterable[PaperId], state: str, reason: str) -> Lookup:
    return Lookup(states=dict.fromkeys(papers, state), reason=reason)


def _join(*lookups: Lookup) -> Lookup:
    states: dict[PaperId, str] = {}
    accounts: dict[PaperId, Account] = {}
    for lookup in lookups:
        states.update(lookup.states)
        accounts.update(lookup.accounts)
    reasons = dict.fromkeys(lookup.reason for lookup in lookups if lookup.reason)
    return Lookup(states=states, accounts=accounts, reason="; ".join(reasons))
