"""Citations as CSV with the header `citing,cited`; other columns are passed over."""

from __future__ import annotations

import csv

from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import BadField, read_id
from litgraph.model.citation import Citation

Columns = tuple[int, int]
_HEADER = ("citing", "cited")


def columns_of(header: str) -> Columns | None:
    """Find the two columns in a header; None if it is no such header."""
    try:
        names = [name.strip().lower() for name in _cells(header)]
    except BadField:
        return None
    return (names.index("citing"), names.index("cited")) if set(_HEADER) <= set(names) else None


def citation_of(line: bytes, columns: Columns, reading: Reading) -> Citation:
    """Read the citation of a row."""
    try:
        cells = _cells(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadField(f"not UTF-8: {error.reason} at byte {error.start + 1}") from error
    if len(cells) <= max(columns):
        raise BadField(f"{len(cells)} columns where the header promises {max(columns) + 1} or more")
    citing, cited = (cells[column] for column in columns)
    return Citation(
        citing=read_id(citing, reading.namespace, "citing"), cited=read_id(cited, reading.namespace, "cited")
    )


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True), []) if '"' in text else text.split(",")
    except csv.Error as error:
        raise BadField(str(error)) from error
