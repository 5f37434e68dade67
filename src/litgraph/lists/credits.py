"""Venue and authors, from the text around a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from litgraph.lists.authors import a_name, split_authors
from litgraph.lists.badges import venue_in_badge
from litgraph.lists.dates import is_date
from litgraph.lists.links import Reference
from litgraph.lists.rich import BOLD, BREAK, IMAGE, ITALIC, LINK, NEWLINE, UNDERLINED, RichText
from litgraph.lists.titles import Found
from litgraph.lists.venues import VENUE, Venue, ends_in_year, is_venue, read_venue, venue_at_end, year_in

_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})\.\s+|\s*[|;。]\s*|\]\s*\[|\s+[-–—]\s+")
_LEADING_ASIDE = re.compile(r"^\s*[(（][^()（）]*[)）]\s*")
_EDGES = ' \t\n\v,.;:[]*_|-–—，。·"“”'
# A venue that only its place gives away (the line after a title, the end of an author list) has at most so many words.
_LONGEST_VENUE = 10
_PREPRINT = re.compile(r"(?:arxiv|corr|preprint)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of the text around a title, between two links, breaks or changes of style.

    `fresh` tells one that a break parts from the title.
    """

    text: str
    italic: bool = False
    fresh: bool = False


def read_credits(rich: RichText, references: Sequence[Reference], found: Found) -> tuple[Venue, tuple[str, ...]]:
    """Find venue and authors around a title; what the list sets apart counts before what only looks like them."""
    pieces = [_without_aside(piece) for piece in _pieces(rich, references, found)]
    authors, given = _authors(pieces)
    told = [venue for piece in pieces if piece is not given for venue in _venues(piece)]
    if given:
        told += _venues_after_authors(given)
    if not authors:
        authors = _lone_author(pieces, told)
        told = [venue for venue in told if (venue.name,) != authors]
    return _marked_venue(rich, found) or _best(told), authors


def _authors(pieces: Sequence[Piece]) -> tuple[tuple[str, ...], Piece | None]:
    """Give the authors and the piece that names them."""
    for piece in pieces:
        names, rest = split_authors(piece.text)
        if not names and piece.italic and not VENUE.match(piece.text):
            names, rest = split_authors(piece.text, alone=True)
            names = names if rest else ()
        if names:
            return names, piece
    return (), None


def _lone_author(pieces: Sequence[Piece], told: Sequence[Venue]) -> tuple[str, ...]:
    """Give the one author whom a line of its own names, or whom italics name where the venue stands elsewhere."""
    for piece in pieces:
        placed = piece.fresh or (piece.italic and any(venue.name and venue.name != piece.text for venue in told))
        if placed and " " in piece.text and not VENUE.search(piece.text) and a_name(piece.text):
            return (piece.text,)
    return ()


def _venues(piece: Piece) -> Iterator[Venue]:
    """Yield what may be a venue in a piece. A date is none."""
    if is_date(piece.text):
        return
    if (
        piece.fresh
        and len(piece.text.split()) <= _LONGEST_VENUE
        and piece.text.count(",") < 2
        and not a_name(piece.text)
    ):
        yield read_venue(piece.text)
        return
    for part in _SENTENCE.split(piece.text):
        bare = part.strip(_EDGES)
        if is_venue(bare) or ends_in_year(bare):
            yield read_venue(venue_at_end(bare))
        elif (venue := VENUE.search(bare)) and ends_in_year(bare[venue.start() :]):
            yield read_venue(bare[venue.start() :])


def _venues_after_authors(piece: Piece) -> Iterator[Venue]:
    """Yield the venue that follows the authors in one piece: `Wei He et al. arXiv.`"""
    _, rest = split_authors(piece.text, alone=piece.italic)
    rest = _unbracketed((_LEADING_ASIDE.sub("", rest) or rest).strip(_EDGES))
    if rest and piece.italic and len(rest.split()) <= _LONGEST_VENUE:
        yield read_venue(rest)
    elif rest:
        yield from _venues(Piece(text=rest))


def _best(told: Sequence[Venue]) -> Venue:
    """Choose a venue: a preprint server only where nothing else is named, a bare year last."""
    named = [venue for venue in told if venue.name]
    published = [venue for venue in named if not _PREPRINT.match(venue.name)]
    chosen = next(iter([*published, *named, *told]), Venue())
    if chosen.name and chosen.year is None:
        year = next((venue.year for venue in told if not venue.name), None)
        return Venue(name=chosen.name, year=year)
    return chosen


def _marked_venue(rich: RichText, found: Found) -> Venue | None:
    """Give the venue that is underlined, on a badge, in a tag before the title, or on a link."""
    for mark in rich.of_kind(UNDERLINED):
        text = rich.on(mark).strip()
        if (
            mark.start >= found.end
            and 0 < len(text) < 80
            and not any(m.start == mark.start for m in rich.of_kind(LINK))
        ):
            return read_venue(text)
    badges = (venue_in_badge(mark.url) for mark in rich.of_kind(IMAGE))
    if badge := next((badge for badge in badges if badge), None):
        return badge
    return next((read_venue(tag) for tag in found.tags if is_venue(tag) and VENUE.search(tag)), None)


def _without_aside(piece: Piece) -> Piece:
    """Drop an affiliation in brackets before what follows it."""
    shorter = _LEADING_ASIDE.sub("", piece.text)
    text = shorter if shorter and not VENUE.search(piece.text[: len(piece.text) - len(shorter)]) else piece.text
    return Piece(text=text, italic=piece.italic, fresh=piece.fresh)


def _pieces(rich: RichText, references: Sequence[Reference], found: Found) -> Iterator[Piece]:
    """Yield the pieces around a title, those behind it first."""
    linked = {(r.start, r.end) for r in references if not (is_venue(r.label) and year_in(r.label))}
    places = _places(rich, references, found)
    behind = [place for place in places if place[0] >= found.end]
    before = [place for place in places if found.lead <= place[0] and place[1] <= found.start]
    for start, end in behind + before:
        text = rich.text[start:end].strip(_EDGES)
        text = _unbracketed(text)
        if text and (start, end) not in linked:
            yield Piece(
                text=" ".join(text.split()),
                italic=_is_italic(rich, start, end),
                fresh=_is_fresh(rich, found.end, start),
            )


def _unbracketed(text: str) -> str:
    """Drop brackets around all of a text, and those without a partner."""
    if text.count("(") != text.count(")"):
        return text.strip("()（）")
    return text[1:-1].strip(_EDGES) if re.fullmatch(r"[(（][^()（）]*[)）]", text) else text


def _places(rich: RichText, references: Sequence[Reference], found: Found) -> list[tuple[int, int]]:
    """Part a text at the title, links, breaks and changes of style."""
    edges = {0, found.lead, found.start, found.end, len(rich.text)}
    edges |= {edge for reference in references for edge in (reference.start, reference.end)}
    edges |= {edge for mark in rich.of_kind(ITALIC, UNDERLINED, BOLD) for edge in (mark.start, mark.end)}
    edges |= {place for place, letter in enumerate(rich.text) if letter in (BREAK, NEWLINE)}
    return list(pairwise(sorted(edges)))


def _is_italic(rich: RichText, start: int, end: int) -> bool:
    return any(mark.start <= start and end <= mark.end for mark in rich.of_kind(ITALIC))


def _is_fresh(rich: RichText, title_end: int, start: int) -> bool:
    """Tell a piece that stands right behind the break after the title."""
    between = rich.text[title_end : start + 1]
    return start >= title_end > 0 and BREAK in between and not between.strip(_EDGES + '()"“”')
