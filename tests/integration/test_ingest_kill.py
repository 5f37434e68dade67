"""An ingest killed at any moment loses nothing that was answered: started again, it ends as one that was left alone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.made_up import make_up
from tests.integration.services import Content, Services, content_of, make_workspace, serving, set_environment
from tests.servers.faults import SeenRequest

_MAIN = "from litgraph.cli.app import main; main()"
_PATIENCE = 300.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Killed:
    """What came of an ingest that was killed again and again."""

    content: Content
    asked: tuple[SeenRequest, ...]
    in_flight: frozenset[int]


def start(workspace: Path) -> subprocess.Popen[bytes]:
    """Start an ingest in a process of its own."""
    command = [sys.executable, "-c", _MAIN, "ingest", "-w", str(workspace), "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ.copy())


def ingest_wholly(workspace: Path) -> None:
    """Ingest to the end."""
    with start(workspace) as process:
        _, said = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0, said


def ingest_until(workspace: Path, services: Services, requests: int, seconds: float) -> None:
    """Ingest until both servers together were asked so often, and a little longer, then kill."""
    with start(workspace) as process:
        deadline = time.monotonic() + _PATIENCE
        while services.requests < requests and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        time.sleep(seconds)
        process.kill()
    assert process.returncode == -signal.SIGKILL, "it had ended before"


def asked_of(services: Services) -> list[SeenRequest]:
    """Give what both were asked, in order."""
    return sorted((seen for server in services.servers for seen in server.seen), key=lambda seen: seen.began)


def question(seen: SeenRequest) -> tuple[str, str, Mapping[str, str] | str, bytes]:
    """Tell questions apart."""
    return seen.method, seen.path, repr(sorted(seen.query)), seen.body


def ingest_with_kills(folder: Path, text: str, services: Services, moments: list[tuple[int, float]]) -> Killed:
    """Ingest, with a kill at each moment (requests seen by then, seconds more), and at last to the end."""
    workspace = make_workspace(folder, text, arxiv="")
    in_flight = set()
    for requests, seconds in moments:
        ingest_until(workspace, services, requests, seconds)
        in_flight.add(services.requests - 1)
    ingest_wholly(workspace)
    return Killed(content=content_of(workspace), asked=tuple(asked_of(services)), in_flight=frozenset(in_flight))


def check_kills(folder: Path, monkeypatch: pytest.MonkeyPatch, *, papers: int, kills: int, seed: int) -> None:
    """Compare a record whose ingest was killed with one whose ingest was not; no answered question is asked again."""
    made = make_up(papers, seed)
    chance = random.Random(seed)
    with serving(made.papers, made.library) as services:
        set_environment(monkeypatch, services, folder)
        left_alone = make_workspace(folder / "alone", made.text, arxiv="")
        ingest_wholly(left_alone)
        whole = services.requests
        services.recover()
        moments = sorted((chance.randrange(whole - 5), chance.uniform(0, 0.03)) for _ in range(kills))
        killed = ingest_with_kills(folder / "killed", made.text, services, moments)

    assert killed.content == content_of(left_alone)
    first: dict[object, int] = {}
    for number, seen in enumerate(killed.asked):
        before = first.get(question(seen))
        assert before is None or before in killed.in_flight, f"{seen.path} was answered, and asked again"
        first[question(seen)] = number


def test_an_ingest_survives_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_kills(tmp_path, monkeypatch, papers=200, kills=3, seed=1)


@pytest.mark.soak
def test_an_ingest_of_2000_papers_survives_20_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_kills(tmp_path, monkeypatch, papers=2_000, kills=20, seed=2)
