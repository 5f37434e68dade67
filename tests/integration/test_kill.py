"""A writer killed at any moment loses at most the batch in flight."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from litgraph.store.citations import fetch_citations
from litgraph.store.lists import fetch_listings
from litgraph.store.papers import paper_ids
from litgraph.store.record import open_record
from tests.integration.kill_child import BATCH, TODAY, key_of

_ROOT = Path(__file__).parents[2]


def _write_until_killed(record: Path, first: int, seconds: float) -> list[int]:
    """Let a child write until it is killed, so long after its first acknowledgement; give what it acknowledged."""
    command = [sys.executable, "-m", "tests.integration.kill_child", str(record), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as child:
        assert child.stdout is not None
        acknowledged = [child.stdout.readline()]
        time.sleep(seconds)
        child.kill()
        acknowledged += child.stdout.readlines()
    return [int(line) for line in acknowledged if line.endswith("\n")]


def _check(path: Path, acknowledged: set[int]) -> int:
    """Find every acknowledged batch whole, no batch in part, and the record sound; give the next batch's number."""
    with open_record(path, write=True, today=TODAY) as record:
        papers = set(paper_ids(record))
        batches = {int(key.removeprefix("local:").partition("-")[0]) for key in papers}
        assert acknowledged <= batches
        assert papers == {key_of(batch, number) for batch in batches for number in range(BATCH)}
        assert len(fetch_citations(record)) == len(batches) * (BATCH - 1)
        assert len({key for key, _ in fetch_listings(record, "s", ever=True)}) == len(batches)
        assert record.revision == len(batches)
        assert record.check_integrity() == []
        return max(batches) + 1


def _kill_again_and_again(path: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: set[int] = set()
    first = 0
    for _ in range(kills):
        acknowledged.update(_write_until_killed(path, first, chance.uniform(0, 0.3)))
        first = _check(path, acknowledged)
    assert len(acknowledged) >= kills


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    _kill_again_and_again(tmp_path / "record.sqlite", kills=5, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 7))
def test_what_was_acknowledged_is_there_after_many_kills(tmp_path: Path, seed: int) -> None:
    _kill_again_and_again(tmp_path / "record.sqlite", kills=60, seed=seed)
