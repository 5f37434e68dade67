"""What people decided of papers, for each survey."""

from __future__ import annotations

import json
from dataclasses import replace

from litgraph.errors import InputError, UnknownPaper
from litgraph.model.assignment import DECISIONS, Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.store.aliases import resolve_ids, rows_of
from litgraph.store.facts import withdrawn_papers
from litgraph.store.lists import category_numbers, fetch_status
from litgraph.store.record import Record
from litgraph.store.rows import as_json


def record_decision(record: Record, decision: Decision) -> None:
    """Keep what a person decided of a paper; the same once more changes nothing, another outranks the earlier one."""
    if decision.decision not in DECISIONS:
        raise InputError(f"Unknown decision {decision.decision!r}: it is one of {', '.join(DECISIONS)}.")
    with record.transaction():
        key = resolve_ids(record, [decision.paper]).get(decision.paper)
        if key is None:
            raise UnknownPaper(f"Unknown paper {decision.paper!r}: import it first.")
        made = replace(decision, paper=key, date=decision.date or record.today)
        standing = {one.paper: one for one in fetch_decisions(record, made.survey)}
        if key not in standing or replace(standing[key], date=made.date) != made:
            _append(record, made)


def fetch_decisions(record: Record, survey: str | None = None, *, as_of: str | None = None) -> tuple[Decision, ...]:
    """Read the decision that stands on each paper of each survey, the latest one; by day, survey and paper.

    A category that was renamed since is given by its present path.
    """
    sql = """SELECT decision.survey, paper.key, decision, path, category, decision.date FROM decision
        JOIN paper ON row = decision.paper
        WHERE (?1 IS NULL OR survey = ?1) AND (?2 IS NULL OR decision.date <= ?2)
        ORDER BY decision.date, number"""
    found = record.rows(sql, (survey, as_of))
    latest = {(name, key): (verb, path, category, date) for name, key, verb, path, category, date in found}
    paths = {name: _paths(record, name) for name in {name for name, _ in latest}}
    decisions = (
        Decision(
            survey=name,
            paper=key,
            decision=verb,
            category=paths[name].get(category, tuple(json.loads(path))),
            date=date,
        )
        for (name, key), (verb, path, category, date) in latest.items()
    )
    return tuple(sorted(decisions, key=lambda one: (one.date, one.survey, one.paper)))


def fetch_candidates(record: Record, survey: str, as_of: str | None = None) -> list[PaperId]:
    """Give the candidates of a survey of which no person has decided, in the order of their keys.

    Whoever took a paper off the list has decided too. A withdrawn paper is none, nor is the survey itself.
    """
    out = {one.paper for one in fetch_decisions(record, survey, as_of=as_of)} | _taken_off(record, survey, as_of)
    out.update(withdrawn_papers(record), _survey_itself(record, survey))
    standing = fetch_status(record, survey, as_of=as_of)
    return [paper for paper, status in standing.items() if status == "candidate" and paper not in out]


def _taken_off(record: Record, survey: str, as_of: str | None) -> set[PaperId]:
    ended = """SELECT DISTINCT paper.key FROM listing JOIN paper ON row = listing.paper
        WHERE survey = ?1 AND until IS NOT NULL AND (?2 IS NULL OR until <= ?2)"""
    return {paper for (paper,) in record.rows(ended, (survey, as_of))}


def _survey_itself(record: Record, survey: str) -> set[PaperId]:
    named = record.rows("SELECT arxiv FROM survey WHERE name = ? AND arxiv <> ''", (survey,))
    return set(resolve_ids(record, [PaperId(f"arxiv:{arxiv}") for (arxiv,) in named]).values())


def _append(record: Record, decision: Decision) -> None:
    paper = rows_of(record, [decision.paper])[decision.paper]
    category = category_numbers(record, decision.survey).get(decision.category)
    record.write(
        "INSERT INTO decision (survey, paper, decision, path, category, date) VALUES (?, ?, ?, ?, ?, ?)",
        (decision.survey, paper, decision.decision, as_json(decision.category), category, decision.date),
    )


def _paths(record: Record, survey: str) -> dict[int, Path]:
    return {number: path for path, number in category_numbers(record, survey).items()}
