"""Reads techniques in a record and says after each batch how many texts it has read, until it is killed.

python mining_child.py RECORD
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from litgraph.model.technique import Reading
from litgraph.pipeline.mining import mine
from litgraph.store.record import open_record
from litgraph.techniques.extractor import PaperText, Unread
from tests.unit.pipeline.readers import CapitalsExtractor

TODAY = "2026-01-01"


class SlowExtractor(CapitalsExtractor):
    """Takes its time over each text."""

    def account(self) -> str:
        return ""

    def read(self, texts: Iterable[PaperText]) -> Iterator[tuple[PaperText, Reading | Unread]]:
        """Read each text after a while."""
        for one in CapitalsExtractor.read(self, texts):
            time.sleep(0.0005)
            yield one


def main(path: Path) -> None:
    """Read all that is new."""
    with open_record(path, write=True, today=TODAY) as record:
        mine(record, SlowExtractor(), progress=lambda what, done, of: print(f"{what}: {done}", flush=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
