"""Taking parts out of an entry so that what stays reads as if they had never been there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from litgraph.lists.anatomy import Part, Slot

_PAIRS: tuple[tuple[str, str], ...] = (
    ("**", "**"),
    ("__", "__"),
    ("*", "*"),
    ("_", "_"),
    ("`", "`"),
    ("[", "]"),
    ("(", ")"),
    ("（", "）"),
)
_PAIRS += (("【", "】"), ("“", "”"), (":", ":"), ('"', '"'), ("'", "'"))
_OPEN_TAG = re.compile(r"<(ins|u|i|b|em|strong|sub|sup|small|code|span|font|a)\b[^>]*>$", re.IGNORECASE)
_SEPARATOR_BEHIND = re.compile(r"(?:[ \t]*(?:[,;:·•–—-]|[.](?!\w)|<br\s*/?>))?[ \t]*")
_SEPARATOR_BEFORE = re.compile(r"(?:[ \t]*(?:[,;:·•–—-]|<br\s*/?>)|(?<=\S)[.])?[ \t]*$")
_BOUNDARY_BEHIND = re.compile(r"[ \t]*(?:\||\n|</t[dh])", re.IGNORECASE)
_BOUNDARY_BEFORE = re.compile(r"(?:^\s*(?:[-*+]|\d*[.)])|\||\n|<t[dh]\b[^>]*>)[ \t]*$|^\s*$", re.IGNORECASE)
_REST_OF_LINE = re.compile(r"[ \t.,;:!]*(?=\n|$)")
_EMPTY_LINE = re.compile(r"\n[ \t]*(?:[-*+>]|\d+[.)])?[ \t]*$")


def without(parts: Sequence[Part], unwanted: Callable[[Slot], bool]) -> tuple[Part, ...]:
    """Take out the unwanted slots, whole groups with them (never the title's), and the marks that held them."""
    groups = {part.group for part in parts if part.group and part.slot and unwanted(part.slot)}
    groups -= {part.group for part in parts if part.slot == Slot.TITLE}
    kept: list[Part] = []
    cut = False
    for index, part in enumerate(parts):
        if part.group in groups or (not part.group and part.slot and unwanted(part.slot)):
            cut = True
        elif cut:
            kept, cut = _joined(kept, part, last=index == len(parts) - 1), False
        else:
            kept.append(part)
    if cut:
        kept = _joined(kept, Part(text=""), last=True)
    return tuple(part for part in kept if part.text)


def _joined(kept: list[Part], following: Part, *, last: bool) -> list[Part]:
    """Put a part behind the others where something was taken out between them."""
    left = kept[-1].text if kept and _is_plain(kept[-1]) else ""
    right = following.text if _is_plain(following) else ""
    new_left, new_right = close_gap(left, right, first=len(kept) <= 1, last=last)
    if not kept or not _is_plain(kept[-1]):
        return [*kept, replace(following, text=new_right) if _is_plain(following) else following]
    if _is_plain(following):
        return [*kept[:-1], replace(following, text=new_left + new_right)]
    return [*kept[:-1], replace(kept[-1], text=new_left), following]


def _is_plain(part: Part) -> bool:
    return part.slot is None and not part.group


def close_gap(left: str, right: str, *, first: bool = False, last: bool = True) -> tuple[str, str]:
    """Close the gap between two stretches: the marks around it go, and one of the two separators.

    `first` and `last` tell whether the stretches begin and end the entry.
    """
    left, right = _peeled(left.rstrip("@#") if right[:1] in ")]）" else left, right)
    rest = _REST_OF_LINE.match(right)
    if rest and (last or rest.end() < len(right)) and _EMPTY_LINE.search(left):
        return _EMPTY_LINE.sub("", left), right[rest.end() :]
    at_end = bool(_BOUNDARY_BEHIND.match(right)) or (last and not right.strip(" \t"))
    at_start = bool(_BOUNDARY_BEFORE.search(left)) and (first or "\n" in left or "|" in left or "<" in left)
    if at_start:
        return left, right if at_end else right[_end_of_separator(right) :]
    behind = _end_of_separator(right)
    if not at_end and behind and right[behind - 1 : behind] in (" ", "\t", ">"):
        if right[:behind].strip() or left[-1:] in (" ", "\t"):
            return left, right[behind:]
        return left, right
    return _SEPARATOR_BEFORE.sub("", left), right


def _peeled(left: str, right: str) -> tuple[str, str]:
    while True:
        tag = _OPEN_TAG.search(left)
        end = re.match(rf"</{tag[1]}\s*>", right, re.IGNORECASE) if tag else None
        pair = next(((a, b) for a, b in _PAIRS if left.endswith(a) and right.startswith(b)), None)
        if tag and end:
            left, right = left[: tag.start()], right[end.end() :]
        elif pair:
            left, right = left[: -len(pair[0])], right[len(pair[1]) :]
        else:
            return left, right


def _end_of_separator(right: str) -> int:
    found = _SEPARATOR_BEHIND.match(right)
    return found.end() if found else 0
