"""Titles and abstracts as sentences and tokens, each with its place in the text as the record holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from litgraph.model.technique import Part, Span

# A longer abstract is read up to here: what follows is no abstract.
LONGEST = 20_000  # characters
# What no full stop ends is cut all the same, since names of a sentence are weighed in pairs.
_LONGEST_SENTENCE = 2_000  # characters

# Chinese, Japanese and Korean, whose words no blank parts: a run of them is never part of a name.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_LETTER = rf"(?:(?![{_UNSPACED}])\w)"
_JOINED = r"(?:[-‐‑–'’_/&](?=[^\W\u3040-\uffff])|(?<=\d)[.,:×](?=\d)|\.(?=(?:cpp|py|js|ai|net|io)\b))"
_TOKEN = re.compile(
    rf"""
    (?P<math>\$[^$\n]{{1,200}}\$)
  | (?P<command>\\[A-Za-z]+)
  | (?P<script>[{_UNSPACED}]+)
  | (?P<word>{_LETTER}+(?:{_JOINED}{_LETTER}+)*(?:\+\+|\+(?!\w)|\*(?=\s)|\#(?!\w))?)
  | (?P<other>[^\s\w])
    """,
    re.VERBOSE,
)
_END = re.compile(r"[.!?][\"'”’)\]}]*\s+(?=[\"'“‘(\[{$\\]*[A-Z0-9À-Þ])|[。！？]\s*|\n\s*\n\s*")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|approx|resp|fig|figs|eq|eqs|sec|no|w\.r\.t|a\.k\.a|st|dr|prof)|\b[A-Z])\.$",
    re.IGNORECASE,
)


class Tag(StrEnum):
    """What a token is, as far as its form and short lists tell."""

    MATH = "math"
    NUMBER = "number"
    NAMELIKE = "namelike"  # capitals beyond the first, or letters with digits
    CAPITALISED = "capitalised"
    WORD = "word"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: characters `start` up to and without `end` of its part."""

    text: str
    start: int
    end: int
    tag: Tag

    @property
    def lower(self) -> str:
        """Give the token without its case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, or the title: `text` is exactly that piece of its part."""

    span: Span
    text: str
    tokens: tuple[Token, ...]


def read_sentences(title: str, abstract: str) -> tuple[Sentence, ...]:
    """Cut a paper's text into sentences: the title as one, if there is one, then those of the abstract."""
    sentences = []
    title = title[:_LONGEST_SENTENCE]
    if title.strip():
        sentences.append(_sentence(Part.TITLE, title, *_trimmed(title, 0, len(title))))
    abstract = abstract[:LONGEST]
    sentences += [_sentence(Part.ABSTRACT, abstract, start, end) for start, end in _cut(abstract)]
    return tuple(sentences)


def _cut(text: str) -> Iterator[tuple[int, int]]:
    """Find where sentences start and end."""
    start = 0
    for found in _END.finditer(text):
        end = found.end() - len(found[0]) + len(found[0].rstrip())
        if text[found.start()] == "." and _NO_END.search(text, max(start, found.start() - 12), found.start() + 1):
            continue
        yield from _short_enough(text, start, end)
        start = found.end()
    yield from _short_enough(text, start, len(text))


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the sentence that stands here, if any; too long ones in pieces, cut at blanks if there are any."""
    while end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        cut = start + _LONGEST_SENTENCE if blank < 0 else blank
        if text[start:cut].strip():
            yield _trimmed(text, start, cut)
        start = cut
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _sentence(part: Part, text: str, start: int, end: int) -> Sentence:
    tokens = tuple(_tokens(text, start, end))
    return Sentence(span=Span(part=part, start=start, end=end), text=text[start:end], tokens=tokens)


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        yield Token(found[0], found.start(), found.end(), _tag(found[0], found.lastgroup))


def _tag(text: str, group: str | None) -> Tag:
    if group == "math":
        return Tag.MATH
    if group == "script":
        return Tag.WORD
    if group != "word":
        return Tag.PUNCTUATION
    if text[0].isdigit() and not any(character.isalpha() for character in text):
        return Tag.NUMBER
    if is_namelike(text):
        return Tag.NAMELIKE
    return Tag.CAPITALISED if text[0].isupper() else Tag.WORD


def is_namelike(word: str) -> bool:
    """Tell whether a word is spelled as names are: a capital beyond the first letter of a part, or letters and digits.

    `LoRA`, `GPT-4`, `wav2vec` and `KV` are; `Large`, `Fine-Tuning` and `2-fold` are not.
    """
    parts = re.split(r"[-‐‑–/_&]", word)
    return any(_stands_out(part) for part in parts)


def _stands_out(part: str) -> bool:
    letters = [character for character in part if character.isalpha()]
    if any(character.isupper() for character in part[1:]):
        return True
    return bool(letters) and any(character.isdigit() for character in part) and not part[0].isdigit()
