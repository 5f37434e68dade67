"""Progress on stderr: a bar on a terminal, one line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

_QUIET_SECONDS = 10.0


def reporter() -> Callable[[str, int, int], None]:
    """Give a function that is told (what, done, of) and shows it; `of` 0 says that the run waits for something."""
    return _bar() if sys.stderr.isatty() else _lines()


def _lines() -> Callable[[str, int, int], None]:
    last = time.monotonic()

    def report(what: str, done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _QUIET_SECONDS:
            last = now
            print(f"{what}: {done} of {of}" if of else what, file=sys.stderr, flush=True)

    return report


def _bar() -> Callable[[str, int, int], None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}

    wait = progress.add_task("", total=None, visible=False)

    def report(what: str, done: int, of: int) -> None:
        if not of:
            progress.update(wait, description=what, visible=True)
            return
        progress.update(wait, visible=False)
        if what not in tasks:
            progress.start()
            tasks[what] = progress.add_task(what, total=of)
        progress.update(tasks[what], completed=done, total=of)
        if done >= of:
            progress.remove_task(tasks.pop(what))
        if not tasks:
            progress.stop()

    return report
