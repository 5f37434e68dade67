"""What an entry's text says of its paper: title, venue, year, authors, date, links, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from litgraph.lists.authors import read_names
from litgraph.lists.credits import read_credits
from litgraph.lists.dates import is_date, read_date
from litgraph.lists.links import (
    OTHER,
    PAPER,
    Reference,
    as_link,
    identifiers_of,
    is_talk,
    leads_to_paper,
    on_code_host,
    references_of,
)
from litgraph.lists.rich import LINK, Mark, RichText
from litgraph.lists.tidy import clean_title
from litgraph.lists.titles import Found, find_title
from litgraph.lists.venues import Venue, read_venue, year_in
from litgraph.model.dates import year_of
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Link

_BROKEN_LINK = re.compile(r"\[([^\[\]\n\v]*)\]{1,2}\s?\(\s*(https?:[^()\n\v]*)\)?")
_BRACKETED = re.compile(r"[\[(（【]([^\[\]()（）【】]{6,20})[\])）】]")
_BARE_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'|\v]+")


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
    venue, authors = read_credits(rich, references, found)
    date = found.dates[0] if found.dates else _date_behind(rich, found)
    year = venue.year or (year_of(date) if date else None) or _year_beside(rich, found)
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
    return any(r.kind == PAPER and (not on_code_host(r) or r.url.endswith(".pdf")) for r in facts.references)


def may_name_paper(facts: Facts) -> bool:
    """Tell whether a text may name a paper, if its neighbours do: a title of some words, and a link."""
    beside = all(on_code_host(reference) or is_talk(reference) for reference in facts.references)
    return len(facts.title.split()) >= 3 and bool(facts.references) and (not beside or bool(facts.date))


def with_details(facts: Facts, details: Sequence[RichText]) -> Facts:
    """Add what the lines beneath an entry say: links always, the rest where the entry itself is silent."""
    for detail in details:
        facts = _with_detail(facts, _with_written_links(detail))
    return facts


def _with_detail(facts: Facts, rich: RichText) -> Facts:
    references = references_of(rich)
    label, _, rest = rich.text.partition(":")
    venue = (
        read_venue(rest)
        if label.strip(" *").casefold() in ("venue", "conference", "journal", "publication")
        else Venue()
    )
    authors = read_names(rest) if label.strip(" *").casefold() in ("author", "authors") else ()
    if not (venue.name or authors):
        venue, authors = read_credits(rich, references, Found())
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


def _date_behind(rich: RichText, found: Found) -> str:
    """Find a date in brackets behind a title: `[2020-02]`, `(January 2022)`."""
    bracketed = (match[1] for match in _BRACKETED.finditer(rich.text, found.end))
    return next((read_date(text) for text in bracketed if is_date(text)), "")


def _year_beside(rich: RichText, found: Found) -> int | None:
    """Find a year in a tag before a title, or close behind it: `[2019]`, `…, 2024</ins>`, `(Smith, 2021)`."""
    tagged = next((year for tag in found.tags if (year := year_in(tag))), None)
    return tagged or year_in(re.split(r"\[|https?:", rich.text[found.end : found.end + 120])[0])
