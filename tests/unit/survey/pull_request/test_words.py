"""Foreign words: whatever they are, nothing of them means anything on GitHub."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litgraph.survey.pull_request.words import counted, fenced, shown
from tests.unit.survey.pull_request.reading import REFERENCES, rendered

HOSTILE = (
    "Thanks @octocat",
    "Fixes #12",
    "see GH-12 and owner/repo#3",
    "reverts deadbeef1234567",
    "[click](https://evil.example)",
    "![pixel](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "a | b | c",
    "back`tick` and ``two``",
    "https://evil.example/x",
    "www.evil.example",
    "mailto:a@b.example",
    "*bold* _it_ ~~gone~~",
    "&lt;b&gt; &amp;",
    "$\\href{https://evil.example}{x}$",
    "line\none\r\n\n# two",
    "\u202ereversed\u2066",
    "nul\x00bell\x07",
    ":tada: yes",
    "trailing backslash \\",
    "\\| pipe",
    "<!-- litgraph-state: {} -->",
    "--> out",
    "|",
    "`",
    "\\",
    "",
)
pieces = st.sampled_from(
    [*HOSTILE, "@a", "#1", "`", "|", "\\", "[", "](", ")", "<", ">", "!", "\n", " ", "x", "é", "量"]
)
titles = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=6).map("".join))


@pytest.mark.parametrize(
    "words", ["GPTQ: Accurate Quantization, Again (v2)?", "Größe & Maß – 100% sure", "量化 语言模型"]
)
def test_harmless_words_stay_as_they_are(words: str) -> None:
    assert shown(words) == words


@pytest.mark.parametrize(
    "words", ["Thanks @octocat", "Fixes #12", "GH-12", "<b>", "deadbeef1", "a [b](c)", "www.x.example", "a_b", "$x$"]
)
def test_words_that_mean_more_stand_in_code(words: str) -> None:
    assert shown(words) == f"`{words}`"


def test_words_are_cut_and_never_empty() -> None:
    assert len(shown("x" * 500)) == 200
    assert shown(" \u202e\n") == "(nothing)"


@given(titles)
def test_no_word_survives_in_a_row(title: str) -> None:
    read = rendered(f"| a | b |\n| --- | --- |\n| [{shown(title, in_row=True)}](https://x.example/1) | end |\n")

    assert read.links == ("https://x.example/1",)
    assert read.rows == 2
    assert "end" in read.texts
    assert read.html == ()
    assert not read.kinds & {"image", "em_open", "strong_open", "s_open", "hardbreak", "fence", "heading_open"}
    assert not [text for text in read.texts if REFERENCES.search(text)]


@given(titles)
def test_no_word_survives_in_a_heading(title: str) -> None:
    read = rendered(f"### {shown(title)}\n\nafter\n")

    assert read.links == read.html == ()
    assert read.kinds <= {
        "heading_open",
        "heading_close",
        "inline",
        "text",
        "code_inline",
        "paragraph_open",
        "paragraph_close",
    }
    assert not [text for text in read.texts if REFERENCES.search(text)]


@given(st.lists(titles, max_size=4))
def test_code_ends_where_it_should(lines: list[str]) -> None:
    read = rendered(f"{fenced([f'-{line}' for line in lines], 'diff')}\n\nafter\n")

    assert read.texts == ("after",)
    assert read.links == read.html == ()


def test_counting() -> None:
    assert (counted(1, "entry", "entries"), counted(2, "entry", "entries"), counted(0, "paper")) == (
        "1 entry",
        "2 entries",
        "0 papers",
    )
