"""How clusters grow against their field: the share of new papers over the share of all.

1 means: as the field does. Volumes differ by year and by how papers were collected, so that counts alone say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.communities import Labels, count_members
from litgraph.emerging.corpus import Corpus
from litgraph.emerging.joining import share_out

HALF_LIFE = 90  # days after which a paper says half as much of the next twelve months
LOOK_BACK = 730  # days; what is older says less than a two-hundredth
DOUBT = 3.0  # papers, as many as the field's growth would bring, that are added to every cluster
QUARTER, YEAR = 91, 365

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Growth:
    """Growth of each cluster: what is expected of the next twelve months, and what the last months brought.

    `expected` orders clusters. `year` is over the last twelve months, with a 90 % interval in `low` and `high`.
    """

    expected: Numbers
    year: Numbers
    low: Numbers
    high: Numbers
    quarter: Numbers


def measure_growth(corpus: Corpus, labels: Labels, today: int) -> Growth:
    """Measure the growth of each cluster of the first papers as it stands on a day (an ordinal).

    What is expected is the share of each cluster in recent papers, by `share_out`, so that a paper between two clusters
    counts for both and borders matter little; older papers count less, by half each 90 days, and small clusters are
    drawn to the field's growth, 1.
    """
    sizes = count_members(labels)
    recent = np.flatnonzero(corpus.days[: len(labels)] > today - LOOK_BACK)
    shares = share_out(corpus, labels, recent)
    age = today - corpus.days[recent]
    weights = 0.5 ** (age / HALF_LIFE)
    expected = ratio((shares * weights[:, None]).sum(axis=0), sizes, DOUBT)
    year = shares[age < YEAR].sum(axis=0)
    low, high = _interval(year, sizes)
    members = labels[recent]
    return Growth(
        expected=expected,
        year=ratio(year, sizes),
        low=low,
        high=high,
        quarter=ratio(np.bincount(members[(members >= 0) & (age < QUARTER)], minlength=len(sizes)), sizes),
    )


def ratio(counts: NDArray[np.number], sizes: NDArray[np.number], doubt: float = 0.0) -> Numbers:
    """Give each cluster's share of the counts over its share of the sizes; 1 where there are no counts at all.

    `doubt` is added to what each cluster has and to what the field's growth would have brought it.
    """
    total = counts.sum()
    if not total:
        return np.ones(len(sizes))
    usual = sizes / sizes.sum() * total
    return np.asarray((counts + doubt) / (usual + doubt), float)


def _interval(counts: Numbers, sizes: NDArray[np.number]) -> tuple[Numbers, Numbers]:
    """Give the 90 % interval of the ratio: a gamma distribution of the mean, the counts Poisson (Garwood 1936)."""
    from scipy.stats import gamma

    usual = np.maximum(sizes / max(sizes.sum(), 1) * max(counts.sum(), 1e-9), 1e-9)
    low = np.where(counts > 0, gamma.ppf(0.05, np.maximum(counts, 1e-9)), 0) / usual
    return low, gamma.ppf(0.95, counts + 1) / usual
