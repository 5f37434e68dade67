"""What the record knows of the paper behind an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from litgraph.model.assignment import Assignment
from litgraph.model.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """The paper that an entry links to as the record has it, with what sources say of it by name of fact and source.

    `instead` is another paper that bears the entry's title. `told` is what ingest found odd about the entry.
    `assignment` is where a model that has not seen the entry would put the paper.
    """

    paper: Paper | None = None
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    instead: Paper | None = None
    told: str = ""
    assignment: Assignment | None = None

    @property
    def is_sourced(self) -> bool:
        """Tell whether anyone but the list itself gave the paper's title."""
        said = self.paper.provenance.get("title") if self.paper else None
        return said is not None and said.source not in ("list", "citation", "id")
