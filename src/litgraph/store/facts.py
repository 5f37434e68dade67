"""Facts that sources say of papers, beside the papers' own fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from litgraph.model.identifiers import PaperId
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record
from litgraph.store.rows import in_batches
from litgraph.store.text import storable

_BATCH = 20_000
_PUT = """INSERT INTO fact (paper, name, source, value, day) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, day = excluded.day WHERE value IS NOT excluded.value"""


def put_facts(record: Record, facts: Iterable[tuple[PaperId, str, Mapping[str, str]]]) -> None:
    """Keep what sources say, as (paper, source, facts by name); a source's newer word takes the place of its older one.

    Papers that the record lacks are passed over. A fact that a source has stopped to tell is kept.
    """
    with record.transaction():
        for batch in in_batches(facts, _BATCH):
            rows = rows_of(record, {paper for paper, _, _ in batch})
            told = {
                (rows[paper], name, source): storable(value)
                for paper, source, by_name in batch
                if paper in rows
                for name, value in by_name.items()
            }
            record.write_many(_PUT, ((*key, told[key], record.today) for key in sorted(told)))


def fetch_facts(record: Record, name: str, ids: Iterable[PaperId] | None = None) -> dict[PaperId, dict[str, str]]:
    """Give what each source says of a fact, by paper (None means all that have it) and source."""
    among = None if ids is None else json.dumps(sorted(rows_of(record, ids).values()))
    sql = """SELECT key, source, value FROM fact JOIN paper ON row = fact.paper
        WHERE name = ?1 AND (?2 IS NULL OR row IN (SELECT value FROM json_each(?2))) ORDER BY key, source"""
    found: dict[PaperId, dict[str, str]] = {}
    for key, source, value in record.rows(sql, (name, among)):
        found.setdefault(key, {})[source] = value
    return found


def withdrawn_papers(record: Record) -> dict[PaperId, str]:
    """Give the papers that a source says are withdrawn, with its reason."""
    return {paper: min(said.values()) for paper, said in fetch_facts(record, "withdrawn").items() if any(said.values())}
