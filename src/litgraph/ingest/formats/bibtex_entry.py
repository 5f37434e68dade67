"""An entry of BibTeX or biblatex as a work: which field says what."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibtexparser.middlewares.names import split_multiple_persons_names

from litgraph.ingest.formats.bibliography import Work, identifiers_in, in_order
from litgraph.ingest.formats.dates import date_in
from litgraph.ingest.formats.latex import plain_address, plain_text
from litgraph.model.identifiers import PaperId, arxiv_id, parse_identifier

EntryFields = Mapping[str, str]

# biblatex has other names for some fields.
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle")
_ADDRESSES = ("url", "ee", "pdf", "link", "bdsk-url-1", "howpublished", "note")
_NOTES = ("journal", "journaltitle", "volume", "number", "note", "howpublished", "booktitle", "pages", "eprint")
_INHERITED = ("year", "date", "month", "journal", "journaltitle")
_COMMA = re.compile(r",(?![^{]*\})")


def work_of(key: str, fields: EntryFields) -> Work:
    """Read the fields of an entry, whose names are in lower case."""
    preprint = _is_arxiv(fields)
    return Work(
        key=key,
        title=plain_text(fields.get("title", "")),
        authors=_authors(fields.get("author", "")),
        date=_date(fields),
        venue=plain_text(_first(fields, _VENUES)),
        abstract=plain_text(fields.get("abstract", "")),
        identifiers=_identifiers(fields),
        categories=tuple(_first(fields, ("primaryclass", "eprintclass")).split()) if preprint else (),
    )


def heritage(fields: EntryFields) -> EntryFields:
    """Give what the papers of a volume take from it where they don't say it themselves."""
    title = fields.get("booktitle") or fields.get("title", "")
    return {"booktitle": title, **{name: fields[name] for name in _INHERITED if name in fields}}


def _authors(text: str) -> tuple[str, ...]:
    names = [name for name in split_multiple_persons_names(text) if name.strip().lower() != "others"]
    return tuple(filter(None, (_name(name) for name in names)))


def _name(name: str) -> str:
    """Read `First von Last`, `von Last, First` or `von Last, Jr, First`; what stands in braces is one piece."""
    parts = [plain_text(part).strip() for part in _COMMA.split(name)]
    last, *rest = parts
    return in_order(last, rest[-1] if rest else "", rest[0] if len(rest) > 1 else "")


def _date(fields: EntryFields) -> str:
    if found := date_in(fields.get("date", "")):
        return found
    year, month, day = (plain_text(fields.get(name, "")).strip() for name in ("year", "month", "day"))
    if month.isdecimal():
        return date_in("-".join(filter(None, (year, month, day))))
    return date_in(f"{day} {month} {year}")


def _identifiers(fields: EntryFields) -> tuple[PaperId, ...]:
    texts = {name: plain_address(text) for name, text in fields.items()}
    eprint = texts.get("arxivid") or texts.get("eprint", "")
    found = identifiers_in(
        dois=(texts.get("doi", ""),),
        notes=[texts.get(name, "") for name in _NOTES],
        addresses=[texts.get(name, "") for name in _ADDRESSES],
    )
    acl = parse_identifier(f"acl:{texts['anthology']}") if "anthology" in texts else None
    return tuple(filter(None, (arxiv_id(eprint), *found, acl)))


def _is_arxiv(fields: EntryFields) -> bool:
    return any(fields.get(name, "").strip().lower() == "arxiv" for name in ("archiveprefix", "eprinttype"))


def _first(fields: EntryFields, names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if fields.get(name, "").strip()), "")
