"""The fields of an import line, each checked for its type and written in one way."""

from __future__ import annotations

from collections.abc import Mapping

from litgraph.model.dates import parse_date
from litgraph.model.identifiers import PaperId, arxiv_id, doi, identifier_in_url, local_id, parse_identifier

_YEARS = range(1000, 3000)
Fields = Mapping[str, object]


class BadLine(ValueError):
    """Say why a line is no paper and no citation."""


def text_of(fields: Fields, name: str) -> str:
    """Give a field of text; absent and null are empty."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"'{name}' is not text")
    return value.strip()


def texts_of(fields: Fields, name: str) -> tuple[str, ...]:
    """Give a field that lists texts (or objects with a `name`); absent and null are empty."""
    value = fields.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadLine(f"'{name}' is not a list")
    named = [each.get("name") if isinstance(each, dict) else each for each in value]
    if not all(isinstance(each, str) for each in named):
        raise BadLine(f"'{name}' holds something that is not text")
    return tuple(each.strip() for each in named if isinstance(each, str) and each.strip())


def words_of(fields: Fields, name: str) -> tuple[str, ...]:
    """Give a field that lists words, or holds them parted by blanks, as arXiv's own snapshot writes categories."""
    value = fields.get(name)
    return tuple(value.split()) if isinstance(value, str) else texts_of(fields, name)


def year_of(fields: Fields) -> int | None:
    """Give the year, as a number or its digits."""
    value = fields.get("year")
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in _YEARS:
        raise BadLine(f"'year' is not a year: {str(value)[:40]!r}")
    return value


def date_of(fields: Fields) -> str:
    """Give the date as `YYYY[-MM[-DD]]`."""
    text = text_of(fields, "date")
    if not text:
        return ""
    date = parse_date(text)
    if date is None:
        raise BadLine(f"'date' is not YYYY[-MM[-DD]]: {text[:40]!r}")
    return date


def address_of(fields: Fields, name: str) -> str:
    """Give a web address; anything else than http and https is refused."""
    text = text_of(fields, name)
    if text and not text.lower().startswith(("http://", "https://")):
        raise BadLine(f"'{name}' is not a web address")
    return text


def identifiers_of(fields: Fields, namespace: str) -> frozenset[PaperId]:
    """Give every identifier of a paper line."""
    found: set[PaperId] = set()
    if (name := fields.get("id")) not in (None, ""):
        found.add(reference(name, namespace))
    if text := text_of(fields, "arxiv_id"):
        found.add(_checked(arxiv_id(text) or identifier_in_url(text), "arxiv_id", text))
    if text := text_of(fields, "doi"):
        found.add(_checked(doi(text) or identifier_in_url(text), "doi", text))
    if (corpus := fields.get("s2_id")) not in (None, ""):
        found |= {PaperId(f"s2:{int(str(corpus))}")} if _is_corpus_id(corpus) else set()
    return frozenset(found)


def reference(name: object, namespace: str) -> PaperId:
    """Give the id that a line names a paper by; what is no public identifier is a local one."""
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise BadLine("an id is neither text nor a number")
    text = " ".join(str(name).split())
    if not text:
        raise BadLine("an id is empty")
    return parse_identifier(text) or local_id(text, namespace)


def _is_corpus_id(value: object) -> bool:
    """Tell a corpus id from the 40-digit hash that Semantic Scholar also names papers by, which nothing here uses."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine("'s2_id' is neither text nor a number")
    text = str(value).strip()
    return text.isdecimal() and len(text) < 20


def _checked(found: PaperId | None, name: str, text: str) -> PaperId:
    if found is None:
        raise BadLine(f"'{name}' is not one: {text[:60]!r}")
    return found
