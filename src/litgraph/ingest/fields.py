"""Fields of a record from outside, each checked before it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from litgraph.model.dates import parse_date
from litgraph.model.identifiers import (
    PaperId,
    arxiv_id,
    doi,
    identifier_in_url,
    local_id,
    normalise_title,
    parse_identifier,
    scheme_of,
    title_id,
)
from litgraph.model.text import clean_text

_LIMITS = {"title": 5_000, "abstract": 200_000, "venue": 2_000, "code": 2_000, "id": 1_000}
_YEARS = range(1400, 3000)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+/\S*")
_SCHEMES = ("arxiv:", "doi:", "acl:", "openreview:", "s2:", "corpusid:", "title:", "local:")

Fields = Mapping[str, Any]


class BadField(ValueError):
    """Say which field of a record is wrong, and how."""


def title_of(fields: Fields) -> str:
    """Read the title, in one line."""
    return clean_text(_text(fields, "title"))


def abstract_of(fields: Fields) -> str:
    """Read the abstract as it is, less control characters."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", _text(fields, "abstract"))).strip()


def venue_of(fields: Fields) -> str:
    """Read where the paper appeared, in one line."""
    return clean_text(_text(fields, "venue"))


def code_of(fields: Fields) -> str:
    """Read the address of the paper's code."""
    text = clean_text(_text(fields, "code"))
    if not text or _ADDRESS.fullmatch(text):
        return text
    if _BARE_ADDRESS.fullmatch(text):
        return f"https://{text}"
    raise BadField(f"code is not an address: {shown(text)}")


def authors_of(fields: Fields) -> tuple[str, ...]:
    """Read the authors in their order: names, or objects with a name."""
    names = [_name(author) for author in _list(fields, "authors")]
    return tuple(name for name in map(clean_text, names) if name)


def date_of(fields: Fields) -> str:
    """Read the date of the first version."""
    text = _text(fields, "date").strip()
    date = parse_date(text) if text else ""
    if date is None or (date and int(date[:4]) not in _YEARS):
        raise BadField(f"date is not YYYY, YYYY-MM or YYYY-MM-DD: {shown(text)}")
    return date


def year_of(fields: Fields) -> int | None:
    """Read the year of publication."""
    year = fields.get("year")
    if year is None:
        return None
    if not isinstance(year, int) or isinstance(year, bool):
        raise BadField(f"year is not a whole number: {shown(year)}")
    if year not in _YEARS:
        raise BadField(f"year is not one of {_YEARS[0]} to {_YEARS[-1]}: {year}")
    return year


def texts_of(fields: Fields, name: str) -> tuple[str, ...]:
    """Read a list of texts, each in one line."""
    texts = _list(fields, name)
    if not all(isinstance(text, str) for text in texts):
        raise BadField(f"{name} holds something that is not text")
    return tuple(filter(None, map(clean_text, texts)))


def categories_of(fields: Fields) -> tuple[str, ...]:
    """Read the arXiv categories: a list, or one text with blanks between them."""
    given = fields.get("categories")
    return tuple(given.split()) if isinstance(given, str) else texts_of(fields, "categories")


def references_of(fields: Fields, namespace: str) -> tuple[PaperId, ...]:
    """Read the identifiers of the papers that a paper cites."""
    return tuple(id_of({"references": name}, "references", namespace) for name in _list(fields, "references"))


def id_of(fields: Fields, name: str, namespace: str) -> PaperId:
    """Read a field that must name a paper."""
    given = fields.get(name)
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str):
        raise BadField(f"{name} does not name a paper: {shown(given)}")
    return read_id(given, namespace, name)


@lru_cache(maxsize=1 << 18)
def read_id(text: str, namespace: str, name: str = "id") -> PaperId:
    """Read an identifier: one of litgraph's, an arXiv id or a DOI as it stands, an address; any other is a local id."""
    text = clean_text(text)
    if not text or len(text) > _LIMITS["id"]:
        raise BadField(f"{name} is empty" if not text else f"{name} is longer than {_LIMITS['id']} characters")
    if text.lower().startswith(_SCHEMES):
        found = parse_identifier(text)
    elif "://" in text:
        found = identifier_in_url(text)
    else:
        found = arxiv_id(text) or doi(text)
    return found or local_id(text, namespace)


def identifiers_of(fields: Fields, namespace: str) -> frozenset[PaperId]:
    """Read all identifiers of a paper; one that has none is named by its title, first author and year."""
    names = {"id": "", "arxiv_id": "arxiv", "doi": "doi", "s2_id": "s2"}
    given = [_identifier(fields, name, scheme, namespace) for name, scheme in names.items() if _is_given(fields, name)]
    if len({identifier for identifier in given if scheme_of(identifier) == "arxiv"}) > 1:
        raise BadField("two different arXiv ids: " + ", ".join(sorted(set(given))))
    if given:
        return frozenset(given)
    title, authors = title_of(fields), authors_of(fields)
    if not normalise_title(title):
        raise BadField("neither an identifier nor a title")
    return frozenset({title_id(title, (authors or ("",))[0], year_of(fields))})


def _identifier(fields: Fields, name: str, scheme: str, namespace: str) -> PaperId:
    if name == "id":
        return id_of(fields, name, namespace)
    text = id_text = str(fields[name]) if isinstance(fields[name], (str, int)) else ""
    if scheme == "s2" and text.isdecimal():
        id_text = f"s2:{text}"
    found = parse_identifier(clean_text(id_text))
    # A DOI that arXiv minted is an arXiv id.
    if found is None or scheme_of(found) not in (scheme, "arxiv" if scheme == "doi" else scheme):
        raise BadField(f"{name} is not one: {shown(fields[name])}")
    return found


def _is_given(fields: Fields, name: str) -> bool:
    return fields.get(name) not in (None, "")


def _text(fields: Fields, name: str) -> str:
    text = fields.get(name)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise BadField(f"{name} is not text: {shown(text)}")
    if len(text) > _LIMITS.get(name, len(text)):
        raise BadField(f"{name} is longer than {_LIMITS[name]} characters")
    return text


def _list(fields: Fields, name: str) -> list[Any]:
    given = fields.get(name)
    if given is None:
        return []
    if not isinstance(given, list):
        raise BadField(f"{name} is not a list: {shown(given)}")
    return given


def _name(author: object) -> str:
    name = author.get("name") if isinstance(author, dict) else author
    if not isinstance(name, str):
        raise BadField(f"authors holds something that is no name: {shown(author)}")
    return name


def shown(value: object) -> str:
    """Show the beginning of a value that is refused, harmless on a terminal."""
    return clean_text(repr(value)[:60])
