"""Assignments of papers to categories: what models made, outranked by where people put a paper."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from litgraph.errors import InputError, UnknownPaper
from litgraph.model.assignment import METHODS, Alternative, Assignment, Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.store.aliases import resolve_ids, rows_of
from litgraph.store.decisions import fetch_candidates, fetch_decisions, record_decision
from litgraph.store.lists import category_numbers, fetch_listings
from litgraph.store.record import Record, Row
from litgraph.store.rows import as_json

__all__ = ["fetch_assignments", "fetch_candidates", "fetch_decisions", "record_decision", "replace_assignments"]

_KEY = "paper, method, path"
_REST = "category, since, probability, in_scope, filed, reasons"
_SINCE = 1  # where `since` stands in _REST


def replace_assignments(record: Record, survey: str, assignments: Iterable[Assignment], *, method: str) -> None:
    """Put the assignments that a method made in place of its earlier ones; one made again keeps its first day."""
    if method not in METHODS[1:]:
        raise InputError(f"Assignments by {method!r} are not kept; the methods that are: {', '.join(METHODS[1:])}.")
    with record.transaction():
        new = _rows(record, survey, tuple(assignments), method)
        sql = f"SELECT {_KEY}, {_REST} FROM assignment WHERE survey = ? AND method = ?"
        had = {row[:3]: row[3:] for row in record.rows(sql, (survey, method))}
        kept = {key: (*rest[:_SINCE], had[key][_SINCE], *rest[_SINCE + 1 :]) for key, rest in new.items() if key in had}
        new.update(kept)
        gone = sorted(key for key, rest in had.items() if new.get(key) != rest)
        fresh = sorted(key for key, rest in new.items() if had.get(key) != rest)
        delete = "DELETE FROM assignment WHERE survey = ? AND (paper, method, path) = (?, ?, ?)"
        record.write_many(delete, ((survey, *key) for key in gone))
        insert = f"INSERT INTO assignment (survey, {_KEY}, {_REST}) VALUES ({', '.join('?' * 10)})"
        record.write_many(insert, ((survey, *key, *new[key]) for key in fresh))


def fetch_assignments(
    record: Record, survey: str, ids: Iterable[PaperId] | None = None, as_of: str | None = None
) -> tuple[Assignment, ...]:
    """Read the assignments by paper, then probability, highest first, then path.

    What people decided outranks where the list has a paper, and that outranks every model; one that people rejected has
    none. A model's assignment is seen from the day on which it was made.
    """
    with record.transaction():
        wanted = None if ids is None else set(resolve_ids(record, ids).values())
        decided = {one.paper: one for one in fetch_decisions(record, survey, as_of=as_of)}
        found = [*_decided(decided.values()), *_listed(record, survey, decided, as_of)]
        curated = {one.paper for one in found} | decided.keys()
        found += [one for one in _modelled(record, survey, as_of) if one.paper not in curated]
    chosen = (one for one in found if wanted is None or one.paper in wanted)
    return tuple(sorted(chosen, key=lambda one: (one.paper, -one.probability, one.category)))


def _rows(
    record: Record, survey: str, assignments: Collection[Assignment], method: str
) -> dict[tuple[object, ...], tuple[object, ...]]:
    numbers, rows = category_numbers(record, survey), rows_of(record, {one.paper for one in assignments})
    if missing := sorted({one.paper for one in assignments} - rows.keys()):
        raise UnknownPaper(f"Unknown paper {missing[0]!r} among the assignments: import it first.")
    return {
        (rows[one.paper], method, as_json(one.category)): (
            *(numbers.get(one.category), record.today, one.probability, one.in_scope),
            *(int(one.filed), _reasons(one)),
        )
        for one in assignments
    }


def _reasons(assignment: Assignment) -> str:
    alternatives = [asdict(alternative) for alternative in assignment.alternatives]
    also = [asdict(one) for one in assignment.also]
    return as_json(
        {"alternatives": alternatives, "also": also, "because": assignment.because, "terms": assignment.terms}
    )


def _decided(decisions: Iterable[Decision]) -> Iterator[Assignment]:
    for decision in decisions:
        if decision.decision != "reject" and decision.category:
            yield _curated(decision.paper, decision.category)


def _listed(
    record: Record, survey: str, decided: Mapping[PaperId, Decision], as_of: str | None
) -> Iterator[Assignment]:
    """Give where the list has papers; those that people moved are elsewhere, the list just does not say so yet."""
    moved = {paper for paper, decision in decided.items() if decision.decision == "move"}
    places = {(paper, listing.entry.category) for paper, listing in fetch_listings(record, survey, as_of)}
    for paper, path in sorted(places):
        if path and paper not in moved and not _accepted_there(decided.get(paper), path):
            yield _curated(paper, path)


def _accepted_there(decision: Decision | None, path: Path) -> bool:
    return decision is not None and decision.decision == "accept" and decision.category == path


def _curated(paper: PaperId, path: Path) -> Assignment:
    return Assignment(paper=paper, category=path, probability=1.0, method="CURATED")


def _modelled(record: Record, survey: str, as_of: str | None) -> Iterator[Assignment]:
    """Read what models made, by the category's present path; of several methods the one that outranks the others."""
    paths = {number: path for path, number in category_numbers(record, survey).items()}
    sql = """SELECT paper.key, method, path, category, probability, in_scope, filed, reasons FROM assignment
        JOIN paper ON row = assignment.paper WHERE survey = ?1 AND (?2 IS NULL OR (since <= ?2 AND known_from <= ?2))"""
    found = record.rows(sql, (survey, as_of))
    ranks: dict[str, int] = {}
    for key, method, *_ in found:
        ranks[key] = min(METHODS.index(method), ranks.get(key, len(METHODS)))
    for row in found:
        if METHODS.index(row[1]) == ranks[row[0]]:
            yield _assignment_of(row, paths)


def _assignment_of(row: Row, paths: Mapping[int, Path]) -> Assignment:
    key, method, path, category, probability, in_scope, filed, reasons = row
    said = json.loads(reasons)
    return Assignment(
        paper=key,
        category=paths.get(category, tuple(json.loads(path))),
        probability=probability,
        method=method,
        in_scope=in_scope,
        filed=bool(filed),
        alternatives=_alternatives(said["alternatives"]),
        also=_alternatives(said.get("also", ())),
        because=tuple(said["because"]),
        terms=tuple(said["terms"]),
    )


def _alternatives(told: Iterable[Mapping[str, Any]]) -> tuple[Alternative, ...]:
    return tuple(Alternative(category=tuple(one["category"]), probability=one["probability"]) for one in told)
