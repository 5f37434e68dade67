"""Full-text search over titles and abstracts."""

from __future__ import annotations

from litgraph.model.identifiers import PaperId
from litgraph.store.record import Record
from litgraph.store.text import spaced, storable

# A word in the title tells more of a paper than one in its abstract.
_TITLE_WEIGHT = 4.0
# Of a longer text the first words are looked for; FTS5 limits its questions.
_WORDS = 100


def search(record: Record, text: str, *, limit: int, as_of: str | None = None) -> list[tuple[PaperId, float]]:
    """Find the papers that hold every word of `text` in title or abstract, best (BM25) first, ties by id.

    Case and accents do not count. Chinese, Japanese and Korean are found inside longer runs.
    """
    if not (phrases := phrases_of(text)):
        return []
    return rank(record, " ".join(phrases), limit=limit, as_of=as_of)


def rank(record: Record, question: str, *, limit: int, as_of: str | None = None) -> list[tuple[PaperId, float]]:
    """Rank the papers that fit an FTS5 question made of `phrases_of` a text."""
    sql = """SELECT key, -bm25(paper_text, ?, 1.0) AS score FROM paper_text JOIN paper ON row = paper_text.rowid
        WHERE paper_text MATCH ? AND (? IS NULL OR known_from <= ?) ORDER BY score DESC, key LIMIT ?"""
    return [(key, score) for key, score in record.rows(sql, (_TITLE_WEIGHT, question, as_of, as_of, limit))]


def phrases_of(text: str) -> list[str]:
    """Write each word of a text as an FTS5 phrase, up to a limit; quoting robs operators of their meaning."""
    return [f'"{word}"' for word in words_of(text)]


def words_of(text: str) -> list[str]:
    """Give the different words of a text that hold a letter or digit, up to a limit, as the index takes them in."""
    words = dict.fromkeys(spaced(word).replace('"', " ") for word in storable(text).split())
    return [word for word in words if any(map(str.isalnum, word))][:_WORDS]
