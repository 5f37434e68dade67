"""Sentences written for the tests, with names where they stand, and what is read of them."""

from __future__ import annotations

import re

from litgraph.model.technique import Kind, Name, Part, SaidRelation, Span
from litgraph.techniques.relations.reader import relation_reader
from litgraph.techniques.text import read_sentences


def names_of(title: str, abstract: str, **kinds: str) -> tuple[Name, ...]:
    """Mark names given by kind, parted by bars; an asterisk before a name says that the paper introduces it."""
    told = [(one, Kind(kind)) for kind, names in kinds.items() for one in names.split("|")]
    return tuple(_name(one.removeprefix("*"), kind, one.startswith("*"), title, abstract) for one, kind in told)


def _name(text: str, kind: Kind, introduced: bool, title: str, abstract: str) -> Name:
    spans = tuple(
        Span(part=part, start=found.start(), end=found.end())
        for part, piece in ((Part.TITLE, title), (Part.ABSTRACT, abstract))
        for found in re.finditer(rf"(?<![\w-]){re.escape(text)}(?![\w-])", piece)
    )
    return Name(text=text, kind=kind, introduced=introduced, spans=spans)


def said(title: str, abstract: str, **kinds: str) -> tuple[SaidRelation, ...]:
    """Read the relations of a title and an abstract."""
    return relation_reader().read(read_sentences(title, abstract), names_of(title, abstract, **kinds))


def triples(title: str, abstract: str, **kinds: str) -> set[tuple[str, str, str]]:
    """Read them as subject, type and object."""
    return {(one.subject, one.type.value, one.object) for one in said(title, abstract, **kinds)}
