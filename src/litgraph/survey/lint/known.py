"""What the record knows of the paper behind an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from litgraph.ingest.resolve import SAME_TITLE, title_likeness
from litgraph.model.assignment import Assignment
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """The paper that an entry links to as the record has it, with what sources say of it by name of fact and source.

    `instead` is the paper that bears the entry's title where the link leads to another one. `assignment` is where a
    model that has not seen the entry would put the paper.
    """

    paper: Paper | None = None
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    instead: Paper | None = None
    assignment: Assignment | None = None

    @property
    def is_sourced(self) -> bool:
        """Tell whether anyone but the list itself gave the paper's title."""
        said = self.paper.provenance.get("title") if self.paper else None
        return said is not None and said.source not in ("list", "citation", "id")

    def is_right(self, entry: Entry) -> bool:
        """Tell whether the paper behind the link is called as the entry is, by another source than the list."""
        return bool(self.paper and self.is_sourced and title_likeness(entry.title, self.paper.title) >= SAME_TITLE)
