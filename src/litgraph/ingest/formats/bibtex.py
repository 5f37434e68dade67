"""BibTeX and biblatex as people really write them.

A file is cut at lines that begin a block (`@article{`), where bibtexparser resumes after an error anyway; each block is
parsed by itself, so that a broken one harms no other and a large file is never held whole.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bibtexparser.model import Block, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from litgraph.ingest.choice import Reading
from litgraph.ingest.fields import BadField
from litgraph.ingest.formats.bibliography import paper_line
from litgraph.ingest.formats.bibtex_entry import EntryFields, heritage, work_of
from litgraph.ingest.formats.bibtex_value import evaluate
from litgraph.ingest.lines import read_text
from litgraph.ingest.told import LEFT_OUT, LeftOut, PaperLine, Rejected
from litgraph.model.text import clean_text

_BLOCK = re.compile(r"[ \t]*@[ \t]*\w*[ \t]*[{(]")
_REMARK = re.compile(r"[ \t]*@[ \t]*(?:comment|preamble)\b", re.IGNORECASE)
_LONGEST = 1 << 20  # characters of one block
# Whole volumes are no papers. What is in them inherits from them, and so does what is in a book.
_VOLUMES = ("proceedings", "mvproceedings", "periodical")
_PARENTS = (*_VOLUMES, "book", "mvbook", "collection", "mvcollection")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An entry of a file with its fields by their names in lower case."""

    line: int
    kind: str
    key: str
    fields: EntryFields

    @property
    def parent(self) -> str:
        return self.fields.get("crossref", "").strip().lower()


def begins_block(line: str) -> bool:
    """Tell the first line of a block."""
    return bool(_BLOCK.match(line))


def read_bibtex(path: Path, reading: Reading) -> Iterator[PaperLine | Rejected | LeftOut]:
    """Read the entries of a file; those that inherit from an entry farther down come last."""
    volumes: dict[str, EntryFields] = {}
    waiting: list[_Found] = []
    for entry in _entries(path, reading):
        if isinstance(entry, Rejected):
            yield entry
            continue
        if entry.kind in _PARENTS:
            volumes[entry.key.lower()] = heritage(entry.fields)
        if entry.kind in _VOLUMES:
            yield LEFT_OUT
        elif entry.parent and entry.parent not in volumes:
            waiting.append(entry)
        else:
            yield _told_by(entry, volumes, reading)
    for entry in waiting:
        yield _told_by(entry, volumes, reading)


def _told_by(entry: _Found, volumes: Mapping[str, EntryFields], reading: Reading) -> PaperLine | Rejected:
    try:
        return paper_line(work_of(entry.key, {**volumes.get(entry.parent, {}), **entry.fields}), reading)
    except BadField as error:
        return reading.rejected(entry.line, str(error))


def _entries(path: Path, reading: Reading) -> Iterator[_Found | Rejected]:
    """Yield the entries of a file, their values put together from the strings that stand before them."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would log what is told as Rejected
    strings: dict[str, str] = {}
    for number, text in _blocks(path):
        for line, block in _parse(number, text):
            if isinstance(block, BadField):
                yield reading.rejected(line, str(block))
            elif isinstance(block, String):
                strings[block.key.lower()] = evaluate(block.value, strings)
            elif isinstance(block, Entry):
                fields = _fields_of(block, strings)
                yield _Found(line=line, kind=block.entry_type.lower(), key=block.key, fields=fields)


def _blocks(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the text of each block with the number of its first line; remarks are passed over."""
    begun = 0
    lines: list[str] = []
    for number, line in read_text(path):
        if begins_block(line):
            yield from _block(begun, lines)
            begun, lines = number, []
        if begun:
            lines.append(line)
    yield from _block(begun, lines)


def _block(number: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    if lines and not _REMARK.match(lines[0]):
        yield number, "\n".join(lines)


def _parse(number: int, text: str) -> Iterator[tuple[int, Block | BadField]]:
    """Parse a block, and what stands behind it on its last line."""
    if len(text) > _LONGEST:
        yield number, BadField(f"the entry is longer than {_LONGEST:,} characters: is it closed?")
        return
    try:
        blocks = Splitter(text).split().blocks
    except Exception as error:  # whatever bibtexparser stumbles over, it is one entry's trouble
        yield number, BadField(f"not BibTeX: {type(error).__name__}: {error}")
        return
    for block in blocks:
        # An entry with a field or a key twice is sound but for that.
        while isinstance(block, ParsingFailedBlock) and block.ignore_error_block:
            block = block.ignore_error_block
        line = number + (block.start_line or 0)
        yield line, BadField(_reason(block)) if isinstance(block, ParsingFailedBlock) else block


def _reason(block: ParsingFailedBlock) -> str:
    told = str(getattr(block.error, "abort_reason", block.error))
    return "not BibTeX: " + ("a brace or quote is not closed" if "end of file" in told else clean_text(told))


def _fields_of(entry: Entry, strings: dict[str, str]) -> EntryFields:
    """Read the fields of an entry by their names in lower case; the first counts, as it does for BibTeX."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.lower(), evaluate(field.value, strings))
    return fields
