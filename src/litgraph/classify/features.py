"""Features: what scorers know of a text, as one row in each of three matrices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.texts import (
    character_grams,
    heading_text,
    label_text,
    lexical_text,
    title_text,
    whole_text,
    words,
)
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path

Matrix = NDArray[np.float64]
Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

# The title's vector is added at half weight to that of title and abstract: it keeps out what the abstract digresses to.
TITLE_WEIGHT = 0.5
_FEW_TEXTS = 20


@dataclass(frozen=True, kw_only=True)
class Features:
    """Texts as rows: `vectors` of an encoder (unit length), TF-IDF of `words` 1–2 and of `characters` 3–5."""

    vectors: Matrix
    words: sp.csr_matrix
    characters: sp.csr_matrix

    def __len__(self) -> int:
        """Count the texts."""
        return int(self.vectors.shape[0])

    def take(self, rows: NDArray[np.intp]) -> Features:
        """Choose rows, in the order given."""
        return Features(vectors=self.vectors[rows], words=self.words[rows], characters=self.characters[rows])


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The terms of listed papers and headings, with inverse document frequencies (Spärck Jones 1972)."""

    words: Any
    characters: Any


def learn_lexicon(papers: Sequence[Paper], labels: Sequence[Path]) -> Lexicon:
    """Learn the terms of listed papers and headings."""
    texts = [*map(lexical_text, papers), *map(heading_text, labels)]
    return Lexicon(words=_tfidf(words, texts, 1), characters=_tfidf(character_grams, texts, 2))


def paper_features(papers: Sequence[Paper], vectors: Matrix, lexicon: Lexicon) -> Features:
    """Describe papers, whose vectors are given in the same order."""
    texts = [lexical_text(paper) for paper in papers]
    return Features(vectors=vectors, words=_terms(lexicon.words, texts), characters=_terms(lexicon.characters, texts))


def label_features(labels: Sequence[Path], embed: Embed, lexicon: Lexicon) -> Features:
    """Describe each category by its heading, as if that were a paper."""
    texts = [heading_text(path) for path in labels]
    return Features(
        vectors=unit(embed([label_text(path) for path in labels]).astype(np.float64)),
        words=_terms(lexicon.words, texts),
        characters=_terms(lexicon.characters, texts),
    )


def paper_vectors(papers: Sequence[Paper], embed: Embed) -> Matrix:
    """Encode papers: title and abstract, with the title once more at half weight."""
    if not papers:
        return np.zeros((0, 0))
    whole, titles = [whole_text(paper) for paper in papers], [title_text(paper) for paper in papers]
    texts = list(dict.fromkeys(whole + titles))
    vectors = embed(texts).astype(np.float64)
    row = {text: number for number, text in enumerate(texts)}
    return unit(vectors[[row[text] for text in whole]] + TITLE_WEIGHT * vectors[[row[text] for text in titles]])


def stack(first: Features, second: Features) -> Features:
    """Put the rows of `second` below those of `first`."""
    if not len(first):
        return second
    return Features(
        vectors=np.vstack([first.vectors, second.vectors]),
        words=sp.vstack([first.words, second.words], format="csr"),
        characters=sp.vstack([first.characters, second.characters], format="csr"),
    )


def unit(rows: Matrix) -> Matrix:
    """Scale each row to length 1; a row of zeros stays."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def _tfidf(analyzer: Callable[[str], list[str]], texts: Sequence[str], min_df: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    rare = 1 if len(texts) < _FEW_TEXTS else min_df
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=rare).fit([*texts, "", ""])


def _terms(tfidf: Any, texts: Sequence[str]) -> sp.csr_matrix:
    if not texts:
        return sp.csr_matrix((0, len(tfidf.vocabulary_)))
    return sp.csr_matrix(tfidf.transform(texts))
