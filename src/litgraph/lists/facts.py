"""What an entry's text says of its paper: title, venue, year, authors, date, links, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litgraph.lists.authors import read_authors, read_names, split_authors
from litgraph.lists.dates import match_date, read_date
from litgraph.lists.links import (
    OTHER,
    PAPER,
    TITLE,
    Reference,
    as_link,
    identifiers_of,
    kind_of,
    leads_to_paper,
    on_code_host,
    references_of,
)
from litgraph.lists.rich import BOLD, BREAK, IMAGE, ITALIC, LINK, NEWLINE, UNDERLINED, Mark, RichText, join
from litgraph.lists.titles import Found, clean_title, find_title
from litgraph.lists.venues import VENUE, Venue, is_venue, read_venue, venue_in_badge, year_in
from litgraph.model.dates import year_of
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Link

_BROKEN_LINK = re.compile(r"\[([^\[\]\n\v]*)\]\s?\(\s*(https?:[^()\n\v]*)\)?")
_BARE_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'|\v]+")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})\.\s+|\s*[|;]\s*|\s+[-–—]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a text says of the paper that it names. `references` are its links with their places."""

    title: str = ""
    venue: str = ""
    year: int | None = None
    authors: tuple[str, ...] = ()
    date: str = ""
    references: tuple[Reference, ...] = ()

    @property
    def identifiers(self) -> tuple[PaperId, ...]:
        """Give the identifiers of the paper, best first."""
        return identifiers_of(self.references)

    @property
    def links(self) -> tuple[Link, ...]:
        """Give the links, in order."""
        return tuple(as_link(reference) for reference in self.references)


def read_facts(rich: RichText) -> Facts:
    """Read what the text of a bullet, a cell or a line says of a paper."""
    rich = _with_written_links(rich)
    references = references_of(rich)
    found = find_title(rich, references)
    venue, authors = _venue_and_authors(rich, references, found)
    date = found.dates[0] if found.dates else ""
    year = venue.year or (year_of(date) if date else None) or _year_after(rich, found)
    return Facts(
        title=clean_title(rich.text[found.start : found.end]),
        venue=venue.name,
        year=year,
        authors=authors,
        date=date,
        references=references,
    )


def names_paper(facts: Facts) -> bool:
    """Tell whether a text surely names a paper: a title, and a link to a paper, or a venue with its year."""
    if not facts.title:
        return False
    if any(leads_to_paper(r) for r in facts.references if r.kind != OTHER):
        return True
    if facts.venue and facts.year:
        return True
    return any(r.kind == PAPER and not on_code_host(r) for r in facts.references)


def may_name_paper(facts: Facts) -> bool:
    """Tell whether a text may name a paper, if its neighbours do: a title of some words, and a link."""
    return len(facts.title.split()) >= 3 and any(not on_code_host(r) or facts.date for r in facts.references)


def with_details(facts: Facts, details: Sequence[RichText]) -> Facts:
    """Add what the lines beneath an entry say: links always, the rest where the entry itself is silent."""
    for detail in details:
        facts = _with_detail(facts, _with_written_links(detail))
    return facts


def _with_detail(facts: Facts, rich: RichText) -> Facts:
    references = references_of(rich)
    label, _, rest = rich.text.partition(":")
    venue = read_venue(rest) if label.strip(" *").casefold() in ("venue", "conference", "journal", "publication") else Venue()
    authors = read_names(rest) if label.strip(" *").casefold() in ("author", "authors") else ()
    if not (venue.name or authors):
        venue, authors = _venue_and_authors(rich, references, Found())
    return replace(
        facts,
        venue=facts.venue or venue.name,
        year=facts.year or venue.year,
        authors=facts.authors or authors,
        references=facts.references + references,
    )


