"""The record: the one connection to the SQLite file, its transactions, its revision and its soundness."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from litgraph.errors import InputError, OutOfReach
from litgraph.store.lock import WriterLock
from litgraph.store.schema import MIGRATIONS, migrate, read_version
from litgraph.store.text import spaced, union_of
from litgraph.store.trouble import translated

Row = tuple[Any, ...]
_WAIT_SECONDS = 30.0
_CACHE_KIB = 128 * 1024
_WAL_LIMIT_BYTES = 64 * 1024 * 1024


class Record:
    """An open record; a class since it owns the connection and, when writing, the lock.

    `write` changes what the graph shows and makes a new revision; `note` keeps books beside it and does not.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, today: str, lock: WriterLock | None) -> None:
        """Take over an open connection, which `open_record` makes."""
        self.path = path
        self.today = today
        self._connection = connection
        self._lock = lock
        self._inode = os.stat(path).st_ino
        self._depth = 0
        self._changed = False
        self._before_commit: list[Callable[[Record], None]] = []

    def __enter__(self) -> Record:
        """Give the record itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the record."""
        self.close()

    def close(self) -> None:
        """Close the connection, then let the next writer in."""
        with translated(self.path):
            self._connection.close()
        if self._lock:
            self._lock.release()

    @property
    def writable(self) -> bool:
        """Tell whether this is the one that may write."""
        return self._lock is not None

    @property
    def revision(self) -> int:
        """Count the transactions that changed the record."""
        return int(self.rows("SELECT value FROM meta WHERE name = 'revision'")[0][0])

    @property
    def identity(self) -> str:
        """Name this record apart from any other, also from one made anew at the same place."""
        return str(self.rows("SELECT value FROM meta WHERE name = 'identity'")[0][0])

    @contextmanager
    def transaction(self) -> Iterator[Record]:
        """Make what is done inside one batch: all of it, on disk, or nothing. A nested one joins the outer.

        For a reader it is one unmoving view of the record, whatever is written meanwhile.
        """
        if self._depth:
            yield self
            return
        self._begin()
        try:
            yield self
            self._finish()
        except BaseException:
            self._undo()
            raise
        finally:
            self._depth = 0

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Read all rows of a question."""
        with translated(self.path):
            return self._connection.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Read the rows of a large question one by one."""
        with translated(self.path):
            yield from self._connection.execute(sql, parameters)

    def write(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Change what the record knows; give the number of rows that changed."""
        return self._counted(self.note(sql, parameters))

    def write_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> int:
        """Change what the record knows, once for each row of parameters; give the number of rows that changed."""
        return self._counted(self.note_many(sql, parameters))

    def note(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Keep books beside what the record knows: no new revision."""
        before = self._connection.total_changes
        with self.transaction(), translated(self.path):
            self._connection.execute(sql, parameters)
        return self._connection.total_changes - before

    def note_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> int:
        """Keep books beside what the record knows, once for each row of parameters."""
        before = self._connection.total_changes
        with self.transaction(), translated(self.path):
            self._connection.executemany(sql, parameters)
        return self._connection.total_changes - before

    def before_commit(self, task: Callable[[Record], None]) -> None:
        """Do `task` once, at the end of the transaction under way."""
        if task not in self._before_commit:
            self._before_commit.append(task)

    def check_integrity(self) -> list[str]:
        """Say everything that is wrong with the file, its references and its full-text index; nothing if sound."""
        checks = (self._broken_pages, self._broken_references, self._broken_index)
        return [problem for check in checks for problem in _failures(check)]

    def _begin(self) -> None:
        with translated(self.path):
            if self._lock and (not self.path.exists() or os.stat(self.path).st_ino != self._inode):
                raise OutOfReach(f"The record {self.path} has vanished while it was open; run again.")
            self._connection.execute("BEGIN IMMEDIATE" if self._lock else "BEGIN")
        self._depth = 1
        self._changed = False
        self._before_commit.clear()

    def _finish(self) -> None:
        while self._before_commit:
            self._before_commit.pop(0)(self)
        with translated(self.path):
            if self._changed:
                self._connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")
            self._connection.execute("COMMIT")

    def _undo(self) -> None:
        with translated(self.path):
            if self._connection.in_transaction:  # on a full disk SQLite may have rolled back already
                self._connection.execute("ROLLBACK")

    def _counted(self, changes: int) -> int:
        self._changed = self._changed or changes > 0
        return changes

    def _broken_pages(self) -> list[str]:
        found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(100)")]
        return [] if found == ["ok"] else found

    def _broken_references(self) -> list[str]:
        found = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return [f"table {table}, row {row}: it refers to a missing {parent}" for table, row, parent, _ in found]

    def _broken_index(self) -> list[str]:
        """Compare the full-text index with the texts. Only a writer may ask FTS5 to; a reader compares the counts."""
        if self._lock:
            self._connection.execute("INSERT INTO paper_text (paper_text, rank) VALUES ('integrity-check', 1)")
        count = "SELECT (SELECT count(*) FROM paper_words), (SELECT count(*) FROM paper_text_docsize)"
        papers, indexed = self._connection.execute(count).fetchone()
        return [] if papers == indexed else [f"the full-text index has {indexed} papers of {papers}"]


def open_record(path: Path, *, write: bool, today: str) -> Record:
    """Open the record at `path`. One process writes at a time; any number read, and never wait for it.

    A missing record is made where it is to be written. `today` (`YYYY-MM-DD`) dates what is learnt.
    """
    if write:
        return _open_writer(path, today)
    if not path.is_file():
        raise InputError(f"There is no record at {path}; run `litgraph init` first.")
    if _is_old(path):
        _open_writer(path, today).close()
    return Record(path, _connect_reader(path), today, None)


def _open_writer(path: Path, today: str) -> Record:
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(path)
    try:
        with translated(path):
            connection = _connect(path.absolute().as_uri())
            read_version(connection, path)  # another program's file is left as it is
            _set_up_writer(connection)
            migrate(connection, path)
            return Record(path, connection, today, lock)
    except BaseException:
        lock.release()
        raise


def _set_up_writer(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a batch is on disk, not only in the system's cache, when it ends
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    connection.execute("CREATE TEMP TABLE dirty (paper INTEGER PRIMARY KEY)")


def _is_old(path: Path) -> bool:
    with translated(path):
        connection = _connect_reader(path)
        try:
            return read_version(connection, path) < len(MIGRATIONS)
        finally:
            connection.close()


def _connect_reader(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    with translated(path):
        try:
            connection = _connect(f"{uri}?mode=ro")
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            # A folder that cannot be written has no room for the log's index; without a log none is needed.
            if Path(f"{path}-wal").exists():
                raise
            connection = _connect(f"{uri}?immutable=1")
        connection.execute("PRAGMA query_only = ON")
        return connection


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False)
    connection.create_function("spaced", 1, spaced, deterministic=True)
    connection.create_function("union_of", 2, union_of, deterministic=True)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA trusted_schema = ON")  # lets the view of words call `spaced`
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _failures(check: Callable[[], list[str]]) -> list[str]:
    try:
        return check()
    except sqlite3.Error as error:
        return [str(error)]
