"""A list's text → its entries, headings and categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from litgraph.lists.blocks import read_references
from litgraph.lists.chunks import split_chunks
from litgraph.lists.entries import Part, read_parts
from litgraph.lists.outline import outline
from litgraph.lists.source import Source, read_source
from litgraph.model.survey import ListDocument

# Reads the parts of some lines, given the list's link definitions.
PartReader = Callable[[tuple[str, ...], dict[str, object]], Sequence[Part]]


def parse_list(content: bytes) -> ListDocument:
    """Read a list. Odd bytes, odd Markdown and an empty text give fewer entries, never an error."""
    return read_list(read_source(content), read_parts)


def read_list(source: Source, read: PartReader) -> ListDocument:
    """Read a list piece by piece, with a reader of pieces (one that remembers makes a history fast)."""
    references = read_references(source.lines)
    pieces = ((first, read(source.lines[first:end], references)) for first, end in split_chunks(source.lines))
    return outline(source, pieces)
