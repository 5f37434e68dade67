"""The outline of a list: which headings each entry stands under, and which headings are categories."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What stands between two headings: the headings above it, with their levels, outermost first."""

    above: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A part of the list, the line at which its piece begins, and its section (a heading's own)."""

    part: Part
    offset: int
    section: Section


def outline(source: Source, pieces: Iterable[tuple[int, Sequence[Part]]]) -> ListDocument:
    """Put the parts of a list under its headings."""
    placed = list(_placed(pieces))
    title = _title(placed)
    candidates = [(p, p.part) for p in placed if isinstance(p.part, Candidate)]
    entries = tuple(_entry(source, p, candidate, title) for p, candidate in _chosen(candidates))
    headings = tuple(_headings(source, placed, title))
    return ListDocument(entries=entries, headings=headings, categories=_categories(entries, headings))


def _placed(pieces: Iterable[tuple[int, Sequence[Part]]]) -> Iterator[Placed]:
    section = Section()
    for offset, parts in pieces:
        for part in parts:
            if isinstance(part, Heading):
                above = tuple(heading for heading in section.above if heading[0] < part.level)
                section = Section((*above, (part.level, part.name)))
            yield Placed(part=part, offset=offset, section=section)


def _title(placed: Sequence[Placed]) -> Section | None:
    """Find the section of the list's own title: its first heading of level 1.

    That is a category instead where entries stand before it, or right under it and under others of its level.
    """
    known = [p for p in placed if (p.part.level == 1 if isinstance(p.part, Heading) else p.part.sure)]
    if not known or isinstance(known[0].part, Candidate):
        return None
    first = known[0].section
    holding = [p.section.above for p in known if isinstance(p.part, Candidate)]
    right_under = any(above == first.above for above in holding)
    elsewhere = any(above[:1] != first.above for above in holding)
    return None if right_under and elsewhere else first


def _chosen(candidates: Sequence[tuple[Placed, Candidate]]) -> Iterator[tuple[Placed, Candidate]]:
    """Choose the candidates that are entries: what surely names a paper, and the rest where most around it do."""
    counted = Counter((p.section, candidate.sure) for p, candidate in candidates)
    open_sections = {section: _may_hold_entries(section) for section, _ in counted}
    for p, candidate in candidates:
        vouched = candidate.sure or counted[p.section, True] >= max(1, counted[p.section, False])
        if vouched and open_sections[p.section] and (candidate.bulleted or len(p.section.above) > 1):
            yield p, candidate


def _may_hold_entries(section: Section) -> bool:
    names = [name for level, name in section.above if level < LABEL_LEVEL]
    return not any(map(is_apart, names)) and not any(map(is_customary, names[-1:]))


def _entry(source: Source, placed: Placed, candidate: Candidate, title: Section | None) -> Entry:
    first, last = placed.offset + candidate.first, placed.offset + candidate.last
    facts = candidate.facts
    return Entry(
        title=facts.title,
        category=(*_path(placed.section, title, LABEL_LEVEL - 1), *candidate.labels),
        line=first + 1,
        span=span_of(source, first, last),
        identifiers=facts.identifiers,
        venue=facts.venue,
        year=facts.year,
        authors=facts.authors,
        date=facts.date,
        links=facts.links,
    )


def _headings(source: Source, placed: Sequence[Placed], title: Section | None) -> Iterator[survey.Heading]:
    for p in placed:
        if isinstance(p.part, Heading) and p.part.name:
            first, last = p.offset + p.part.first, p.offset + p.part.last
            path = _path(p.section, title, p.part.level)
            yield survey.Heading(path=path, level=p.part.level, line=first + 1, span=span_of(source, first, last))


def _path(section: Section, title: Section | None, lowest: int) -> Path:
    """Give the names of the headings above, down to a level, without the list's own title."""
    above = section.above[1:] if title and section.above[:1] == title.above else section.above
    return tuple(name for level, name in above if name and level <= lowest)


def _categories(entries: Sequence[Entry], headings: Sequence[survey.Heading]) -> tuple[Path, ...]:
    """Choose the headings that are categories, in the list's order.

    They are those that hold entries, those above them, and those without entries that are part of the taxonomy all the
    same. In a list without entries all headings are, less the customary ones.
    """
    ordered = list(dict.fromkeys(heading.path for heading in headings if heading.path))
    if not entries:
        return tuple(path for path in ordered if not any(map(is_customary, path)))
    kept = {path[:depth] for path in {entry.category for entry in entries} for depth in range(1, len(path) + 1)}
    tops = [number for number, path in enumerate(ordered) if len(path) == 1 and path in kept]
    within = range(tops[0], tops[-1]) if tops else range(0)
    return tuple(
        path for number, path in enumerate(ordered) if path in kept or _belongs(path, kept, among=number in within)
    )


def _belongs(path: Path, kept: set[Path], *, among: bool) -> bool:
    """Tell a heading without entries that is part of the taxonomy: below a category, or among those at the top."""
    unheld = (path[:depth] for depth in range(1, len(path) + 1) if path[:depth] not in kept)
    if any(is_customary(above[-1]) for above in unheld):
        return False
    return among if len(path) == 1 else path[:1] in kept
