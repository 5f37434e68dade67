"""Edges that come and go: where they stand on a day."""

from __future__ import annotations

import numpy as np

from litgraph.graph.csr import Integers, Mask
from litgraph.store.columns import OPEN


def number_of(day: str) -> int:
    """Write an ISO day as the number YYYYMMDD."""
    return int(day.replace("-", ""))


def known_by(known_from: Integers, as_of: str | None) -> Mask:
    """Tell which of these days are no later than `as_of`; without it, all, the unknown ones too."""
    if as_of is None:
        return np.ones(len(known_from), dtype=np.bool_)
    return known_from <= number_of(as_of)


def stand(since: Integers, until: Integers, as_of: str | None) -> Mask:
    """Tell which edges stand on a day, each from `since` up to and without `until`; without it, which have no end."""
    there: Mask = until == OPEN
    if as_of is not None:
        there = (since <= number_of(as_of)) & (until > number_of(as_of))
    return there
