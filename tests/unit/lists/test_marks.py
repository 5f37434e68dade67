"""Cells that say yes or no."""

from __future__ import annotations

import pytest

from litgraph.lists.marks import Mark, is_held, may_tick, read_mark
from litgraph.lists.markup import read_inline


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        *((yes, Mark.HELD) for yes in ("✅", "✔️", "**✓**", "√", "☑", "Yes", "y", "TRUE", "[x]", "是")),
        *((yes, Mark.HELD) for yes in ("&check;", ":white_check_mark:", r"$\checkmark$", "✅ (since 0.3)", "✓[^1]")),
        *((yes, Mark.HELD) for yes in ("![yes](tick.svg)", "Yes*", "<b>yes</b>", "[✅](https://example.org/docs)")),
        *((no, Mark.LACKED) for no in ("❌", "✗", "✘", "×", "No", ":x:", "[ ]", "not supported", "无")),
        *((some, Mark.NEITHER) for some in ("⚠️", "🚧 WIP", "partial", "?", "N/A", "coming soon")),
        *((dash, Mark.DASH) for dash in ("-", "–", "---")),
        ("x", Mark.EX),
        ("O", Mark.RING),
        ("", Mark.BLANK),
        *((other, Mark.OTHER) for other in ("Training", "⭐️⭐️", "2x", "×4", "[[pdf]](https://arxiv.org/pdf/1.pdf)")),
        *((other, Mark.OTHER) for other in ("![](https://img.shields.io/x)", "✅ " + "word " * 20, "yes " * 100)),
    ],
)
def test_a_cell_is_read(cell: str, mark: Mark) -> None:
    assert read_mark(read_inline(cell, {})) is mark


def test_what_cannot_tick_is_known_without_reading() -> None:
    assert all(map(may_tick, ("| vLLM | ✅ |", "a | **Yes** | no", "<td>\n  yes\n</td>", "| x |", '<img alt="yes">')))
    assert not any(map(may_tick, ("| ⭐️⭐️ | [code](https://a.b/yes) | yesterday |", "Yes, we can", "| ❌ | no |")))


@pytest.mark.parametrize(
    ("mark", "among", "held"),
    [
        (Mark.EX, (Mark.EX, Mark.BLANK), True),
        (Mark.EX, (Mark.EX, Mark.HELD), False),
        (Mark.EX, (Mark.EX, Mark.RING), False),
        (Mark.RING, (Mark.RING, Mark.EX), True),
        (Mark.RING, (Mark.RING, Mark.HELD), None),
        (Mark.BLANK, (Mark.HELD, Mark.BLANK), False),
        (Mark.BLANK, (Mark.HELD, Mark.LACKED, Mark.BLANK), None),
        (Mark.DASH, (Mark.HELD, Mark.DASH), False),
        (Mark.NEITHER, (Mark.HELD,), None),
    ],
)
def test_a_mark_means_what_the_others_of_its_table_let_it(
    mark: Mark, among: tuple[Mark, ...], held: bool | None
) -> None:
    assert is_held(mark, among) is held
