"""LaTeX in the fields of a bibliography, made plain text; it is never run."""

from __future__ import annotations

import logging
import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

_MARKUP = re.compile(r"[\\$~]|--|``|''")
# Signs that are text in titles, though LaTeX would take them for a remark or a table.
_BARE_SIGN = re.compile(r"(?<!\\)[%&]")
_BRACES = re.compile(r"[{}]")
_ESCAPED = re.compile(r"\\([_%#&~^$])(?:\{\})?")
_URL = re.compile(r"\\(?:url|href|path)\s*\{([^{}]*)\}")
_LONGEST = 50_000  # characters; a longer text only loses its braces


def plain_text(text: str) -> str:
    """Read accents, symbols and mathematics as Unicode and drop what only sets the type."""
    if not _MARKUP.search(text) or len(text) > _LONGEST:
        return _BRACES.sub("", text)
    try:
        return str(_reader().latex_to_text(_BARE_SIGN.sub(r"\\\g<0>", text)))
    except Exception:  # whatever its reader stumbles over, the words are still there
        return _BRACES.sub("", text)


def plain_address(text: str) -> str:
    """Read an address or identifier, of which nothing but escapes is LaTeX."""
    return _BRACES.sub("", _ESCAPED.sub(r"\1", _URL.sub(r"\1", text))).strip()


@lru_cache(maxsize=1)
def _reader() -> LatexNodes2Text:
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    return LatexNodes2Text()
