"""The words of a text, as the record's full-text index reads them, for an engine that would cut it otherwise.

SQLite's own tokenizer is asked of each character, once a block of them, whether it stands between words and else what
it is folded to: its tables of letters and accents are those of no other Unicode library.
"""

from __future__ import annotations

import sqlite3
from functools import cache

from litgraph.store.schema import TOKENIZER
from litgraph.store.text import spaced, storable

_BLOCK = 256


def as_words(text: str) -> str:
    """Write the words that the full-text index finds in a text, folded, with one blank between them."""
    return " ".join(spaced(storable(text)).translate(_folded()).split())


class _Folding(dict[int, str]):
    """What each character becomes; a class since `str.translate` asks for what is missing in this way."""

    def __missing__(self, code: int) -> str:
        self.update(_fold_block(code // _BLOCK * _BLOCK))
        return self[code]


@cache
def _folded() -> _Folding:
    return _Folding()


def _fold_block(start: int) -> dict[int, str]:
    """Fold a block of characters: one of a word stands in the middle of it, any other one leaves two words."""
    codes = [code for code in range(start, start + _BLOCK) if code and not 0xD800 <= code < 0xE000]
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE VIRTUAL TABLE page USING fts5 (text, tokenize = '{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE word USING fts5vocab (page, instance)")
        rows = ((code, f"x{chr(code)}x") for code in codes)
        connection.executemany("INSERT INTO page (rowid, text) VALUES (?, ?)", rows)
        found = connection.execute("SELECT doc, term FROM word WHERE offset = 0").fetchall()
    finally:
        connection.close()
    return {0: ""} | {code: " " if term == "x" else term[1:-1] for code, term in found}
