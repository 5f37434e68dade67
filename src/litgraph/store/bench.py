"""The bench on which a batch of accounts is matched and merged before anything is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import reduce
from itertools import count

from litgraph.model.identifiers import precedence
from litgraph.model.paper import Paper
from litgraph.store.aliases import rows_of
from litgraph.store.identity import arxiv_of, is_same_work, title_digest, titles_agree, unite, without_aliases
from litgraph.store.record import Record
from litgraph.store.rows import load_papers

# A title that more papers bear tells nothing.
_BEARERS = 8


class Outcome(Enum):
    """What became of one account."""

    ADDED = "added"
    MERGED = "merged"
    UNCHANGED = "unchanged"


class Bench:
    """The papers that a batch may touch, by row; a class since it is the batch's cache of the record.

    `before` holds the papers as the record has them, `papers` as they are now; `united` tells of each row that went the
    row that it went into.
    """

    def __init__(self, before: dict[int, Paper], titled: dict[int, set[int]], next_row: int) -> None:
        """Lay out papers of the record, the rows by title digest, and the number for the first new row."""
        self.before = before
        self.papers = dict(before)
        self.united: dict[int, int] = {}
        self.titles_gained: set[tuple[int, int]] = set()
        self.titles_lost: set[tuple[int, int]] = set()
        self._owners = {alias: row for row, paper in before.items() for alias in paper.aliases}
        self._titled = titled
        self._numbers: Iterator[int] = count(next_row)

    def take(self, account: Paper) -> Outcome:
        """Match an account with the papers there, and merge it into the oldest that it is of, or add it."""
        account, rows = self._match_by_identifier(account)
        by_title = self._match_by_title(self._merged(rows, account), account.title, rows)
        rows = sorted((*rows, *by_title))
        if not rows:
            self._put(next(self._numbers), account, [account])
            return Outcome.ADDED
        accounts = [*(self.papers[row] for row in rows), account]
        paper = self._merged(rows, account)
        if len(rows) == 1 and paper == self.papers[rows[0]]:
            return Outcome.UNCHANGED
        for gone in rows[1:]:
            self.united[gone] = rows[0]
            del self.papers[gone]
        self._put(rows[0], paper, accounts)
        return Outcome.MERGED

    def home(self, row: int) -> int:
        """Give the row into which a row went, or itself."""
        while row in self.united:
            row = self.united[row]
        return row

    def _match_by_identifier(self, account: Paper) -> tuple[Paper, list[int]]:
        """Find the rows that share an identifier; one whose paper has another arXiv id is left to that paper."""
        owners = {alias: self._owners[alias] for alias in account.aliases if alias in self._owners}
        if not owners:
            return account, []
        ranked = [self.papers[owners[alias]] for alias in sorted(owners, key=precedence)]
        anchor = arxiv_of(account) or next(filter(None, map(arxiv_of, ranked)), None)
        foreign = [alias for alias, row in owners.items() if arxiv_of(self.papers[row]) not in (None, anchor)]
        kept = {row for alias, row in owners.items() if alias not in foreign}
        return (without_aliases(account, foreign) if foreign else account), sorted(kept)

    def _match_by_title(self, paper: Paper, title: str, rows: Sequence[int]) -> list[int]:
        """Find the one other row that bears the account's title and may be the same work; if several may be, none."""
        digest = title_digest(title)
        if digest is None or not titles_agree(title, paper.title):
            return []
        others = sorted({self.home(row) for row in self._titled.get(digest, ())} - set(rows))
        if len(others) > _BEARERS:
            return []
        fitting = [row for row in others if is_same_work(paper, self.papers[row], title)]
        return fitting if len(fitting) == 1 else []

    def _merged(self, rows: Iterable[int], account: Paper) -> Paper:
        return reduce(unite, [*(self.papers[row] for row in rows), account])

    def _put(self, row: int, paper: Paper, accounts: Iterable[Paper]) -> None:
        self.papers[row] = paper
        self._owners.update(dict.fromkeys(paper.aliases, row))
        for title in {account.title for account in accounts}:
            self._note_title(row, title, paper)

    def _note_title(self, row: int, title: str, paper: Paper) -> None:
        """Remember a title that agrees with the chosen one; one that does not came by a wrong link."""
        digest = title_digest(title)
        if digest is None:
            return
        bearers, pair = self._titled.setdefault(digest, set()), (digest, row)
        if titles_agree(title, paper.title):
            bearers.add(row)
            self.titles_gained.add(pair)
            self.titles_lost.discard(pair)
        else:
            bearers.discard(row)
            self.titles_gained.discard(pair)
            self.titles_lost.add(pair)


def lay_out(record: Record, accounts: Sequence[Paper]) -> Bench:
    """Fetch the papers of the record that any of the accounts may be of."""
    rows = set(rows_of(record, {alias for account in accounts for alias in account.aliases}).values())
    digests = {digest for account in accounts if (digest := title_digest(account.title)) is not None}
    titled = _rows_by_title(record, digests)
    rows.update(row for bearers in titled.values() for row in bearers)
    highest = record.rows("SELECT coalesce(max(row), 0) FROM paper")[0][0]
    return Bench(load_papers(record, rows), titled, highest + 1)


def _rows_by_title(record: Record, digests: Iterable[int]) -> dict[int, set[int]]:
    sql = """SELECT digest, group_concat(paper) FROM json_each(?) JOIN title ON digest = value
        GROUP BY digest HAVING count(*) <= ?"""
    found = record.rows(sql, (json.dumps(sorted(digests)), _BEARERS))
    return {digest: {int(row) for row in bearers.split(",")} for digest, bearers in found}
