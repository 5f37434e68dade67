"""How much the record holds, counted where it lies."""

from __future__ import annotations

from dataclasses import dataclass

from litgraph.store.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How many papers and citations there are, and how many papers that are more than a name lack an abstract."""

    papers: int
    without_abstract: int
    citations: int


def take_census(record: Record) -> Census:
    """Count what the record holds."""
    papers, without = record.rows("SELECT count(*), coalesce(sum(abstract = '' AND NOT stub), 0) FROM paper")[0]
    (citations,) = record.rows("SELECT count(*) FROM citation")[0]
    return Census(papers=int(papers), without_abstract=int(without), citations=int(citations))
