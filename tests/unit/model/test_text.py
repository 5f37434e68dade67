"""Text from outside is made fit for files."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from litgraph.model.text import clean_text


def test_overrides_and_controls_are_dropped() -> None:
    assert clean_text("safe\u202egnp.exe\u2066\x00\x1b[31m") == "safegnp.exe [31m"


def test_blanks_become_one() -> None:
    assert clean_text("  two\n\n  lines\t\u2028\x0bthree ") == "two lines three"


def test_lone_surrogate_becomes_the_replacement_character() -> None:
    assert clean_text("a\ud800b") == "a\ufffdb"


def test_scripts_and_emoji_stay() -> None:
    text = "中文标题 🧑‍🔬 naïve Ω"
    assert clean_text(text) == text


@given(st.text(st.characters(categories=None, codec=None)))
def test_clean_text_is_writable_everywhere(text: str) -> None:
    cleaned = clean_text(text)
    element = ElementTree.Element("t")
    element.text = cleaned
    assert (ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8")).text or "") == cleaned
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned)
    assert clean_text(cleaned) == cleaned
