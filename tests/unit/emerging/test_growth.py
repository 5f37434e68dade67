"""Growth worked out on paper, and which cluster a paper joins."""

from __future__ import annotations

import numpy as np
import pytest

from litgraph.emerging.corpus import ordinal
from litgraph.emerging.growth import measure_growth, ratio
from litgraph.emerging.joining import joined, share_out
from tests.unit.emerging.made_up import corpus


def test_ratio_is_share_of_the_new_over_share_of_all() -> None:
    # 6 of 10 new papers for a cluster that holds 20 of 100: three times its share; 4 of 10 for 80 of 100: half.
    assert ratio(np.array([6, 4]), np.array([20, 80])).tolist() == [3.0, 0.5]


def test_doubt_draws_to_the_growth_of_the_field() -> None:
    # (6 + 3) / (2 + 3) and (4 + 3) / (8 + 3).
    assert ratio(np.array([6, 4]), np.array([20, 80]), 3.0) == pytest.approx([9 / 5, 7 / 11])


def test_without_new_papers_nothing_grows_or_shrinks() -> None:
    assert ratio(np.array([0, 0]), np.array([2, 3])).tolist() == [1.0, 1.0]


def test_a_paper_joins_those_that_it_cites_and_resembles_but_not_itself() -> None:
    made = corpus({"prune": range(10), "quant": range(10)})
    labels = np.array([0 if "prune" in paper.id else 1 for paper in made.papers])
    labels[0] = -1

    shares = share_out(made, labels, np.arange(len(made)))

    expected = [0 if "prune" in paper.id else 1 for paper in made.papers]
    assert joined(shares).tolist() == expected
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(made)))


def test_a_paper_of_which_nothing_is_known_joins_none() -> None:
    made = corpus({"prune": range(3)}, texts=False, citations=False)

    assert joined(share_out(made, np.zeros(len(made), np.int64), np.arange(len(made)))).tolist() == [-1] * len(made)


def test_the_interval_holds_the_growth_and_is_wide_for_few_papers() -> None:
    made = corpus({"prune": range(36), "quant": range(30, 36)})
    labels = np.array([0 if "prune" in paper.id else 1 for paper in made.papers])

    growth = measure_growth(made, labels, ordinal("2022-12-31"))

    assert (growth.low < growth.year).all()
    assert (growth.year < growth.high).all()
    assert growth.expected[1] > 1 > growth.expected[0]
    assert growth.high[1] / growth.low[1] > growth.high[0] / growth.low[0]
