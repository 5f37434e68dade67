"""Where the title of an entry begins and ends in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from litgraph.lists.authors import split_authors
from litgraph.lists.dates import match_date
from litgraph.lists.lead import Lead, pass_lead, tagged
from litgraph.lists.links import TITLE, Reference, kind_of, leads_to_paper
from litgraph.lists.rich import BOLD, BREAK, ITALIC, UNDERLINED, Mark, RichText
from litgraph.lists.stops import BREAKS, MOST_STOPS, title_end
from litgraph.lists.tidy import QUOTES, word_count
from litgraph.lists.venues import is_venue

# A name (`LoRA`, `Ring Attention`) has at most so many words; a title that goes on after it has more.
NAME_WORDS = 3
_LONGEST_QUOTED = 400
_GOES_ON = re.compile(r"\s*[:：]\s*(?=[^\s:：])")
_OPENING_QUOTE = re.compile(r"(?<=\s)[\"“「『《]")
_EDGES = ' \t"“([-–—,.:：'

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The title's place in a text, where what comes before it ends, and the dates and tags found there."""

    lead: int = 0
    start: int = 0
    end: int = 0
    dates: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def find_title(rich: RichText, references: Sequence[Reference]) -> Found:
    """Find the title in an entry's text; an empty place where it has none."""
    lead = pass_lead(rich, references)
    start, end = _Search(rich, references, lead).title()
    if not rich.text[start:end].strip():
        start, end = _name_among(lead.tags, rich.text)
    return Found(lead=lead.end, start=start, end=end, dates=lead.dates, tags=lead.tags)


def _name_among(tags: Sequence[str], text: str) -> Place:
    """Give the place of the first tag that is a name, where nothing but tags was found."""
    for tag in tags:
        if not match_date(tag) and not is_venue(tag) and kind_of(tag) == TITLE:
            start = text.find(tag)
            return start, start + len(tag)
    return 0, 0


class _Search:
    """Looks for one title; it owns the text, its links and what stands before the title."""

    def __init__(self, rich: RichText, references: Sequence[Reference], lead: Lead) -> None:
        self.rich = rich
        self.text = rich.text
        self.references = references
        self.lead = lead

    def title(self) -> Place:
        """Give the place of the title: linked, bold, quoted, underlined or italic, else plain."""
        place = self.lead.end
        if place >= len(self.text):
            return place, place
        if link := self._reference_at(place):
            return self._from_name(place, link.start, link.end, styled=False)
        if bold := self._mark_at(place, BOLD):
            return self._from_name(place, bold.start, bold.end, styled=True)
        if quoted := self._quoted_at(place):
            return quoted
        if name := self._mark_at(place, UNDERLINED):
            return self._from_name(place, name.start, name.end, styled=True)
        if (italic := self._mark_at(place, ITALIC)) and word_count(self.rich.on(italic)) > NAME_WORDS:
            return italic.start, italic.end
        return self._later_title(place) or (place, self._plain_end(place))

    def _from_name(self, place: int, start: int, end: int, *, styled: bool) -> Place:
        """Take what is linked or bold for the title, unless it is a name that a title follows."""
        text = self.text[start:end].strip()
        words = word_count(text)
        after = _GOES_ON.match(self.text, end)
        colon = after is not None or text.endswith((":", "："))
        follows = after.end() if after else _blank_end(self.text, end)
        if words <= NAME_WORDS and follows < len(self.text):
            if following := self._titled_at(follows):
                return following
            if colon or (styled and self._plainly_goes_on(end)):
                return place, self._plain_end(follows, named=True)
        return place, end

    def _plainly_goes_on(self, end: int) -> bool:
        """Tell whether words follow a bold name directly: `**BERT** Pre-training of …`."""
        after = self.text[end : end + 2]
        if not re.fullmatch(r" \w", after) or self._mark_at(end + 1, ITALIC):
            return False
        stop = self._plain_end(end + 1)
        return word_count(self.text[end:stop]) > NAME_WORDS and not split_authors(self.text[end:stop])[0]

    def _titled_at(self, place: int) -> Place | None:
        """Give a quoted, bold or linked title that stands at a place, after a name."""
        if quoted := self._quoted_at(place):
            return quoted
        for styled in (self._mark_at(place, BOLD), self._reference_at(place), self._mark_at(place, ITALIC)):
            text = self.text[styled.start : styled.end] if styled else ""
            if styled and word_count(text) >= NAME_WORDS and not is_venue(text):
                return styled.start, styled.end
        return None

    def _later_title(self, place: int) -> Place | None:
        """Give a quoted, styled or linked title that follows its authors, its venue or a name."""
        for start in self._later_starts(place):
            before = self.text[place:start].strip(_EDGES)
            if BREAKS.search(before) or not (titled := self._titled_at(start)):
                continue
            if is_venue(before.replace("-", " ")):
                tagged(self.lead, before.replace("-", " "))
                return titled
            if self._is_name(place, start) or split_authors(before)[0]:
                return titled
        return None

    def _is_name(self, place: int, start: int) -> bool:
        """Tell a short name before a title: with a colon between, or with the link to the paper behind it."""
        before = self.text[place:start].rstrip(' "“')
        if word_count(before) > NAME_WORDS:
            return False
        linked = (reference for reference in self.references if reference.start == start)
        return before.endswith((":", "：")) or any(leads_to_paper(reference) for reference in linked)

    def _later_starts(self, place: int) -> list[int]:
        starts = {reference.start for reference in self.references if reference.kind == TITLE}
        starts |= {mark.start for mark in self.rich.of_kind(BOLD, ITALIC)}
        starts |= {found.start() for found in islice(_OPENING_QUOTE.finditer(self.text, place + 1), MOST_STOPS)}
        return sorted(start for start in starts if start > place)

    def _quoted_at(self, place: int) -> Place | None:
        """Give the place between quotation marks, where they hold the whole title."""
        if place >= len(self.text) or self.text[place] not in QUOTES:
            return None
        for end in range(place + 2, min(len(self.text), place + _LONGEST_QUOTED)):
            if self.text[end] in QUOTES[self.text[place]] and self._ends_quotation(place, end):
                return place, end + 1
            if self.text[end] == BREAK:
                return None
        return None

    def _ends_quotation(self, place: int, end: int) -> bool:
        after = self.text[end + 1 : end + 3].strip()
        if word_count(self.text[place:end]) < 2 or self.text[end - 1] == " ":
            return False
        return self.text[end - 1] in ".," or not after or after[0] in ".,;([|-–—*\v\n" or self._style_edge(end + 1)

    def _style_edge(self, place: int) -> bool:
        return any(mark.end == place for mark in self.rich.of_kind(BOLD)) or any(
            reference.start - place in (1, 2) for reference in self.references
        )

    def _plain_end(self, place: int, *, named: bool = False) -> int:
        return title_end(self.rich, self.references, place, named=named)

    def _reference_at(self, place: int) -> Reference | None:
        """Give the link that stands at a place, perhaps behind a quotation mark, if its label may be a title."""
        for reference in self.references:
            gap = self.text[place : reference.start]
            if reference.start >= place and reference.kind == TITLE and gap.strip("\"“'[(") == "":
                return reference
        return None

    def _mark_at(self, place: int, kind: str) -> Mark | None:
        return next((mark for mark in self.rich.of_kind(kind) if mark.start == place and mark.end > place), None)


def _blank_end(text: str, place: int) -> int:
    return len(text) - len(text[place:].lstrip(" "))
