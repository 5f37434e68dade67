"""Where a title ends that neither quotation marks nor style nor a link set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from litgraph.lists.authors import read_authors, split_authors
from litgraph.lists.links import TITLE, Reference, kind_of
from litgraph.lists.rich import BOLD, BREAK, ITALIC, NEWLINE, UNDERLINED, Mark, RichText
from litgraph.lists.tidy import word_count
from litgraph.lists.venues import VENUE, ends_in_year, is_venue

BREAKS = re.compile(rf"[{NEWLINE}{BREAK}]")
# A title has few full stops and commas; beyond so many, a text is no title that authors follow.
MOST_STOPS = 30
_BARE_TAG = re.compile(r"\[+\s*([^\[\]\n\v]{1,40}?)\s*\]+")
_PIPE = re.compile(r"\s[|｜](?=\s)")
_TAIL_YEAR = re.compile(r"\s*[,，(（.\[]+\s*(?:19|20)\d{2}\s*[)）\].]*\s*$")
_SEPARATED = re.compile(r"[,，.;:!?|(\[（【–—/-]\s*$|\s{2,}$")
_SENTENCE_END = re.compile(r"[.?!,]\s+|\s+[-–—]\s+")
_AFTER_VENUE = re.compile(r"[\s\w'’.,@&()\[\]-]{0,60}$")


def title_end(rich: RichText, references: Sequence[Reference], place: int, *, named: bool) -> int:
    """Find the first thing after a place that surely is no part of the title.

    After a name and a colon (`named`), a pipe always is such a thing.
    """
    end = min(_stops(rich, references, place, named), default=len(rich.text))
    return place + _tail_start(rich.text[place:end])


def _stops(rich: RichText, references: Sequence[Reference], place: int, named: bool) -> Iterator[int]:
    """Yield the places at which something other than a title begins."""
    breaks = (found.start() for found in BREAKS.finditer(rich.text, place + 1))
    pipes = (found for found in _PIPE.finditer(rich.text, place))
    labels = (found.start() for found in _BARE_TAG.finditer(rich.text, place + 1) if kind_of(found[1]) != TITLE)
    yield from islice((stop for stop in breaks if _ends_line(rich, stop)), 1)
    yield from islice((pipe.start() for pipe in pipes if named or _parts(rich, references, pipe.end())), 1)
    yield from islice(labels, 1)
    yield from (_bracket_before(rich.text, reference.start) for reference in references if reference.start > place)
    yield from (mark.start for mark in rich.of_kind(UNDERLINED) if mark.start > place)
    yield from (mark.start for mark in rich.of_kind(ITALIC, BOLD) if mark.start > place and _is_aside(rich, mark))


def _parts(rich: RichText, references: Sequence[Reference], place: int) -> bool:
    """Tell a pipe that parts the title from what follows from one that belongs to it."""
    after = re.split(r"[|｜\v\n]", rich.text[place:])[0].strip()
    linked = any(0 <= reference.start - place <= 3 for reference in references)
    return linked or not after or is_venue(after) or ends_in_year(after) or bool(split_authors(after)[0])


def _ends_line(rich: RichText, place: int) -> bool:
    """Tell a break from a line that was only wrapped: there the next line goes on in mid-sentence."""
    if rich.text[place] == BREAK:
        return True
    line = re.split(r"[\[\v\n]", rich.text[place + 1 :], maxsplit=1)[0]
    styled = any(mark.start == place + 1 for mark in rich.of_kind(BOLD, ITALIC, UNDERLINED))
    return styled or not line[:1].isalnum() or bool(VENUE.match(line) or split_authors(line)[0])


def _is_aside(rich: RichText, mark: Mark) -> bool:
    """Tell a styled venue or author list from a stressed word of the title."""
    text = rich.on(mark).strip()
    if is_venue(text) or split_authors(text)[0]:
        return True
    before = rich.text[: mark.start].rstrip()
    return before.endswith((".", ",", "，", "(", "|", "?", "!")) and mark.kind == ITALIC


def _bracket_before(text: str, place: int) -> int:
    return len(text[:place].rstrip("[(（【 \\"))


def _tail_start(text: str) -> int:
    """Find where the venue, the year or the authors begin at the end of a plain title."""
    end = len(text)
    for venue in VENUE.finditer(text):
        before = text[: venue.start()]
        tail = text[venue.end() :]
        dated = re.match(r"[\s,'’-]*(?:(?:19|20)?\d{2})\b", tail)
        if before.strip() and _AFTER_VENUE.fullmatch(tail) and (_SEPARATED.search(before) or dated):
            end = min(end, len(before.rstrip(" ,，.;:|([（【–—/-\v\n")))
            break
    if year := _TAIL_YEAR.search(text[:end]):
        end = year.start()
    return _authors_start(text[:end])


def _authors_start(text: str) -> int:
    """Find where a sentence of authors begins after a plain title."""
    for stop in islice(_SENTENCE_END.finditer(text), MOST_STOPS):
        if word_count(text[: stop.start()]) < 2:
            continue
        after = text[stop.end() :]
        if "et al" in after and split_authors(after)[0]:
            return stop.start() + (stop[0][0] in "?!")
        names = read_authors(after.rstrip(" .,"))
        if len(names) > (2 if stop[0][0] == "," else 1) and all(" " in name for name in names):
            return stop.start() + (stop[0][0] in "?!")
    return len(text)
