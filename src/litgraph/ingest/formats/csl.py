"""CSL-JSON, the format of Zotero, pandoc and Crossref.

https://docs.citationstyles.org/en/stable/specification.html; Crossref puts titles into lists.
"""

from __future__ import annotations

from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import Fields
from litgraph.ingest.formats.bibliography import Work, identifiers_in, in_order, paper_line, without_markup
from litgraph.ingest.formats.dates import date_in
from litgraph.ingest.told import PaperLine
from litgraph.model.identifiers import PaperId, parse_identifier

_TYPES = (
    "article",
    "article-journal",
    "paper-conference",
    "proceedings-article",
    "posted-content",
    "chapter",
    "thesis",
)
_MARKS = ("container-title", "DOI", "URL", "issued")
_OWN = ("authors", "date", "year", "venue", "arxiv_id", "doi", "s2_id", "references", "citing")
_PARTICLES = ("dropping-particle", "non-dropping-particle")


def is_csl(fields: Fields) -> bool:
    """Tell an item of CSL-JSON from a paper in litgraph's own words."""
    if any(name in fields for name in _OWN):
        return False
    typed = isinstance(kind := fields.get("type"), str) and kind in _TYPES
    return typed or isinstance(fields.get("author"), list) or any(mark in fields for mark in _MARKS)


def told_by(fields: Fields, reading: Reading) -> PaperLine:
    """Read an item."""
    key = _text(fields, "id") or _text(fields, "citation-key")
    named = parse_identifier(key) if key.lower().startswith(("10.", "doi:", "arxiv:", "http")) else None
    work = Work(
        key="" if named else key,
        title=without_markup(_text(fields, "title")),
        authors=_authors(fields),
        date=_issued(fields),
        venue=without_markup(_text(fields, "container-title")),
        abstract=without_markup(_text(fields, "abstract")),
        identifiers=(*_identifiers(fields), *((named,) if named else ())),
    )
    return paper_line(work, reading)


def _identifiers(fields: Fields) -> tuple[PaperId, ...]:
    numbered = f"{_text(fields, 'publisher')}:{_text(fields, 'number')}"
    kept = f"{_text(fields, 'archive')}:{_text(fields, 'archive_location')}"
    texts = [_text(fields, name) for name in ("number", "note", "archive_location", "container-title")]
    return identifiers_in(
        dois=(_text(fields, "DOI"),), notes=(numbered, kept, *texts), addresses=(_text(fields, "URL"),)
    )


def _authors(fields: Fields) -> tuple[str, ...]:
    given = fields.get("author")
    people = [person for person in given if isinstance(person, dict)] if isinstance(given, list) else []
    return tuple(filter(None, map(_name, people)))


def _name(person: Fields) -> str:
    family = " ".join(filter(None, (*(_text(person, name) for name in _PARTICLES), _text(person, "family"))))
    return (
        in_order(family, _text(person, "given"), _text(person, "suffix"))
        or _text(person, "literal")
        or _text(person, "name")
    )


def _issued(fields: Fields) -> str:
    issued = fields.get("issued")
    if not isinstance(issued, dict):
        return date_in(str(issued)) if isinstance(issued, (str, int)) else ""
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list):
        return date_in("-".join(str(part) for part in first if part is not None))
    return next(filter(None, (date_in(_text(issued, name)) for name in ("raw", "literal", "date-time"))), "")


def _text(fields: Fields, name: str) -> str:
    """Read a text, a number, or the first of a list of them; anything else says nothing."""
    given = fields.get(name)
    if isinstance(given, list):
        given = given[0] if given else None
    return str(given) if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
