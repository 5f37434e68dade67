"""From when each paper could be known; kept in step at the end of each batch.

A full day stands as it is. A month or a year counts from its last day, or from the first listing if that is earlier. A
paper without a date is known from its first listing or its first dated citation, whichever is earlier.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from litgraph.store.record import Record

_EARLIEST_LISTING = "(SELECT min(since) FROM listing WHERE listing.paper = paper.row)"
_EARLIEST_CITATION = """(SELECT min(citing.dated_from) FROM citation
    JOIN paper AS citing ON citing.row = citation.citing WHERE citation.cited = paper.row)"""


def _earlier(first: str, second: str) -> str:
    """Write the SQL for the earlier of two days, either of which may be unknown."""
    return f"min(coalesce({first}, {second}), coalesce({second}, {first}))"


_DATED = f"CASE WHEN length(date) = 10 THEN own_from ELSE {_earlier('own_from', _EARLIEST_LISTING)} END"
_KNOWN = f"CASE WHEN own_from IS NULL THEN {_earlier('dated_from', _EARLIEST_CITATION)} ELSE dated_from END"


def mark_dirty(record: Record, papers: Iterable[int]) -> None:
    """Have the days of these rows, and of what they cite, found anew at the end of the batch."""
    record.note("INSERT OR IGNORE INTO dirty SELECT value FROM json_each(?)", (json.dumps(list(papers)),))
    record.before_commit(refresh_known)


def refresh_known(record: Record) -> None:
    """Find the days of the dirty rows anew."""
    among = "row IN (SELECT paper FROM dirty)"
    record.note(f"UPDATE paper SET dated_from = {_DATED} WHERE {among} AND dated_from IS NOT {_DATED}")
    record.note(
        """INSERT OR IGNORE INTO dirty SELECT cited FROM citation JOIN dirty ON citing = dirty.paper
        JOIN paper ON paper.row = cited WHERE own_from IS NULL"""
    )
    record.note(f"UPDATE paper SET known_from = {_KNOWN} WHERE {among} AND known_from IS NOT {_KNOWN}")
    record.note("DELETE FROM dirty")
