"""A process that asks: `pace_child URL FOLDER PACE REQUESTS INTERVAL`. It says `ready`, waits for a line, and asks."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from litgraph.web.request import Request, Service
from tests.unit.web.asking import web_at


def main(url: str, folder: Path, pace: Path, requests: int, interval: float) -> None:
    """Ask so many questions, each another, with a cache of one's own and a pace that is shared."""
    asked = Service(name="s", base=url, pace="shared", interval=interval)
    with web_at(folder, pace=pace, tries=1) as web:
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(requests):
            web.fetch(asked, Request(url=f"{url}/{folder.name}/{number}"), lambda reply: reply.body)
            print(number, flush=True)


if __name__ == "__main__":
    # A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
