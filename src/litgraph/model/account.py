"""Accounts: what one source says of a paper, the paper's fields and facts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from litgraph.model.paper import Paper

# What facts are about. `subjects` are arXiv categories with blanks between them, the primary one first; `withdrawn`
# holds the reason; `venue_kind` is journal, conference or workshop as a source calls it; counts are decimal text.
FACTS = (
    "subjects",
    "comment",
    "journal_ref",
    "withdrawn",
    "version",
    "updated",
    "licence",
    "venue_name",
    "venue_kind",
    "publication_types",
    "publication_date",
    "publication_year",
    "dblp",
    "citation_count",
    "reference_count",
    "influential_citation_count",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A paper as one source tells it, with facts by name. `vector` is a vector that the source made, if asked for."""

    paper: Paper
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    vector: tuple[float, ...] = ()
