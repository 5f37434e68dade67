"""The style that new entries of a list are written in: its own, or borrowed while it has no entries."""

from __future__ import annotations

from pathlib import Path

from litgraph.files import read_file
from litgraph.lists.parse import parse_list
from litgraph.lists.style import HouseStyle, learn_style
from litgraph.model.survey import ListDocument, ListHistory


def house_style(
    content: bytes, document: ListDocument, history: ListHistory | None = None, *, lender: Path | None = None
) -> HouseStyle:
    """Learn a list's style from its own entries; where it has none, from those of the list that lends it its style."""
    if document.entries or lender is None:
        return learn_style(content, document, history)
    lent = read_file(lender)
    return learn_style(lent, parse_list(lent))
