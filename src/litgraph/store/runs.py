"""The books of the record: when each stage ran last, and how far each question to a source has come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from litgraph.store.record import Record
from litgraph.store.rows import as_json, in_batches

_BATCH = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The last run of a stage: its day, and what it counted."""

    stage: str
    day: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """How a question came out on a day: `name` says what is asked (`references`), `key` of what."""

    name: str
    key: str
    state: str
    day: str


def log_run(record: Record, stage: str, today: str, counts: Mapping[str, int]) -> None:
    """Remember that a stage ran, and what it counted."""
    record.note("INSERT OR REPLACE INTO run VALUES (?, ?, ?)", (stage, today, as_json(dict(counts))))


def last_runs(record: Record) -> dict[str, Run]:
    """Give the last run of each stage, by its name."""
    found = record.rows("SELECT stage, day, counts FROM run ORDER BY stage")
    return {stage: Run(stage=stage, day=day, counts=json.loads(counts)) for stage, day, counts in found}


def put_fetch_states(record: Record, states: Iterable[FetchState]) -> None:
    """Remember how questions came out; a later outcome takes the place of an earlier one."""
    rows = ((state.name, state.key, state.state, state.day) for state in states)
    record.note_many("INSERT OR REPLACE INTO fetch VALUES (?, ?, ?, ?)", rows)


def fetch_states(record: Record, name: str, keys: Iterable[str] | None = None) -> dict[str, FetchState]:
    """Give how the questions called `name` came out, by key; those never asked are left out."""
    sql = "SELECT name, key, state, day FROM fetch WHERE name = ?"
    if keys is None:
        found = record.rows(f"{sql} ORDER BY key", (name,))
    else:
        batches = in_batches(sorted(set(keys)), _BATCH)
        marked = ((batch, ", ".join("?" * len(batch))) for batch in batches)
        found = [row for batch, marks in marked for row in record.rows(f"{sql} AND key IN ({marks})", (name, *batch))]
    states = (FetchState(name=name, key=key, state=state, day=day) for name, key, state, day in found)
    return {state.key: state for state in states}
