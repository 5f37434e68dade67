"""Works as bibliographies describe them, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from litgraph.ingest import fields as read
from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import BadField
from litgraph.ingest.told import PaperLine
from litgraph.model.identifiers import (
    PaperId,
    arxiv_id,
    arxiv_month,
    doi,
    identifier_in_url,
    local_id,
    normalise_title,
    scheme_of,
    title_id,
)
from litgraph.model.paper import describe
from litgraph.model.text import clean_text

_LONGEST_KEY = 1_000
_PREPRINT = re.compile(r"(?:arxiv|corr\b|computing research repository|abs/|(?:e-?|pre-?)prints?\b)", re.IGNORECASE)
# What stands before an arXiv id: `arXiv preprint arXiv:`, `CoRR, abs/`, `ArXiv e-prints, `.
_BEFORE_ID = re.compile(r"(?:\W|_|arxiv(?:\.org)?\b|corr\b|e-?prints?\b|pre-?prints?\b|abs\b)+", re.IGNORECASE)
_AFTER_ID = re.compile(r"[\s\[\](),;]")
_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|scp|span|p|jats:[a-z-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A work as an entry describes it, in plain text; `key` is what the file calls it.

    Of `identifiers` those that are believed more come first; `date` is that of the publication.
    """

    key: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""
    abstract: str = ""
    identifiers: tuple[PaperId, ...] = ()
    categories: tuple[str, ...] = ()


def paper_line(work: Work, reading: Reading) -> PaperLine:
    """Make a line of a work. The name by which its file calls it is kept apart, since other files may use it too."""
    title, authors = read.title_of({"title": work.title}), read.authors_of({"authors": list(work.authors)})
    year = int(work.date[:4]) if work.date else None
    identifiers = _one_of_each_scheme(work.identifiers)
    if not identifiers:
        if not normalise_title(title):
            raise BadField("neither an identifier nor a title")
        identifiers = frozenset({title_id(title, (authors or ("",))[0], year)})
    paper = describe(
        identifiers,
        source="file",
        day=reading.today,
        title=title,
        abstract=read.abstract_of({"abstract": work.abstract}),
        authors=authors,
        date=_first_date(work.date, identifiers),
        year=year,
        venue=read.venue_of({"venue": "" if _PREPRINT.match(work.venue.strip()) else work.venue}),
    )
    key = clean_text(work.key)
    called = local_id(key, reading.namespace) if key and len(key) <= _LONGEST_KEY else None
    return PaperLine(paper=paper, categories=work.categories, called=called)


def arxiv_in(text: str) -> PaperId | None:
    """Read the arXiv id of a text that begins by saying that it is one: `arXiv preprint arXiv:2306.00978 [cs.CL]`."""
    before = _BEFORE_ID.match(text)
    if not before or not re.search("arxiv|corr|abs", before[0], re.IGNORECASE):
        return None
    return arxiv_id(_AFTER_ID.split(text[before.end() :], maxsplit=1)[0])


def identifiers_in(
    *, dois: Iterable[str] = (), addresses: Iterable[str] = (), notes: Iterable[str] = ()
) -> tuple[PaperId, ...]:
    """Read identifiers out of the fields that hold them: DOIs, then notes that name an arXiv id, then addresses."""
    found = [
        *(doi(text) or identifier_in_url(text) for text in map(str.strip, dois)),
        *map(arxiv_in, notes),
        *(identifier_in_url(address) for text in addresses for address in _ADDRESS.findall(text)),
    ]
    return tuple(filter(None, found))


def in_order(last: str, first: str = "", suffix: str = "") -> str:
    """Write a name as it is spoken."""
    return " ".join(filter(None, (first.strip(), last.strip(), suffix.strip())))


def without_markup(text: str) -> str:
    """Drop the tags of HTML and JATS with which titles are set."""
    return _MARKUP.sub("", text) if "<" in text else text


def _one_of_each_scheme(identifiers: Iterable[PaperId]) -> frozenset[PaperId]:
    """Keep the first identifier of each scheme: a second one is of an erratum, a reprint, or a slip."""
    first: dict[str, PaperId] = {}
    for identifier in identifiers:
        first.setdefault(scheme_of(identifier), identifier)
    return frozenset(first.values())


def _first_date(date: str, identifiers: frozenset[PaperId]) -> str:
    """Give the date of the first version: a bare year says no more, an arXiv id's month outweighs a publication's."""
    months = set(filter(None, map(arxiv_month, identifiers)))
    return date if len(date) > 4 and (not months or date[:7] in months) else ""
