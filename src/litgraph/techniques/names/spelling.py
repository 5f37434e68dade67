"""When two spellings are of one name, within one text."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
# What a hyphen may add to a name: `LLaMA-based` names LLaMA.
_ADDED = re.compile(
    r"[-‐‑–](?:based|style|like|level|aware|only|enabled|powered|driven|friendly|compatible|trained|generated|tuned|"
    r"compressed|quantized|pruned|series|family|scale|type|specific|equipped|assisted|finetuned|enhanced|adapted)$",
    re.IGNORECASE,
)


def plain(name: str) -> str:
    """Write a name without case, blanks, hyphens and marks; one that holds nothing else stays as it is."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _APART.sub("", folded) or folded


def singular(name: str) -> str:
    """Write a plain name without the s of a plural, which may stand before a capital abbreviation's end, too."""
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith("ss") else name


def bare(name: str) -> str:
    """Write a name without what a hyphen adds to it, and without brackets behind it."""
    return _ADDED.sub("", _BRACKETS.sub("", name)).strip() or name
