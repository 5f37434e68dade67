"""Text as the record can hold it, and as its full-text index reads it."""

from __future__ import annotations

import json
import re
import unicodedata

_UNFIT = re.compile("[\x00\ud800-\udfff]")
# Scripts written without blanks between words: Han with its symbols and radicals, kana, bopomofo, Hangul.
_UNSPACED = re.compile(
    "([\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
)


def storable(text: str) -> str:
    """Drop NUL, where SQLite would end the text, and make a lone surrogate, which UTF-8 lacks, U+FFFD."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNFIT.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def spaced(text: str) -> str:
    """Set each character of scripts without blanks apart, in full-width forms made plain, for the full-text index."""
    if text.isascii():
        return text
    return _UNSPACED.sub(r" \1 ", unicodedata.normalize("NFKC", text))


def union_of(first: str | None, second: str | None) -> str | None:
    """Unite two JSON lists of text, sorted; no list at all is the empty one."""
    if first is None or second is None:
        return second if first is None else first
    return json.dumps(sorted({*json.loads(first), *json.loads(second)}), separators=(",", ":"))
