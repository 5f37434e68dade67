"""Writing an export so that a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from litgraph.errors import InputError, OutOfReach


def write_atomically(text: str, file: Path) -> None:
    """Write UTF-8 text beside the file, flush it to the disk, and rename it into place; folders are made as needed."""
    if file.is_dir():
        raise InputError(f"Cannot write {file}: it is a folder. Name a file in it.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, text.encode("utf-8", "replace"))
    except OSError as error:
        raise OutOfReach(f"Cannot write {file}: {error.strerror}. Free the disk or choose another place.") from error


def _replace(file: Path, content: bytes) -> None:
    temporary = file.with_name(f".{file.name[:100]}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
