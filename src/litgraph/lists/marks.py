"""The marks of a table that says who can do what: ticks, crosses, and the words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum

from litgraph.lists.rich import IMAGE, RichText


class Mark(Enum):
    """What one cell says."""

    HELD = "held"
    LACKED = "lacked"
    NEITHER = "neither"  # partly, planned, unknown
    DASH = "dash"  # lacked, if the column has other marks
    EX = "ex"  # a cross among ticks, a tick where there is no other
    RING = "ring"  # a tick among crosses, empty beside a full one
    BLANK = "blank"
    OTHER = "other"  # no mark at all


# Marks that make a column one of marks: a column of dashes alone may be anything that nobody filled in.
TELLING = frozenset((Mark.HELD, Mark.LACKED, Mark.EX, Mark.RING))

_LONGEST_CELL = 200  # characters, notes in brackets and all
_LONGEST_NOTE = 40  # characters with what follows a sign: `✅ since 0.3`

_SIGNS = {
    **dict.fromkeys("✅✓✔☑√🗸🟢👍●◉", Mark.HELD),
    **dict.fromkeys("❌✗✘✖✕×╳☒❎⛔🚫🔴👎☐🗙", Mark.LACKED),
    **dict.fromkeys("🚧⚠🟡🟠◐◑◒◓△▲🔶⏳🔜", Mark.NEITHER),
    **dict.fromkeys("○◯⭕", Mark.RING),
}
_WORDS = {
    **dict.fromkeys(
        """
        yes y true supported full fully [x] $\\checkmark$ \\checkmark 是 支持 有
        :white_check_mark: :heavy_check_mark: :ballot_box_with_check: :+1: :thumbsup: :green_circle:
        """.split(),
        Mark.HELD,
    ),
    **dict.fromkeys(
        """
        no n false none unsupported [] $\\times$ \\times 否 无 不支持
        :x: :negative_squared_cross_mark: :heavy_multiplication_x: :no_entry: :no_entry_sign: :-1: :red_circle:
        """.split(),
        Mark.LACKED,
    ),
    **dict.fromkeys(
        """
        partial partially partly limited planned soon wip todo beta experimental ? ?? n/a na tbd unknown 部分
        :construction: :warning: :yellow_circle: ~
        """.split(),
        Mark.NEITHER,
    ),
    **dict.fromkeys("-–—−/", Mark.DASH),
    **dict.fromkeys(("--", "---"), Mark.DASH),
    "x": Mark.EX,
    "o": Mark.RING,
    "not supported": Mark.LACKED,
    "in progress": Mark.NEITHER,
    "coming soon": Mark.NEITHER,
}
# What a text must hold if a cell of it is to be a tick: a sign, an entity that may be one, or a word between the
# edges of a cell, a link or an attribute.
_TICKS = (Mark.HELD, Mark.EX, Mark.RING)
_MAY_TICK = re.compile(
    "[{}]|&(?:#|check)|[|>\\[\"'][\\s*_`~]*(?:{})(?=[\\W_])".format(
        "".join(sign for sign, mark in _SIGNS.items() if mark in _TICKS),
        "|".join(re.escape(word) for word, mark in _WORDS.items() if mark in _TICKS),
    ),
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\ufe0e\ufe0f\u200b\u200d]")
_NOTE = re.compile(r"\([^()]*\)|（[^（）]*）|\[\^?\w*\d\w*\]|(?<=\S)[*†‡]+$")


def may_tick(text: str) -> bool:
    """Tell whether any cell of a piece of a list can say yes, without reading it."""
    return bool(_MAY_TICK.search(text))


def read_mark(cell: RichText) -> Mark:
    """Read a cell; a picture says what its alternative text says."""
    text = cell.text if cell.text.strip() else " ".join(mark.note for mark in cell.of_kind(IMAGE))
    if len(text) > _LONGEST_CELL:
        return Mark.OTHER
    bare = " ".join(_NOTE.sub(" ", _INVISIBLE.sub("", text)).split()).casefold().rstrip(".")
    if not bare:
        return Mark.OTHER if text.strip() or cell.marks else Mark.BLANK
    if found := _WORDS.get(bare.replace("[ ]", "[]")):
        return found
    signed = len(bare) <= _LONGEST_NOTE and not bare[1:2].isdigit()
    return _SIGNS.get(bare[0], Mark.OTHER) if signed else Mark.OTHER


def is_held(mark: Mark, among: Collection[Mark]) -> bool | None:
    """Tell what a mark means among those of its table; None where it says neither yes nor no."""
    if mark is Mark.EX:
        return Mark.HELD not in among and Mark.RING not in among
    if mark is Mark.RING:
        return None if Mark.HELD in among else True
    if mark is Mark.BLANK:
        return None if Mark.LACKED in among or (Mark.EX in among and Mark.HELD in among) else False
    return {Mark.HELD: True, Mark.LACKED: False, Mark.DASH: False}.get(mark)
