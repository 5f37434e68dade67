"""Telling whether the paper that a search by title found is the paper that was meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from litgraph.model.identifiers import normalise_title, surname_of
from litgraph.model.paper import Paper

_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_APOSTROPHES = re.compile("['\u2018\u2019`]")
_ET_AL = re.compile(r"[\s,]*\b(?:et al|and others)\b.*", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_LONGEST_QUERY = 400  # characters
_YEARS_APART = 2  # a preprint and its published version
# Of 20,000 pairs of arXiv titles that share rare words three are this similar, and two of those are different papers;
# hence the author must agree, too.
_SIMILAR = 0.9
_NAME_WORDS, _TITLE_WORDS = 2, 5


def title_query(title: str) -> str:
    """Write a title as a query: a hyphen in it would match nothing."""
    words = _DASHES.sub(" ", title)[:_LONGEST_QUERY].split()
    return " ".join(words)


def doubt_of(found: Paper, title: str, authors: Sequence[str], year: int | None) -> str:
    """Say why a paper that was found is not the one that was meant; empty where it is.

    Titles must be the same letter by letter, but for a name before the colon that one of them lacks; or similar, with
    the same numbers and the same first author. What is known of first author and year must not speak against it.
    """
    by_author = _same_author(found.authors, authors)
    if by_author is False:
        return f"its first author is {found.authors[0]}"
    if found.year and year and abs(found.year - year) > _YEARS_APART:
        return f"it is of {found.year}"
    if _same_title(found.title, title) or (by_author and _similar(found.title, title)):
        return ""
    return "its title is another"


def _same_title(first: str, second: str) -> bool:
    whole, other = _letters(first), _letters(second)
    return whole == other or other == _nameless(first) or whole == _nameless(second)


def _nameless(title: str) -> str | None:
    """Give the letters of a title without a short name before a colon, where enough is left to tell it by."""
    name, _, rest = title.partition(":")
    short = len(name.split()) <= _NAME_WORDS and len(normalise_title(rest).split()) >= _TITLE_WORDS
    return _letters(rest) if short else None


def _similar(first: str, second: str) -> bool:
    if sorted(_NUMBERS.findall(first)) != sorted(_NUMBERS.findall(second)):
        return False
    return difflib.SequenceMatcher(None, _letters(first), _letters(second), autojunk=False).ratio() >= _SIMILAR


def _same_author(first: Sequence[str], second: Sequence[str]) -> bool | None:
    """Compare first authors by surname, wherever in the name it stands; None where one is not known."""
    one, other = (_ET_AL.sub("", authors[0]) if authors else "" for authors in (first, second))
    surname, other_surname = _surname(one), _surname(other)
    if not surname or not other_surname:
        return None
    return surname in _words(other) or other_surname in _words(one)


def _surname(author: str) -> str:
    return (_words(surname_of(author)) or [""])[-1]


def _words(author: str) -> list[str]:
    return normalise_title(_APOSTROPHES.sub("", author)).split()


def _letters(title: str) -> str:
    return normalise_title(title).replace(" ", "")
