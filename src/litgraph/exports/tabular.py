"""CSV as `neo4j-admin database import` reads it: a file a kind of node or edge, each column with its type.

A text is quoted, so that an empty one is told from none; lists are joined by a control character that no text has.
https://neo4j.com/docs/operations-manual/5/import/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

_BUFFER = 1 << 20

Value = str | int | float | bool | Sequence[str] | Sequence[int] | Sequence[float] | None


class CsvTable:
    """A class since it keeps a file open for millions of rows.

    `ends` are the columns that say which node it is, or which an edge joins; `columns` are properties by name with
    their type. `rows` counts what was written.
    """

    def __init__(self, file: Path, ends: Sequence[str], columns: Mapping[str, str], delimiter: str) -> None:
        """Begin the file with its header."""
        self.file, self.rows = file, 0
        self._names, self._delimiter = tuple(columns), delimiter
        header = [*ends, *(f"{name}:{kind}" if kind != "string" else name for name, kind in columns.items())]
        self._stream: IO[str] = file.open("w", encoding="utf-8", newline="", buffering=_BUFFER)
        self._stream.write(",".join(header) + "\n")

    def __enter__(self) -> CsvTable:
        """Give the table itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._stream.close()

    def write(self, ends: Sequence[int], properties: Mapping[str, Value]) -> None:
        """Write a row; a property that is not there is left empty."""
        cells = [*map(str, ends), *(self._cell(properties.get(name)) for name in self._names)]
        self._stream.write(",".join(cells) + "\n")
        self.rows += 1

    def _cell(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return f'"{value.replace(chr(34), chr(34) * 2)}"'
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return repr(value)
        return self._cell(self._delimiter.join(one if isinstance(one, str) else repr(one) for one in value))
