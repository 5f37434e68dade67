"""Calibration: probabilities that mean what they say.

One temperature (Guo et al. 2017) is learnt from probabilities that were given without having seen the paper. It holds
for papers like those listed. Those that come later are less like them, so probabilities are cooled further, by as much
as later papers asked for on the histories of six public lists (`benchmarks/later_papers.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from litgraph.classify.features import Matrix

_BOUNDS = (0.5, 4.0)
_LEAST = 1e-12
DRIFT = 1.18


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Above 1, `temperature` makes probabilities more alike; below 1 it drives them apart."""

    temperature: float = 1.0


def fit_calibration(held_out: Matrix, targets: Matrix, *, drift: float = DRIFT) -> Calibration:
    """Choose the temperature of the least cross-entropy, times `drift`; where nothing was held out there is none."""
    from scipy.optimize import minimize_scalar

    if not len(held_out):
        return Calibration()

    def loss(temperature: float) -> float:
        tempered = calibrated(Calibration(temperature=temperature), held_out)
        return float(-(targets * np.log(np.maximum(tempered, _LEAST))).sum())

    best = float(minimize_scalar(loss, bounds=_BOUNDS, method="bounded").x)
    return Calibration(temperature=best * drift)


def calibrated(calibration: Calibration, probabilities: Matrix) -> Matrix:
    """Temper probabilities; each row still adds up to 1, and its order stays."""
    powers = np.maximum(probabilities, _LEAST) ** (1 / calibration.temperature)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
