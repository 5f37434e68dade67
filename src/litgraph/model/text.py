"""Text from outside, made fit to be written to files that people and programs open."""

from __future__ import annotations

import re

# Characters that reorder or hide what follows: bidirectional marks, embeddings, overrides and isolates (UAX #9), the
# byte order mark, interlinear annotation, and tag characters. Joiners stay: emoji and several scripts need them.
_HIDDEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The last two code points of each plane, and 32 more, are no characters; XML refuses the first two of them.
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(f"{chr(p + 0xFFFE)}{chr(p + 0xFFFF)}" for p in range(0, 0x110000, 0x10000)) + "]"
)


def clean_text(text: str) -> str:
    """Drop control and bidirectional characters, make each run of blanks one, and a lone surrogate U+FFFD."""
    if text.isascii() and (joined := " ".join(text.split())).isprintable():  # most are, and this is eight times as fast
        return joined
    text = _SURROGATE.sub("\ufffd", text)
    text = _NONCHARACTER.sub("", _HIDDEN.sub("", text))
    return _BLANK.sub(" ", text).strip()
