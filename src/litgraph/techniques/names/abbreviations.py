"""Abbreviations that a text explains: `low-rank adaptation (LoRA)`, and `LoRA (low-rank adaptation)`.

The long form is the shortest run of words before the bracket in which the letters of the short form stand in order,
the first one at the start of a word (Schwartz & Hearst 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from litgraph.techniques.text import Sentence, Tag, Token

_LONGEST = 12  # characters of a short form
_LETTERS = re.compile(r"[^\W_]")

# A short form and its long form: the first and last token of each, by number.
Pair = tuple[tuple[int, int], tuple[int, int]]


def find_abbreviations(sentence: Sentence) -> list[Pair]:
    """Give the short and the long form of each abbreviation that a sentence explains, as ranges of its tokens."""
    return list(_pairs(sentence.tokens))


def _pairs(tokens: Sequence[Token]) -> Iterator[Pair]:
    for opening, closing in _brackets(tokens):
        inside = (opening + 1, closing)
        if inside[1] - inside[0] <= 2 and _is_short(tokens, *inside):
            if long := _long_before(tokens, opening, _spell(tokens, *inside)):
                yield inside, long
        elif opening and _is_short(tokens, opening - 1, opening):
            short = _spell(tokens, opening - 1, opening)
            end = next((place for place in range(*inside) if tokens[place].text in ",;:"), closing)
            if _long_before(tokens, end, short) == (opening + 1, end):
                yield (opening - 1, opening), (opening + 1, end)


def _brackets(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Give where each round bracket without another one inside opens and closes."""
    opening = None
    for place, token in enumerate(tokens):
        if token.text == "(":
            opening = place
        elif token.text == ")" and opening is not None:
            yield opening, place
            opening = None


def _spell(tokens: Sequence[Token], start: int, end: int) -> str:
    return "".join(token.text for token in tokens[start:end])


def _is_short(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether these tokens may be a short form: one word, mostly with capitals."""
    text = _spell(tokens, start, end)
    return (
        end > start
        and 2 <= len(text) <= _LONGEST
        and text[0].isalnum()
        and sum(character.isupper() for character in text) >= 2
        and all(token.tag is not Tag.MATH for token in tokens[start:end])
    )


def _long_before(tokens: Sequence[Token], end: int, short: str) -> tuple[int, int] | None:
    """Find the long form that ends before the token `end`: the fewest words that hold the letters of the short one."""
    letters = [character.lower() for character in _LETTERS.findall(short)]
    if letters[-1:] == ["s"] and short[-1] == "s":
        letters.pop()
    furthest = max(0, end - min(len(letters) + 5, 2 * len(letters)) - 2)
    for start in range(end - 1, furthest - 1, -1):
        if tokens[start].text in "();:.":
            return None
        if _holds([token.lower for token in tokens[start:end]], letters):
            return (start, end) if end - start > 1 or len(tokens[start].text) > 2 * len(short) else None
    return None


def is_short_for(short: str, long: str) -> bool:
    """Tell whether a short form may stand for a long one: by its letters in order, or the long one's capitals."""
    letters = [character.lower() for character in _LETTERS.findall(short.removesuffix("s"))]
    if sum(character.isupper() for character in short) < 2 or not 2 <= len(letters) <= _LONGEST:
        return False
    words = re.split(r"[\s-]+", long.lower())
    capitals = [character.lower() for character in long if character.isupper()]
    return 1 < len(words) <= len(letters) and (capitals == letters or _holds(words, letters))


def _holds(words: Sequence[str], letters: Sequence[str]) -> bool:
    """Tell whether the letters stand in the words in order, the first at the very start, most of them at starts."""
    text = "-".join(words)
    starts = [place for place in range(len(text)) if place == 0 or not text[place - 1].isalnum()]
    place, at_start = 0, 0
    if not letters or not text.startswith(letters[0]):
        return False
    for letter in letters:
        nearest = next((start for start in starts if start >= place and text[start] == letter), None)
        found = nearest if nearest is not None else text.find(letter, place)
        if found < 0:
            return False
        at_start += nearest is not None
        place = found + 1
    return at_start * 2 >= len(letters)
