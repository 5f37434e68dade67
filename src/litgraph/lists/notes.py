"""Telling the house's own words from notes on one paper: what few entries have outside their parts is a note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from litgraph.lists.anatomy import Anatomy, Part, Slot

COMMON = 0.1  # share of the entries from which on words are the house's own
EVERYWHERE = 0.9  # share from which on marks before a title (stars, flames) are so too, and not praise of a paper

_STRETCH = re.compile(r"<[^>\n]*>|[^\s<>|\[\](){}*_\"“”'`,.:;–—•·-][^<>|\[\](){}*\"“”`\n]*")
_FIRST_SYMBOL = 0x2190  # arrows, dingbats and pictographs begin here


def mark_notes(anatomies: Sequence[Anatomy]) -> list[Anatomy]:
    """Mark as notes the stretches that few of the entries have, and as names those that stand where names do."""
    seen: Counter[str] = Counter()
    for anatomy in anatomies:
        seen.update({words for part in anatomy.parts for _, _, words in _stretches(part)})
    common = {words for words, count in seen.items() if count >= max(2, COMMON * len(anatomies))}
    marks = {words for words in common if not _has_word(words) and seen[words] < EVERYWHERE * len(anatomies)}
    noted = [replace(anatomy, parts=tuple(_noted(anatomy.parts, common, marks))) for anatomy in anatomies]
    named = sum(part.slot == Slot.NAME for anatomy in noted for part in anatomy.parts)
    if named < max(2, COMMON * len(noted)):
        return noted
    return [replace(anatomy, parts=_named(anatomy.parts)) for anatomy in noted]


def _has_word(words: str) -> bool:
    return any(c.isalnum() for c in words)


def _noted(parts: Sequence[Part], common: set[str], marks: set[str]) -> Iterator[Part]:
    """Part the notes from the rest; a mark that praises a paper (a star before its title) is a note too."""
    title = next(index for index, part in enumerate(parts) if part.slot == Slot.TITLE)
    for index, part in enumerate(parts):
        done = 0
        for start, end, words in _stretches(part):
            praises = words in marks and index < title and "|" not in part.text[end:]
            if words not in common or praises:
                yield from _nonempty(replace(part, text=part.text[done:start]))
                yield Part(text=part.text[start:end], slot=Slot.NOTE)
                done = end
        yield from _nonempty(replace(part, text=part.text[done:]))


def _nonempty(part: Part) -> Iterator[Part]:
    if part.text:
        yield part


def _stretches(part: Part) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of words or symbols between the marks of a literal part: start, end, words."""
    if part.slot is not None or part.group:
        return
    for found in _STRETCH.finditer(part.text):
        words = found[0].rstrip(" \t,.:;–—•·-")
        if not words.startswith("<") and any(c.isalnum() or ord(c) >= _FIRST_SYMBOL for c in words):
            yield found.start(), found.start() + len(words), words


def _named(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Take a note that is set in brackets or marks right before the title for the paper's name."""
    title = next(index for index, part in enumerate(parts) if part.slot == Slot.TITLE)
    if title < 2 or any(part.slot == Slot.NAME for part in parts):
        return parts
    note, between = parts[title - 2], parts[title - 1]
    if note.slot != Slot.NOTE or between.slot or not between.text.strip(" \t"):
        return parts
    return (*parts[: title - 2], replace(note, slot=Slot.NAME), *parts[title - 1 :])