def _with_written_links(rich: RichText) -> RichText:
    """Mark the links that CommonMark doesn't see: bare addresses, and links with a blank in their address."""
    if "http" not in rich.text:
        return rich
    taken = [(mark.start, mark.end) for mark in rich.of_kind(LINK)]
    marks = list(rich.marks)
    for start, end, last, url in _written_links(rich.text):
        if not any(begun < last and end_ > start for begun, end_ in taken):
            taken.append((start, last))
            marks.append(Mark(kind=LINK, start=start, end=end, url=url))
    return RichText(text=rich.text, marks=tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _written_links(text: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield label start, label end, end of the whole, and address."""
    for broken in _BROKEN_LINK.finditer(text):
        yield broken.start(1), broken.end(1), broken.end(), re.sub(r"\s+", "", broken[2])
    for bare in _BARE_ADDRESS.finditer(text):
        yield bare.start(), bare.end(), bare.end(), bare[0].rstrip(".,;:!?*_")


def _venue_and_authors(rich: RichText, references: Sequence[Reference], found: Found) -> tuple[Venue, tuple[str, ...]]:
    """Find venue and authors around a title; what the list sets apart counts before what only looks like them."""
    pieces = list(_pieces(rich, references, found.start, found.end))
    authors = next((names for piece in pieces if (names := split_authors(piece)[0])), ())
    venue = _marked_venue(rich, found) or _venue_in(pieces)
    return venue or Venue(), authors


def _marked_venue(rich: RichText, found: Found) -> Venue | None:
    """Give the venue that is underlined, on a badge, in a tag before the title, or on a link."""
    for mark in rich.of_kind(UNDERLINED):
        text = rich.on(mark).strip()
        if mark.start >= found.end and 0 < len(text) < 80 and not any(m.start == mark.start for m in rich.of_kind(LINK)):
            return read_venue(text)
    badges = (venue_in_badge(mark.url) for mark in rich.of_kind(IMAGE))
    if badge := next((badge for badge in badges if badge), None):
        return badge
    return next((read_venue(tag) for tag in found.tags if is_venue(tag) and VENUE.search(tag)), None)


def _venue_in(pieces: Sequence[str]) -> Venue | None:
    """Find the venue among the pieces of text around a title; a preprint server counts only after any other."""
    found = [read_venue(part) for piece in pieces for part in _venue_parts(piece)]
    published = (venue for venue in found if venue.name and not re.match("(?:arxiv|corr|preprint)", venue.name, re.I))
    return next(published, None) or next((venue for venue in found if venue.name), None) or next(iter(found), None)


def _venue_parts(piece: str) -> Iterator[str]:
    authors, rest = split_authors(piece)
    for part in _SENTENCE.split(rest if authors or rest else piece):
        bare = part.strip(" \t,.;:()[]*_，。")
        if is_venue(bare) and VENUE.search(bare):
            yield bare
        elif (venue := VENUE.search(bare)) and re.match(r"[\s,'’-]*(?:19|20)?\d{2}\b", bare[venue.end() :]) and len(bare) < 120:
            yield bare[venue.start() :]


def _pieces(rich: RichText, references: Sequence[Reference], start: int, end: int) -> Iterator[str]:
    """Yield the text around a title in the pieces that links, breaks and styles part it into; what follows first."""
    edges = {start, end, len(rich.text)}
    for reference in references:
        edges |= {reference.start, reference.end}
    for mark in rich.of_kind(ITALIC, UNDERLINED, BOLD):
        edges |= {mark.start, mark.end}
    edges |= {place for place, letter in enumerate(rich.text) if letter in (BREAK, NEWLINE)}
    ordered = sorted(edges | {0})
    pieces = list(zip(ordered, ordered[1:], strict=False))
    linked = {(r.start, r.end) for r in references if r.kind == OTHER}
    after = [pair for pair in pieces if pair[0] >= end and pair not in linked]
    before = [pair for pair in pieces if pair[1] <= start and pair not in linked]
    for first, last in after + before:
        if text := rich.text[first:last].strip(" \t\n\v,.;:[]()*_|-–—，。·"):
            yield text


def _year_after(rich: RichText, found: Found) -> int | None:
    """Find a year that stands close behind a title: `…, 2024</ins>`, `(Smith, 2021)`."""
    return year_in(re.split(r"\[|https?:", rich.text[found.end : found.end + 120])[0])
