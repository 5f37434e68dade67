"""What arXiv's `/src/ID` gives, unpacked in memory, within bounds; nothing is written to disk or executed.

That is a gzipped tar archive, a single gzipped file, or either of them plain; for a submission without source, a PDF.
"""

from __future__ import annotations

import gzip
import io
import os
import posixpath
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, cast

from litgraph.ingest.tex.tar import BLOCK, Member, is_header, read_members
from litgraph.ingest.tex.tree import TexTrouble as TexTrouble
from litgraph.ingest.tex.tree import Tree as Tree
from litgraph.model.text import clean_text

_MIB = 1024 * 1024
PACKED_LIMIT = 64 * _MIB
UNPACKED_LIMIT = 256 * _MIB
FILE_LIMIT = 20 * _MIB
MEMBER_LIMIT = 5_000
DEPTH_LIMIT = 16
_NAME_LIMIT = 1_024
_KEPT = (".tex", ".ltx", ".bib", ".bbl")
_GZIP = b"\x1f\x8b"
# What a file begins with that is no source, and what it is.
_OTHERS = {
    b"%pdf": "a PDF",
    b"%!ps": "PostScript",
    b"<!doc": "a web page",
    b"<html": "a web page",
    b"pk\x03\x04": "a zip",
}


def unpack(content: bytes) -> Tree:
    """Unpack a source; of two members of one name the last counts, as in tar."""
    if len(content) > PACKED_LIMIT:
        raise TexTrouble(f"The source is larger than {PACKED_LIMIT // _MIB} MiB.")
    if not content.strip():
        raise TexTrouble("The source is empty.")
    packed = content.startswith(_GZIP)
    opened = cast(BinaryIO, gzip.GzipFile(fileobj=io.BytesIO(content)) if packed else io.BytesIO(content))
    source = _Bounded(opened)
    first = source.read(BLOCK)
    if is_header(first):
        return _gather(_named(read_members(first, source, _is_wanted)))
    alone = first + source.read(FILE_LIMIT + 1 - len(first))
    return Tree(files=MappingProxyType({"main.tex": _checked(alone)}))


def read_folder(path: Path) -> Tree:
    """Read a source that lies unpacked in a folder, within the same bounds; links are not followed."""
    return _gather(_in_folder(path))


class _Bounded:
    """Own the limit on what a source may unpack to; a bomb is noticed on the way, not afterwards."""

    def __init__(self, opened: BinaryIO) -> None:
        self._opened = opened
        self._left = UNPACKED_LIMIT

    def read(self, size: int) -> bytes:
        if size > self._left:
            size = self._left + 1
        try:
            read = self._opened.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise TexTrouble(f"The compressed source is damaged: {error}.") from error
        self._left -= len(read)
        if self._left < 0:
            raise TexTrouble(f"The source unpacks to more than {UNPACKED_LIMIT // _MIB} MiB.")
        return read

    def skip(self, size: int) -> None:
        while size > 0 and (read := self.read(min(size, _MIB))):
            size -= len(read)


def _gather(members: Iterator[tuple[str, Member]]) -> Tree:
    files: dict[str, bytes] = {}
    skipped: list[str] = []
    for name, member in members:
        if reason := _refusal(name, member):
            skipped.append(f"{clean_text(member.name[:200])}: {reason}")
        elif member.content is not None:
            files.pop(name, None)
            files[name] = member.content
    return Tree(files=MappingProxyType(files), skipped=tuple(skipped))


def _named(members: Iterator[Member]) -> Iterator[tuple[str, Member]]:
    for number, member in enumerate(members, start=1):
        if number > MEMBER_LIMIT:
            raise TexTrouble(f"The source has more than {MEMBER_LIMIT} members.")
        yield posixpath.normpath(member.name), member


def _refusal(name: str, member: Member) -> str:
    """Say why a member is left out, where that calls for a word; empty for one that is kept or does not matter."""
    if member.odd_kind:
        return member.odd_kind
    if trouble := _name_trouble(member.name):
        return trouble
    if _is_text(name) and member.content is None and member.size > FILE_LIMIT:
        return f"larger than {FILE_LIMIT // _MIB} MiB"
    return ""


def _name_trouble(name: str) -> str:
    parts = name.split("/")
    if len(name) > _NAME_LIMIT:
        return "its name is too long"
    if name.startswith("/") or name[1:3] in (":/", ":\\"):
        return "its path is absolute"
    if ".." in parts:
        return "its path leads outside"
    return "too deep" if len(parts) > DEPTH_LIMIT + 1 else ""


def _is_text(name: str) -> bool:
    return name.lower().endswith(_KEPT)


def _is_wanted(name: str, size: int) -> bool:
    return _is_text(name) and size <= FILE_LIMIT and not _name_trouble(name)


def _checked(alone: bytes) -> bytes:
    """Let a single file pass if it is text, and says nothing else of itself."""
    start = alone[:_NAME_LIMIT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = next((kind for mark, kind in _OTHERS.items() if start.startswith(mark)), "")
    if kind:
        raise TexTrouble(f"The source is {kind}, not LaTeX.")
    if b"\0" in alone:
        raise TexTrouble("The source is neither an archive nor text.")
    if len(alone) > FILE_LIMIT:
        raise TexTrouble(f"The source is one file larger than {FILE_LIMIT // _MIB} MiB.")
    return alone


def _in_folder(path: Path) -> Iterator[tuple[str, Member]]:
    total = count = 0
    for folder, folders, names in os.walk(path):
        folders.sort()
        for file in (Path(folder, name) for name in sorted(names)):
            count += 1
            name = file.relative_to(path).as_posix()
            member = _member_on_disk(file, name)
            total += len(member.content or b"")
            if count > MEMBER_LIMIT or total > UNPACKED_LIMIT:
                raise TexTrouble(f"The source in {path} is too large.")
            yield name, member


def _member_on_disk(file: Path, name: str) -> Member:
    if file.is_symlink() or not file.is_file():
        return Member(name=name, size=0, odd_kind="a symbolic link" if file.is_symlink() else "no regular file")
    size = file.stat().st_size
    try:
        return Member(name=name, size=size, content=file.read_bytes() if _is_wanted(name, size) else None)
    except OSError as error:
        raise TexTrouble(f"Cannot read {file}: {error.strerror or error}.") from error
