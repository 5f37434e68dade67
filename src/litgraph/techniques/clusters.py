"""Words grouped by the company they keep, so that what is learned of one word holds for its like.

Words of many abstracts are described by the words next to them on each side (positive pointwise mutual information,
reduced by a singular value decomposition; Levy & Goldberg 2014) and grouped by k-means, coarsely and finely. Only the
groups are kept. Cluster features are the classic way to learn names from few labels (Miller et al. 2004).
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from litgraph.techniques.text import Tag, Token, read_sentences

FILE = "clusters.tsv.gz"
_COARSE, _FINE = 48, 400
_SEEN_ENOUGH = 8  # times
_CONTEXTS = 3_000  # most frequent words that describe others
_DIMENSIONS = 60
SEED = 20_240_131

Clusters = Mapping[str, tuple[int, int]]


@cache
def clusters() -> Clusters:
    """Give the coarse and the fine group of each known word in small letters."""
    packed = resources.files("litgraph").joinpath("data/techniques", FILE).read_bytes()
    lines = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return {word: (int(coarse), int(fine)) for word, coarse, fine in lines}


def cluster_features(word: str, prefix: str) -> list[str]:
    """Name the groups of a word as features."""
    found = clusters().get(word.lower())
    return [f"{prefix}coarse={found[0]}", f"{prefix}fine={found[1]}"] if found else []


def learn_clusters(texts: Iterable[tuple[str, str]]) -> Clusters:
    """Group the words of many titles and abstracts."""
    import numpy as np
    import scipy.sparse as sp
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    sentences = [_words(sentence.tokens) for title, abstract in texts for sentence in read_sentences(title, abstract)]
    seen = Counter(word for words in sentences for word in words)
    words = sorted(word for word, count in seen.items() if count >= _SEEN_ENOUGH)
    contexts = {word: place for place, (word, _) in enumerate(seen.most_common(_CONTEXTS))}
    rows = {word: place for place, word in enumerate(words)}
    pairs = Counter(
        (rows[word], contexts[sentence[at + step]] + side * _CONTEXTS)
        for sentence in sentences
        for at, word in enumerate(sentence)
        if word in rows
        for side, step in enumerate((-1, 1))
        if 0 <= at + step < len(sentence) and sentence[at + step] in contexts
    )
    keys = np.array(list(pairs), np.int64)
    counts = sp.csr_matrix(
        (np.array(list(pairs.values()), float), (keys[:, 0], keys[:, 1])), shape=(len(words), 2 * _CONTEXTS)
    )
    vectors = TruncatedSVD(_DIMENSIONS, random_state=SEED).fit_transform(_mutual_information(counts))
    vectors = normalize(vectors)
    groups = [
        MiniBatchKMeans(count, random_state=SEED, n_init=3, batch_size=4096).fit_predict(vectors)
        for count in (_COARSE, _FINE)
    ]
    return {word: (int(coarse), int(fine)) for word, coarse, fine in zip(words, *groups, strict=True)}


def write_clusters(learned: Clusters) -> bytes:
    """Write groups as the file that `clusters` reads."""
    lines = (f"{word}\t{coarse}\t{fine}" for word, (coarse, fine) in sorted(learned.items()))
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def _words(tokens: Iterable[Token]) -> list[str]:
    """Give the words in small letters; numbers count as one."""
    return ["0" if token.tag in (Tag.NUMBER, Tag.MATH) else token.lower for token in tokens]


def _mutual_information(counts: Any) -> Any:
    """Give the positive pointwise mutual information of a sparse table of counts."""
    import numpy as np

    table = counts.tocoo()
    rows, columns = np.asarray(counts.sum(axis=1)).ravel(), np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    expected = rows[table.row] * columns[table.col] / columns.sum()
    table.data = np.maximum(np.log(table.data / expected), 0.0)
    return table.tocsr()
