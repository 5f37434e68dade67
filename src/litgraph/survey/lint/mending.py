"""Making sure that a mended entry still names the same paper, and that all around it reads as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from litgraph.lists.blocks import read_references
from litgraph.lists.chunks import split_chunks
from litgraph.lists.edit import apply_edits, replacement_edit
from litgraph.lists.entries import Candidate, Part, read_parts
from litgraph.lists.source import Source, read_source
from litgraph.model.survey import Entry


class Mender:
    """Reads pieces of a list again with another text for an entry; it owns the list's pieces as they were read."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.source = read_source(content)
        self.references = read_references(self.source.lines)
        self.pieces = tuple(split_chunks(self.source.lines))
        self.read: dict[int, Sequence[Part]] = {}

    def reads_alike(self, entry: Entry, text: str) -> bool:
        """Tell whether an entry with another text keeps its title and identifiers, and its neighbours everything."""
        first, end = next((piece for piece in self.pieces if piece[0] < entry.line <= piece[1]), (0, 0))
        old = self._parts(first, end)
        rewritten = apply_edits(self.content, [replacement_edit(self.content, entry.span, text)])
        new = read_parts(_lines(read_source(rewritten), first, end), self.references)
        return len(old) == len(new) and all(
            one == other or _is_mended(one, other, entry.line - first - 1) for one, other in zip(old, new, strict=True)
        )

    def _parts(self, first: int, end: int) -> Sequence[Part]:
        if first not in self.read:
            self.read[first] = read_parts(_lines(self.source, first, end), self.references)
        return self.read[first]


def _lines(source: Source, first: int, end: int) -> tuple[str, ...]:
    return source.lines[first:end]


def _is_mended(old: Part, new: Part, line: int) -> bool:
    if not isinstance(old, Candidate) or not isinstance(new, Candidate) or old.first != line:
        return False
    same_paper = old.facts.title == new.facts.title and old.facts.identifiers == new.facts.identifiers
    return same_paper and replace(old, facts=new.facts) == new
