"""Finding the paper that a person means, in whatever holds the papers: the record, or a server."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Protocol

from litgraph.errors import AmbiguousPaper, UnknownPaper
from litgraph.model.identifiers import PaperId, parse_identifier
from litgraph.store.text import storable

LOOKED_AT = 200
_SHOWN = 5


class Catalogue(Protocol):
    """What a paper can be called by. Answers are in the order of ids, at most `LOOKED_AT` of them."""

    def by_identifier(self, identifier: PaperId) -> Sequence[PaperId]:
        """Give the paper that has this identifier, or had it."""

    def by_local_name(self, name: str) -> Sequence[PaperId]:
        """Give what a person's own file calls so in whatever namespace; of a plain name, that one alone."""

    def by_whole_title(self, title: str) -> Sequence[PaperId]:
        """Give the papers that are called so, whatever its spelling."""

    def by_part_of_title(self, text: str) -> Sequence[PaperId]:
        """Give the papers whose title holds the text, without regard to the case of A to Z."""

    def titles(self, papers: Sequence[PaperId]) -> dict[PaperId, str]:
        """Give the titles of papers."""

    def identifiers_like(self, text: str) -> Sequence[str]:
        """Give the identifiers that share the longest beginning with the text, of more than half of it."""

    def papers_like(self, text: str) -> Sequence[PaperId]:
        """Give the papers that share words with the text, best first."""


def find_in(catalogue: Catalogue, text: str) -> PaperId:
    """Find the paper that an identifier, an address, a local id, or a unique part of a title names."""
    text = " ".join(storable(text).split())
    if not text:
        raise UnknownPaper("Unknown paper '': give an identifier or a part of a title.")
    identifier = parse_identifier(text)
    if identifier and (known := catalogue.by_identifier(identifier)):
        return known[0]
    searches: tuple[Callable[[str], Sequence[PaperId]], ...] = (
        lambda text: catalogue.by_local_name(text.removeprefix("local:")),
        catalogue.by_whole_title,
        catalogue.by_part_of_title,
    )
    for search in searches:
        if found := search(text):
            return _only(catalogue, text, found)
    raise UnknownPaper(f"Unknown paper {text!r}. {_advice(catalogue, identifier or text)}")


def _only(catalogue: Catalogue, text: str, found: Sequence[PaperId]) -> PaperId:
    if len(found) == 1:
        return found[0]
    titles = catalogue.titles(found[:_SHOWN])
    shown = "; ".join(f"{key} {titles[key]}".strip() for key in found[:_SHOWN])
    number = f"{LOOKED_AT} or more" if len(found) == LOOKED_AT else str(len(found))
    rest = "; …" if len(found) > _SHOWN else ""
    raise AmbiguousPaper(f"{text!r} fits {number} papers: {shown}{rest}. Give the id of one.")


def _advice(catalogue: Catalogue, text: str) -> str:
    alike = difflib.get_close_matches(text, catalogue.identifiers_like(text), n=3, cutoff=0.6)
    near = alike or _similar_titles(catalogue, text)
    return f"Did you mean {' or '.join(near)}?" if near else "`litgraph query search` finds papers by their words."


def _similar_titles(catalogue: Catalogue, text: str) -> list[str]:
    """Give the papers whose titles are most like the text, among those that share words with it."""
    titles = {title.casefold(): key for key, title in catalogue.titles(catalogue.papers_like(text)).items()}
    near = difflib.get_close_matches(text.casefold(), titles, n=3, cutoff=0.5)
    return [titles[title] for title in near]
