"""Papers as rows of the record, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, Provenance, known_from
from litgraph.store.record import Record, Row
from litgraph.store.text import storable

T = TypeVar("T")
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode

# The order of `paper_of` and of `row_of`.
COLUMNS = "key, title, abstract, authors, date, year, venue, code, provenance, stub"


def in_batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut a stream into lists of `size`, the last one shorter."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def as_json(value: object) -> str:
    """Write a value as compact JSON of ASCII alone, so that any text survives."""
    return _ENCODE(value)


def row_of(paper: Paper) -> Row:
    """Write a paper in the order of COLUMNS, followed by the day that its own date gives."""
    authors = as_json(paper.authors) if paper.authors else ""
    return (
        *(paper.id, paper.title, paper.abstract, authors, paper.date, paper.year, paper.venue, paper.code),
        *(_provenance_as_text(tuple(paper.provenance.items())), int(paper.stub), known_from(paper)),
    )


def clean(paper: Paper) -> Paper:
    """Make the text of a paper such that the record can hold it, and its key one of its aliases."""
    texts = (paper.id, paper.title, paper.abstract, paper.date, paper.venue, paper.code, *paper.authors)
    together = "".join((*texts, *paper.aliases))
    if together.isascii() and "\x00" not in together and paper.id in paper.aliases:
        return paper
    return replace(
        paper,
        id=PaperId(storable(paper.id)),
        title=storable(paper.title),
        abstract=storable(paper.abstract),
        authors=tuple(storable(author) for author in paper.authors),
        date=storable(paper.date),
        venue=storable(paper.venue),
        code=storable(paper.code),
        aliases=frozenset(PaperId(storable(alias)) for alias in paper.aliases | {paper.id}),
    )


def load_papers(record: Record, numbers: Iterable[int]) -> dict[int, Paper]:
    """Read the papers of row numbers, in the order of their rows."""
    wanted = json.dumps(sorted(set(numbers)))
    among = "SELECT value FROM json_each(?)"
    aliases: dict[int, list[PaperId]] = {}
    for name, number in record.rows(f"SELECT name, paper FROM alias WHERE paper IN ({among})", (wanted,)):
        aliases.setdefault(number, []).append(name)
    found = record.rows(f"SELECT row, {COLUMNS} FROM paper WHERE row IN ({among}) ORDER BY row", (wanted,))
    return {number: paper_of(columns, frozenset(aliases[number])) for number, *columns in found}


def paper_of(columns: Iterable[object], aliases: frozenset[PaperId]) -> Paper:
    """Read a paper from its columns."""
    key, title, abstract, authors, date, year, venue, code, provenance, stub = columns
    return Paper(
        id=PaperId(str(key)),
        title=str(title),
        abstract=str(abstract),
        authors=tuple(json.loads(str(authors))) if authors else (),
        date=str(date),
        year=int(str(year)) if year is not None else None,
        venue=str(venue),
        code=str(code),
        aliases=aliases,
        provenance=_provenance_of(str(provenance)),
        stub=bool(stub),
    )


@lru_cache(maxsize=4096)
def _provenance_as_text(provenance: tuple[tuple[str, Provenance], ...]) -> str:
    return as_json({name: [said.source, said.day] for name, said in sorted(provenance)})


@lru_cache(maxsize=4096)
def _provenance_of(text: str) -> Mapping[str, Provenance]:
    """Read who said what; whole imports share few texts."""
    said = {name: Provenance(source=source, day=day) for name, (source, day) in json.loads(text).items()}
    return MappingProxyType(said)
