"""The reply cache: what services answered, in one SQLite file. Losing it costs requests, not truth."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from litgraph.errors import OutOfReach
from litgraph.web.addresses import pairs, told
from litgraph.web.request import DAY, Reply, Request

T = TypeVar("T")
_log = logging.getLogger("litgraph.web")

_APPLICATION_ID = 0x6C677270  # "lgrp"
_VERSION = 1
_OLDEST = 400 * DAY
_BUSY_SECONDS = 30.0
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_HEADERS_KEPT = ("content-type", "last-modified", "etag")
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_VERSION};
CREATE TABLE IF NOT EXISTS reply (
    key BLOB PRIMARY KEY, method TEXT NOT NULL, url TEXT NOT NULL, status INTEGER NOT NULL, fetched REAL NOT NULL,
    headers TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS reply_fetched ON reply (fetched);
"""


class Replies:
    """The open cache; a class since it owns the connection. Two processes may use one file at once."""

    def __init__(self, path: Path, now: float) -> None:
        """Open the cache, anew if what is there is no sound cache, and drop what is very old."""
        self._path = path
        self._mutex = threading.Lock()
        self._connection = self._open()
        self._guarded(lambda: self._connection.execute("DELETE FROM reply WHERE fetched < ?", (now - _OLDEST,)))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def find(self, request: Request) -> Reply | None:
        """Give the reply that is kept for a request, however old."""
        question = "SELECT status, fetched, headers, body FROM reply WHERE key = ?"
        row = self._guarded(lambda: self._connection.execute(question, (key_of(request),)).fetchone())
        if row is None:
            return None
        status, fetched, headers, body = row
        try:
            body, headers = zlib.decompress(body), json.loads(headers)
        except (zlib.error, ValueError):
            return None
        return Reply(status=status, body=body, headers=headers, url=told(request.url), fetched=fetched, cached=True)

    def keep(self, request: Request, reply: Reply) -> None:
        """Keep a reply in place of an older one; it is on disk when this returns."""
        headers = {name: reply.headers[name] for name in _HEADERS_KEPT if name in reply.headers}
        row = (
            key_of(request),
            request.method,
            told(request.url),
            reply.status,
            reply.fetched,
            json.dumps(headers),
            zlib.compress(reply.body, 3),
        )
        self._guarded(
            lambda: self._connection.execute("INSERT OR REPLACE INTO reply VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        )

    def _guarded(self, act: Callable[[], T]) -> T:
        """Act on the file; where it turns out to be damaged, begin a new one and act on that."""
        with self._mutex:
            try:
                return act()
            except sqlite3.DatabaseError as error:
                if _kind(error) not in _DAMAGE:
                    raise _trouble(self._path, error) from error
            self._connection.close()
            try:
                _discard(self._path)
                self._connection = self._open()
                return act()
            except (OSError, sqlite3.Error) as error:
                raise _trouble(self._path, error) from error

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self._path.parent):
                if _is_foreign(self._path):
                    _discard(self._path)
                return _connect(self._path)
        except (OSError, sqlite3.Error) as error:
            raise _trouble(self._path, error) from error


def key_of(request: Request) -> bytes:
    """Make the key of a request: its method, address, sorted query and body, and no header."""
    said = json.dumps([request.method, told(request.url), sorted(pairs(request))]).encode()
    return hashlib.sha256(said + b"\n" + request.body).digest()


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process open at a time: SQLite does not wait when two of them turn a new file to WAL."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_foreign(path: Path) -> bool:
    """Tell whether the file is no cache of this version: damaged, another program's, or another version's."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    with contextlib.closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
        try:
            marks = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
            empty = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if _kind(error) in _DAMAGE:
                return True
            raise
    return not empty and marks != [_APPLICATION_ID, _VERSION]


def _discard(path: Path) -> None:
    """Put away a file that is of no use as a cache."""
    aside = path.with_name(path.name + ".aside")
    _log.warning("The reply cache %s is damaged or not ours; it is moved to %s and begun anew.", path, aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):  # another process was faster
        path.replace(aside)


def _kind(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _trouble(path: Path, error: Exception) -> OutOfReach:
    reason = getattr(error, "strerror", None) or str(error)
    return OutOfReach(f"Cannot use the reply cache {path}: {reason}. Make it and its folder writable, and make room.")
