"""Values of BibTeX: braces, quotes, numbers and names of strings, joined by `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_NAME = re.compile(r"[^\s#{}\"]+")
# A brace or quote behind a backslash does not count; that is how the splitter of blocks reads them.
_SIGN = re.compile(r"(?<!\\)[{}\"]")


def evaluate(raw: str, strings: Mapping[str, str]) -> str:
    """Give the text of a value. A string that nobody defined stands for its own name, as the months do."""
    return "".join(_parts(raw, strings))


def _parts(raw: str, strings: Mapping[str, str]) -> Iterator[str]:
    at = 0
    while at < len(raw):
        if raw[at] in '{"':
            end = _closing(raw, at)
            yield raw[at + 1 : end]
            at = end + 1
        elif name := _NAME.match(raw, at):
            yield strings.get(name[0].lower(), name[0])
            at = name.end()
        else:
            at += 1


def _closing(raw: str, at: int) -> int:
    """Find the brace or quote that closes the one here; a quote does not close inside braces."""
    quoted, depth = raw[at] == '"', 0
    for sign in _SIGN.finditer(raw, at + 1):
        if not depth and sign[0] == ('"' if quoted else "}"):
            return sign.start()
        depth += (sign[0] == "{") - (sign[0] == "}" and depth > 0)
    return len(raw)
