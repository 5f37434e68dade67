"""The anatomy of an entry: its very text, cut into the parts that a paper fills and the words that the house uses.

The parts of an entry, put together, are its text to the letter. Links, images and the like are constructs: their parts
share a group, and come or go together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from litgraph.lists.carve import (
    Finder,
    Found,
    find_authors,
    find_date,
    find_number,
    find_title,
    find_words,
    is_code_address,
    repository_of,
)
from litgraph.model.identifiers import identifier_in_url, scheme_of, value_of
from litgraph.model.survey import Entry

_LABEL = r"(?:[^\[\]\n]|\[[^\[\]\n]*\])*?"
_ADDRESS = r"(?:[^()\s]|\([^()\s]*\))*"
_CONSTRUCT = re.compile(
    rf"""(?P<image>\[!\[[^\]\n]*\]\([^)\n]*\)\]\({_ADDRESS}\)|!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>]*>)
    |(?P<comment><!--.*?-->)
    |(?P<open>\[{{1,2}}(?!\[))(?P<label>{_LABEL})(?P<middle>\]{{1,2}}\()(?P<address>{_ADDRESS})(?P<close>\))
    |(?P<tag><a\b[^>]*?href\s*=\s*["']?)(?P<href>[^"'>\s]*)(?P<rest>["']?[^>]*>)(?P<text>.*?)(?P<end></a\s*>)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_MARKER = re.compile(r"(\s*)(\d{1,9})(?=[.)]\s)")
_PAPER_LABEL = re.compile(r"\W*(?:paper|pdf|arxiv|abs|abstract|link|url|doi|acl|openreview)\W*", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"\b(?:checkpoint|weights|models?|homepage|project|page|website|site|collection|data|datasets?|demo|blog|docs|"
    r"leaderboard|benchmark|slides|video|poster|twitter|talk|awesome)\b",
    re.IGNORECASE,
)
_BADGE = re.compile(r"shields\.io|badgen\.net|/badges?\b|/stars/|badge\.svg", re.IGNORECASE)
_DAY = re.compile(r"(?<=\[//\]: #)\d\d/\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"(?<=['’])\d\d(?!\d)")


class Slot(StrEnum):
    """A place in an entry that something fills."""

    NUMBER = "number"
    TITLE = "title"
    NAME = "name"
    VENUE = "venue"
    YEAR = "year"
    AUTHORS = "authors"
    DATE = "date"
    DAY = "day"
    ADDRESS = "address"
    ARXIV = "arxiv"
    CODE = "code"
    REPOSITORY = "repository"
    LINK = "link"
    IMAGE = "image"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of an entry's text. Without a slot it is the house's own; parts of one group come or go together."""

    text: str
    slot: Slot | None = None
    form: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """An entry in its parts."""

    entry: Entry
    parts: tuple[Part, ...]


def dissect(text: str, entry: Entry) -> Anatomy | None:
    """Cut an entry's text (with LF between its lines and none at its end) into parts; None where no title is found."""
    parts = list(_constructs(text, entry))
    parts = _carve(parts, Slot.TITLE, lambda literal: find_title(literal, entry.title))
    if not any(part.slot == Slot.TITLE for part in parts):
        return None
    parts = _carve_number(parts)
    for slot, finder in _finders(entry):
        parts = _carve(parts, slot, finder)
    return Anatomy(entry=entry, parts=tuple(parts))


def name_of(title: str) -> str:
    """Give the name that a title begins with (`GPTQ: Accurate …`): up to three words before its colon, or nothing."""
    name, colon, rest = title.partition(": ")
    return name if colon and rest.strip() and len(name.split()) <= 3 else ""


def _finders(entry: Entry) -> Iterator[tuple[Slot, Finder]]:
    arxiv = next((value_of(paper) for paper in entry.identifiers if scheme_of(paper) == "arxiv"), "")
    year = str(entry.year or "")
    yield Slot.ARXIV, lambda literal: find_number(literal, arxiv)
    yield Slot.AUTHORS, lambda literal: find_authors(literal, entry.authors)
    yield Slot.DATE, lambda literal: find_date(literal, entry.date)
    yield Slot.VENUE, lambda literal: find_words(literal, entry.venue)
    yield Slot.YEAR, lambda literal: find_number(literal, year)
    yield Slot.NAME, lambda literal: find_words(literal, name_of(entry.title))
    yield Slot.DAY, lambda literal: _whole(_DAY.search(literal))


def _carve(parts: list[Part], slot: Slot, finder: Finder) -> list[Part]:
    """Cut the first stretch that is found in the house's own words, those behind the title first; a name, before it."""
    for index in _carving_order(parts, slot):
        found = finder(parts[index].text) if parts[index].slot is None else None
        if found:
            return [*parts[:index], *_cut(parts[index], slot, found), *parts[index + 1 :]]
    return parts


def _carving_order(parts: list[Part], slot: Slot) -> list[int]:
    title = next((index for index, part in enumerate(parts) if part.slot == Slot.TITLE), 0)
    before, behind = list(range(title)), list(range(title, len(parts)))
    if slot == Slot.NAME:
        return before
    return [*before, *behind] if slot in (Slot.DATE, Slot.DAY) else [*behind, *before]


def _cut(part: Part, slot: Slot, found: Found) -> list[Part]:
    pieces = (
        replace(part, text=part.text[: found.start]),
        replace(part, text=part.text[found.start : found.end], slot=slot, form=found.form),
        replace(part, text=part.text[found.end :]),
    )
    return [piece for piece in pieces if piece.text]


def _carve_number(parts: list[Part]) -> list[Part]:
    found = _MARKER.match(parts[0].text) if parts[0].slot is None else None
    if not found:
        return parts
    return [*_cut(parts[0], Slot.NUMBER, Found(start=found.start(2), end=found.end(2))), *parts[1:]]


def _whole(found: re.Match[str] | None) -> Found | None:
    return Found(start=found.start(), end=found.end()) if found else None


def _constructs(text: str, entry: Entry) -> Iterator[Part]:
    """Yield the literal stretches of a text and, group by group, the parts of its links, images and comments."""
    done = 0
    paper_link = _paper_link(entry)
    for group, found in enumerate(_CONSTRUCT.finditer(text), start=1):
        if found.start() < done:
            continue
        if found.start() > done:
            yield Part(text=text[done : found.start()])
        done = found.end()
        parts = list(_construct(found, entry, paper_link))
        if found["open"] == "[[" and found["middle"] == "](" and text[done : done + 1] == "]":
            done += 1
            parts.append(Part(text="]"))
        yield from (replace(part, group=group) for part in parts if part.text)
    if done < len(text):
        yield Part(text=text[done:])


def _construct(found: re.Match[str], entry: Entry, paper_link: str) -> Iterable[Part]:
    if found["comment"]:
        return [Part(text=found[0], slot=Slot.NOTE)]
    if found["image"]:
        return _image(found[0], entry)
    names = ("open", "label", "middle", "address", "close") if found["open"] else ("tag", "text", "rest", "href", "end")
    opening, label, middle, address, close = (found[name] for name in names)
    slot = _slot_of_link(label, address, entry, paper_link)
    target = Part(text=address, slot=slot, form=_address_form(address))
    if found["open"]:
        return [Part(text=opening), *_label(label, slot, address), Part(text=middle), target, Part(text=close)]
    return [Part(text=opening), target, Part(text=middle), *_label(label, slot, address), Part(text=close)]


def _slot_of_link(label: str, address: str, entry: Entry, paper_link: str) -> Slot:
    if find_title(label, entry.title) or address == paper_link:
        return Slot.ADDRESS
    identifier = identifier_in_url(address)
    if identifier and identifier in entry.identifiers:
        return Slot.ADDRESS
    return Slot.CODE if is_code_address(address) and not _OTHER_LABEL.search(label) else Slot.LINK


def _paper_link(entry: Entry) -> str:
    """Give the address of the paper where it carries no identifier: the first link labelled so, else the first."""
    if any(identifier_in_url(link.url) in entry.identifiers for link in entry.links if entry.identifiers):
        return ""
    labelled = [link.url for link in entry.links if _PAPER_LABEL.fullmatch(link.label)]
    others = [link.url for link in entry.links if not is_code_address(link.url)]
    return next(iter((*labelled, *others)), "")


def _label(label: str, slot: Slot, address: str) -> list[Part]:
    """Take a label for the house's own word, unless it is the name of the repository."""
    repository = repository_of(address).rpartition("/")[2]
    if slot == Slot.CODE and repository and label == repository:
        return [Part(text=label, slot=Slot.REPOSITORY, form="name")]
    return [Part(text=label)]


def _address_form(address: str) -> str:
    """Give an arXiv address with `{}` in the place of the id, else nothing."""
    paper = identifier_in_url(address)
    if not paper or scheme_of(paper) != "arxiv" or value_of(paper) not in address:
        return ""
    return re.sub(re.escape(value_of(paper)) + r"(?:v\d+)?", "{}", address, count=1)


def _image(text: str, entry: Entry) -> list[Part]:
    """Cut a badge at the repository or the venue that it shows; any other image is one part."""
    if not _BADGE.search(text):
        return [Part(text=text, slot=Slot.IMAGE)]
    for repository in filter(None, (repository_of(link.url) for link in entry.links)):
        if repository in text:
            pieces = re.split(f"({re.escape(repository)})", text)
            return [Part(text=piece, slot=Slot.REPOSITORY if index % 2 else None) for index, piece in enumerate(pieces)]
    venue = entry.venue.replace(" ", "%20")
    at = text.find(f"-{venue}") + 1 if venue else 0
    if not at:
        return [Part(text=text, slot=Slot.IMAGE)]
    parts = _cut(Part(text=text), Slot.VENUE, Found(start=at, end=at + len(venue), form="badge"))
    year = _whole(_SHORT_YEAR.search(parts[-1].text))
    return [*parts[:-1], *_cut(parts[-1], Slot.YEAR, replace(year, form="short"))] if year else parts
