"""Papers and citations from files: JSONL as CONTRACT.md gives it, and CSV with the header `citing,cited`.

A file is read record by record. One that is wrong is a value, with its line and the reason, and the rest goes on.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Never

from litgraph.errors import InputError
from litgraph.ingest import fields as read
from litgraph.ingest.fields import BadField, Fields
from litgraph.ingest.lines import DamagedFile, read_lines
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, arxiv_month
from litgraph.model.paper import Paper, describe

_HEADER = ("citing", "cited")
# A file without one good line among so many is of another kind, and is not read to its end.
_PATIENCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper as a file tells it: the account, the papers that it cites, and its arXiv categories."""

    paper: Paper
    references: tuple[PaperId, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A line that holds neither paper nor citation, and why. Lines count from 1."""

    file: str
    line: int
    reason: str


Told = PaperLine | Citation | Rejected


def read_file(path: Path, *, today: str, namespace: str = "") -> Iterator[Told]:
    """Read the papers and citations of a file in its order; `namespace` goes before local ids."""
    good, columns, number = False, None, 0
    try:
        for number, line in enumerate(read_lines(path), start=1):
            if line is not None and not line.strip():
                continue
            if columns is None and number == 1 and (columns := _columns(line)):
                continue
            told = _read_line(line, columns, namespace, today)
            good = good or not isinstance(told, str)
            if not good and number >= _PATIENCE:
                raise InputError(f"{path} holds no papers or citations: none of its first lines can be read: {told}.")
            yield Rejected(file=str(path), line=number, reason=told) if isinstance(told, str) else told
    except DamagedFile as error:
        yield Rejected(file=str(path), line=number + 1, reason=str(error))


def _columns(line: bytes | None) -> tuple[int, int] | None:
    """Find the two columns in the header of a CSV file; None if it is no such header."""
    if line is None or line.lstrip().startswith(b"{"):
        return None
    try:
        names = [name.strip().lower() for name in _cells(line.decode("utf-8", "replace"))]
    except csv.Error:
        return None
    return (names.index("citing"), names.index("cited")) if set(_HEADER) <= set(names) else None


def _read_line(line: bytes | None, columns: tuple[int, int] | None, namespace: str, today: str) -> Told | str:
    """Read one line, or say why it cannot be read."""
    if line is None:
        return "the line is too long"
    try:
        text = line.decode("utf-8")
        if columns:
            return _citation_of_cells(text, columns, namespace)
        return _told_by(_parse(text), namespace, today)
    except UnicodeDecodeError as error:
        return f"not UTF-8: {error.reason} at byte {error.start + 1}"
    except RecursionError:
        return "nested too deeply"
    except (BadField, csv.Error) as error:
        return str(error)


def _parse(text: str) -> Fields:
    try:
        parsed = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise BadField(f"not JSON: {error.msg} at character {error.colno}") from error
    except ValueError as error:
        raise BadField(f"not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise BadField("not a JSON object")
    return parsed


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON value")


def _told_by(fields: Fields, namespace: str, today: str) -> PaperLine | Citation:
    if "citing" in fields:
        return Citation(
            citing=read.id_of(fields, "citing", namespace),
            cited=read.id_of(fields, "cited", namespace),
            contexts=read.texts_of(fields, "contexts"),
            intents=read.texts_of(fields, "intents"),
            influential=fields.get("influential") is True,
        )
    return PaperLine(
        paper=_paper_of(fields, namespace, today),
        references=read.references_of(fields, namespace),
        categories=read.categories_of(fields),
    )


def _paper_of(fields: Fields, namespace: str, today: str) -> Paper:
    identifiers = read.identifiers_of(fields, namespace)
    date = read.date_of(fields)
    # An arXiv id tells the month; a bare year beside it would only say less.
    months = sorted(filter(None, map(arxiv_month, identifiers)))
    if len(date) == 4 and any(month.startswith(date) for month in months):
        date = ""
    return describe(
        identifiers,
        source="file",
        day=today,
        title=read.title_of(fields),
        abstract=read.abstract_of(fields),
        authors=read.authors_of(fields),
        date=date,
        year=read.year_of(fields),
        venue=read.venue_of(fields),
        code=read.code_of(fields),
    )


def _citation_of_cells(text: str, columns: tuple[int, int], namespace: str) -> Citation:
    cells = _cells(text)
    if len(cells) <= max(columns):
        raise BadField(f"{len(cells)} columns where the header promises {max(columns) + 1} or more")
    citing, cited = columns
    return Citation(
        citing=read.read_id(cells[citing], namespace, "citing"), cited=read.read_id(cells[cited], namespace, "cited")
    )


def _cells(text: str) -> list[str]:
    return next(csv.reader([text], strict=True), []) if '"' in text else text.split(",")
