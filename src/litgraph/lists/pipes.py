"""Pipe tables: where they stand, and their cells.

GitHub's rule, https://github.github.com/gfm/#tables-extension-, told leniently: the header may have more or fewer cells
than the line below it, and no cell of a row is lost.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ORPHAN_ROW = re.compile(r"\s*\|[^|]+\|.*\S")


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Recognise a table for markdown-it. It pushes no cells: of a table of 50 MB they would fill the memory."""
    if start + 2 > end or not _is_head(state, start):
        return False
    if silent:
        return True
    line = start + 2
    while line < end and not _ends(state, line, end):
        line += 1
    state.push("table_open", "table", 1).map = [start, line]
    state.push("table_close", "table", -1)
    state.line = line
    return True


def split_row(line: str) -> tuple[str, ...]:
    """Part a table row at its pipes, but not at escaped ones."""
    cells = [cell.strip().replace("\\|", "|") for cell in _PIPE.split(line.strip())]
    start = 1 if len(cells) > 1 and not cells[0] else 0
    end = len(cells) - 1 if len(cells) > start + 1 and not cells[-1] else len(cells)
    return tuple(cells[start:end])


def cells_of(line: str, header: tuple[str, ...]) -> tuple[str, ...]:
    """Part a row; of the cells that it has more than its header, join those that a pipe within brackets has parted."""
    joined: list[str] = []
    cells = split_row(line)
    surplus = len(cells) - len(header)
    for cell in cells:
        if surplus > 0 and joined and joined[-1].count("[") > joined[-1].count("]"):
            joined[-1] += f" | {cell}"
            surplus -= 1
        else:
            joined.append(cell)
    return tuple(joined)


def is_orphan_row(line: str) -> bool:
    """Tell a row that a blank line has cut off from its table."""
    return bool(_ORPHAN_ROW.match(line))


def _is_head(state: StateBlock, start: int) -> bool:
    """Tell whether two lines are a table's header and the line of dashes below it."""
    if state.sCount[start + 1] < state.blkIndent or state.is_code_block(start + 1):
        return False
    header, dashes = _text(state, start), _text(state, start + 1)
    if not _PIPE.search(header) or not _DELIMITER.fullmatch(dashes) or dashes.startswith(("- ", "-\t")):
        return False
    return "|" in dashes or len(split_row(header)) == 1


def _ends(state: StateBlock, line: int, end: int) -> bool:
    """Tell a line that is no row: blank, outside the list item, code, or the beginning of another block."""
    if state.sCount[line] < state.blkIndent or state.is_code_block(line) or not _text(state, line).strip():
        return True
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("blockquote"))


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
