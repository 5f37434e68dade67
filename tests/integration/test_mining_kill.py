"""A reader of techniques that is killed loses at most the batch in flight, and goes on from there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.pipeline.mining import mine
from litgraph.store.papers import upsert_papers
from litgraph.store.readings import count_unread, read_hashes
from litgraph.store.record import Record, open_record
from tests.integration.mining_child import TODAY
from tests.unit.pipeline.readers import CapitalsExtractor

_ROOT = Path(__file__).parents[2]
_PAPERS = 3_000


def _made(path: Path) -> Path:
    with open_record(path, write=True, today=TODAY) as record:
        upsert_papers(
            record,
            (
                describe(
                    frozenset({PaperId(f"local:{number}")}),
                    source="file",
                    day=TODAY,
                    title=f"NAME{number % 700}: a method",
                    abstract=f"It builds on NAME{number % 90} in paper {number}.",
                )
                for number in range(_PAPERS)
            ),
        )
    return path


def _read_until_killed(path: Path, seconds: float) -> int:
    """Let a child read until it is killed; give how many texts it said that it had read."""
    command = [sys.executable, "-m", "tests.integration.mining_child", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline(), child.stdout.readline()]
        time.sleep(seconds)
        child.kill()
        lines += [line for line in child.stdout.readlines() if line.endswith("\n")]
    counts = [int(line.rpartition(": ")[2]) for line in lines if line.startswith("techniques: reading")]
    return max(counts, default=0)


def _answer(record: Record) -> object:
    return mine(record, CapitalsExtractor(), progress=lambda *_: None).value


def test_what_was_read_before_a_kill_is_not_read_again(tmp_path: Path) -> None:
    path, chance = _made(tmp_path / "record.sqlite"), random.Random(8)
    read = 0
    for _ in range(4):
        told = _read_until_killed(path, chance.uniform(0, 0.3))
        with open_record(path, write=True, today=TODAY) as record:
            assert len(read_hashes(record)) >= read + told
            read = len(read_hashes(record))
            assert record.check_integrity() == []

    with open_record(path, write=True, today=TODAY) as record:
        rest = CapitalsExtractor()
        killed = mine(record, rest, progress=lambda *_: None).value
        assert len(rest.asked) == _PAPERS - read
        assert count_unread(record) == 0
    with open_record(_made(tmp_path / "whole.sqlite"), write=True, today=TODAY) as record:
        assert _answer(record) == killed
