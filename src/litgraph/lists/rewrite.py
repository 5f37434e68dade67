"""An entry written anew with another venue, year or link, and nothing else changed.

Each way of changing the text is tried and read back. Where not exactly one gives the entry that is meant, the place is
not certain and there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from litgraph.lists.anatomy import Part, Slot
from litgraph.lists.blocks import read_references
from litgraph.lists.chunks import split_chunks
from litgraph.lists.context import context_of, entry_text, list_lines
from litgraph.lists.edit import apply_edits, replacement_edit
from litgraph.lists.entries import Candidate, Heading, read_parts
from litgraph.lists.facts import Facts
from litgraph.lists.render import Facts as Words
from litgraph.lists.render import fill
from litgraph.lists.source import Source, read_source
from litgraph.lists.spelling import house_venue
from litgraph.lists.style import HouseStyle
from litgraph.model.survey import Entry

# What may stand between a venue and its year: blanks, marks, tags, the border of a cell.
_BETWEEN = r"(?:[\s,.:;'’‘`*_()\[\]|/–—-]|%20|</?\w+\s*/?>){0,8}"
_ADDRESS_CHARACTER = r"[^\s()<>\[\]\"'|]"
_ReadsBack = Callable[[Facts, Facts], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a venue stands, and its year beside it, if there is one; `form` is that of the venue's slot."""

    start: int
    end: int
    year: tuple[int, int] | None = None
    form: str = ""


def with_venue(content: bytes, entry: Entry, style: HouseStyle, venue: str, year: int) -> str | None:
    """Give the text of an entry (LF between its lines, no ending) with another venue, spelled as the list does.

    The year beside the venue goes with it; one is put in only where the list already has one. None where the place of
    either is not certain, and where nothing would change.
    """
    spelled, text = _spelled(venue, style), entry_text(content, entry)
    if not spelled or not entry.venue or not entry.title:
        return None
    context = context_of(list_lines(content), entry)
    texts: dict[str, _ReadsBack] = {}
    for place in _venue_places(text, entry):
        if place.year or _may_stay_silent(text, entry, year):
            told = year if place.year else entry.year
            new = _put(text, place, _venue_text(spelled, place, context), year)
            texts[new] = _reading(spelled, told)
    return _only(content, entry, texts)


def with_year(content: bytes, entry: Entry, year: int) -> str | None:
    """Give the text of an entry with another year, None where its place is not certain."""
    text = entry_text(content, entry)
    if not entry.year or entry.year == year:
        return None
    found = (_year_at(match) for match in _years(entry.year).finditer(text))
    texts = (text[:start] + str(year)[-(end - start) :] + text[end:] for start, end in found)
    return _only(
        content, entry, dict.fromkeys(texts, lambda old, new: new == _retold(old, new, venue=old.venue, year=year))
    )


def with_link(content: bytes, entry: Entry, old_url: str, new_url: str) -> str | None:
    """Give the text of an entry in which every link to one address leads to another; None where that is not certain."""
    text = entry_text(content, entry)
    if not old_url or old_url == new_url or re.search(r"[\s()<>\[\]\"'|]", new_url):
        return None
    address = re.compile(rf"(?<!{_ADDRESS_CHARACTER}){re.escape(old_url)}(?!{_ADDRESS_CHARACTER})")

    def reads_back(old: Facts, new: Facts) -> bool:
        moved = [new_url if link.url == old_url else link.url for link in old.links]
        same = _retold(old, new, venue=old.venue, year=old.year)
        labels = [link.label for link in old.links] == [link.label for link in new.links]
        return labels and [link.url for link in new.links] == moved and replace(same, references=new.references) == new

    return _only(content, entry, {address.sub(lambda _: new_url, text): reads_back})


