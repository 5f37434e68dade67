"""The query language of arXiv's API, as its backend has read it since November 2025: checked, and told back rewritten.

https://info.arxiv.org/help/api/user-manual.html#query_details
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.servers.records import ServedPaper

Fits = Callable[[ServedPaper], bool]

_TOKEN = re.compile(r'\s*(\(|\)|[A-Za-z]+:\[[^\]]*\]|[A-Za-z]+:"[^"]*"|"[^"]*"|[^\s()]+)')
_OPERATORS = ("AND", "OR", "ANDNOT")
_TEXT: Mapping[str, Callable[[ServedPaper], str]] = {
    "ti": lambda paper: paper.title,
    "abs": lambda paper: paper.abstract,
    "au": lambda paper: " ".join(paper.authors),
    "co": lambda paper: paper.comment,
    "jr": lambda paper: paper.journal_ref,
    "all": lambda paper: " ".join((paper.title, paper.abstract, *paper.authors, *paper.categories)),
}


class Refused(Exception):
    """A question that arXiv answers with status 400, and what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that can be answered; `text` is what arXiv makes of it."""

    fits: Fits
    text: str


def read_query(text: str, *, raw: bool = False) -> Query:
    """Read a query; the operators bind alike, from left to right."""
    tokens = _TOKEN.findall(text)
    if not tokens:
        return Query(fits=lambda _: True, text="")
    query, rest = _expression(tokens, text, raw)
    if rest:
        raise _invalid(text)
    return query


def _expression(tokens: list[str], whole: str, raw: bool) -> tuple[Query, list[str]]:
    left, rest = _term(tokens, whole, raw)
    while rest and rest[0] in _OPERATORS:
        operator = rest[0]
        right, rest = _term(rest[1:], whole, raw)
        left = Query(fits=_joined(left.fits, operator, right.fits), text=f"{left.text} {operator} {right.text}")
    return left, rest


def _term(tokens: list[str], whole: str, raw: bool) -> tuple[Query, list[str]]:
    if not tokens or tokens[0] in (")", *_OPERATORS):
        raise _invalid(whole)
    if tokens[0] == "(":
        inner, rest = _expression(tokens[1:], whole, raw)
        if rest[:1] != [")"]:
            raise _invalid(whole)
        return Query(fits=inner.fits, text=f"({inner.text})"), rest[1:]
    return _leaf(tokens[0], whole, raw), tokens[1:]


def _leaf(token: str, whole: str, raw: bool) -> Query:
    name, colon, value = token.partition(":")
    if not colon or token.startswith('"'):
        if raw:
            raise _invalid(whole)
        name, value = "all", token
    if name == "submittedDate":
        return _dates(value, whole)
    if name == "cat":
        return Query(fits=lambda paper: value in paper.categories, text=f"cat:{value}")
    if name not in _TEXT or value.startswith(("[", "*", "?")) or not value.strip('"'):
        raise _invalid(whole)  # lastUpdatedDate among them
    words, read = _words(value), _TEXT[name]
    return Query(fits=lambda paper: words <= _words(read(paper)), text=f"{name}:{value}")


def _dates(value: str, whole: str) -> Query:
    """Read `[YYYYMMDDHHMM TO YYYYMMDDHHMM]`; a plus that was encoded twice finds nothing."""
    if "+TO+" in value:
        return Query(fits=lambda _: False, text=f"submittedDate:{value}")
    found = re.fullmatch(r"\[(\d{12}) TO (\d{12})\]", value)
    if not found or not all(map(_is_minute, found.groups())):
        raise _invalid(whole)
    first, last = found.groups()

    def fits(paper: ServedPaper) -> bool:
        return first <= _minute(paper) <= last

    return Query(fits=fits, text=f'submittedDate:"{first} TO {last}"')


def _minute(paper: ServedPaper) -> str:
    moment = paper.published
    return moment[:4] + moment[5:7] + moment[8:10] + moment[11:13] + moment[14:16]


def _is_minute(text: str) -> bool:
    try:
        datetime.datetime.strptime(text, "%Y%m%d%H%M")
    except ValueError:
        return False
    return True


def _joined(left: Fits, operator: str, right: Fits) -> Fits:
    if operator == "AND":
        return lambda paper: left(paper) and right(paper)
    if operator == "OR":
        return lambda paper: left(paper) or right(paper)
    return lambda paper: left(paper) and not right(paper)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _invalid(whole: str) -> Refused:
    return Refused(f"Invalid query string: '{whole}'")
