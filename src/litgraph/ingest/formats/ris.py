"""RIS, the format of reference managers: lines of `TAG  - value`, from TY to ER, a reference each.

A reference is parsed by itself, so that a broken one harms no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import rispy
from rispy.config import TAG_KEY_MAPPING

from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import BadField, Fields
from litgraph.ingest.formats.bibliography import Work, identifiers_in, in_order, paper_line, without_markup
from litgraph.ingest.formats.dates import date_in
from litgraph.ingest.lines import read_text
from litgraph.ingest.told import PaperLine, Rejected

_TAG = re.compile(r"([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]+(.*)|)\s*", re.DOTALL)
# What rispy calls the tags, and one of books that it doesn't know.
_TAGS = {**TAG_KEY_MAPPING, "BT": "book_title"}
_LONGEST = 1 << 20  # characters of one reference
_VENUES = ("secondary_title", "alternate_title3", "journal_name", "alternate_title2", "book_title", "custom3")
_NOTES = ("note", "notes", "accession_number", "type_of_work", "number", *_VENUES)


def begins_reference(line: str) -> bool:
    """Tell the first line of a reference."""
    return line.startswith("TY") and bool(_TAG.fullmatch(line))


def read_ris(path: Path, reading: Reading) -> Iterator[PaperLine | Rejected]:
    """Read the references of a file."""
    for number, lines in _references(path):
        try:
            yield paper_line(_work_of(_parse(lines)), reading)
        except BadField as error:
            yield reading.rejected(number, str(error))


def _references(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each reference, with the number of its first; a new TY ends one that lacks its ER."""
    begun = 0
    lines: list[str] = []
    for number, line in read_text(path):
        if begins_reference(line):
            if lines:
                yield begun, lines
            begun, lines = number, [line]
        elif lines and line[:2] == "ER" and _TAG.fullmatch(line):
            yield begun, lines
            lines = []
        elif lines and line.strip():
            lines.append(line)
    if lines:
        yield begun, lines


def _parse(lines: list[str]) -> Fields:
    if sum(map(len, lines)) > _LONGEST:
        raise BadField(f"the reference is longer than {_LONGEST:,} characters")
    text = "\n".join((*map(_in_house_form, lines), "ER  - "))
    try:
        fields: Fields = rispy.loads(text, mapping=_TAGS, skip_unknown_tags=True)[0]
    except Exception as error:  # whatever rispy stumbles over, it is one reference's trouble
        raise BadField(f"not RIS: {type(error).__name__}: {error}") from error
    return fields


def _in_house_form(line: str) -> str:
    """Write a tag as rispy wants it, with two blanks; some programs write one."""
    found = _TAG.fullmatch(line)
    return f"{found[1]}  - {found[2] or ''}" if found and found[1] in _TAGS else line


def _work_of(fields: Fields) -> Work:
    names = fields.get("authors") or fields.get("first_authors") or ()
    return Work(
        key=_first(fields, "id"),
        title=without_markup(_first(fields, "title", "primary_title", "short_title")),
        authors=tuple(filter(None, map(_name, names))),
        date=_date(fields),
        venue=without_markup(_first(fields, *_VENUES)),
        abstract=without_markup(_first(fields, "abstract", "notes_abstract")),
        identifiers=identifiers_in(
            dois=(_first(fields, "doi"),),
            notes=[text for name in _NOTES for text in _all(fields, name)],
            addresses=[*_all(fields, "urls"), *_all(fields, "file_attachments1"), *_all(fields, "file_attachments2")],
        ),
    )


def _date(fields: Fields) -> str:
    """Read the most precise of the dates; one that lacks its year is completed by the year's own field."""
    date, year = _first(fields, "date"), _first(fields, "year", "publication_year")
    return max(map(date_in, (date, _first(fields, "publication_year"), year, f"{year} {date}")), key=len)


def _name(author: str) -> str:
    """Read `Last, First, Suffix`."""
    last, first, suffix = (*author.split(",", 2), "", "")[:3]
    return in_order(last, first, suffix)


def _first(fields: Fields, *names: str) -> str:
    return next((text for name in names for text in _all(fields, name) if text.strip()), "")


def _all(fields: Fields, name: str) -> list[str]:
    given = fields.get(name)
    return given if isinstance(given, list) else [given] if isinstance(given, str) else []
