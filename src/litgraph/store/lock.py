"""One writer at a time: a lock file beside the record, held by the system for as long as its process lives."""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

from litgraph.errors import OutOfReach


class WriterLock:
    """The right to write a record; a class since it owns the open lock file.

    The system drops the lock when its process ends, however it ends, so a lock file that is left over holds nobody up.
    """

    def __init__(self, record: Path) -> None:
        """Take the lock of the record at once, or say who has it."""
        self.path = record.with_name(record.name + ".lock")
        self._file = self._open(record)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = self._holder()
            os.close(self._file)
            raise OutOfReach(f"The record {record} is being written by {holder}; wait for it and run again.") from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let the next writer in; once is enough."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self, record: Path) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            why = f"{error.strerror}; make its folder writable"
            raise OutOfReach(f"The record {record} cannot be written: {why}.") from error

    def _holder(self) -> str:
        pid = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
        since = datetime.fromtimestamp(os.fstat(self._file).st_mtime, UTC)
        return f"process {pid or 'unknown'} since {since:%Y-%m-%d %H:%M:%S} UTC"
