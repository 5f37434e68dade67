"""Text of files from outside: gzipped or not, lines of whatever length, damaged or not."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import cast

from litgraph.errors import InputError

LINE_LIMIT = 32 * 1024 * 1024  # bytes; a longer line is refused, not held
TEXT_LIMIT = 256 * 1024 * 1024  # the same for a document, which may stand in one line
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 20
_ENDING = re.compile("\r\n?|\n")


class DamagedFile(Exception):
    """Say that a compressed file cannot be read any further, and from which line on."""

    def __init__(self, reason: str, line: int = 0) -> None:
        """Keep the line, which who reads the lines knows."""
        super().__init__(reason)
        self.line = line


def read_lines(path: Path, limit: int = LINE_LIMIT) -> Iterator[bytes | None]:
    """Yield the lines of a file without their endings, None for one of more than `limit` bytes.

    Compression is told by the first bytes, not by the name. Raises DamagedFile where the compressed text breaks off.
    """
    number = 0
    try:
        with _opened(path) as file:
            while line := file.readline(limit + 2):
                whole = line.endswith(b"\n") or len(line) <= limit
                if not whole:
                    _skip_line(file)
                line = line if number else line.removeprefix(_BOM)
                number += 1
                line = line.rstrip(b"\r\n")
                yield line if whole and len(line) <= limit else None
    except DamagedFile as error:
        error.line = number + 1
        raise


def read_text(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their numbers, whatever their endings. Raises DamagedFile at an endless one.

    What is not UTF-8 is read as Windows-1252, which reference managers write as well.
    """
    number = 0
    for line in read_lines(path, TEXT_LIMIT):
        if line is None:
            raise DamagedFile("the line is too long; nothing is read from here on", number + 1)
        for text in _ENDING.split(_decoded(line)):
            number += 1
            yield number, text


def read_head(path: Path, size: int = 1 << 16) -> bytes:
    """Read the beginning of a file, less a byte order mark; as much as can be read of a damaged one."""
    pieces: list[bytes] = []
    with suppress(DamagedFile), _opened(path) as file:
        while sum(map(len, pieces)) < size and (piece := file.read1(size)):
            pieces.append(piece)
    return b"".join(pieces)[:size].removeprefix(_BOM)


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == _GZIP
            plain.seek(0)
            yield cast(BufferedReader, gzip.GzipFile(fileobj=plain)) if packed else plain
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedFile(f"the compressed text is damaged from here on: {error}") from error
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from error


def _skip_line(file: BufferedReader) -> None:
    while (rest := file.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("windows-1252", "replace")
