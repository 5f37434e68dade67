"""Electing the shape of a new entry: each entry of the list votes for its own, less what the new one lacks.

An entry that already has just the parts that the new one has counts fully; one that must first lose a part counts less.
The rest of the list has a say as well, worth a few entries, so that one odd entry alone in its section is not copied.
Shapes that differ in blanks alone stand together in a first round; a second one chooses among them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from litgraph.lists.anatomy import Part, Slot
from litgraph.lists.cutting import without

LIST_WEIGHT = 3.0  # the votes of the whole list together, against 1 for each entry of the section
CUT_WEIGHTS = {Slot.NOTE: 0.8, Slot.IMAGE: 0.8, Slot.NAME: 0.5, Slot.AUTHORS: 0.5}
DOUBLED_WEIGHT = 0.3  # the vote of an entry with two blanks in a row or one at its end: slips, unless most have them
OLDEST_WEIGHT = 0.2  # the vote of the entry with the oldest paper, against 1 for the newest: habits change
BROKEN_WEIGHT = 0.1  # the vote of an entry whose tags or brackets don't pair
FORM_LIST_WEIGHT = 10.0  # how an address or a date is written, or where blanks stand, is a habit of the whole list
CUT_WEIGHT = 0.02  # the vote of an entry that must lose any other part
SILENT_WEIGHT = 0.05  # the vote of an entry that has no place for a venue or for code, where the new one has them

_DOUBLED = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_TRAILING = re.compile(r"[ \t]$")
_OPEN_TAG = re.compile(r"<(?!(?:br|img|hr|wbr|input)\b)(\w+)\b[^<>]*>", re.IGNORECASE)
_CLOSE_TAG = re.compile(r"</(\w+)\s*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The vote of an entry: its parts that can be filled, what they share with others, and how much it counts."""

    shape: tuple[Part, ...]
    parts: tuple[Part, ...]
    weight: float
    is_local: bool
    recency: float = 1.0


def ballot(parts: Sequence[Part], fill: frozenset[Slot], *, is_local: bool, age: float = 0.0) -> Ballot:
    """Let an entry vote for the shape that is left of it without the slots that cannot be filled."""
    lost = {part.slot for part in parts if part.slot and part.slot not in fill}
    kept = without(parts, lambda slot: slot not in fill) if lost else tuple(parts)
    weight = min((CUT_WEIGHTS.get(slot, CUT_WEIGHT) for slot in lost), default=1.0)
    held = {part.slot for part in parts}
    weight *= SILENT_WEIGHT ** len(({Slot.VENUE, Slot.CODE} & fill) - held)
    weight *= 1.0 if is_sound("".join(part.text for part in parts if part.slot is None)) else BROKEN_WEIGHT
    weight *= DOUBLED_WEIGHT if _has_slips(kept) else 1.0
    recency = OLDEST_WEIGHT**age
    return Ballot(shape=shape_of(kept), parts=kept, weight=weight * recency, is_local=is_local, recency=recency)


def _has_slips(parts: Sequence[Part]) -> bool:
    """Tell whether the house's own words have blanks where nobody sees them."""
    words = [part.text for part in parts if part.slot is None]
    return any(_DOUBLED.search(text) for text in words) or bool(words and _TRAILING.search(parts[-1].text))


def elect(ballots: Sequence[Ballot]) -> tuple[Part, ...]:
    """Choose the shape with most votes, and for its slots the forms with most votes; ties go to the first."""
    if not ballots:
        return ()
    share = LIST_WEIGHT / len(ballots)
    families: dict[tuple[str, ...], float] = defaultdict(float)
    shapes: dict[tuple[Part, ...], float] = defaultdict(float)
    for vote in ballots:
        weight = vote.weight * (vote.is_local + share)
        families[_family(vote.shape)] += weight
        shapes[vote.shape] += vote.weight * (vote.is_local + FORM_LIST_WEIGHT / len(ballots))
    family = max(families, key=lambda key: families[key])
    best = max((shape for shape in shapes if _family(shape) == family), key=lambda shape: shapes[shape])
    return _with_forms(best, [vote for vote in ballots if _family(vote.shape) == family])


def shape_of(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Leave of the parts what two entries of one shape have in common: the house's own words, and the empty slots."""
    merged: list[Part] = []
    for part in parts:
        if part.slot is not None:
            merged.append(Part(text="", slot=part.slot))
        elif merged and merged[-1].slot is None:
            merged[-1] = Part(text=merged[-1].text + part.text)
        else:
            merged.append(Part(text=part.text))
    return tuple(merged)


def is_sound(words: str) -> bool:
    """Tell whether the tags and the brackets of the house's own words pair."""
    opened, closed = Counter(_OPEN_TAG.findall(words)), Counter(_CLOSE_TAG.findall(words))
    return opened == closed and all(words.count(a) == words.count(b) for a, b in ("[]", "()"))


def _family(shape: tuple[Part, ...]) -> tuple[str, ...]:
    """Name what is left of a shape without its blanks."""
    named = (part.slot or "".join(part.text.split()) for part in shape)
    return tuple(filter(None, named))


def _with_forms(shape: tuple[Part, ...], ballots: Sequence[Ballot]) -> tuple[Part, ...]:
    """Give each slot the form that most entries of the family have there."""
    share = FORM_LIST_WEIGHT / len(ballots)
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    for vote in ballots:
        slots = [part for part in vote.parts if part.slot is not None]
        for index, part in enumerate(slots):
            forms[index][part.form] += round(1000 * vote.recency * (vote.is_local + share)) if part.form else 0
    indices = iter(range(len(shape)))
    return tuple(
        part if part.slot is None else replace(part, form=forms[next(indices)].most_common(1)[0][0]) for part in shape
    )
