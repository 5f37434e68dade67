"""HTML → its tags and texts, in time linear in its length whatever is written there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

# No attribute reaches across a `<`: so an unclosed tag or quotation mark costs no more than the way to the next one.
_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_COMMENT, _COMMENT_END = "<!--", "-->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag as it is written in `source`, on a line (0-based within the text)."""

    name: str
    source: str
    line: int
    closing: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text between tags, with its entities decoded."""

    text: str


def read_tags(text: str) -> Iterator[Tag | Words]:
    """Yield the tags and texts of a piece of HTML; comments and declarations are left out."""
    line, place = 0, 0
    while place < len(text):
        start = text.find("<", place)
        if start != place:
            end = len(text) if start < 0 else start
            yield Words(text=unescape(text[place:end]))
        elif text.startswith(_COMMENT, place):
            end = _after_comment(text, place)
        elif found := _TAG.match(text, place):
            end = found.end()
            yield _tag(found, line)
        else:
            declaration = _DECLARATION.match(text, place)
            end = declaration.end() if declaration else place + 1
            if not declaration:
                yield Words(text="<")
        line += text.count("\n", place, end)
        place = end


def _after_comment(text: str, place: int) -> int:
    end = text.find(_COMMENT_END, place + len(_COMMENT))
    return len(text) if end < 0 else end + len(_COMMENT_END)


def _tag(found: re.Match[str], line: int) -> Tag:
    attributes: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(found[3]):
        attributes.setdefault(name.lower(), unescape(double or single or bare))
    return Tag(name=found[2].lower(), source=found[0], line=line, closing=bool(found[1]), attributes=attributes)
