"""Contrast: words of the list against words of the candidates."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from litgraph.classify.contrast import contrast

_LISTED, _CANDIDATES = 60, 400
_SHARED, _OURS, _THEIRS = range(5), range(5, 8), range(8, 11)


def _texts(count: int, own: range, seed: int) -> sp.csr_matrix:
    """Write texts of shared words, with two words of their own each."""
    random = np.random.default_rng(seed)
    rows = np.zeros((count, 11))
    for row in rows:
        row[random.choice(_SHARED, 3, replace=False)] = row[random.choice(own, 2, replace=False)] = 1
    return sp.csr_matrix(rows / np.sqrt(5))


LISTED, OTHERS = _texts(_LISTED, _OURS, 1), _texts(_CANDIDATES, _THEIRS, 2)


def test_words_of_the_list_count_for_it_and_words_of_the_candidates_against_it() -> None:
    ours, theirs = contrast(LISTED, OTHERS)

    assert (ours.shape, theirs.shape) == ((_LISTED,), (_CANDIDATES,))
    assert ours.min() > 0 > theirs.max()


def test_a_candidate_that_is_like_the_list_is_told_as_the_list_is() -> None:
    ours, theirs = contrast(LISTED, sp.vstack([_texts(20, _OURS, 3), OTHERS], format="csr"))

    assert np.median(theirs[:20]) > ours.min()
    assert theirs[:20].min() > theirs[20:].max()


def test_fewer_texts_than_folds_are_told_too() -> None:
    ours, theirs = contrast(LISTED[:2], OTHERS[:3])

    assert np.isfinite([*ours, *theirs]).all()


def test_the_same_texts_are_told_the_same_again() -> None:
    assert np.array_equal(contrast(LISTED, OTHERS)[1], contrast(LISTED, OTHERS)[1])
