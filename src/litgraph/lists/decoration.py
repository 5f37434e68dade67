"""Emoji, symbols and bullets around names and titles: decoration, no part of them."""

from __future__ import annotations

import re
import unicodedata

# What may begin a name though it is no letter and no digit.
_OPENERS = frozenset("([{\"'“”‘「『《<$.@#&+~")
_EMOJI = re.compile("[0-9#*]\ufe0f?\u20e3|:[a-z][a-z0-9_+-]+:")
# A sign that belongs to a word: `∞-former`.
_SIGN = re.compile(r"[\u2200-\u22ff]\S")
_SYMBOLS = frozenset(("So", "Sk", "Mn", "Cf", "Cs", "Co", "Cn", "Me"))


def undecorated(text: str) -> str:
    """Drop emoji, symbols and bullets from both ends of a text, and emoji that are spelt out from all of it."""
    text = " ".join(_EMOJI.sub(" ", text).split())
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in _OPENERS or _SIGN.match(text, start)):
        start += 1
    while end > start and _is_debris(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_debris(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in _SYMBOLS or letter in "#*_"
