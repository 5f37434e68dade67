"""The graph that is clustered: papers tied by what they say, whom they cite, and with whom they share references.

Weights were chosen by measurement (docs/emerging.md). Texts are compared twice, since words and vectors err
differently: by TF-IDF of words and pairs of words, and by vectors as they differ from the corpus's mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.texts import whole_text
from litgraph.emerging.corpus import Corpus, Integers, Matrix

Ties = Any  # a symmetric scipy.sparse.csr_array; scipy's stubs fix its index type, which varies here

NEIGHBOURS = 30
WEIGHTS = {"words": 1.0, "vectors": 0.5, "citations": 1.0, "coupling": 1.0}
_ROWS = 1_000  # compared at once: bounds the memory
_TERMS = 60_000


def tie_papers(corpus: Corpus) -> Ties:
    """Give the weight of the tie between any two papers, 0 for most: a symmetric matrix without a diagonal."""
    size = len(corpus)
    ties: Ties = sp.csr_array((size, size), dtype=np.float64)
    if size < 3:
        return ties
    texts = [whole_text(paper) for paper in corpus.papers]
    parts: tuple[tuple[float, Callable[[], Ties]], ...] = (
        (WEIGHTS["words"], lambda: alike_in_words(texts)),
        (WEIGHTS["vectors"], lambda: alike_in_vectors(corpus.vectors, corpus.has_text)),
        (WEIGHTS["citations"], lambda: tied_by_citation(corpus.citations, size)),
        (WEIGHTS["coupling"], lambda: coupled(corpus.citations, size)),
    )
    for weight, part in parts:
        ties = ties + weight * part()
    ties.setdiag(0)
    ties.eliminate_zeros()
    ties.data = ties.data.round(6)
    return ties.tocsr()


def alike_in_words(texts: Sequence[str], k: int = NEIGHBOURS) -> Ties:
    """Tie each text to the `k` most like it by the cosine of their TF-IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    size = len(texts)
    rare = 3 if size > 100 else 1
    vectorizer = TfidfVectorizer(
        stop_words="english",
        sublinear_tf=True,
        min_df=rare,
        max_df=0.2 if size > 100 else 1.0,
        ngram_range=(1, 2),
        max_features=_TERMS,
        dtype=np.float32,
    )
    try:
        rows = vectorizer.fit_transform(texts).tocsr()
    except ValueError:  # no word at all
        return sp.csr_array((size, size), dtype=np.float64)
    columns = rows.T.tocsr()
    return _nearest(((rows[start : start + _ROWS] @ columns).toarray() for start in _starts(size)), size, k)


def alike_in_vectors(vectors: Matrix, has_text: NDArray[np.bool_], k: int = NEIGHBOURS) -> Ties:
    """Tie each paper that has a text to the `k` most like it by the cosine of their centred vectors."""
    size = len(vectors)
    if vectors.shape[1] == 0 or has_text.sum() < 2:
        return sp.csr_array((size, size), dtype=np.float64)
    rows = centred(vectors, has_text)
    return _nearest((rows[start : start + _ROWS] @ rows.T for start in _starts(size)), size, k)


def centred(vectors: Matrix, has_text: NDArray[np.bool_]) -> Matrix:
    """Take the mean away from vectors of unit length, and make them so again; those without a text become zero."""
    if not has_text.any():
        return np.zeros_like(vectors)
    moved = np.where(has_text[:, None], vectors - vectors[has_text].mean(axis=0), 0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths > 0, lengths, 1), np.float32)


def tied_by_citation(citations: Integers, size: int) -> Ties:
    """Tie papers that cite each other, less where the citing one has many references."""
    cites = _matrix(citations, size)
    references = np.maximum(cites.sum(axis=1), 1)
    weighed = sp.diags_array(1 / np.sqrt(references)) @ cites
    return (weighed + weighed.T).tocsr()


def coupled(citations: Integers, size: int, k: int = NEIGHBOURS // 2) -> Ties:
    """Tie each paper to the `k` that share most references with it (Kessler 1963), as the cosine of their lists.

    A reference that everybody has counts less.
    """
    cites = _matrix(citations, size)
    out, into = np.maximum(cites.sum(axis=1), 1), np.maximum(cites.sum(axis=0), 1)
    rows = (sp.diags_array(1 / np.sqrt(out)) @ cites @ sp.diags_array(1 / np.sqrt(into))).tocsr()
    columns = rows.T.tocsr()
    blocks = ((rows[start : start + _ROWS] @ columns).toarray() for start in _starts(size))
    return _nearest(blocks, size, k) if len(citations) else sp.csr_array((size, size), dtype=np.float64)


def nearest_among(block: NDArray[Any], k: int) -> tuple[Integers, NDArray[Any]]:
    """Give for each row the columns of its `k` highest values and those values; -inf marks what is never chosen."""
    k = min(k, block.shape[1])
    columns = np.argpartition(-block, k - 1, axis=1)[:, :k]
    return columns, np.take_along_axis(block, columns, axis=1)


def _starts(size: int) -> range:
    return range(0, size, _ROWS)


def _matrix(citations: Integers, size: int) -> Ties:
    ones = np.ones(len(citations), np.float64)
    return sp.csr_array((ones, (citations[:, 0], citations[:, 1])), shape=(size, size))


def _nearest(blocks: Any, size: int, k: int) -> Ties:
    """Keep the `k` strongest ties of each row, and make them hold both ways: their sum where both chose each other."""
    tails, heads, weights = [], [], []
    start = 0
    for block in blocks:
        rows = np.arange(len(block))
        block[rows, rows + start] = -np.inf
        columns, values = nearest_among(block, min(k, size - 1))
        kept = values > 0
        tails.append(np.broadcast_to(rows[:, None] + start, columns.shape)[kept])
        heads.append(columns[kept])
        weights.append(values[kept].astype(np.float64))
        start += len(block)
    where = (np.concatenate(tails), np.concatenate(heads))
    one_way = sp.csr_array((np.minimum(np.concatenate(weights), 1), where), shape=(size, size))
    return (one_way + one_way.T).tocsr()
