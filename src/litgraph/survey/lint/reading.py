"""A list as lint looks at it: each entry's text in units (title, venue, link, …) with the gaps between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litgraph.lists.anatomy import Part, Slot, dissect
from litgraph.lists.context import context_of, entry_text, list_lines
from litgraph.model.survey import Entry, ListDocument

TITLE, TITLE_LINK, LINK, IMAGE, NOTE, START, END = "title", "title link", "link", "image", "note", "start", "end"

_LINK = re.compile(r"(?P<open>\[{1,2})(?P<label>.*?)(?P<middle>\]{1,2}\()(?P<address>.*?)\)(?P<close>\]?)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A stretch of an entry's text that means something; `label` and `shape` (`[[X](U)]`) are those of a link."""

    kind: str
    text: str
    start: int
    label: str = ""
    shape: str = ""

    @property
    def end(self) -> int:
        """Give the place behind the unit."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The house's own marks between two units of an entry."""

    before: str
    after: str
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An entry with its text (LF between its lines); `family` names the kind of place where it stands."""

    entry: Entry
    text: str
    family: str
    units: tuple[Unit, ...] = ()

    def line_at(self, place: int) -> int:
        """Give the line of the list (1-based) at a place of the text."""
        return self.entry.line + self.text.count("\n", 0, place)

    def gaps(self) -> Iterator[Gap]:
        """Yield the gaps between the units, those at both ends among them."""
        kind, done = START, 0
        for unit in self.units:
            yield Gap(before=kind, after=unit.kind, text=self.text[done : unit.start], start=done)
            kind, done = unit.kind, unit.end
        if self.units:
            yield Gap(before=kind, after=END, text=self.text[done:], start=done)

    def links(self) -> Iterator[Unit]:
        """Yield the links beside the title."""
        return (unit for unit in self.units if unit.kind == LINK and unit.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A list with its lines and its entries as they are looked at."""

    content: bytes
    lines: Sequence[str]
    document: ListDocument
    entries: tuple[Looked, ...]


def look_at(content: bytes, document: ListDocument) -> Reading:
    """Look at each entry of a list."""
    lines = list_lines(content)
    entries = tuple(_look(content, lines, entry) for entry in document.entries)
    return Reading(content=content, lines=lines, document=document, entries=entries)


def _look(content: bytes, lines: Sequence[str], entry: Entry) -> Looked:
    text = entry_text(content, entry)
    anatomy = dissect(text, entry)
    units = tuple(_units(anatomy.parts)) if anatomy else ()
    return Looked(entry=entry, text=text, family=_family(context_of(lines, entry)), units=units)


def _family(context: str) -> str:
    """Name the kind of place alike for bullets of every depth and marker."""
    kind, _, rest = context.partition(" ")
    if kind == "bullet":
        return "numbered" if rest.endswith((".", ")")) else "bullet"
    return context


def _units(parts: Sequence[Part]) -> Iterator[Unit]:
    start, index = 0, 0
    while index < len(parts):
        group, end = parts[index].group, index + 1
        while group and end < len(parts) and parts[end].group == group:
            end += 1
        text = "".join(part.text for part in parts[index:end])
        if group:
            yield _construct(parts[index:end], text, start)
        elif slot := parts[index].slot:
            yield Unit(kind=slot.value, text=text, start=start)
        start, index = start + len(text), end


def _construct(parts: Sequence[Part], text: str, start: int) -> Unit:
    slots = {part.slot for part in parts}
    if Slot.NOTE in slots:
        return Unit(kind=NOTE, text=text, start=start)
    if Slot.IMAGE in slots or text.startswith(("[![", "![", "<img")):
        return Unit(kind=IMAGE, text=text, start=start)
    found = _LINK.fullmatch(text)
    shape = f"{found['open']}X{found['middle']}U){found['close']}" if found else ""
    kind = TITLE_LINK if Slot.TITLE in slots else LINK
    return Unit(kind=kind, text=text, start=start, label=found["label"] if found else "", shape=shape)
