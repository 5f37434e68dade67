"""Papers and citations from files, whose format is told by what they hold and never by their names.

A file is read record by record. One that is wrong is a value, with its line and the reason, and the rest goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from litgraph.errors import InputError
from litgraph.ingest.choice import EVERYTHING, Choice, Reading
from litgraph.ingest.fields import BadField
from litgraph.ingest.formats import arxiv_snapshot, csl, own, s2_datasets
from litgraph.ingest.formats.edges import citation_of, columns_of
from litgraph.ingest.formats.json_text import parse_object, parse_slowly, read_objects
from litgraph.ingest.lines import DamagedFile, read_head, read_lines
from litgraph.ingest.told import LEFT_OUT, PaperLine, Rejected, Told

__all__ = ["PaperLine", "Rejected", "Told", "read_file"]

# A file without one good line among so many is of another kind, and is not read to its end.
_PATIENCE = 1_000
# orjson makes whole numbers of twenty digits or more inexact.
_LONG_NUMBER = re.compile(rb"\d{20}")
# A list of objects, or an object that goes on over lines.
_DOCUMENT = re.compile(r"\s*(?:\[\s*[{\]]|\{(?:[^\n]*[^}\s])?[ \t\r]*\n\s*[\"}])")
_LINE_OF_TEXT = re.compile(r"^[ \t]*(?:@[ \t]*\w*[ \t]*[{(]|TY {0,3}-).*$", re.MULTILINE)

ReadLine = Callable[[bytes, Reading], Told]
ReadFile = Callable[[Path, Reading], Iterator[Told]]


def read_file(path: Path, *, today: str, namespace: str = "", choice: Choice = EVERYTHING) -> Iterator[Told]:
    """Read the papers and citations of a file in its order; `namespace` goes before local ids.

    A paper that is not chosen is left out; a line that adds to a paper, and a citation, is never judged here.
    """
    reading = Reading(file=str(path), today=today, namespace=namespace, choice=choice)
    try:
        for told in _reader_for(path)(path, reading):
            left_out = isinstance(told, PaperLine) and not told.adds and not choice.takes(told)
            yield LEFT_OUT if left_out else told
    except DamagedFile as error:
        yield reading.rejected(error.line, str(error))


def _reader_for(path: Path) -> ReadFile:
    """Tell the format by the beginning of the text."""
    head = read_head(path).decode("utf-8", "replace")
    first, _, _ = head.partition("\n")
    if not head.lstrip().startswith(("{", "[")) and (columns := columns_of(first)):
        return _in_lines(lambda line, reading: citation_of(line, columns, reading), skip=1)
    if _DOCUMENT.match(head):
        return _read_document
    if head.lstrip().startswith("{"):
        return _in_lines(_told_by_line)
    if marked := _LINE_OF_TEXT.search(head):
        return _reader_of_bibliography(marked[0])
    return _in_lines(_told_by_line)


def _reader_of_bibliography(line: str) -> ReadFile:
    """Tell BibTeX from RIS; their readers are imported only where they are needed."""
    if line.startswith("TY"):
        from litgraph.ingest.formats.ris import read_ris

        return read_ris
    from litgraph.ingest.formats.bibtex import read_bibtex

    return read_bibtex


def _in_lines(read_line: ReadLine, skip: int = 0) -> ReadFile:
    """Make a reader of a file that holds a record a line, behind `skip` lines of header."""

    def read(path: Path, reading: Reading) -> Iterator[Told]:
        good = False
        for number, line in enumerate(read_lines(path), start=1):
            if number <= skip or (line is not None and not line.strip()):
                continue
            try:
                yield read_line(_whole(line), reading)
                good = True
            except BadField as error:
                if not good and number >= _PATIENCE:
                    raise InputError(
                        f"{path} holds no papers or citations: none of its first lines can be read: {error}."
                    ) from error
                yield reading.rejected(number, str(error))

    return read


def _whole(line: bytes | None) -> bytes:
    if line is None:
        raise BadField("the line is too long")
    return line


def _read_document(path: Path, reading: Reading) -> Iterator[Told]:
    """Read the objects of a JSON document."""
    for number, text in read_objects(path):
        try:
            yield _told_by_line(text.encode("utf-8", "surrogatepass"), reading)
        except BadField as error:
            yield reading.rejected(number, str(error))


def _told_by_line(line: bytes, reading: Reading) -> Told:
    fields = parse_object(line)
    try:
        return _told_by(fields, reading)
    except BadField:
        if not _LONG_NUMBER.search(line):
            raise
        return _told_by(parse_slowly(line), reading)


def _told_by(fields: dict[str, object], reading: Reading) -> Told:
    """Tell by its keys what a JSON object is."""
    if arxiv_snapshot.is_snapshot(fields):
        return arxiv_snapshot.told_by(fields, reading)
    if s2_datasets.is_citation(fields):
        return s2_datasets.citation_of(fields)
    if s2_datasets.is_of_paper(fields):
        return s2_datasets.told_by(fields, reading)
    if csl.is_csl(fields):
        return csl.told_by(fields, reading)
    return own.told_by(fields, reading)
