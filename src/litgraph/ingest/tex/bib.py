"""BibTeX files: what bibtexparser makes of them, entry by entry; a broken one costs no other."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from litgraph.ingest.tex.entries import BibEntry, read_fields

_BLOCK_LIMIT = 20_000
_PARSED_LIMIT = 8 * 1024 * 1024  # characters of the blocks that are chosen
# A block begins at the start of a line, as for bibtexparser; some hold several entries in one line.
_BLOCK = re.compile(r"^(?=[ \t]*@\w*[ \t]*[{(])", re.M)
_STRING = re.compile(r"\s*@string\b", re.I)
_KEY = re.compile(r"@\w+[ \t]*[{(]\s*([^,{}]*[^,{}\s])\s*,")
_PART = re.compile(r'"[^"]*"|\{[^{}]*\}|[\w.:+/-]+')


def read_bib(text: str, wanted: Callable[[str], bool] = lambda key: True) -> Iterator[BibEntry]:
    """Yield the wanted entries in the order of the file, all that have one key; BibTeX would take the first of them."""
    library = _parse(_chosen(text, wanted))
    if library is None:
        return
    strings = {name.lower(): str(string.value) for name, string in library.strings_dict.items()}
    for block in library.blocks:
        entry = _entry_of(block)
        if entry is not None and wanted(key := str(entry.key).strip()):
            yield read_fields(key, str(entry.entry_type), _fields(entry, strings))


def _chosen(text: str, wanted: Callable[[str], bool]) -> str:
    """Keep the blocks that may be wanted: many bibliographies hold a hundred times what is cited."""
    kept: list[str] = []
    left = _PARSED_LIMIT
    for block in _BLOCK.split(text):
        if (
            len(kept) < _BLOCK_LIMIT
            and len(block) <= left
            and (_STRING.match(block) or any(map(wanted, _KEY.findall(block))))
        ):
            left -= len(block)
            kept.append(block)
    return "".join(kept)


def _parse(text: str) -> Any:
    """Let bibtexparser part a file into blocks; None for one on which it fails altogether."""
    with _quiet():
        try:
            return parse_string(text)
        except Exception:  # of any class: it names states that it did not foresee
            return None


def _entry_of(block: Any) -> Any:
    """Give the entry of a block, also where only a key comes twice."""
    if isinstance(block, (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)):
        block = block.ignore_error_block
    return block if isinstance(block, Entry) else None


def _fields(entry: Any, strings: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(str(field.key).lower(), _value(str(field.value), strings))
    return fields


def _value(value: str, strings: Mapping[str, str]) -> str:
    """Take the quotes off a value, and join one that is put together of strings (`neurips # " 2020"`)."""
    value = value.strip()
    pieces = value.split("#") if "#" in value and len(value) < 2_000 else [value]
    if len(pieces) > 1 and all(_PART.fullmatch(piece.strip()) for piece in pieces):
        return "".join(_piece(piece.strip(), strings) for piece in pieces)
    return _piece(value, strings)


def _piece(text: str, strings: Mapping[str, str]) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    return strings.get(text.lower(), text).strip('"')


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep bibtexparser's word on each broken entry off the terminal."""
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
