"""New papers of a category, in windows of days that hold no more than arXiv gives for one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from litgraph.errors import InputError
from litgraph.ingest.arxiv.account import is_category
from litgraph.ingest.arxiv.client import ApiClient
from litgraph.ingest.arxiv.states import state_of
from litgraph.ingest.source import Found
from litgraph.model.account import Account
from litgraph.model.dates import last_day, parse_date
from litgraph.model.identifiers import PaperId
from litgraph.web.request import NoAnswer

# arXiv gives slices of at most 2,000, slowly; pages of 200 come reliably.
# https://info.arxiv.org/help/api/user-manual.html#_start_and_max_results_paging
MOST = 2_000
PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days from `first` to `last`, both inclusive, in UTC."""

    first: datetime.date
    last: datetime.date

    def __str__(self) -> str:
        """Name the days."""
        return f"on {self.first}" if self.first == self.last else f"from {self.first} to {self.last}"

    def halves(self) -> tuple[Window, Window]:
        """Cut a window of two days or more in two."""
        middle = self.first + (self.last - self.first) // 2
        return (
            Window(first=self.first, last=middle),
            Window(first=middle + datetime.timedelta(days=1), last=self.last),
        )


def new_papers(
    client: ApiClient, category: str, since: str, until: str, *, most: int = MOST, size: int = PAGE
) -> Iterator[Found]:
    """Give the papers of a category whose first version is of these days, window by window, the oldest first.

    A window that fails is the last one. One that arXiv counts differently than it gives is `failed`, with what it gave.
    """
    if not is_category(category):
        raise InputError(f"'{category}' is no arXiv category. Write it as arXiv does: cs.CL, hep-th.")
    waiting = _whole(since, until)
    while waiting:
        window = waiting.pop()
        seen: dict[PaperId, Account] = {}
        try:
            found = _read(client, category, window, seen, most, size)
        except NoAnswer as error:
            yield Found(state=state_of(error), accounts=_within(window, seen.values()), reason=str(error))
            return
        if found is None:
            waiting.extend(reversed(window.halves()))
        else:
            yield found


def _whole(since: str, until: str) -> list[Window]:
    """Give the one window of all days, if there is any."""
    first, last = parse_date(since), parse_date(until)
    if first is None or last is None:
        raise InputError(f"'{since if first is None else until}' is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    window = Window(first=_date(f"{first}-01-01"[:10]), last=_date(last_day(last)))
    return [window] if window.first <= window.last else []


def _date(day: str) -> datetime.date:
    return datetime.date.fromisoformat(day)


def _read(
    client: ApiClient, category: str, window: Window, seen: dict[PaperId, Account], most: int, size: int
) -> Found | None:
    """Read the pages of a window into `seen`; None where the window holds too many and can be cut."""
    query = f"cat:{category} AND submittedDate:[{window.first:%Y%m%d}0000 TO {window.last:%Y%m%d}2359]"
    start, total, damaged = 0, 1, 0
    while start < min(total, most):
        page = client.search(query, start=start, size=min(size, most - start))
        total = page.total or 0
        if total > most and window.first < window.last:
            return None
        seen.update((account.paper.id, account) for account in page.accounts)
        start, damaged = start + page.length, damaged + page.damaged
    state, reason = _outcome(f"{total:,} papers of {category} {window}", len(seen), damaged, total, most)
    accounts = _within(window, seen.values())
    return Found(state=state if accounts or state != "ok" else "empty", accounts=accounts, reason=reason)


def _outcome(counted: str, given: int, damaged: int, total: int, most: int) -> tuple[str, str]:
    """Compare what arXiv counts with what it gave."""
    if given + damaged < min(total, most):
        return "failed", f"arxiv counts {counted}, and gave {given:,}"
    if total > most:
        return "capped", f"arxiv counts {counted}, and gives no more than {most:,}"
    return "ok", f"{damaged:,} of {counted} are damaged" if damaged else ""


def _within(window: Window, accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Keep the papers of these days, whatever else came."""
    first, last = window.first.isoformat(), window.last.isoformat()
    return tuple(account for account in accounts if first <= account.paper.date <= last)
