"""Edits of a list, made in its bytes at spans: everything outside a span stays as it is, whatever its bytes.

A line ends with LF, CRLF or CR, as in CommonMark (https://spec.commonmark.org/0.31.2/#line-ending). A text that is
put in takes the ending of its neighbour, and a missing final newline stays missing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litgraph.errors import InputError
from litgraph.model.survey import Span

_ENDING = re.compile(rb"\r\n|\n|\r")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Bytes that take the place of a span; an empty span is a place between two bytes."""

    span: Span
    replacement: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """Whole lines that go after a line of the list (1-based; 0 is the very top). `text` has no last line ending."""

    after_line: int
    text: str


def line_ends(content: bytes) -> list[int]:
    """Give the byte after each line's ending, in order; a last line without one ends with the content."""
    ends = [found.end() for found in _ENDING.finditer(content)]
    if len(content) > (ends[-1] if ends else 0):
        ends.append(len(content))
    return ends


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Make all edits at once; those at one place keep their order. Spans that overlap or lie outside are refused."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        if not done <= edit.span.start <= edit.span.end <= len(content):
            raise InputError(f"Edit of bytes {edit.span.start} to {edit.span.end} overlaps another or lies outside.")
        parts += [content[done : edit.span.start], edit.replacement]
        done = edit.span.end
    return b"".join((*parts, content[done:]))


def insertion_edits(content: bytes, insertions: Iterable[Insertion]) -> tuple[Edit, ...]:
    """Turn insertions into edits, in the order of their lines; those after one line keep their order."""
    ends = [0, *line_ends(content)]
    in_order = sorted(insertions, key=lambda insertion: insertion.after_line)
    groups = itertools.groupby(in_order, key=lambda insertion: insertion.after_line)
    return tuple(_edit_after(content, ends, line, [insertion.text for insertion in group]) for line, group in groups)


def insert(content: bytes, insertions: Iterable[Insertion]) -> bytes:
    """Put whole lines into a list, with the line ending of the line before them, else of the line after."""
    return apply_edits(content, insertion_edits(content, insertions))


def replacement_edit(content: bytes, span: Span, text: str) -> Edit:
    """Give the edit that puts `text` in the place of a span's lines; the last line's ending stays as it was."""
    ending = _ending_of(content[span.start : span.end])
    inner = ending or _nearest_ending(content, span.start)
    return Edit(span=span, replacement=_encode(text, inner) + ending)


def _edit_after(content: bytes, ends: Sequence[int], line: int, texts: Sequence[str]) -> Edit:
    if not 0 <= line < len(ends):
        raise InputError(f"No line {line} in a list of {len(ends) - 1} lines.")
    at = ends[line]
    ending = _nearest_ending(content, at)
    block = ending.join(_encode(text, ending) for text in texts)
    unfinished = at == len(content) and at > 0 and not _ending_of(content[-1:])
    return Edit(span=Span(start=at, end=at), replacement=ending + block if unfinished else block + ending)


def _nearest_ending(content: bytes, at: int) -> bytes:
    """Find the ending of the line that ends at or before a byte, else the first after it, else LF."""
    before = 1 + max(content.rfind(b"\n", 0, at), content.rfind(b"\r", 0, at))
    if before:
        return _ending_of(content[max(0, before - 2) : before])
    after = _ENDING.search(content, at)
    return after[0] if after else b"\n"


def _ending_of(line: bytes) -> bytes:
    if line.endswith(b"\r\n"):
        return b"\r\n"
    return line[-1:] if line.endswith((b"\n", b"\r")) else b""


def _encode(text: str, ending: bytes) -> bytes:
    lines = _LINE_BREAK.split(text)
    return ending.join(line.encode("utf-8", "surrogateescape") for line in lines)
