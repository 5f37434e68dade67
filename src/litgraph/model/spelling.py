"""Spellings of names: which are one name written differently, whatever stands between its words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_GREEK = {chr(code): unicodedata.name(chr(code)).rpartition(" ")[2].lower() for code in range(945, 970) if code != 962}
_GREEK_LETTER = re.compile(f"[{''.join(_GREEK)}]")
# Commands of LaTeX that only change the type; others (`\alpha`) are names of letters.
_TYPE = re.compile(r"\\(?:text\w*|math\w+|emph|bf|it|rm|sc|tt|sf|bm)\b")
_BETWEEN = re.compile(r"[^\w+#.*]+|_+")
_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
# What a text hangs on a name: `LoRA's`, and the `~` of LaTeX before a citation.
_HUNG_ON = re.compile(r"^[\s~,;:\"“'{]+|(?:['’]s?|[\s~,;:\"”}]+)+$")
_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:ation|ed|ing|er|e)s?(?:$|[^a-z]))")


@lru_cache(maxsize=1 << 18)
def spelling_key(name: str) -> str:
    """Write a name so that case, hyphens, blanks, brackets and typography don't count; one that is only such as it is.

    `LLaMA-2-7B`, `Llama 2 (7B)` and `llama2-7b` are one; `C++`, `C#` and `C` are three, and so are GPT-3.5 and GPT-35.
    """
    folded = fold(tidy(name))
    return _DOT.sub("", _BETWEEN.sub("", _BRITISH.sub("iz", _greek_by_name(_TYPE.sub(" ", folded))))) or folded


def tidy(spelling: str) -> str:
    """Take off what a text hangs on a name."""
    return _HUNG_ON.sub("", spelling) or spelling


@lru_cache(maxsize=1 << 18)
def fold(name: str) -> str:
    """Write a name without case, and with plain single blanks and hyphens."""
    return " ".join(re.sub("[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", name)).casefold().split())


def _greek_by_name(text: str) -> str:
    return text if text.isascii() else _GREEK_LETTER.sub(lambda found: _GREEK[found[0]], text)
