"""How answers are shown: one JSON object, a table for people, or tab-separated text for pipes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from litgraph.cli.common import Session

if TYPE_CHECKING:
    from litgraph.pipeline.outcome import Outcome
    from litgraph.queries.answer import Answer

Row = Sequence[object]

# JSON escapes a surrogate, so that a list's byte that is no UTF-8 comes through it unchanged.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and rows for people."""

    columns: Sequence[str]
    rows: Sequence[Row]
    title: str = ""


def answer(
    session: Session,
    command: str,
    data: object,
    *,
    table: Table | None = None,
    text: str | None = None,
    warnings: Iterable[str] = (),
) -> None:
    """Show an answer: the JSON envelope where asked for, else its table or text, with the warnings on stderr."""
    said = list(warnings)
    if session.as_json:
        envelope = {"schema": f"litgraph/{command}.v1", "data": data, "warnings": said}
        text = json.dumps(envelope, ensure_ascii=False, allow_nan=False)
        _write(_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")
        return
    if table is not None:
        show_table(table)
    if text is not None:
        _write(text if text.endswith("\n") or not text else text + "\n")
    for warning in said:
        print(f"litgraph: note: {' '.join(warning.split())}", file=sys.stderr)


def query(session: Session, asked: Answer, *, table: Table | None = None, text: str | None = None) -> None:
    """Show the answer of a named query, and say where the limit has cut it."""
    warnings = [*asked.warnings, *(["more rows were left out by --limit"] if asked.truncated else [])]
    answer(session, "query", asked.as_json(), table=table, text=text, warnings=warnings)


def outcome(
    session: Session, command: str, done: Outcome, *, table: Table | None = None, text: str | None = None
) -> None:
    """Show the answer of a stage, then raise what kept it from being done wholly."""
    answer(session, command, done.value, table=table, warnings=done.warnings)
    if done.trouble:
        raise done.trouble


def show_table(table: Table) -> None:
    """Draw a table on a terminal; write tab-separated rows anywhere else."""
    if not sys.stdout.isatty():
        _write("".join("\t".join(_cell(value) for value in row) + "\n" for row in table.rows))
        return
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(title=table.title or None, title_justify="left", header_style="bold")
    for name in table.columns:
        drawn.add_column(name, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(_cell(value)) for value in row))
    Console().print(drawn)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return " > ".join(str(part) for part in value)
    return "".join(c if c.isprintable() else " " for c in str(value))


def _write(text: str) -> None:
    """Write UTF-8 whatever the locale; a byte of a list that is no UTF-8 is written as it was read."""
    sys.stdout.flush()
    sys.stdout.buffer.write(_LONE.sub("\ufffd", text).encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
