"""Reading files of papers and citations, line by line: JSONL, or CSV with the header `citing,cited`; gzipped or not.

A bad line becomes `Rejected` with its number and the rest goes on. Memory stays bounded whatever the file's size.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from litgraph.errors import InputError
from litgraph.ingest.fields import BadLine
from litgraph.ingest.lines import Reading, read_citation, read_line
from litgraph.model.citation import Citation
from litgraph.model.paper import Paper

LONGEST_LINE = 32 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_CSV_HEADER = ("citing", "cited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A line that is no paper and no citation, and why; `line` is 1-based."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a line says: a paper with the citations that it lists, or a citation alone."""

    paper: Paper | None = None
    categories: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


def read_file(path: Path, *, today: str, namespace: str = "") -> Iterator[Paper | Citation | Rejected]:
    """Yield every paper, citation and rejected line of a file."""
    for read in read_records(path, today=today, namespace=namespace):
        if isinstance(read, Rejected):
            yield read
            continue
        if read.paper is not None:
            yield read.paper
        yield from read.citations


def read_records(path: Path, *, today: str, namespace: str = "") -> Iterator[Read | Rejected]:
    """Yield what each line of a file says; blank lines say nothing."""
    reading = Reading(today=today, namespace=namespace)
    number = 0
    try:
        with _opened(path) as stream:
            first, numbered = _first_line(stream), _numbered(stream)
            is_csv = _is_header(first)
            lines = numbered if is_csv else ((n, line) for n, line in _with_first(first, numbered))
            for number, line in lines:  # the number of the last line read is needed below
                if line.strip():
                    yield _read(path, number, line, reading, is_csv=is_csv)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejected(file=str(path), line=number + 1, reason=f"the compressed file breaks off here ({error})")
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}. Check the path.") from error


def _opened(path: Path) -> BinaryIO:
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name the files in it.")
    stream = path.open("rb")
    packed = stream.peek(2)[:2] == _GZIP
    return io.BufferedReader(gzip.GzipFile(fileobj=stream)) if packed else stream


def _first_line(stream: BinaryIO) -> bytes:
    return stream.readline(LONGEST_LINE + 1).removeprefix(_BOM)


def _with_first(first: bytes, rest: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    yield 1, first
    yield from rest


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number the lines from the second one on; an overlong one is cut, and its rest skipped."""
    number = 1
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def _is_header(line: bytes) -> bool:
    cells = next(csv.reader([line.decode("utf-8", "replace").strip()]), []) if len(line) < 1000 else []
    return tuple(cell.strip().lower() for cell in cells[:2]) == _CSV_HEADER


def _read(path: Path, number: int, line: bytes, reading: Reading, *, is_csv: bool) -> Read | Rejected:
    try:
        if len(line) > LONGEST_LINE:
            raise BadLine(f"longer than {LONGEST_LINE // 1024 // 1024} MB")
        text = line.decode("utf-8", "replace")
        if is_csv:
            return Read(citations=(read_citation(_cells(text), reading),))
        paper, categories, citations = read_line(text, reading)
        return Read(paper=paper, categories=categories, citations=citations)
    except BadLine as error:
        return Rejected(file=str(path), line=number, reason=str(error))


def _cells(text: str) -> dict[str, object]:
    try:
        cells = next(csv.reader([text.replace("\0", "").strip()]))
    except (csv.Error, StopIteration) as error:
        raise BadLine(f"not a line of CSV ({error})") from error
    if len(cells) < len(_CSV_HEADER):
        raise BadLine("a citation needs two ids")
    return dict(zip(_CSV_HEADER, cells, strict=False))
