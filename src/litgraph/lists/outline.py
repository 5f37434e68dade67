"""The outline of a list: which heading each entry stands under, and which headings are categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litgraph.lists.entries import LABEL_LEVEL, Candidate, Heading, Part
from litgraph.lists.headings import is_apart, is_customary
from litgraph.lists.source import Source, span_of
from litgraph.model import survey
from litgraph.model.survey import Entry, ListDocument
from litgraph.model.taxonomy import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A part of the list, its first line's number, and the headings above it (its own included)."""

    part: Part
    offset: int
    above: tuple[tuple[int, str], ...]


def outline(source: Source, pieces: Iterable[tuple[int, Sequence[Part]]]) -> ListDocument:
    """Put the parts of a list under its headings."""
    placed = list(_placed(pieces))
    title = _document_title(placed)
    entries = tuple(_entries(source, placed, title))
    headings = tuple(_headings(source, placed, title))
    return ListDocument(entries=entries, headings=headings, categories=_categories(entries, headings))


def _placed(pieces: Iterable[tuple[int, Sequence[Part]]]) -> Iterator[Placed]:
    above: list[tuple[int, str]] = []
    for offset, parts in pieces:
        for part in parts:
            if isinstance(part, Heading):
                above = [heading for heading in above if heading[0] < part.level]
                above.append((part.level, part.name))
            yield Placed(part=part, offset=offset, above=tuple(above))


def _document_title(placed: Sequence[Placed]) -> tuple[int, str] | None:
    """Find the list's own title: its first heading of level 1, unless entries stand before it, or right under it and
    under others of its level."""
    tops = [p for p in placed if isinstance(p.part, Heading) and p.part.level == 1]
    if not tops:
        return None
    first = (1, _heading(tops[0]).name)
    entries = [p for p in placed if isinstance(p.part, Candidate) and p.part.sure]
    if entries and entries[0].offset + entries[0].part.first < tops[0].offset + tops[0].part.first:
        return None
    right_under = any(p.above == (first,) for p in entries)
    elsewhere = any(p.above and p.above[0] != first for p in entries)
    return None if right_under and elsewhere and len(tops) > 1 else first


def _entries(source: Source, placed: Sequence[Placed], title: tuple[int, str] | None) -> Iterator[Entry]:
    found = Counter((_path(p, title), p.part.sure) for p in placed if isinstance(p.part, Candidate))
    certain = {path for path, sure in found if sure and found[path, True] >= found[path, False]}
    for p in placed:
        if isinstance(p.part, Candidate) and _is_entry(p, title, certain):
            yield _entry(source, p, p.part, title)


def _is_entry(placed: Placed, title: tuple[int, str] | None, certain: set[Path]) -> bool:
    candidate = placed.part
    path = _path(placed, title)
    names = [name for _, name in placed.above]
    if any(is_apart(name) for name in names) or (names and is_customary(names[-1])):
        return False
    if not isinstance(candidate, Candidate) or (not candidate.bulleted and not path):
        return False
    return candidate.sure or path in certain


def _entry(source: Source, placed: Placed, candidate: Candidate, title: tuple[int, str] | None) -> Entry:
    first, last = placed.offset + candidate.first, placed.offset + candidate.last
    facts = candidate.facts
    return Entry(
        title=facts.title,
        category=_path(placed, title),
        line=first + 1,
        span=span_of(source, first, last),
        identifiers=facts.identifiers,
        venue=facts.venue,
        year=facts.year,
        authors=facts.authors,
        date=facts.date,
        links=facts.links,
    )


def _headings(source: Source, placed: Sequence[Placed], title: tuple[int, str] | None) -> Iterator[survey.Heading]:
    for p in placed:
        if isinstance(p.part, Heading) and p.part.name:
            first, last = p.offset + p.part.first, p.offset + p.part.last
            yield survey.Heading(
                path=_path(p, title), level=p.part.level, line=first + 1, span=span_of(source, first, last)
            )


def _path(placed: Placed, title: tuple[int, str] | None) -> Path:
    """Give the names of the headings and labels above a part, below the list's title."""
    above = placed.above[1:] if placed.above and placed.above[0] == title else placed.above
    labels = placed.part.labels if isinstance(placed.part, Candidate) else ()
    names = [name for level, name in above if name and level < LABEL_LEVEL]
    if isinstance(placed.part, Heading):
        names = [name for _, name in above if name]
    return (*names, *labels)


def _categories(entries: Sequence[Entry], headings: Sequence[survey.Heading]) -> tuple[Path, ...]:
    """Choose the headings that are categories, in the list's order."""
    ordered = list(dict.fromkeys(heading.path for heading in headings if heading.path))
    if not entries:
        return tuple(path for path in ordered if not any(is_customary(name) for name in path))
    holding = {entry.category for entry in entries}
    kept = {path[:depth] for path in holding for depth in range(1, len(path) + 1)}
    return tuple(path for path in ordered if path in kept or _belongs(path, kept, ordered))


def _belongs(path: Path, kept: set[Path], ordered: Sequence[Path]) -> bool:
    """Tell a heading without entries that is part of the taxonomy: below a category, or between two at the top."""
    if any(is_customary(name) for name in path if path[: path.index(name) + 1] not in kept):
        return False
    if len(path) > 1:
        return path[:1] in kept
    places = [number for number, known in enumerate(ordered) if known in kept and len(known) == 1]
    return bool(places) and places[0] < ordered.index(path) < places[-1]


def _heading(placed: Placed) -> Heading:
    if not isinstance(placed.part, Heading):
        raise TypeError(placed)
    return placed.part
