"""No exception of SQLite's leaves the room."""

from __future__ import annotations

import inspect
import sqlite3
from pathlib import Path

import pytest

from litgraph.errors import InputError, LitgraphError, OutOfReach
from litgraph.store.trouble import translated, trouble

_KINDS = sorted(
    (kind for _, kind in inspect.getmembers(sqlite3, inspect.isclass) if issubclass(kind, sqlite3.Error)),
    key=lambda kind: kind.__name__,
)
_CODES = {
    "SQLITE_FULL": OutOfReach,
    "SQLITE_IOERR": OutOfReach,
    "SQLITE_IOERR_WRITE": OutOfReach,
    "SQLITE_BUSY": OutOfReach,
    "SQLITE_BUSY_SNAPSHOT": OutOfReach,
    "SQLITE_LOCKED": OutOfReach,
    "SQLITE_READONLY": OutOfReach,
    "SQLITE_READONLY_DBMOVED": OutOfReach,
    "SQLITE_CANTOPEN": OutOfReach,
    "SQLITE_PERM": OutOfReach,
    "SQLITE_NOMEM": OutOfReach,
    "SQLITE_NOTADB": InputError,
    "SQLITE_CORRUPT": InputError,
    "SQLITE_CORRUPT_VTAB": InputError,
    "SQLITE_TOOBIG": InputError,
}


def test_the_list_of_exceptions_is_whole() -> None:
    assert {kind.__name__ for kind in _KINDS} == {
        *("Error", "DatabaseError", "DataError", "IntegrityError", "InterfaceError"),
        *("InternalError", "NotSupportedError", "OperationalError", "ProgrammingError"),
    }


@pytest.mark.parametrize("kind", _KINDS)
def test_every_exception_becomes_litgraphs(kind: type[sqlite3.Error]) -> None:
    with pytest.raises(LitgraphError, match=r"The record a\.sqlite: something") as caught, translated(Path("a.sqlite")):
        raise kind("something")
    assert isinstance(caught.value.__cause__, kind)


@pytest.mark.parametrize(("code", "expected"), _CODES.items())
def test_the_code_decides_the_kind(code: str, expected: type[LitgraphError]) -> None:
    error = sqlite3.OperationalError(code)
    error.sqlite_errorcode = getattr(sqlite3, code)
    assert type(trouble(Path("a.sqlite"), error)) is expected


def test_the_systems_errors_are_out_of_reach() -> None:
    with pytest.raises(OutOfReach, match="No space left"), translated(Path("a.sqlite")):
        raise OSError(28, "No space left on device")
