"""The frameworks of the lists' tables, and from when to when each had which capability."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from litgraph.model.framework import (
    CapabilityStay,
    Framework,
    FrameworkHistory,
    Pair,
    System,
    capability_id,
    pairs_of,
    unite_frameworks,
)
from litgraph.model.technique import TechniqueId
from litgraph.store.record import Record, Row
from litgraph.store.rows import as_json

_THERE = "((?2 IS NULL AND until IS NULL) OR (coalesce(since, '') <= ?2 AND coalesce(until, '9999') > ?2))"


def replace_frameworks(
    record: Record, survey: str, frameworks: Sequence[Framework], history: FrameworkHistory | None, today: str
) -> None:
    """Take the frameworks of a list as it was read, and date what each of them can do.

    The history tells the past where there is one, else the record. What the list holds now and neither knows came
    today; what it no longer holds went today.
    """
    now = unite_frameworks(frameworks)
    with record.transaction():
        recorded = FrameworkHistory(frameworks=fetch_frameworks(record, survey), stays=fetch_stays(record, survey))
        past = history or recorded
        stays = _advance(past.stays, recorded.stays, pairs_of(now), today)
        known = {one.technique: one for one in (*recorded.frameworks, *past.frameworks)}
        present = {one.technique for one in now}
        told = {stay.technique for stay in stays} - present
        gone = [replace(known[key], capabilities=()) for key in sorted(told)]
        _write(record, survey, (*now, *gone), stays)


def fetch_frameworks(record: Record, survey: str) -> tuple[Framework, ...]:
    """Read every framework that a list has or had, each as it stood last, those that are gone behind.

    Their capabilities are those of now: of one that is gone, none.
    """
    held = defaultdict(list)
    for stay in fetch_stays(record, survey):
        if stay.capability and not stay.until:
            held[stay.technique].append(stay.capability)
    sql = "SELECT technique, name, url, path, line, lacking FROM framework WHERE survey = ? ORDER BY place"
    return tuple(
        Framework(
            name=name,
            url=url,
            category=tuple(json.loads(path)),
            line=line,
            capabilities=tuple(held[technique]),
            lacking=tuple(json.loads(lacking)),
        )
        for technique, name, url, path, line, lacking in record.rows(sql, (survey,))
    )


def fetch_stays(record: Record, survey: str) -> tuple[CapabilityStay, ...]:
    """Read when each framework was in a list, and when it had which capability."""
    sql = "SELECT technique, capability, since, until FROM capability_stay WHERE survey = ? ORDER BY rowid"
    return tuple(
        CapabilityStay(technique=technique, capability=capability, since=since or "", until=until or "")
        for technique, capability, since, until in record.rows(sql, (survey,))
    )


def fetch_systems(record: Record, survey: str, as_of: str | None = None) -> tuple[System, ...]:
    """Give the systems that a list has, or had on a day, with what they could do then, by id."""
    sql = f"""SELECT technique, name, url, capability FROM capability_stay JOIN framework USING (survey, technique)
        WHERE survey = ?1 AND {_THERE} ORDER BY technique, capability"""
    return unite_systems(record.rows(sql, (survey, as_of)))


def unite_systems(rows: Iterable[Sequence[str]]) -> tuple[System, ...]:
    """Make systems of rows of technique, name, address and capability, sorted by technique, then capability."""
    systems: dict[TechniqueId, System] = {}
    for key, name, url, capability in rows:
        technique = TechniqueId(key)
        found = systems.get(technique, System(technique=technique, name=name, url=url))
        added = (capability,) if capability else ()
        systems[technique] = replace(found, capabilities=(*found.capabilities, *added))
    return tuple(replace(one, capabilities=_in_order(one.capabilities)) for one in systems.values())


def _in_order(capabilities: Iterable[str]) -> tuple[str, ...]:
    """Order capabilities by their id; of two ways to write one, the first stands for both."""
    spelled: dict[str, str] = {}
    for name in capabilities:
        spelled.setdefault(capability_id(name), name)
    return tuple(name for _, name in sorted(spelled.items()))


def _advance(
    past: Sequence[CapabilityStay], recorded: Sequence[CapabilityStay], present: Sequence[Pair], today: str
) -> list[CapabilityStay]:
    """Let what is still there go on, begin what is new, and end what is gone."""
    waiting, seen = _open(past), _open(recorded)
    new = {pair: CapabilityStay(technique=pair[0], capability=pair[1], since=today) for pair in present}
    current = [waiting.get(pair) or seen.get(pair) or stay for pair, stay in new.items()]
    ended = {(*_pair(stay), stay.since): stay.until for stay in recorded if stay.until}
    gone = (stay for pair, stay in waiting.items() if pair not in new)
    closed = [replace(stay, until=ended.get((*_pair(stay), stay.since), today)) for stay in gone]
    before = [stay for stay in past if stay.until]
    return [*current, *sorted((*closed, *before), key=lambda stay: (stay.since, stay.until, *_pair(stay)))]


def _open(stays: Iterable[CapabilityStay]) -> dict[Pair, CapabilityStay]:
    return {_pair(stay): stay for stay in stays if not stay.until}


def _pair(stay: CapabilityStay) -> Pair:
    return stay.technique, stay.capability


def _write(record: Record, survey: str, frameworks: Sequence[Framework], stays: Sequence[CapabilityStay]) -> None:
    """Write frameworks and stays in place of the earlier ones, if they differ."""
    rows: list[Row] = [
        (one.technique, one.name, one.url, as_json(one.category), one.line, as_json(one.lacking)) for one in frameworks
    ]
    told: list[Row] = [(*_pair(stay), stay.since or None, stay.until or None) for stay in stays]
    if (rows, told) == _stored(record, survey):
        return
    for table in ("capability_stay", "framework"):
        record.write(f"DELETE FROM {table} WHERE survey = ?", (survey,))
    numbered = ((survey, technique, place, *rest) for place, (technique, *rest) in enumerate(rows))
    record.write_many("INSERT INTO framework VALUES (?, ?, ?, ?, ?, ?, ?, ?)", numbered)
    record.write_many("INSERT INTO capability_stay VALUES (?, ?, ?, ?, ?)", ((survey, *row) for row in told))


def _stored(record: Record, survey: str) -> tuple[list[Row], list[Row]]:
    frameworks = "SELECT technique, name, url, path, line, lacking FROM framework WHERE survey = ? ORDER BY place"
    stays = "SELECT technique, capability, since, until FROM capability_stay WHERE survey = ? ORDER BY rowid"
    return record.rows(frameworks, (survey,)), record.rows(stays, (survey,))
