"""The frameworks of a list: the systems that its tables of capabilities name, with their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from litgraph.lists.blocks import read_references
from litgraph.lists.chunks import split_chunks
from litgraph.lists.entries import LABEL_LEVEL
from litgraph.lists.matrices import may_hold_matrix, read_matrices
from litgraph.lists.parse import parse_list
from litgraph.lists.source import read_source
from litgraph.model.framework import Framework
from litgraph.model.survey import Heading
from litgraph.model.taxonomy import Path

# Pieces that are remembered between the versions of a list.
_REMEMBERED = 256

# A piece of a list, and its link definitions, so that they can be compared.
_Lines = tuple[str, ...]
_Definitions = tuple[tuple[str, str, str], ...]


def read_frameworks(content: bytes) -> tuple[Framework, ...]:
    """Read the frameworks of a list, one for each row of its tables of capabilities, in order."""
    rows = framework_rows(content)
    if not rows:
        return ()
    headings = [heading for heading in parse_list(content).headings if heading.level < LABEL_LEVEL]
    return tuple(replace(row, category=_path_at(headings, row.line)) for row in rows)


def framework_rows(content: bytes) -> tuple[Framework, ...]:
    """Read the frameworks of a list without their headings. No piece is read twice, which makes a history fast."""
    lines = read_source(content).lines
    found: list[Framework] = []
    definitions: _Definitions | None = None
    for first, end in split_chunks(lines):
        piece = lines[first:end]
        if may_hold_matrix(piece):
            definitions = tuple(_flat(read_references(lines))) if definitions is None else definitions
            found += (replace(row, line=row.line + first) for row in _of_piece(piece, definitions))
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _of_piece(lines: _Lines, definitions: _Definitions) -> tuple[Framework, ...]:
    references: dict[str, object] = {name: {"href": href, "title": title} for name, href, title in definitions}
    return tuple(read_matrices(lines, references))


def _flat(references: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    for name, given in references.items():
        if isinstance(given, dict):
            yield name, str(given.get("href", "")), str(given.get("title", ""))


def _path_at(headings: Sequence[Heading], line: int) -> Path:
    """Give the path of the last heading above a line."""
    return next((heading.path for heading in reversed(headings) if heading.line <= line), ())
