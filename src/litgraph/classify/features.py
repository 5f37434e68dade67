"""Features: what scorers know of a text, as one row in each of three matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from litgraph.classify.texts import (
    character_grams,
    heading_text,
    label_text,
    lexical_text,
    phrases,
    title_text,
    whole_text,
    words,
)
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path

Matrix = NDArray[np.float64]
Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
Words = Mapping[Path, str]
NO_WORDS: Words = MappingProxyType({})

# The title's vector is added at half weight to that of title and abstract: it keeps out what the abstract digresses to.
TITLE_WEIGHT = 0.5
_FEW_TEXTS = 20
_WORD_COLUMNS = 2**18


@dataclass(frozen=True, kw_only=True)
class Features:
    """Texts as rows of unit length: `vectors` of an encoder, and TF-IDF of `phrases`, `characters` and `words`.

    `phrases` (words and pairs of them) and `characters` (3 to 5) know only the terms of the list. `words` hold every
    word, so that a text that speaks of something else is unlike the list. `titles` and `title_phrases` are of the title
    alone, in which authors say what they think the paper is about.
    """

    vectors: Matrix
    titles: Matrix
    phrases: sp.csr_matrix
    title_phrases: sp.csr_matrix
    characters: sp.csr_matrix
    words: sp.csr_matrix

    def __len__(self) -> int:
        """Count the texts."""
        return int(self.vectors.shape[0])

    def take(self, rows: NDArray[np.intp]) -> Features:
        """Choose rows, in the order given."""
        return Features(
            vectors=self.vectors[rows],
            titles=self.titles[rows],
            phrases=self.phrases[rows],
            title_phrases=self.title_phrases[rows],
            characters=self.characters[rows],
            words=self.words[rows],
        )


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The terms of listed papers and headings, with inverse document frequencies (Spärck Jones 1972).

    `terms` names the columns of `phrases`.
    """

    phrases: Any
    characters: Any
    terms: tuple[str, ...]
    word_weights: NDArray[np.float64]


def learn_lexicon(papers: Sequence[Paper], labels: Sequence[Path], words: Words = NO_WORDS) -> Lexicon:
    """Learn the terms of papers and headings, and of what is said of those."""
    texts = [*map(lexical_text, papers), *(heading_text(path, words.get(path, "")) for path in labels)]
    learnt = _tfidf(phrases, texts, 1)
    return Lexicon(
        phrases=learnt,
        terms=tuple(learnt.get_feature_names_out()),
        characters=_tfidf(character_grams, texts, 2),
        word_weights=_inverse_frequencies(_count_words(texts)),
    )


def paper_features(papers: Sequence[Paper], vectors: Matrix, titles: Matrix, lexicon: Lexicon) -> Features:
    """Describe papers, whose vectors and whose titles' vectors are given in the same order."""
    return Features(
        vectors=vectors,
        titles=titles,
        title_phrases=_terms(lexicon.phrases, [title_text(paper) for paper in papers]),
        **_lexical([lexical_text(paper) for paper in papers], lexicon),
    )


def read_papers(papers: Sequence[Paper], embed: Embed, lexicon: Lexicon) -> Features:
    """Encode and describe papers."""
    return paper_features(papers, *encode_papers(papers, embed), lexicon)


def label_features(
    labels: Sequence[Path], embed: Embed, lexicon: Lexicon, *, words: Words = NO_WORDS, survey: str = ""
) -> Features:
    """Describe each category by its heading and what is said of it, as if that were a paper.

    `survey` is a name to put before it.
    """
    texts = [": ".join(filter(None, (survey, label_text(path, words.get(path, ""))))) for path in labels]
    vectors = unit(embed(texts).astype(np.float64))
    lexical = _lexical([heading_text(path, words.get(path, "")) for path in labels], lexicon)
    return Features(vectors=vectors, titles=vectors, title_phrases=lexical["phrases"], **lexical)


def paper_words(papers: Sequence[Paper], lexicon: Lexicon) -> sp.csr_matrix:
    """Give the TF-IDF of every word of each paper; it takes no encoder."""
    return _weigh_words([lexical_text(paper) for paper in papers], lexicon.word_weights)


def paper_vectors(papers: Sequence[Paper], embed: Embed) -> Matrix:
    """Encode papers: title and abstract, with the title once more at half weight."""
    return encode_papers(papers, embed)[0]


def encode_papers(papers: Sequence[Paper], embed: Embed) -> tuple[Matrix, Matrix]:
    """Encode papers as `paper_vectors` does, and their titles alone; each text is asked for once."""
    if not papers:
        return np.zeros((0, 0)), np.zeros((0, 0))
    whole, titles = [whole_text(paper) for paper in papers], [title_text(paper) for paper in papers]
    texts = list(dict.fromkeys(whole + titles))
    vectors = embed(texts).astype(np.float64)
    row = {text: number for number, text in enumerate(texts)}
    of_titles = vectors[[row[text] for text in titles]]
    return unit(vectors[[row[text] for text in whole]] + TITLE_WEIGHT * of_titles), unit(of_titles)


def stack(first: Features, second: Features) -> Features:
    """Put the rows of `second` below those of `first`."""
    if not len(first):
        return second
    return Features(
        vectors=np.vstack([first.vectors, second.vectors]),
        titles=np.vstack([first.titles, second.titles]),
        title_phrases=sp.vstack([first.title_phrases, second.title_phrases], format="csr"),
        phrases=sp.vstack([first.phrases, second.phrases], format="csr"),
        characters=sp.vstack([first.characters, second.characters], format="csr"),
        words=sp.vstack([first.words, second.words], format="csr"),
    )


def unit(rows: Matrix) -> Matrix:
    """Scale each row to length 1; a row of zeros stays."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def _lexical(texts: Sequence[str], lexicon: Lexicon) -> dict[str, sp.csr_matrix]:
    return {
        "phrases": _terms(lexicon.phrases, texts),
        "characters": _terms(lexicon.characters, texts),
        "words": _weigh_words(texts, lexicon.word_weights),
    }


def _tfidf(analyzer: Callable[[str], list[str]], texts: Sequence[str], min_df: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    rare = 1 if len(texts) < _FEW_TEXTS else min_df
    return TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=rare).fit([*texts, "", ""])


def _terms(tfidf: Any, texts: Sequence[str]) -> sp.csr_matrix:
    if not texts:
        return sp.csr_matrix((0, len(tfidf.vocabulary_)))
    return sp.csr_matrix(tfidf.transform(texts))


def _count_words(texts: Sequence[str]) -> sp.csr_matrix:
    """Count words in columns chosen by a hash, for there is no list of all words."""
    from sklearn.feature_extraction.text import HashingVectorizer

    if not texts:
        return sp.csr_matrix((0, _WORD_COLUMNS))
    hashing = HashingVectorizer(analyzer=words, n_features=_WORD_COLUMNS, alternate_sign=False, norm=None)
    return sp.csr_matrix(hashing.transform(texts))


def _inverse_frequencies(counts: sp.csr_matrix) -> NDArray[np.float64]:
    frequencies = np.bincount(counts.indices, minlength=_WORD_COLUMNS)
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + frequencies)) + 1)


def _weigh_words(texts: Sequence[str], weights: NDArray[np.float64]) -> sp.csr_matrix:
    counts = _count_words(texts)
    counts.data = (1 + np.log(counts.data)) * weights[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    counts.data /= np.maximum(np.repeat(lengths, np.diff(counts.indptr)), 1e-12)
    return counts
