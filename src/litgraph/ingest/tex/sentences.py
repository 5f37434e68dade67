"""The sentence around each citation."""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE_LIMIT = 600  # characters
SHOWN = "[..]"  # how citations stand in a sentence

_FIRST_MARK = 0xF0000
_MARK = "[\U000f0000-\U000fffff]"
_BARE_MARKS = re.compile(rf"{_MARK}(?:[\s,;]*{_MARK})*")
# A sentence ends at a point, with the quotes, brackets and citations that cling to it, before a blank and a new start.
_END = re.compile(
    rf"(?:(?<=[.!?])[\"'”’)\]]*(?:{_MARK})*\s+(?=[^\W\d_a-z]|[\"“‘(\[]|\d|{_MARK})|(?<=[。！？])(?:{_MARK})*)"
)
_WORD = re.compile(r"[^\W\d_]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|cf|vs|resp|approx|viz|ca|[Ff]igs?|[Ee]qs?|[Ss]ecs?|[Tt]abs?|[Rr]efs?|[Nn]os?|Dr|Prof|St|Mr|Mrs"
    r"|Ch|App|Alg|w\.r\.t|a\.k\.a|Thm|Def)|(?:^|[\s(.])[^\W\d_])\.$"
)


def mark(number: int) -> str:
    """Give the character that stands for the nth citation of a paragraph."""
    return chr(_FIRST_MARK + number)


def cited_sentences(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each sentence that holds citations, as text (empty where it has no word), and their numbers in order."""
    for sentence in _sentences(text):
        if found := re.findall(_MARK, sentence):
            numbers = tuple(ord(character) - _FIRST_MARK for character in found)
            if len(sentence) <= SENTENCE_LIMIT:
                yield _shown(sentence), numbers
            else:
                yield from ((_window(sentence, mark(number)), (number,)) for number in numbers)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[max(start, end.start() - 12) : end.start()]):
            yield text[start : end.end()].strip()
            start = end.end()
    yield text[start:].strip()


def _shown(sentence: str) -> str:
    text = re.sub(rf"(?<=[\w”\"'’)])(?={_MARK})", " ", sentence)
    text = _BARE_MARKS.sub(SHOWN, text).replace(f"({SHOWN})", SHOWN).replace(f"[{SHOWN}]", SHOWN)
    if not _WORD.search(text):
        return ""
    return text if len(text) <= SENTENCE_LIMIT else text[: SENTENCE_LIMIT - 1].rstrip() + "…"


def _window(sentence: str, marked: str) -> str:
    """Cut a piece out of a long sentence, with the citation in its middle, at blanks."""
    place, half = sentence.index(marked), SENTENCE_LIMIT // 2 - 50
    start, end = max(0, place - half), min(len(sentence), place + half)
    start = sentence.find(" ", start, place) + 1 or start if start else 0
    end = max(sentence.rfind(" ", place, end), place + 1) if end < len(sentence) else end
    return ("…" if start else "") + _shown(sentence[start:end].strip()) + ("…" if end < len(sentence) else "")
