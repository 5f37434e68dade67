"""Whole files: read at once, and written so that at any moment the old one or the new one is there, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from litgraph.errors import InputError, LitgraphError, OutOfReach

# What a person must mend; anything else (a full disk, a broken one) may pass.
_MISTAKES = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOENT,
    errno.EEXIST,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ENAMETOOLONG,
)


def read_file(file: Path) -> bytes:
    """Read a whole file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise file_trouble("read", file, error) from error


def replace_file(file: Path, content: bytes) -> None:
    """Write a file through a neighbour that takes its name; its mode stays, and a link keeps leading to it.

    Folders above are made as needed.
    """
    target = file.resolve()
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
    except OSError as error:
        raise file_trouble("write", file, error) from error


def _replace(target: Path, content: bytes) -> None:
    neighbour = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(neighbour, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            neighbour.chmod(target.stat().st_mode & 0o7777)
        neighbour.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            neighbour.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def file_trouble(verb: str, file: Path, error: OSError) -> LitgraphError:
    """Say what the system refused on a file, and whether a person must mend it."""
    reason = error.strerror or str(error)
    if error.errno in _MISTAKES:
        return InputError(f"Cannot {verb} {file}: {reason}. Check the path and its permissions.")
    return OutOfReach(f"Cannot {verb} {file}: {reason}. What was there stands as it was: make room, and run again.")
