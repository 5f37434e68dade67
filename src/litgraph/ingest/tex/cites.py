"""Which commands cite, and the keys that they cite: LaTeX's own, natbib's, biblatex's, apacite's and their kin."""

from __future__ import annotations

import re

from litgraph.ingest.tex.stream import Stream
from litgraph.ingest.tex.tokens import TEXT, Token, words, written

_STEMS = words(
    "cite citep citet citealp citealt citeauthor citefullauthor citeyear citeyearpar citenum citetalias citepalias "
    "citetitle citedate citeurl citen citenp citeN citeNP citeA citeANP citeyearNP citeonline onlinecite shortcite "
    "shortciteN shortciteA shortciteNP fullcite footfullcite parencite textcite autocite footcite footcitetext "
    "smartcite supercite volcite pvolcite tvolcite avolcite notecite pnotecite newcite citeauthoryear citeasnoun "
    "possessivecite citeposs bibentry"
)
_SEVERAL = frozenset(words("cites parencites textcites autocites footcites smartcites supercites footcitetexts"))
_KNOWN = frozenset(_STEMS) | _SEVERAL | {stem[0].upper() + stem[1:] for stem in (*_STEMS, *_SEVERAL)}
# Any other name with `cite` in it, as packages like multibib make them (`\citepsec`), if its argument looks like keys.
_LIKE_CITE = re.compile(r"[A-Za-z]{0,16}[cC]ite[A-Za-z]{0,16}")
_NO_CITE = re.compile(
    r"nocite\w*|\w*cite(?:style|setup|text|name|index\w*|mid|left|right|punct|sep|color|alias|reset|key)"
)
_KEY = re.compile(r"[^\s\\{}]{1,200}(?: [^\s\\{}]{1,200}){0,5}")
_NOTE = re.compile(r"<[^<>]{0,300}>\s*")


def is_known_cite(name: str) -> bool:
    """Tell whether a command of this name cites, whatever packages are loaded."""
    return name in _KNOWN


def read_cite(name: str, stream: Stream) -> tuple[str, ...]:
    """Read the keys of a command that cites; empty, with at most blanks and notes taken, where it cites nothing."""
    if name not in _KNOWN and (not _LIKE_CITE.fullmatch(name) or _NO_CITE.fullmatch(name)):
        return ()
    stream.star()
    keys = _one_group(stream)
    while keys and name[0].lower() + name[1:] in _SEVERAL and (more := _one_group(stream)):
        keys += more
    return keys


def read_keys(text: str) -> tuple[str, ...]:
    """Part a list of keys at its commas."""
    keys = (" ".join(key.split()) for key in text.split(","))
    return tuple(key for key in keys if key and _KEY.fullmatch(key))


def _one_group(stream: Stream) -> tuple[str, ...]:
    """Read `[before][after]{keys}`, or apacite's `<before>[after]{keys}`."""
    _pass_over_note(stream)
    while stream.optional() is not None:
        pass
    group = stream.group()
    return read_keys(written(group)) if group else ()


def _pass_over_note(stream: Stream) -> None:
    token = stream.take()
    note = _NOTE.match(token.text) if token is not None and token.kind == TEXT else None
    rest = token.text[note.end() :] if token and note else ""
    if token is not None and (not note or rest):
        stream.give_back(Token(TEXT, rest) if note else token)
