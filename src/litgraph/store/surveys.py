"""Surveys of the record, and the state in which each list was last read."""

from __future__ import annotations

from litgraph.errors import InputError
from litgraph.model.survey import Survey
from litgraph.store.record import Record


def upsert_survey(record: Record, survey: Survey) -> None:
    """Put a survey in, or change what is known of it; the first one put in stays the first."""
    columns = (survey.list, survey.arxiv, survey.repository)
    record.write(
        "INSERT OR IGNORE INTO survey (name, list, arxiv, repository) VALUES (?, ?, ?, ?)", (survey.name, *columns)
    )
    record.write(
        """UPDATE survey SET list = ?1, arxiv = ?2, repository = ?3
        WHERE name = ?4 AND (list, arxiv, repository) IS NOT (?1, ?2, ?3)""",
        (*columns, survey.name),
    )


def fetch_surveys(record: Record) -> tuple[Survey, ...]:
    """Read the surveys in the order in which they were put in."""
    found = record.rows("SELECT name, list, arxiv, repository FROM survey ORDER BY place")
    return tuple(Survey(name=name, list=path, arxiv=arxiv, repository=where) for name, path, arxiv, where in found)


def list_hash(record: Record, survey: str) -> str:
    """Give the hash of the list's bytes as they were when last read into the record; empty if never."""
    found = record.rows("SELECT list_hash FROM survey WHERE name = ?", (survey,))
    return str(found[0][0]) if found else ""


def put_list_hash(record: Record, survey: str, digest: str) -> None:
    """Remember the hash of the list's bytes."""
    record.note("UPDATE survey SET list_hash = ? WHERE name = ?", (digest, survey))


def check_survey(record: Record, survey: str) -> None:
    """Refuse a survey that the record lacks."""
    known = [name for (name,) in record.rows("SELECT name FROM survey ORDER BY place")]
    if survey not in known:
        raise InputError(
            f"Unknown survey {survey!r}. The record has {', '.join(known) or 'none'}; run `litgraph init`."
        )
