"""The arXiv metadata snapshot: a JSON object a paper, as arXiv itself publishes them (CC0).

https://info.arxiv.org/help/bulk_data.html points to it. Text is as in the API; `versions` tell the days.
"""

from __future__ import annotations

import re
from typing import Any

from litgraph.ingest.arxiv.account import Told, account_of
from litgraph.ingest.choice import Choice, Reading
from litgraph.ingest.fields import BadField, Fields, shown
from litgraph.ingest.told import LEFT_OUT, LeftOut, PaperLine
from litgraph.model.dates import last_day, parse_date
from litgraph.model.identifiers import PaperId, arxiv_id, arxiv_month, doi

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(r"(?:\w{3}, *)?(\d{1,2}) (\w{3}) (\d{4})\b")
_MARKS = ("versions", "update_date")


def is_snapshot(fields: Fields) -> bool:
    """Tell a line of the snapshot; its authors are one text, where a list is litgraph's own."""
    return any(mark in fields for mark in _MARKS) and not isinstance(fields.get("authors"), list)


def told_by(fields: Fields, reading: Reading) -> PaperLine | LeftOut:
    """Read a paper, if the choice takes it: most lines are passed over before anything is built of them."""
    paper = arxiv_id(name) if isinstance(name := fields.get("id"), str) else None
    if paper is None:
        raise BadField(f"id is no arXiv id: {shown(fields.get('id'))}")
    if not _is_chosen(fields, paper, reading.choice):
        return LEFT_OUT
    account = account_of(_told_of(fields, paper), reading.today)
    return PaperLine(
        paper=account.paper, categories=tuple(_text(fields, "categories").split()), facts=account.facts, source="arxiv"
    )


def _is_chosen(fields: Fields, paper: PaperId, choice: Choice) -> bool:
    if not choice.takes_categories(_text(fields, "categories").split()):
        return False
    if choice.asks_for_days and not choice.takes_day(_first_day(fields) or last_day(arxiv_month(paper) or "")):
        return False
    return choice.ids is None or choice.takes_ids((paper, *filter(None, map(doi, _text(fields, "doi").split()[:1]))))


def _told_of(fields: Fields, paper: PaperId) -> Told:
    versions = _versions(fields)
    return Told(
        id=paper,
        title=_text(fields, "title"),
        created=_first_day(fields),
        updated=_day_of(versions[-1]) if versions else "",
        version=_name_of(versions[-1]) if versions else "",
        abstract=_text(fields, "abstract"),
        authors=_authors(fields),
        subjects=tuple(_text(fields, "categories").split()),
        comment=_text(fields, "comments"),
        journal_ref=_text(fields, "journal-ref"),
        doi=_text(fields, "doi"),
        licence=_text(fields, "license"),
    )


def _first_day(fields: Fields) -> str:
    """Give the day of the first version, in GMT."""
    versions = _versions(fields)
    first = next((version for version in versions if version.get("version") == "v1"), None)
    return _day_of(first or versions[0]) if versions else ""


def _versions(fields: Fields) -> list[dict[str, Any]]:
    given = fields.get("versions")
    return [version for version in given if isinstance(version, dict)] if isinstance(given, list) else []


def _day_of(version: Fields) -> str:
    found = _DAY.match(_text(version, "created"))
    if not found or found[2] not in _MONTHS:
        return ""
    return parse_date(f"{found[3]}-{_MONTHS.index(found[2]) + 1}-{found[1]}") or ""


def _name_of(version: Fields) -> str:
    name = _text(version, "version").removeprefix("v")
    return name if name.isdecimal() else ""


def _authors(fields: Fields) -> tuple[str, ...]:
    """Read the authors, which are given in parts: last name, first names, suffix, and affiliations."""
    parsed = fields.get("authors_parsed")
    names = [name for name in parsed if isinstance(name, list)] if isinstance(parsed, list) else []
    return tuple(" ".join((*_parts(name[1:2]), *_parts(name[:1]), *_parts(name[2:3]))) for name in names)


def _parts(parts: list[Any]) -> list[str]:
    return [part for part in parts if isinstance(part, str) and part]


def _text(fields: Fields, name: str) -> str:
    """Read a text; what is none of it, says nothing."""
    text = fields.get(name)
    return text if isinstance(text, str) else ""
