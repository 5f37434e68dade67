"""Which pairs of names a sentence may relate: the paper's own technique with every other name there.

Abstracts speak of what they introduce. Where a sentence says only "we", "it" or nothing of the kind, its subject is
still the paper's own technique, or the paper where its contribution has no name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litgraph.model.technique import PAPER, Kind, Name, Part
from litgraph.techniques.text import Sentence, Token

_BETWEEN = frozenset(", and or & / ) ( as well both".split())
_OWN = (Kind.METHOD, Kind.SYSTEM, Kind.MODEL, Kind.DATASET, Kind.CONCEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A name where it stands in a sentence: its tokens `start` up to and without `end`."""

    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What may be related in a sentence. `subject` is a name's text or `PAPER`; `said` is where it stands, if it does.

    `enumerated` are the first and the last mark of the enumeration in which the object stands.
    """

    sentence: int
    subject: str
    said: Mark | None
    object: Mark
    enumerated: tuple[Mark, Mark]
    own: bool = True


def mark_names(sentence: Sentence, names: Sequence[Name]) -> list[Mark]:
    """Find the names of a sentence, in order; of names one inside the other the longest."""
    span, found = sentence.span, []
    starts = {token.start: place for place, token in enumerate(sentence.tokens)}
    ends = {token.end: place + 1 for place, token in enumerate(sentence.tokens)}
    for name in names:
        for one in name.spans:
            if one.part is span.part and one.start in starts and one.end in ends and one.start < span.end:
                found.append(Mark(name=name, start=starts[one.start], end=ends[one.end]))
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def find_pairs(sentences: Sequence[Sentence], names: Sequence[Name]) -> Iterator[tuple[Pair, list[Mark]]]:
    """Give each pair that a sentence may relate, with all the names of the sentence."""
    own = [name for kind in _OWN for name in names if name.introduced and name.kind is kind]
    main = main_technique(sentences, own)
    for number, sentence in enumerate(sentences):
        marks = mark_names(sentence, names)
        for mark in marks:
            subject, said = _subject(mark, marks, main)
            if subject != mark.name.text:
                yield (
                    Pair(
                        sentence=number,
                        subject=subject,
                        said=said,
                        object=mark,
                        enumerated=_list_of(mark, marks, sentence),
                    ),
                    marks,
                )


def main_technique(sentences: Sequence[Sentence], own: Sequence[Name]) -> str:
    """Give the technique that the paper is about: of those that it introduces the one of its title, else the first."""
    if not own:
        return PAPER
    places = {
        name.text: (not any(span.part is Part.TITLE for span in name.spans), name.kind is Kind.DATASET) for name in own
    }
    firsts = {
        name.text: min(((s.part is not Part.TITLE, s.start) for s in name.spans), default=(True, 0)) for name in own
    }
    return min(own, key=lambda name: (*places[name.text], firsts[name.text])).text


def _subject(mark: Mark, marks: Sequence[Mark], main: str) -> tuple[str, Mark | None]:
    """Give the own technique that stands before a name, else any in the sentence, else the main one."""
    own = [one for one in marks if one.name.introduced and one.name.text != mark.name.text]
    before = [one for one in own if one.end <= mark.start]
    if mark.name.introduced:
        leading = [one for one in before if one.name.text == main]
        return (leading[-1].name.text, leading[-1]) if leading else (main, None)
    if before:
        return before[-1].name.text, before[-1]
    return (own[0].name.text, own[0]) if own else (main, None)


def _list_of(mark: Mark, marks: Sequence[Mark], sentence: Sentence) -> tuple[Mark, Mark]:
    """Give the first and the last name of the enumeration in which a name stands."""
    place = marks.index(mark)
    first = last = place
    while first and _joined(sentence.tokens, marks[first - 1], marks[first]):
        first -= 1
    while last + 1 < len(marks) and _joined(sentence.tokens, marks[last], marks[last + 1]):
        last += 1
    return marks[first], marks[last]


def _joined(tokens: Sequence[Token], one: Mark, other: Mark) -> bool:
    between = [token.lower for token in tokens[one.end : other.start]]
    return 0 < len(between) <= 4 and all(word in _BETWEEN for word in between)
