"""The sidecar: arrays of the graph beside the record, mapped from disk, and thrown away when the record moves on.

A folder a revision, written under another name and then renamed, so that it is there whole or not at all. Each file's
size and time stand in the folder's stamp: whatever was cut short, copied or changed since is built anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
_STAMP = "stamp.json"
_DRAFT = ".draft-"
_GIVEN_UP = 3_600.0  # seconds after which a draft has no writer any more

Arrays = Mapping[str, NDArray[Any]]


def load_arrays(root: Path, key: str) -> dict[str, NDArray[Any]] | None:
    """Map the arrays that stand in the sidecar under this key, or give None where they don't, or not unharmed."""
    folder = root / key
    try:
        stamp = json.loads((folder / _STAMP).read_text())
        if stamp["format"] != FORMAT or any(_print_of(folder / name) != seen for name, seen in stamp["files"].items()):
            return None
        return {Path(name).stem: _map(folder / name) for name in stamp["files"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save_arrays(root: Path, key: str, arrays: Arrays) -> bool:
    """Write arrays to the sidecar under this key and remove what other keys left; tell whether it could be done.

    A sidecar only saves time: a full or read-only disk is no reason to leave a question unanswered.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=root))
    except OSError:
        return False
    try:
        _write(draft, arrays)
        _replace(draft, root / key)
    except OSError:
        return False
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    with contextlib.suppress(OSError):
        _remove_others(root, key)
    return True


def _write(folder: Path, arrays: Arrays) -> None:
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array, allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
    files = {file.name: _print_of(file) for file in sorted(folder.glob("*.npy"))}
    (folder / _STAMP).write_text(json.dumps({"format": FORMAT, "files": files}))


def _replace(draft: Path, folder: Path) -> None:
    """Put the draft in place; what was there was not fit to load, or is another's equal work."""
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
    draft.rename(folder)


def _remove_others(root: Path, key: str) -> None:
    """Remove the arrays of other keys, which whoever has them mapped keeps, and the drafts that were long given up."""
    newest = (root / key).stat().st_mtime
    for folder in root.iterdir():
        growing = folder.name.startswith(_DRAFT) and newest - folder.stat().st_mtime < _GIVEN_UP
        if folder.name != key and not growing:
            shutil.rmtree(folder, ignore_errors=True)


def _print_of(file: Path) -> list[int]:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns]


def _map(file: Path) -> NDArray[Any]:
    """Map an array; one without elements can't be mapped, and is read."""
    array: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    return array
