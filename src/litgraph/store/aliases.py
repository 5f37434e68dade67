"""Which row each identifier leads to. Every identifier that a paper ever had leads to it for ever."""

from __future__ import annotations

import json
from collections.abc import Iterable

from litgraph.model.identifiers import PaperId
from litgraph.store.record import Record
from litgraph.store.rows import in_batches
from litgraph.store.text import storable

_BATCH = 50_000


def rows_of(record: Record, ids: Iterable[PaperId]) -> dict[PaperId, int]:
    """Find the row of each identifier that the record knows; the others are left out."""
    found: dict[PaperId, int] = {}
    for batch in in_batches(ids, _BATCH):
        stored = {PaperId(storable(name)): name for name in batch}
        sql = "SELECT name, paper FROM json_each(?) JOIN alias ON name = value"
        found.update((stored[name], row) for name, row in record.rows(sql, (json.dumps(sorted(stored)),)))
    return found


def resolve_ids(record: Record, ids: Iterable[PaperId]) -> dict[PaperId, PaperId]:
    """Give the present key behind each identifier, alias or former key; those that the record lacks are left out."""
    resolved: dict[PaperId, PaperId] = {}
    for batch in in_batches(ids, _BATCH):
        stored = {PaperId(storable(name)): name for name in batch}
        sql = "SELECT name, paper.key FROM json_each(?) JOIN alias ON name = value JOIN paper ON row = alias.paper"
        resolved.update((stored[name], key) for name, key in record.rows(sql, (json.dumps(sorted(stored)),)))
    return resolved
