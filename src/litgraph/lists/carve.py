"""Finding the parts of an entry in its own text: where the title, the authors, the date stand, and in which form."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

_MARKS = "*_`\\"
_CHARACTER = re.compile(r"&(?:amp|lt);|\s+|.", re.DOTALL)
_AFTER_AUTHOR = r"(?:\s*\([^()\n]*\))?"
_ET_AL = r"(?:,?\s+et\.?\s*al\b)?"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "gitee.com", "codeberg.org")

# Forms of a date, as `strftime` writes them, the longest first.
DATE_FORMS = (
    *(f"%Y{mark}%m{mark}%d" for mark in "-./"),
    *(f"%Y{mark}%m" for mark in "-./"),
    "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B, %Y", "%b, %Y", "%B %Y", "%b %Y", "%m/%Y", "%m.%Y",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A part of a text, and the form in which it is written."""

    start: int
    end: int
    form: str = ""


Finder = Callable[[str], Found | None]


def find_title(text: str, title: str) -> Found | None:
    """Find a title, first as it is, then whatever emphasis, escapes, entities and line breaks stand inside it."""
    start = text.find(title) if title else -1
    if start >= 0:
        return Found(start=start, end=start + len(title))
    words, _ = _bare(title.strip())
    if not words or len(text) < len(words):
        return None
    bare, places = _bare(text)
    at = bare.find(words)
    if at < 0:
        return None
    start, end = places[at][0], places[at + len(words) - 1][1]
    return Found(start=start - (title[0] in _MARKS and _marks_before(text, start)), end=end)


@lru_cache(maxsize=4096)
def _bare(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Leave of a text its characters without marks, blanks in a row as one, and tell where each stood."""
    bare: list[str] = []
    places: list[tuple[int, int]] = []
    for found in _CHARACTER.finditer(text):
        character = " " if found[0].isspace() else html.unescape(found[0])
        if character not in _MARKS and (character, bare[-1:]) != (" ", [" "]):
            bare.append(character)
            places.append(found.span())
    return "".join(bare), tuple(places)


def _marks_before(text: str, start: int) -> int:
    """Count the marks right before a place."""
    return start - len(text[:start].rstrip(_MARKS))


def find_authors(text: str, authors: Iterable[str]) -> Found | None:
    """Find the authors: the first and `et al`, or all of them in a row."""
    names = [name for name in authors if name.strip()]
    if not names:
        return None
    first = re.escape(names[0])
    more = "".join(
        rf"(?:\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*){re.escape(name)}{_AFTER_AUTHOR}" for name in names[1:]
    )
    for pattern, form in ((more + _ET_AL if more else "", "all"), (_ET_AL, "first")):
        found = re.search(rf"(?<!\w){first}{_AFTER_AUTHOR}{pattern}", text) if pattern else None
        if found:
            return Found(start=found.start(), end=found.end(), form=form)
    return None


def find_date(text: str, date: str) -> Found | None:
    """Find an ISO date in any of the forms in which lists write it."""
    for form in DATE_FORMS if date else ():
        written = write_date(date, form)
        found = re.search(rf"(?<![\w./-]){re.escape(written)}(?![\w/-])", text) if written else None
        if found:
            return Found(start=found.start(), end=found.end(), form=form)
    return None


def write_date(date: str, form: str) -> str:
    """Write an ISO date in a form; empty where the date is less precise than the form."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if not year or ("%d" in form and not day) or (re.search("%[mbB]", form) and not month):
        return ""
    name = _MONTHS[int(month) - 1] if month else ""
    written = {"%Y": year, "%m": month, "%d": day, "%B": name, "%b": name[:3]}
    return re.sub("%[YmdBb]", lambda found: written[found[0]], form)


def find_number(text: str, number: str) -> Found | None:
    """Find a number that is no part of a longer one, of a word or of an address."""
    found = re.search(rf"(?<![\w./-]){re.escape(number)}(?![\w/-])", text) if number else None
    return Found(start=found.start(), end=found.end()) if found else None


def find_words(text: str, words: str) -> Found | None:
    """Find words as they are written, not inside longer words."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) if words else None
    return Found(start=found.start(), end=found.end()) if found else None


def is_code_address(address: str) -> bool:
    """Tell whether an address is that of code."""
    return code_host(address) in _CODE_HOSTS


def code_host(address: str) -> str:
    """Give the host of an address, without `www.`; empty if it has none."""
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def repository_of(address: str) -> str:
    """Give OWNER/NAME of an address of code, else nothing."""
    found = re.match(r"https?://[^/]+/([\w.-]+/[\w.-]+?)(?:\.git)?(?:[/?#]|$)", address)
    return found[1] if found and is_code_address(address) else ""
