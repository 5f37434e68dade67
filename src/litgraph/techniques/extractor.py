"""The seam of extractors: what reads the text of papers into names, relations and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """The text of one paper that is read. Either part may be empty."""

    paper: PaperId
    title: str
    abstract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A paper that could not be read, and why."""

    reason: str


class Extractor(Protocol):
    """Reads papers one after the other, in the order given."""

    @property
    def name(self) -> str:
        """Name the extractor and its version: a reading by another name is read again."""

    def read(self, texts: Iterable[PaperText]) -> Iterator[tuple[PaperText, Reading | Unread]]:
        """Read each text as it comes; one paper's trouble is a value, the run's trouble is raised."""

    def account(self) -> str:
        """Tell what reading has cost so far, in words; empty where it costs nothing."""
