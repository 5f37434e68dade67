"""Words as the record's full-text index cuts them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.store.schema import TOKENIZER
from litgraph.store.text import spaced, storable
from litgraph.store.words import as_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pruning, quickly: 3.5x (foo_bar)!", "pruning quickly 3 5x foo bar"),
        ("Élève ÅNGSTRÖM n\u0303u", "eleve angstrom nu"),
        ("大型语言 models", "大 型 语 言 models"),
        ("'); DROP TABLE paper; --", "drop table paper"),
        ("\u0301a b\x00c \ud800", "a bc"),
        ("", ""),
        ("— …", ""),
    ],
)
def test_words_are_folded_and_without_what_stands_between(text: str, words: str) -> None:
    assert as_words(text) == words


@given(st.text(st.characters(codec=None), max_size=60))
def test_words_are_those_of_the_index(text: str) -> None:
    assert as_words(text).split(" ") == (cut(text) or [""])


def cut(text: str) -> list[str]:
    """Cut a text by the index itself."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE page USING fts5 (text, tokenize = '{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5vocab (page, instance)")
    connection.execute("INSERT INTO page VALUES (?)", (spaced(storable(text)),))
    return [term for (term,) in connection.execute("SELECT term FROM word ORDER BY offset")]
