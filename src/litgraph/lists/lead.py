"""What stands before an entry's title: emoji, dates, tags in brackets, links such as `[Paper]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from litgraph.lists.dates import find_date, is_date, match_date
from litgraph.lists.links import TITLE, Reference
from litgraph.lists.rich import BOLD, CODE, ITALIC, UNDERLINED, RichText
from litgraph.lists.tidy import QUOTES
from litgraph.lists.venues import VENUE, is_venue

_DECORATION = re.compile(
    r"(?:(?![\u2200-\u22ff]\S)[^\w\[(（【\"“”„«「『《'‘$.<@#+~\\])+|\\(?=[\[(])|#+\s+|:[a-z][a-z0-9_+-]+:|\d{1,3}[.)]\s+|"
    r"[0-9#*]\ufe0f?\u20e3|\.(?!\w)"
)
_FIELD = re.compile(r"(?:Title|Papers?|Article|Survey|Name|论文|标题|题目)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_TAG = re.compile(
    r"\[[^\[\]\n\v]{0,80}\]|【[^【】\n\v]{0,80}】|\((?=[^()]*\d{2})[^()\n\v]{0,60}\)|\[\[[^\[\]\n\v]{0,80}\]\]"
)
_OPENING = re.compile(r"[\[(（【]*")
_CLOSING = re.compile(r"[\])）】]*")
_BRACKETS = "[]()【】 "
_LONGEST_TAG = 40


@dataclass(slots=True, kw_only=True)
class Lead:
    """Where the title may begin, and the dates and tags that stand before it."""

    end: int
    dates: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def pass_lead(rich: RichText, references: Sequence[Reference]) -> Lead:
    """Find where what comes before the title ends."""
    lead = Lead(end=0)
    while lead.end < len(rich.text):
        end = _step(rich, references, lead)
        if end is None or end <= lead.end:
            break
        lead.end = end
    return lead


def tagged(lead: Lead, tag: str) -> None:
    """Note a tag, and the date in it."""
    lead.tags += (tag,)
    if date := find_date(tag):
        lead.dates += (date,)


def _step(rich: RichText, references: Sequence[Reference], lead: Lead) -> int | None:
    """Pass the next thing before the title, if there is one."""
    if decoration := _DECORATION.match(rich.text, lead.end):
        return decoration.end()
    if rich.text[lead.end] in QUOTES and rich.text[lead.end] != "'":
        return None
    if date := match_date(rich.text, lead.end):
        lead.dates += (date[0],)
        return date[1]
    if field := _FIELD.match(rich.text, lead.end):
        return field.end()
    return _label_end(rich, references, lead) or _tag_end(rich, references, lead) or _styled_tag_end(rich, lead)


def _label_end(rich: RichText, references: Sequence[Reference], lead: Lead) -> int | None:
    """Pass a link whose label only says what it leads to, with the brackets around it."""
    inner = _end(_OPENING, rich.text, lead.end)
    for reference in references:
        if reference.start in (lead.end, inner) and reference.kind != TITLE and reference.end > inner:
            return _end(_CLOSING, rich.text, reference.end)
    return None


def _tag_end(rich: RichText, references: Sequence[Reference], lead: Lead) -> int | None:
    """Pass a tag in brackets: `[RoPE]`, `(ICML'23)`."""
    tag = _TAG.match(rich.text, lead.end)
    if not tag or any(reference.start < tag.end() and reference.end > lead.end for reference in references):
        return None
    inner = tag[0].strip(_BRACKETS)
    if inner.casefold() == "re":  # a reproduction's title begins so
        return None
    if tag[0].startswith("(") and not (match_date(inner) or is_venue(inner)):
        return None
    tagged(lead, inner)
    return tag.end()


def _styled_tag_end(rich: RichText, lead: Lead) -> int | None:
    """Pass a styled venue, date or tag in brackets: `**ICLR 2024** …`, `**(DALL-E)** …`."""
    for mark in rich.of_kind(BOLD, ITALIC, UNDERLINED, CODE):
        text = rich.on(mark).strip()
        if mark.start == lead.end and len(text) < _LONGEST_TAG and _is_tag(text):
            tagged(lead, text.strip(_BRACKETS))
            return mark.end
    return None


def _is_tag(text: str) -> bool:
    """Tell a venue, a date or a text in brackets from a title."""
    bare = text.strip(_BRACKETS)
    if bare != text and text[0] in "[(【" and text[-1] in "])】":
        return True
    return is_date(bare) or bool(is_venue(bare) and VENUE.match(bare))


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
