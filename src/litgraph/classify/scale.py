"""The scale that a list sets itself: from the least typical twentieth of its papers to its middle one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_EDGE = 0.05
_ODDS_AT_MEDIAN = float(np.log(0.95 / 0.05))


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The likeness at the edge of the list, and that of its middle paper."""

    edge: float
    median: float

    def place(self, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        """Put likenesses on a straight scale: 0 at the edge, 1 in the middle."""
        return np.asarray((likeness - self.edge) / max(self.median - self.edge, 1e-3))


def scale_of(likeness: NDArray[np.float64]) -> Scale:
    """Take the scale from how like the listed papers are to one another."""
    return Scale(edge=float(np.quantile(likeness, _EDGE)), median=float(np.median(likeness)))


def squashed(place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn places into 0…1: 0.5 at the edge, 0.95 in the middle."""
    return np.asarray(1 / (1 + np.exp(-_ODDS_AT_MEDIAN * np.clip(place, -20, 20))))
