"""Escapes: words from outside read as they are, and never as Markdown or HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from litgraph.lists.escape import escape_html, escape_markdown, readable, safe_address

MARKS = st.text(alphabet="ab1 -+*_`[]()<>!#|~&;:@\\/.\"'$中é=?{}", min_size=1, max_size=40)


def shown(markdown: str) -> str:
    """Give the words that a renderer shows of one paragraph; everything else shows as its kind."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inlines = [child for block in blocks if block.type == "inline" for child in block.children or ()]
    kinds = [block.type for block in blocks if block.type not in ("paragraph_open", "inline", "paragraph_close")]
    words = (child.content if child.type in ("text", "text_special") else f"<{child.type}>" for child in inlines)
    return "".join(kinds) + "".join(words)


@given(MARKS)
def test_any_words_are_shown_as_they_are(text: str) -> None:
    title = readable(text.replace("$", ""))
    if title:
        assert shown(escape_markdown(title, at_start=True)) == title


@pytest.mark.parametrize(
    "plain",
    [
        "LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale",
        "snake_case_names and C++ & Rust, 2x faster (really?)",
        "模型压缩：综述",
        "~10x smaller, <1% loss at $x_i$",
        "a < b > c",
    ],
)
def test_what_means_nothing_stays_as_it_is(plain: str) -> None:
    assert escape_markdown(plain) == plain


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("<!-- gone", r"\<!-- gone"),
        ("![x](http://e.org)", r"!\[x\](http\://e.org)"),
        ("by @name", r"by \@name"),
        ("`code`", r"\`code\`"),
        ("back\\", "back\\\\"),
    ],
)
def test_what_would_break_the_shape_is_escaped(title: str, escaped: str) -> None:
    assert escape_markdown(title) == escaped


def test_a_pipe_is_escaped_in_a_row_alone() -> None:
    assert escape_markdown("P(a|b)") == "P(a|b)"
    assert escape_markdown("P(a|b)", in_row=True) == r"P(a\|b)"


def test_html_is_escaped_in_html() -> None:
    assert escape_html("<b>&\"'") == "&lt;b&gt;&amp;&quot;&#x27;"


def test_control_and_override_characters_go() -> None:
    assert readable("a\u202eb\x00c\u2066\r\nd\t\u2028e\x1b[0m\ud800") == "abc d e[0m\ufffd"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://github.com/a/b", "https://github.com/a/b"),
        ("https://e.org/a_(b)|c", "https://e.org/a_%28b%29%7Cc"),
        ('https://e.org/"><script>', "https://e.org/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("http://[", ""),
    ],
)
def test_only_web_addresses_that_end_nothing_pass(address: str, safe: str) -> None:
    assert safe_address(address) == safe
