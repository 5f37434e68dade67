"""What became of accounts that were put into the record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UpsertCounts:
    """How many were new, how many told something new of what was there, and how many told nothing."""

    added: int = 0
    merged: int = 0
    unchanged: int = 0

    def __add__(self, other: UpsertCounts) -> UpsertCounts:
        """Add up two batches."""
        return UpsertCounts(
            added=self.added + other.added,
            merged=self.merged + other.merged,
            unchanged=self.unchanged + other.unchanged,
        )
