"""Records of the Graph API made sound: of each field only what has the documented type is kept.

What comes is not always what the documentation says: corpus ids are numbers or text, lists are null, years are text.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import Any

from litgraph.ingest.fields import BadField, Fields, abstract_of, title_of
from litgraph.ingest.fields import year_of as checked_year
from litgraph.model.text import clean_text

_DIMENSIONS = 768  # of specter_v2
_LONGEST_NAME = 2_000
_LARGEST = 10**15


def sound_record(record: Fields, day: str) -> dict[str, Any]:
    """Keep the fields of a record that are sound, and beside them the day on which it came."""
    read = {name: reader(record[name]) for name, reader in _READERS.items() if name in record}
    return {name: value for name, value in read.items() if value not in (None, "", [], {})} | {"day": day}


def sound_texts(given: object, *, most: int, longest: int) -> tuple[str, ...]:
    """Read a list of texts, each once, no more than `most` of them, each cut to `longest` characters."""
    texts = [_line(text[: 4 * longest])[:longest].strip() for text in _list(given) if isinstance(text, str)]
    return tuple(dict.fromkeys(filter(None, texts)))[:most]


def _title(given: object) -> str:
    return _read(title_of, "title", given)


def _abstract(given: object) -> str:
    return _read(abstract_of, "abstract", given)


def _read(reader: Callable[[Fields], str], name: str, given: object) -> str:
    try:
        return reader({name: given})
    except BadField:
        return ""


def _line(given: object) -> str:
    return clean_text(given[:_LONGEST_NAME]) if isinstance(given, str) else ""


def _year(given: object) -> int | None:
    try:
        return checked_year({"year": _whole(given)})
    except BadField:
        return None


def _whole(given: object) -> int | None:
    """Read a whole number, which may be written as text."""
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 16:
        given = int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < _LARGEST else None


def _day(given: object) -> str:
    """Read a whole date; the package's models fail on any other."""
    text = _line(given)
    try:
        return datetime.date.fromisoformat(text).isoformat() if len(text) == 10 else ""
    except ValueError:
        return ""


def _names(given: object) -> dict[str, str]:
    """Read an object whose values are short texts or numbers: external ids, a journal, a venue."""
    pairs = given.items() if isinstance(given, dict) else ()
    return {name: text for name, value in pairs if (text := _line(str(value) if _whole(value) else value))}


def _authors(given: object) -> list[dict[str, str]]:
    named = [author for author in _list(given) if isinstance(author, dict)]
    return [{"name": name} for author in named if (name := _line(author.get("name")))]


def _types(given: object) -> list[str]:
    return list(sound_texts(given, most=20, longest=40))


def _embedding(given: object) -> dict[str, Any]:
    vector = given.get("vector") if isinstance(given, dict) else None
    if not isinstance(vector, list) or len(vector) != _DIMENSIONS:
        return {}
    whole = all(isinstance(value, (int, float)) and math.isfinite(value) for value in vector)
    return {"vector": [float(value) for value in vector]} if whole else {}


def _list(given: object) -> list[Any]:
    return given if isinstance(given, list) else []


_READERS: dict[str, Callable[[object], Any]] = {
    "paperId": _line,
    "corpusId": _whole,
    "externalIds": _names,
    "title": _title,
    "abstract": _abstract,
    "authors": _authors,
    "year": _year,
    "publicationDate": _day,
    "venue": _line,
    "publicationVenue": _names,
    "journal": _names,
    "publicationTypes": _types,
    "citationCount": _whole,
    "referenceCount": _whole,
    "influentialCitationCount": _whole,
    "embedding": _embedding,
}