def changed_line(content: bytes, entry: Entry, text: str) -> tuple[int, str] | None:
    """Give the one line (1-based) in which a new text of an entry differs from the old, and how it is now."""
    old, new = entry_text(content, entry).split("\n"), text.split("\n")
    if len(old) != len(new):
        return None
    other = [number for number, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    return (entry.line + other[0], new[other[0]]) if len(other) == 1 else None


def _spelled(venue: str, style: HouseStyle) -> str:
    """Spell a venue as the list does, though it may put its words otherwise: `EMNLP-Findings`, `Findings of EMNLP`."""
    spelled = house_venue(venue, style.venues)
    if spelled.casefold() in style.venues:
        return spelled
    return next((other for other in style.venues.values() if _words(other) == _words(spelled)), spelled)


def _words(venue: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", venue.casefold())) - {"of", "the", "at", "in", "on"}


def _reading(venue: str, year: int | None) -> _ReadsBack:
    return lambda old, new: new == _retold(old, new, venue=venue, year=year)


def _retold(old: Facts, new: Facts, *, venue: str, year: int | None) -> Facts:
    """Give what the text said before with another venue and year; its links must be the same, wherever they stand."""
    same_links = old.links == new.links and old.identifiers == new.identifiers
    return replace(old, venue=venue, year=year, references=new.references if same_links else old.references)


def _venue_places(text: str, entry: Entry) -> Iterator[_Place]:
    """Yield where the venue may stand, as words or on a badge, each with the year beside it."""
    for form, name in (("", entry.venue), ("badge", entry.venue.replace(" ", "%20"))):
        before = "-" if form else r"(?<![\w])"
        for found in re.finditer(rf"{before}(?P<venue>{re.escape(name)})(?![A-Za-z])", text):
            start, end = found.span("venue")
            yield _Place(start=start, end=end, year=_year_beside(text, entry.year, start, end), form=form)


def _year_beside(text: str, year: int | None, start: int, end: int) -> tuple[int, int] | None:
    """Find the year right behind a venue, else right before it."""
    if year is None:
        return None
    behind = re.compile(_BETWEEN + _years(year).pattern).match(text, end)
    if behind:
        return _year_at(behind)
    before = re.search(_years(year).pattern + _BETWEEN + "$", text[:start])
    return _year_at(before) if before else None


def _years(year: int) -> re.Pattern[str]:
    """Match a year as a number of its own, in full or as `'23`; no part of a date, an address or a longer number."""
    return re.compile(rf"(?:(?<![\w./-])(?P<full>{year})(?!\w|[./-]\d)|['’‘`](?P<short>{year % 100:02d})(?!\w))")


def _year_at(found: re.Match[str]) -> tuple[int, int]:
    return found.span("full") if found["full"] else found.span("short")


def _may_stay_silent(text: str, entry: Entry, year: int) -> bool:
    """Tell whether the venue may change alone: no year is written but in a date, or the one that is still holds."""
    if entry.year in (None, year):
        return True
    bare = re.sub(rf"https?://{_ADDRESS_CHARACTER}*", "", text.replace(entry.title, ""))
    return not re.search(rf"(?<!\d){entry.year}(?!\d|\s?[./-]\s?\d)|['’‘`]{(entry.year or 0) % 100:02d}", bare)


def _venue_text(venue: str, place: _Place, context: str) -> str:
    """Write a venue as it must stand at its place: escaped, or as a badge spells it."""
    return fill((Part(text="", slot=Slot.VENUE, form=place.form),), Words(title="", venue=venue), context=context)


def _put(text: str, place: _Place, venue: str, year: int) -> str:
    """Write the venue, and its year in the form that the old one has."""
    pieces = [(place.start, place.end, venue)]
    if place.year:
        start, end = place.year
        pieces.append((start, end, str(year)[-(end - start) :]))
    for start, end, words in sorted(pieces, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _only(content: bytes, entry: Entry, texts: Mapping[str, _ReadsBack]) -> str | None:
    """Give the one text that is another than before and reads back as it is meant."""
    now = entry_text(content, entry)
    fit = [text for text, reads_back in texts.items() if text != now and _is_sound(content, entry, text, reads_back)]
    return fit[0] if len(fit) == 1 else None


def _is_sound(content: bytes, entry: Entry, text: str, reads_back: _ReadsBack) -> bool:
    """Tell whether, with a new text, the piece of the list around the entry reads as before but for what is meant."""
    first, end = next((piece for piece in _pieces(content) if piece[0] < entry.line <= piece[1]), (0, 0))
    rewritten = apply_edits(content, [replacement_edit(content, entry.span, text)])
    old, new = _parts(content, first, end), read_parts(*_lines(read_source(rewritten), first, end))
    at = [n for n, part in enumerate(old) if isinstance(part, Candidate) and first + part.first + 1 == entry.line]
    if len(at) != 1 or len(old) != len(new) or [*old[: at[0]], *old[at[0] + 1 :]] != [*new[: at[0]], *new[at[0] + 1 :]]:
        return False
    before, after = old[at[0]], new[at[0]]
    if not isinstance(before, Candidate) or not isinstance(after, Candidate):
        return False
    return replace(before, facts=after.facts) == after and reads_back(before.facts, after.facts)


@lru_cache(maxsize=2)
def _pieces(content: bytes) -> tuple[tuple[int, int], ...]:
    return tuple(split_chunks(read_source(content).lines))


@lru_cache(maxsize=64)
def _parts(content: bytes, first: int, end: int) -> Sequence[Heading | Candidate]:
    return read_parts(*_lines(read_source(content), first, end))


def _lines(source: Source, first: int, end: int) -> tuple[tuple[str, ...], dict[str, object]]:
    return source.lines[first:end], read_references(source.lines)
