"""A lineage as text: a tree for the terminal, Mermaid for Markdown, DOT for Graphviz. Names are made harmless.

Doubtful steps end in `?` in a tree; their arrows are broken lines in the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

Row = Mapping[str, Any]
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Format(StrEnum):
    """How a lineage is drawn."""

    TREE = "tree"
    MERMAID = "mermaid"
    DOT = "dot"


def draw(root: Mapping[str, Any], rows: Sequence[Row], form: Format) -> str:
    """Draw a lineage from the rows of its answer."""
    return _DRAWN[form](root, rows)


def _tree(root: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """Write ancestors, then descendants, each under the technique from which it was reached, in time order."""
    lines = [_clean(root["name"]) + (f" ({root['date'][:4]})" if root["date"] else "")]
    for direction, title in (("ancestor", "comes from"), ("descendant", "led to")):
        there = [row for row in rows if row["direction"] == direction]
        lines += [title, *_branch(there, root["id"], "")] if there else []
    return "\n".join(lines)


def _branch(rows: Sequence[Row], via: str, indent: str) -> list[str]:
    children = [row for row in rows if row["via_id"] == via]
    lines = []
    for row in children:
        last = row is children[-1]
        year = f" ({row['date'][:4]})" if row["date"] else ""
        kind = row["type"] + ("?" if row.get("doubtful") else "")
        lines.append(f"{indent}{'└─' if last else '├─'} {kind} {_clean(row['technique'])}{year}")
        lines += _branch(rows, row["technique_id"], indent + ("   " if last else "│  "))
    return lines


def _mermaid(root: Mapping[str, Any], rows: Sequence[Row]) -> str:
    numbers = _numbers(root, rows)
    boxes = [f'  n{number}["{_mermaid_text(name)}"]' for name, number in numbers.values()]
    arrows = [
        f"  n{numbers[a][1]} {'-.->' if row.get('doubtful') else '-->'}|{row['type']}| n{numbers[b][1]}"
        for row in rows
        for a, b in [_ends(row)]
    ]
    return "\n".join(["flowchart LR", *boxes, *arrows])


def _dot(root: Mapping[str, Any], rows: Sequence[Row]) -> str:
    numbers = _numbers(root, rows)
    boxes = [f"  n{number} [label={_quoted(name)}];" for name, number in numbers.values()]
    arrows = [
        f"  n{numbers[a][1]} -> n{numbers[b][1]} [label={_quoted(row['type'])}, style={_line(row)}];"
        for row in rows
        for a, b in [_ends(row)]
    ]
    return "\n".join(["digraph lineage {", "  rankdir=LR;", "  node [shape=box];", *boxes, *arrows, "}"])


def _line(row: Row) -> str:
    return "dashed" if row.get("doubtful") else "solid"


def _numbers(root: Mapping[str, Any], rows: Sequence[Row]) -> dict[str, tuple[str, int]]:
    names = {root["id"]: root["name"], **{row["technique_id"]: row["technique"] for row in rows}}
    names |= {row["via_id"]: row["via"] for row in rows}
    return {key: (_clean(name), number) for number, (key, name) in enumerate(names.items())}


def _ends(row: Row) -> tuple[str, str]:
    """Give subject and object: an ancestor is what the other one extends, combines or uses."""
    ends = (row["via_id"], row["technique_id"])
    return ends if row["direction"] == "ancestor" else ends[::-1]


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


def _mermaid_text(text: str) -> str:
    """Write what Mermaid would read as syntax or HTML as its entity codes."""
    return "".join(f"#{ord(character)};" if character in '"#<>&`;[](){}|\\' else character for character in text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_DRAWN: Mapping[Format, Callable[[Mapping[str, Any], Sequence[Row]], str]] = MappingProxyType(
    {Format.TREE: _tree, Format.MERMAID: _mermaid, Format.DOT: _dot}
)
