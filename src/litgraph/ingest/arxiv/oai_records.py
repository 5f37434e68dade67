"""Records of OAI-PMH in arXiv's three formats: arXiv, arXivRaw (with every version) and oai_dc.

https://info.arxiv.org/help/oa/index.html. Elements are found by their local names, since some replies lack namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

from litgraph.ingest.arxiv.account import Told
from litgraph.model.dates import parse_date
from litgraph.model.identifiers import PaperId, arxiv_id
from litgraph.model.text import clean_text

_IDENTIFIER = "oai:arXiv.org:"
_NOTES = re.compile(r"\([^()]*\)")
_AND = re.compile(r",?\s+and\s+|,\s*")
_COMMENT = "Comment: "
_DOI = "doi:"
_SUFFIX = re.compile(r"(?:jr|sr|[ivx]+)\.?", re.IGNORECASE)


def told_by(record: Any) -> Told | None:
    """Read a record; None if it lacks what every paper has, or is in another format."""
    header, metadata = _child(record, "header"), _child(record, "metadata")
    name = _text(header, "identifier")
    paper = arxiv_id(name.removeprefix(_IDENTIFIER)) if name.startswith(_IDENTIFIER) else None
    for kind, read in _FORMATS.items():
        if paper and (body := _child(metadata, kind)) is not None:
            told = read(paper, body)
            return told if clean_text(told.title) and told.created else None
    return None


def is_deleted(record: Any) -> bool:
    """Tell whether a record says that its paper is gone."""
    header = _child(record, "header")
    return header is not None and header.get("status") == "deleted"


def _arxiv(paper: PaperId, body: Any) -> Told:
    return Told(
        id=paper,
        title=_text(body, "title"),
        created=_day(_text(body, "created")),
        updated=_day(_text(body, "updated")),
        abstract=_text(body, "abstract"),
        authors=tuple(map(_name, _children(_child(body, "authors"), "author"))),
        subjects=tuple(_text(body, "categories").split()),
        comment=_text(body, "comments"),
        journal_ref=_text(body, "journal-ref"),
        doi=_text(body, "doi"),
        licence=_text(body, "license"),
    )


def _raw(paper: PaperId, body: Any) -> Told:
    versions = _children(body, "version")
    days = [_mail_day(_text(version, "date")) for version in versions]
    return Told(
        id=paper,
        title=_text(body, "title"),
        created=days[0] if days else "",
        updated=days[-1] if days else "",
        version=versions[-1].get("version", "").removeprefix("v") if versions else "",
        abstract=_text(body, "abstract"),
        authors=_listed(_text(body, "authors")),
        subjects=tuple(_text(body, "categories").split()),
        comment=_text(body, "comments"),
        journal_ref=_text(body, "journal-ref"),
        doi=_text(body, "doi"),
        licence=_text(body, "license"),
    )


def _dublin_core(paper: PaperId, body: Any) -> Told:
    """Read oai_dc, which knows subjects by their long names only."""
    notes, days, names = _texts(body, "description"), _texts(body, "date"), _texts(body, "identifier")
    plain = [name for name in names if not name.startswith(("http:", "https:", _DOI))]
    return Told(
        id=paper,
        title=_text(body, "title"),
        created=_day(days[0]) if days else "",
        updated=_day(days[-1]) if len(days) > 1 else "",
        abstract=next((note for note in notes if not note.startswith(_COMMENT)), ""),
        authors=tuple(map(_turned, _texts(body, "creator"))),
        comment=next((note.removeprefix(_COMMENT) for note in notes if note.startswith(_COMMENT)), ""),
        journal_ref=plain[0] if plain else "",
        doi=next((name.removeprefix(_DOI) for name in names if name.startswith(_DOI)), ""),
    )


_FORMATS: dict[str, Callable[[PaperId, Any], Told]] = {"arXiv": _arxiv, "arXivRaw": _raw, "dc": _dublin_core}


def _name(author: Any) -> str:
    return " ".join(filter(None, (_text(author, part) for part in ("forenames", "keyname", "suffix"))))


def _turned(name: str) -> str:
    """Write `Last, First, Jr.` as `First Last Jr.`."""
    last, *rest = [part.strip() for part in name.split(",")]
    return " ".join((*rest[:1], last, *rest[1:]))


def _listed(authors: str) -> tuple[str, ...]:
    """Read authors as one text, less affiliations and notes in brackets."""
    text = clean_text(authors)
    while (shorter := _NOTES.sub(" ", text)) != text:
        text = shorter
    names: list[str] = []
    for name in filter(None, map(str.strip, _AND.split(text))):
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        else:
            names.append(name)
    return tuple(names)


def _day(text: str) -> str:
    day = parse_date(text) or ""
    return day if len(day) == 10 else ""


def _mail_day(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError):
        return ""


def _children(parent: Any, name: str) -> list[Any]:
    return [] if parent is None else [child for child in parent if child.tag.rpartition("}")[2] == name]


def _child(parent: Any, name: str) -> Any:
    return next(iter(_children(parent, name)), None)


def _texts(parent: Any, name: str) -> list[str]:
    return ["".join(child.itertext()).strip() for child in _children(parent, name)]


def _text(parent: Any, name: str) -> str:
    return next(iter(_texts(parent, name)), "")
