"""Defects: what is malformed in the text of an entry, and the edits that mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A habit of so many entries is the house's; what departs from one so common is an error, else a warning.
HABIT = 0.9
RULE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A stretch of an entry's text and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """What is malformed at a place of an entry's text; without edits nobody can say how it was meant."""

    place: int
    message: str
    severity: str = "error"
    edits: tuple[Edit, ...] = ()


def severity_of(share: float) -> str:
    """Tell how certain a departure is from a habit that a share of the entries has."""
    return "error" if share >= RULE else "warning"


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Make edits in a text; of those that overlap the first is made."""
    pieces, done = [], 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            continue
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join((*pieces, text[done:]))
