"""Authors, as lists write them after a title."""

from __future__ import annotations

import re
from itertools import islice

from litgraph.lists.lexicon import NAME_PARTICLES
from litgraph.lists.venues import VENUE

_ET_AL = re.compile(r"[,\s*]*et\.?\s*al\b\.?|[,\s*]*\bel\s+al\b\.?|\band\s+others\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]|(?<!\d)[\d*†‡§¶∗✉]{1,3}(?=\s*(?:,|;|$|and\b))")
_LEAD = re.compile(r"^\W*(?:(?:19|20)\d{2}\b\W+|by\s+|authors?\s*:\s*)", re.IGNORECASE)
_STOP = re.compile(r"(?<![A-Z])[.。]\s*(?=\S)")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and|&)\s+|,|;|，|、|；|\s+and\s+|\s*&\s*)\s*")
_PARTICLES = frozenset(NAME_PARTICLES)
# A full stop stands within a word of a name, or ends a short one (`J.`, `Md.`, `Jr.`).
_NAME_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|['’`´-](?=\w)|\.(?=[^\W\d_]))*(?:(?<=\b[^\W\d_])\.|(?<=\b[^\W\d_]{2})\.)?"
)
_SHOUTED = re.compile(r"[A-Z]{3,}")
_GIVEN = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_]\.?)*")
_INITIALS = re.compile(r"(?:[A-ZÀ-Ý]\.?[ -]?){1,3}")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,6}")
MOST_WORDS = 5
# A list of authors ends at one of the first full stops, initials and `Jr.` included.
_MOST_STOPS = 12


def read_authors(text: str) -> tuple[str, ...]:
    """Read a list of names, without affiliations and without `et al.`; a text that is no such list gives none."""
    named, open_ended = _named(text)
    if not named or not _are_names(named):
        return ()
    return named if len(named) > 1 or open_ended else ()


def read_names(text: str) -> tuple[str, ...]:
    """Read the names in a text that is known to hold authors."""
    return tuple(name for name in _named(text)[0] if _is_name(name))


def split_authors(text: str, *, alone: bool = False) -> tuple[tuple[str, ...], str]:
    """Part a text into the authors that it begins with and what follows them: `Wei He et al. arXiv` → He …, `arXiv`.

    One name without `et al.` counts only where it may stand `alone`.
    """
    text = _LEAD.sub("", text)
    if found := _ET_AL.search(text):
        return read_authors(text[: found.end()]), text[found.end() :].lstrip(" .,;:*")
    venues = (found.start() for found in islice(VENUE.finditer(text), 1))
    stops = (found.start() for found in islice(_STOP.finditer(text), _MOST_STOPS))
    for stop in (*venues, len(text.rstrip(" .;:")), *stops):
        if authors := _listed(text[:stop], alone):
            return authors, text[stop:].lstrip(" .;:")
    return read_authors(text.rstrip(" .;:")), ""


def a_name(text: str) -> bool:
    """Tell whether a text is one person's name."""
    return _is_name(text)


def _listed(text: str, alone: bool) -> tuple[str, ...]:
    names = _named(text)[0]
    if not names or not all(map(_is_name, names)):
        return ()
    return names if len(names) > 1 or (alone and " " in names[0]) else ()


def _are_names(texts: tuple[str, ...]) -> bool:
    """Tell a list of names; of many, a few may be misspelt (`Jia wei`)."""
    strange = [text for text in texts if not _is_name(text)]
    return len(strange) * 4 <= len(texts) and all(
        len(text.split()) <= MOST_WORDS and text[0].isupper() for text in strange
    )


def _named(text: str) -> tuple[tuple[str, ...], bool]:
    """Split a text at what stands between names; tell also whether it ends in `et al.`."""
    found = _ET_AL.search(text)
    listed = _ASIDE.sub("", text[: found.start()] if found else text).strip(" \t\v\n.,;:*_—–-|([（")
    names = (" ".join(name.split()) for name in _BETWEEN.split(listed))
    return _given_name_first([name for name in names if name]), bool(found)


def _given_name_first(names: list[str]) -> tuple[str, ...]:
    """Put given names before surnames: `Hu, E. J., Shen, Y.` → `E. J. Hu`, `Y. Shen`; else the first's."""
    surnames, initials = names[::2], names[1::2]
    if names and len(surnames) == len(initials) and all(map(_INITIALS.fullmatch, initials)):
        return tuple(f"{_dotted(given)} {surname}" for surname, given in zip(surnames, initials, strict=True))
    if len(names) > 2 and " " not in names[0] and _GIVEN.fullmatch(names[1]) and all(" " in name for name in names[2:]):
        return f"{names[1]} {names[0]}", *names[2:]
    return tuple(names)


def _dotted(initials: str) -> str:
    return f"{initials}." if re.search(r"\b\w$", initials) else initials


def _is_name(text: str) -> bool:
    """Tell a person's name from other words: few words, each with a capital, no digits."""
    if _CHINESE_NAME.fullmatch(text):
        return True
    words = text.split()
    if len(words) == 1 and _SHOUTED.fullmatch(text):
        return False
    if not 1 <= len(words) <= MOST_WORDS or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
