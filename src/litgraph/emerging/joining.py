"""Which cluster a paper joins: the one of the papers most like it, and of those that it cites.

The same rule tells what the last months brought to each cluster and, in a backtest, what the next twelve did, so that
neither depends on how new papers would have moved the borders.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.communities import Labels, count_members
from litgraph.emerging.corpus import Corpus, Integers
from litgraph.emerging.neighbours import centred, nearest_among

VOTERS = 10
_ROWS = 1_000
Shares = NDArray[np.float64]


def share_out(corpus: Corpus, labels: Labels, asked: Integers) -> Shares:
    """Give for each paper asked for the share of each cluster in it, summing to 1, or to 0 where nothing is known.

    The ten papers most like it vote for their cluster by likeness, and those of the first `len(labels)` papers that it
    cites for theirs; either side has half of the say. A paper has no vote on itself. Vectors are centred on the
    papers that have a label, and no other paper has any say.
    """
    clusters = len(count_members(labels))
    by_text = _by_text(corpus, labels, asked, clusters)
    by_citation = _by_citation(corpus, labels, asked, clusters)
    return _to_one(by_text + by_citation)


def joined(shares: Shares) -> Labels:
    """Give for each row the cluster with the largest share, the first of equals, or -1."""
    best = shares.argmax(axis=1) if shares.shape[1] else np.zeros(len(shares), np.int64)
    return np.where(shares.max(axis=1, initial=0) > 0, best, -1)


def _by_text(corpus: Corpus, labels: Labels, asked: Integers, clusters: int) -> Shares:
    size = len(labels)
    shares = np.zeros((len(asked), clusters))
    has_text = corpus.has_text
    if corpus.vectors.shape[1] == 0 or not has_text[:size].any() or not clusters:
        return shares
    mean = corpus.vectors[:size][has_text[:size]].mean(axis=0)
    known = centred(corpus.vectors[:size], has_text[:size])
    for start in range(0, len(asked), _ROWS):
        block = asked[start : start + _ROWS]
        wanted = np.where(has_text[block][:, None], corpus.vectors[block] - mean, 0)
        wanted /= np.maximum(np.linalg.norm(wanted, axis=1, keepdims=True), 1e-9)
        cosines = (wanted @ known.T).round(5)
        own = np.flatnonzero(block < size)
        cosines[own, block[own]] = -np.inf
        columns, values = nearest_among(cosines, min(VOTERS, size))
        rows = np.broadcast_to(np.arange(len(block))[:, None] + start, columns.shape)
        voted = (labels[columns] >= 0) & (values > 0)
        np.add.at(shares, (rows[voted], labels[columns][voted]), values[voted])
    return _to_one(shares)


def _by_citation(corpus: Corpus, labels: Labels, asked: Integers, clusters: int) -> Shares:
    shares = np.zeros((len(asked), clusters))
    row = np.full(len(corpus), -1, np.int64)
    row[asked] = np.arange(len(asked))
    citing, cited = corpus.citations[:, 0], corpus.citations[:, 1]
    there = (row[citing] >= 0) & (cited < len(labels))
    citing, cited = citing[there], cited[there]
    voted = labels[cited] >= 0
    np.add.at(shares, (row[citing[voted]], labels[cited[voted]]), 1.0)
    return _to_one(shares)


def _to_one(shares: Shares) -> Shares:
    return np.asarray(shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-12))
