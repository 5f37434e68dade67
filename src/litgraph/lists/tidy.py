"""Tidying titles, and counting their words."""

from __future__ import annotations

import re

from litgraph.lists.decoration import undecorated

# What closes each quotation mark; the ASCII ones close those that people open carelessly.
QUOTES = {
    '"': '"“”',
    "“": '”“"',
    "”": '“”"',
    "„": "“”",
    "«": "»",
    "「": "」",
    "『": "』",
    "《": "》",
    "'": "'",
    "‘": "’",
}
_CLOSING = frozenset('"“”„«»「」『』《》')
# `(@Org)`, `(Smith et al.)`, `(NeurIPS 2023)`; but `(1990-2020)` is part of a title.
_ASIDE = re.compile(
    r"\s*[(（](?!\s*\d{4}\s*[-–—]\s*\d{4}\s*[)）])\s*"
    r"(?:@[^()（）]*|[^()（）]*\b(?:19|20)\d{2}[^()（）]*|[^()（）]*\bet al\b[^()（）]*)[)）]\s*[.,;]?\s*$"
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


def clean_title(text: str) -> str:
    """Tidy a title: one blank between words, no closing full stop, no quotation marks around it, no debris."""
    text = undecorated(" ".join(text.split()))
    previous = None
    while previous != text:
        previous = text
        text = _unquoted(text.strip().rstrip(".,;:，。；：|、-–— ").strip())
        text = _ASIDE.sub("", text) or text
        text = _balanced(text)
    return text


def word_count(text: str) -> int:
    """Count words; two Chinese, Japanese or Korean characters count as one."""
    return len(_WORD.findall(_EAST_ASIAN.sub(" ", text))) + len(_EAST_ASIAN.findall(text)) // 2


def _unquoted(text: str) -> str:
    """Drop quotation marks around all of a text."""
    if len(text) < 3 or text[0] not in QUOTES or text[0] not in _CLOSING or text[-1] not in _CLOSING:
        return text
    return text if any(letter in QUOTES[text[0]] for letter in text[1:-1]) else text[1:-1]


def _balanced(text: str) -> str:
    """Drop a bracket at an end that has no partner."""
    for opening, closing in ("()", "[]", "{}", "（）", "【】"):
        if text.endswith(closing) and text.count(closing) > text.count(opening):
            text = text[:-1]
        if text.endswith(opening):
            text = text[:-1]
        if text.startswith(opening) and text.count(opening) > text.count(closing):
            text = text[1:]
    return text.strip()
