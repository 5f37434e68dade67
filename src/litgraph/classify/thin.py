"""Thinning: which of very many candidates are worth the time of an encoder.

Encoding an abstract takes some 50 ms on two cores, reading its words 0.2 ms. A candidate is far from the list where its
words are less like their nearest listed papers than those of all but one in a hundred listed papers are; it is judged
by its words and by the vector of its title alone, and never filed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.texts import lexical_text, words
from litgraph.model.paper import Paper

MANY = 2_000
_FEWEST_LISTED = 50
_NEIGHBOURS = 3
_LOST = 0.01
_ROWS = 2_000
_RAREST = 3


def near_list(candidates: Sequence[Paper], listed: Sequence[Paper]) -> NDArray[np.bool_]:
    """Tell for each candidate whether it is near enough to be read in full; all are, where they are not many."""
    if len(candidates) < MANY or len(listed) < _FEWEST_LISTED:
        return np.ones(len(candidates), bool)
    likeness, usual = _likenesses(candidates, listed)
    return likeness >= np.quantile(usual, _LOST)


def _likenesses(
    candidates: Sequence[Paper], listed: Sequence[Paper]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the likeness to the list of each candidate, and of each listed paper to the others.

    Document frequencies are those of the candidates: what is rare there but usual on the list counts most.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    tfidf = TfidfVectorizer(analyzer=_single_words, sublinear_tf=True, min_df=_RAREST)
    rows = tfidf.fit_transform([lexical_text(paper) for paper in candidates])
    references = tfidf.transform([lexical_text(paper) for paper in listed])
    among = (references @ references.T).toarray()
    np.fill_diagonal(among, -1.0)
    blocks = [
        _nearest_mean((rows[start : start + _ROWS] @ references.T).toarray())
        for start in range(0, len(candidates), _ROWS)
    ]
    return np.concatenate(blocks), _nearest_mean(among)


def _nearest_mean(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.partition(cosines, -_NEIGHBOURS, axis=1)[:, -_NEIGHBOURS:].mean(axis=1))


def _single_words(text: str) -> list[str]:
    return [term for term in words(text) if " " not in term]
