"""Whether one spelling is short for another, and whether two long forms are of one thing."""

from __future__ import annotations

import re
from functools import lru_cache

from litgraph.model.spelling import fold, spelling_key

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_LONGEST = 12  # characters of a short form
_STEM = 5  # characters by which words are one, however they end
_SHARED = 0.5  # of the words of two titles of one paper
_LITTLE = frozenset(("of", "for", "the", "a", "an", "and", "in", "on", "with", "to", "by", "via", "from", "at"))


@lru_cache(maxsize=1 << 16)
def abbreviates(short: str, long: str) -> bool:
    """Tell whether the letters of the short form stand in the long one in order, mostly where words begin."""
    few, words = differing(short, long)
    letters = "".join(few)
    if len(words) < 2 or not 2 <= len(letters) <= _LONGEST or len(letters) >= len("".join(words)):
        return False
    return _holds("-".join(words), letters) or (letters.endswith("s") and _holds("-".join(words), letters[:-1]))


def differing(one: str, other: str) -> tuple[list[str], list[str]]:
    """Give the words in which two spellings differ: those that both begin or end with are left out."""
    first, second = _WORD.findall(fold(one)), _WORD.findall(fold(other))
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    return first, second


def _holds(text: str, letters: str) -> bool:
    starts = [place for place in range(len(text)) if place == 0 or text[place - 1] == "-"]
    place = at_start = 0
    if not letters or text[0] != letters[0]:
        return False
    for letter in letters:
        start = next((one for one in starts if one >= place and text[one] == letter), None)
        found = start if start is not None else text.find(letter, place)
        if found < 0:
            return False
        at_start += start is not None
        place = found + 1
    return at_start * 2 >= len(letters)


def are_alike(first: str, second: str) -> bool:
    """Tell whether two long forms are of one thing: all words of one stand in the other, however they end."""
    one, other = _stems(first), _stems(second)
    return spelling_key(first) == spelling_key(second) or bool(one and other and (one <= other or other <= one))


def share_words(first: str, second: str) -> bool:
    """Tell whether two titles share half of their words."""
    one, other = _stems(first), _stems(second)
    return bool(one and other) and len(one & other) >= _SHARED * len(one | other)


def numbers(spelling: str) -> tuple[str, ...]:
    """Give the numbers of a spelling: what tells sizes and versions apart."""
    return tuple(sorted(_DIGITS.findall(fold(spelling))))


@lru_cache(maxsize=1 << 16)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(fold(text)) if word not in _LITTLE)
