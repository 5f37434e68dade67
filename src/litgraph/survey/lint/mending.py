"""Making sure that a mended entry still names the same paper, and that all around it reads as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from litgraph.lists.blocks import read_references
from litgraph.lists.chunks import split_chunks
from litgraph.lists.entries import Candidate, Part, read_parts
from litgraph.lists.source import read_source
from litgraph.model.survey import Entry


class Mender:
    """Reads pieces of a list again with another text for an entry; it owns the list's pieces as they were read."""

    def __init__(self, content: bytes) -> None:
        self.lines = read_source(content).lines
        self.references = read_references(self.lines)
        self.pieces = {line: piece for piece in split_chunks(self.lines) for line in range(piece[0] + 1, piece[1] + 1)}
        self.read: dict[int, Sequence[Part]] = {}

    def reads_alike(self, entry: Entry, before: str, after: str) -> bool:
        """Tell whether an entry with another text keeps its title and identifiers, and its neighbours everything."""
        first, end = self.pieces.get(entry.line, (0, 0))
        texts, at = after.split("\n"), entry.line - 1
        if len(texts) != len(before.split("\n")):
            return False
        new = read_parts((*self.lines[first:at], *texts, *self.lines[at + len(texts) : end]), self.references)
        old = self._parts(first, end)
        return len(old) == len(new) and all(
            one == other or _is_mended(one, other, at - first) for one, other in zip(old, new, strict=True)
        )

    def _parts(self, first: int, end: int) -> Sequence[Part]:
        if first not in self.read:
            self.read[first] = read_parts(self.lines[first:end], self.references)
        return self.read[first]


def _is_mended(old: Part, new: Part, line: int) -> bool:
    if not isinstance(old, Candidate) or not isinstance(new, Candidate) or old.first != line:
        return False
    same_paper = old.facts.title == new.facts.title and old.facts.identifiers == new.facts.identifiers
    return same_paper and replace(old, facts=new.facts) == new
