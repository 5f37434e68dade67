"""SQLite's troubles told as litgraph's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from litgraph.errors import InputError, LitgraphError, OutOfReach

_OUT_OF_REACH = {
    sqlite3.SQLITE_FULL: "the disk is full; make room and run again",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write; see that it is sound and has room, and run again",
    sqlite3.SQLITE_BUSY: "another process is writing to it; wait for it and run again",
    sqlite3.SQLITE_LOCKED: "another process is writing to it; wait for it and run again",
    sqlite3.SQLITE_READONLY: "it cannot be written; make the file and its folder writable, and run again",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; see that its folder exists and that you may write there",
    sqlite3.SQLITE_PERM: "it cannot be opened; see that you may read and write it",
    sqlite3.SQLITE_AUTH: "it cannot be opened; see that you may read and write it",
    sqlite3.SQLITE_PROTOCOL: "its lock does not work on this disk; keep the workspace on a local one",
    sqlite3.SQLITE_NOLFS: "this disk does not hold files so large; move the workspace",
    sqlite3.SQLITE_NOMEM: "the memory is used up; close other programs and run again",
}
_BAD_INPUT = {
    sqlite3.SQLITE_NOTADB: "it is not a litgraph record; move the file away and run `litgraph init` again",
    sqlite3.SQLITE_CORRUPT: "it is damaged; move the file away, then run `litgraph init` and `litgraph import` again",
    sqlite3.SQLITE_TOOBIG: "a text is too large for it; shorten the text",
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Tell what SQLite or the system complains of, on the record at `path`, as a `LitgraphError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(path, error) from error
    except OSError as error:
        raise OutOfReach(f"The record {path}: {error.strerror or error}.") from error


def trouble(path: Path, error: sqlite3.Error | sqlite3.Warning) -> LitgraphError:
    """Say in one line what failed on the record at `path` and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its shade
    if code in _OUT_OF_REACH:
        return OutOfReach(f"The record {path}: {_OUT_OF_REACH[code]} ({error}).")
    if code in _BAD_INPUT:
        return InputError(f"The record {path}: {_BAD_INPUT[code]} ({error}).")
    return LitgraphError(f"The record {path}: {error}. Run `litgraph doctor`.")
