"""Keys of citations and the entries that they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping


def match_keys(cited: Iterable[str], known: Iterable[str]) -> Mapping[str, str]:
    """Give the entry's key for each cited key that has one: the same, else without regard to case, else to spelling."""
    exact, by_case, by_spelling = set[str](), dict[str, str](), dict[str, str]()
    for key in known:
        exact.add(key)
        by_case.setdefault(key.casefold(), key)
        by_spelling.setdefault(spelling(key), key)
    found: dict[str, str] = {}
    for key in cited:
        match = key if key in exact else by_case.get(key.casefold()) or by_spelling.get(spelling(key))
        if match is not None:
            found[key] = match
    return found


def spelling(key: str) -> str:
    """Fold what editors change without a word: composed characters, blanks, escapes."""
    return re.sub(r"[\s\\{}\u200b\ufeff]", "", unicodedata.normalize("NFC", key)).casefold()
