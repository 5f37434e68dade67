"""Replacing a file so that at any moment the whole old or the whole new one is there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from litgraph.errors import OutOfReach


def replace_file(file: Path, content: bytes) -> None:
    """Write a file anew through a neighbour that takes its name; its mode stays, and a link keeps leading to it."""
    target = file.resolve()
    try:
        _replace(target, content)
    except OSError as error:
        raise OutOfReach(
            f"Cannot write {file}: {error.strerror or error}. It stands as it was: make room, and run again."
        ) from error


def _replace(target: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, target.stat().st_mode & 0o7777)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
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
