"""What became of each entry of a list: a paper that a source knows, or unresolved with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Entry
from litgraph.store.aliases import rows_of
from litgraph.store.entries import account_of, entry_from_text
from litgraph.store.identity import titles_agree
from litgraph.store.known import mark_dirty
from litgraph.store.papers import forget_fields, tell_again
from litgraph.store.record import Record
from litgraph.store.rows import as_json
from litgraph.store.text import storable

_PUT = """INSERT INTO resolution (survey, entry, state, reason, instead) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = excluded.state, reason = excluded.reason, instead = excluded.instead
    WHERE (state, reason, instead) IS NOT (excluded.state, excluded.reason, excluded.instead)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Whether sources know the paper of an entry; `reason` says why not, or what is odd about it.

    `instead` is the paper that the entry is of where its link leads to another one.
    """

    resolved: bool
    reason: str = ""
    instead: PaperId | None = None


def mark_of(entry: Entry) -> str:
    """Name an entry by what it says of its paper, wherever in the list it stands."""
    said = as_json([entry.title, sorted(entry.identifiers), sorted(link.url for link in entry.links)])
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def put_resolutions(record: Record, survey: str, resolutions: Mapping[str, Resolution]) -> None:
    """Keep what became of entries, by their marks; those not named keep what is known of them."""
    rows = (
        (survey, mark, "resolved" if one.resolved else "unresolved", storable(one.reason), one.instead or "")
        for mark, one in sorted(resolutions.items())
    )
    record.write_many(_PUT, rows)


def fetch_resolutions(record: Record, survey: str) -> dict[str, Resolution]:
    """Give what became of the entries of a survey, by their marks; one that no run has looked at is left out."""
    sql = "SELECT entry, state, reason, instead FROM resolution WHERE survey = ? ORDER BY entry"
    return {
        mark: Resolution(resolved=state == "resolved", reason=reason, instead=PaperId(instead) if instead else None)
        for mark, state, reason, instead in record.rows(sql, (survey,))
    }


def rehome_listings(record: Record, survey: str, resolutions: Mapping[str, Resolution]) -> int:
    """Put the listings of entries whose link leads elsewhere with the right paper; give how many moved.

    What the list alone said of the wrong paper is forgotten; what the entries that stay with it say is told again, and
    what the moved ones say is told of the right paper.
    """
    homes = {mark: one.instead for mark, one in resolutions.items() if one.instead}
    rows = rows_of(record, homes.values())
    found = record.rows("SELECT rowid, paper, entry FROM listing WHERE survey = ?", (survey,))
    marked = [(number, int(paper), mark_of(entry_from_text(entry))) for number, paper, entry in found]
    moves = [(rows[homes[mark]], number, paper) for number, paper, mark in marked if homes.get(mark) in rows]
    moves = [(home, number, paper) for home, number, paper in moves if home != paper]
    with record.transaction():
        record.write_many("UPDATE listing SET paper = ? WHERE rowid = ?", [move[:2] for move in moves])
        for wrong in sorted({paper for _, _, paper in moves}):
            forget_fields(record, wrong, source="list")
        _tell_again(record, {paper for home, _, paper in moves for paper in (home, paper)})
        mark_dirty(record, {paper for home, _, paper in moves for paper in (home, paper)})
    return len(moves)


def _tell_again(record: Record, rows: set[int]) -> None:
    """Let the entries at these rows tell of their papers, those whose title agrees with what the paper is called."""
    sql = """SELECT paper.key, paper.title, entry FROM listing JOIN paper ON row = listing.paper
        WHERE until IS NULL AND row IN (SELECT value FROM json_each(?)) ORDER BY line"""
    found = [(key, title, entry_from_text(text)) for key, title, text in record.rows(sql, (as_json(sorted(rows)),))]
    agreeing = [replace(entry, identifiers=(key,)) for key, title, entry in found if titles_agree(entry.title, title)]
    tell_again(record, [account_of(entry, record.today) for entry in agreeing])


def believed(entries: Iterable[Entry], resolutions: Mapping[str, Resolution]) -> list[Entry]:
    """Give entries with the identifiers that are believed: where a link leads elsewhere, that of the right paper."""
    return [_believed(entry, resolutions.get(mark_of(entry))) for entry in entries]


def _believed(entry: Entry, resolution: Resolution | None) -> Entry:
    if resolution is None or not resolution.instead:
        return entry
    return replace(entry, identifiers=(resolution.instead,))
