"""What is read of a paper and of a category, and how text falls into terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path

# Han characters and kana are written without blanks: each is a word, and pairs of neighbours make the compounds.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]{{2,}}")
_LONGEST = 20_000
NO_TERM = "\0"


def has_text(paper: Paper) -> bool:
    """Tell whether there is anything to judge a paper by."""
    return bool(paper.title.strip() or paper.abstract.strip())


def title_text(paper: Paper) -> str:
    """Give the title, or the abstract of a paper without one."""
    return paper.title.strip() or _cut(paper.abstract.strip())


def whole_text(paper: Paper) -> str:
    """Give title and abstract; the title alone where there is no abstract."""
    return _cut(". ".join(part for part in (paper.title.strip(), paper.abstract.strip()) if part))


def lexical_text(paper: Paper) -> str:
    """Give title and abstract, the title twice: its words say more than those of the abstract."""
    return f"{paper.title}. {whole_text(paper)}"


def label_text(path: Path, words: str = "") -> str:
    """Give the heading with the one above it, and what is said of it; those further up blur it for an encoder."""
    return ". ".join(filter(None, (": ".join(path[-2:]), words)))


def heading_text(path: Path, words: str = "") -> str:
    """Give all headings of a path, and what is said of the last, for the lexical scorers."""
    return " ".join(filter(None, (*path, words)))


def words(text: str) -> list[str]:
    """Split a text into words in lower case, without English function words."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    folded = unicodedata.normalize("NFKC", text).casefold()
    return [word for word in _WORD.findall(folded) if word not in ENGLISH_STOP_WORDS]


def phrases(text: str) -> list[str]:
    """Split a text into its words and pairs of neighbouring words."""
    kept = words(text)
    return [*kept, *map(" ".join, pairwise(kept))] or [NO_TERM]


def character_grams(text: str) -> list[str]:
    """Split a text into the pieces of 3 to 5 characters of its words, the blanks around a word included."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [gram for word in folded.split() for gram in _grams(f" {word} ")] or [NO_TERM]


def _grams(padded: str) -> Iterator[str]:
    for size in (3, 4, 5):
        if len(padded) <= size:
            yield padded
            return
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


def _cut(text: str) -> str:
    """Bound the cost of an absurdly long abstract."""
    return text[:_LONGEST]
