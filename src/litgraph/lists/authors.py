"""Authors, as lists write them after a title."""

from __future__ import annotations

import re

_ET_AL = re.compile(r"[,\s*]*\bet\.?\s*al\b\.?|[,\s*]*\bel\s+al\b\.?|\band\s+others\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]|[\d*†‡§¶∗✉]+(?=\s*(?:,|;|$|and\b))")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and|&)\s+|,|;|，|、|；|\s+and\s+|\s*&\s*)\s*")
_PARTICLES = frozenset("de da del della der den di dos du el al van von la le bin ibn ter ten zu y e i".split())
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’`´-]*")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,6}")
MOST_WORDS = 5


def read_authors(text: str) -> tuple[str, ...]:
    """Read a list of names, without affiliations and without `et al.`; a text that is no such list gives none."""
    named, open_ended = _named(text)
    if not named or not all(map(_is_name, named)):
        return ()
    return named if len(named) > 1 or open_ended else ()


def read_names(text: str) -> tuple[str, ...]:
    """Read the names in a text that is known to hold authors."""
    return tuple(name for name in _named(text)[0] if _is_name(name))


def split_authors(text: str) -> tuple[tuple[str, ...], str]:
    """Part a text into the authors that it begins with and what follows them: `Wei He et al. arXiv` → He …, `arXiv`."""
    if found := _ET_AL.search(text):
        return read_authors(text[: found.end()]), text[found.end() :].lstrip(" .,;:*")
    for stop in re.finditer(r"(?<![A-Z])[.]\s+|[.](?=[A-Z][A-Za-z]{2})", text):
        if authors := read_authors(text[: stop.start()]):
            return authors, text[stop.end() :]
    return read_authors(text.rstrip(" .;:")), ""


def _named(text: str) -> tuple[tuple[str, ...], bool]:
    """Split a text at what stands between names; tell also whether it ends in `et al.`."""
    found = _ET_AL.search(text)
    listed = _ASIDE.sub("", text[: found.start()] if found else text).strip(" \t\v\n.,;:*_—–-|")
    names = (" ".join(name.split()) for name in _BETWEEN.split(listed))
    return tuple(name for name in names if name), bool(found)


def _is_name(text: str) -> bool:
    """Tell a person's name from other words: few words, each with a capital, no digits."""
    if _CHINESE_NAME.fullmatch(text):
        return True
    words = text.split()
    if not 1 <= len(words) <= MOST_WORDS or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    return all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
