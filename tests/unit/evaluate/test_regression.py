"""The baseline regression, on examples whose answer is plain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from litgraph.classify.features import Features
from litgraph.classify.scorers import Examples
from litgraph.evaluate.regression import fit_regression


def _examples(rows: Sequence[tuple[float, ...]], targets: Sequence[tuple[float, ...]], papers: int) -> Examples:
    vectors = np.array(rows, float)
    sparse = sp.csr_matrix(vectors)
    features = Features(
        vectors=vectors, titles=vectors, phrases=sparse, title_phrases=sparse, characters=sparse, words=sparse
    )
    return Examples(features=features, targets=np.array(targets, float), papers=papers)


def test_terms_that_tell_categories_apart_are_learnt() -> None:
    near, far = [(1.0, 0.1), (0.9, 0.0)] * 10, [(0.1, 1.0), (0.0, 0.9)] * 10
    examples = _examples([*near, *far, (1, 0), (0, 1)], [(1, 0)] * 20 + [(0, 1)] * 20 + [(1, 0), (0, 1)], 40)

    told = fit_regression(examples, seed=1)(sp.csr_matrix([[1.0, 0.0], [0.0, 1.0]]))

    assert told.argmax(axis=1).tolist() == [0, 1]
    assert np.allclose(told.sum(axis=1), 1)


def test_without_papers_the_headings_are_all_there_is() -> None:
    examples = _examples([(1, 0), (0, 1)], [(1, 0), (0, 1)], 0)

    assert fit_regression(examples, seed=1)(sp.csr_matrix([[0.0, 1.0]])).argmax() == 1


def test_a_category_alone_gets_every_paper() -> None:
    examples = _examples([(1, 0)] * 12 + [(1, 0)], [(1,)] * 13, 12)

    assert fit_regression(examples, seed=1)(sp.csr_matrix([[0.0, 1.0]])).tolist() == [[1.0]]
