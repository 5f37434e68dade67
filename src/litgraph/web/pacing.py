"""Pacing over all processes of a user: one request at a time, and none too soon after the one before."""

from __future__ import annotations

import fcntl
import hashlib
import math
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from litgraph.errors import OutOfReach
from litgraph.web.request import Service
from litgraph.web.retry import LONGEST_RETRY_AFTER

MARGIN = 0.02  # seconds on top of the interval, for what the network does to the gap between two requests


class Turn:
    """The right to ask, held until the request is over; a class since it owns the open lock file."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take over the locked file."""
        self._path = path
        self._descriptor = descriptor

    def wait(self, interval: float) -> float:
        """Tell how long to wait, in seconds, by what the file says; nonsense in it counts as nothing."""
        began, not_before = self._read()
        now = time.time()
        gap = interval + MARGIN if interval > 0 else 0.0
        pause = min(began + gap - now, gap)  # a beginning in the future (the clock was put back) is taken for now
        held = not_before - now
        return max(pause, held if held <= LONGEST_RETRY_AFTER + interval else 0.0, 0.0)

    def begin(self) -> None:
        """Note that a request begins now."""
        self._write(time.time(), 0.0)

    def hold_back(self, seconds: float) -> None:
        """Let nobody of this pace ask for so long from now."""
        began, not_before = self._read()
        now = time.time()
        longer = not_before if not_before - now <= LONGEST_RETRY_AFTER else 0.0
        self._write(began, max(now + seconds, longer))

    def _read(self) -> tuple[float, float]:
        return _parse(os.pread(self._descriptor, 100, 0))

    def _write(self, began: float, not_before: float) -> None:
        text = f"{began:.6f} {not_before:.6f}\n".encode()
        try:
            os.pwrite(self._descriptor, text, 0)
            os.ftruncate(self._descriptor, len(text))
        except OSError as error:
            raise _trouble(self._path, error) from error


class Pacer:
    """Hands out turns; a class since it owns a limit. The system frees the turn of a process that dies."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        """Keep a file for each pace in `folder`; `tell` hears of every wait."""
        self._folder = folder
        self._tell = tell

    @contextmanager
    def turn(self, service: Service) -> Iterator[Turn]:
        """Wait for the turn of a service, and hold it. Ctrl-C ends the wait."""
        with self.held(service) as turn:
            seconds = turn.wait(service.interval)
            if seconds > 0:
                self._tell(f"{service.name}: waiting {seconds:.1f} s")
                time.sleep(seconds)
            turn.begin()
            yield turn

    @contextmanager
    def held(self, service: Service) -> Iterator[Turn]:
        """Hold the turn of a service without waiting for its interval, as one who asks nothing."""
        path = self._folder / _file_name(service.pace)
        try:
            descriptor = self._locked(path, service)
        except OSError as error:
            raise _trouble(path, error) from error
        try:
            yield Turn(path, descriptor)
        finally:
            os.close(descriptor)

    def _locked(self, path: Path, service: Service) -> int:
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                self._lock(descriptor, service)
                # Where the file was deleted in the meantime, others lock the new one.
                if os.path.exists(path) and os.path.samestat(os.stat(path), os.fstat(descriptor)):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _lock(self, descriptor: int, service: Service) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._tell(f"{service.name}: waiting for the request of another process")
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def _file_name(pace: str) -> str:
    """Make a safe name for a file, readable and one's own."""
    digest = hashlib.sha256(pace.encode()).hexdigest()[:8]
    return re.sub("[^A-Za-z0-9.-]+", "_", pace)[:60] + f"-{digest}.pace"


def _parse(text: bytes) -> tuple[float, float]:
    try:
        began, not_before = map(float, text.decode("ascii").split())
    except ValueError:
        return 0.0, 0.0
    return (began, not_before) if math.isfinite(began) and math.isfinite(not_before) else (0.0, 0.0)


def _trouble(path: Path, error: OSError) -> OutOfReach:
    return OutOfReach(
        f"Cannot keep the pace of requests in {path}: {error.strerror or error}. "
        "Make its folder writable, or set XDG_CACHE_HOME to one that is."
    )
