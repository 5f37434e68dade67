"""Lines of files from outside: gzipped or not, of whatever length, damaged or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from litgraph.errors import InputError

LINE_LIMIT = 32 * 1024 * 1024  # bytes; a longer line is refused, not held
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 20


class DamagedFile(Exception):
    """Say that a compressed file cannot be read any further."""


def read_lines(path: Path, limit: int = LINE_LIMIT) -> Iterator[bytes | None]:
    """Yield the lines of a file without their endings, None for one of more than `limit` bytes.

    Compression is told by the first bytes, not by the name. Raises DamagedFile where the compressed text breaks off.
    """
    with _opened(path) as file:
        first = True
        while line := file.readline(limit + 2):
            whole = line.endswith(b"\n") or len(line) <= limit
            if not whole:
                _skip_line(file)
            line = line.removeprefix(_BOM) if first else line
            first = False
            line = line.rstrip(b"\r\n")
            yield line if whole and len(line) <= limit else None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as plain:
            packed = plain.read(2) == _GZIP
            plain.seek(0)
            yield cast(BinaryIO, gzip.GzipFile(fileobj=plain)) if packed else plain
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedFile(f"the compressed text is damaged from here on: {error}") from error
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from error


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(_CHUNK)) and not rest.endswith(b"\n"):
        pass
