"""Two ingests at once, in two workspaces of one user, keep one pace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.services import Content, content_of, make_workspace, serving, set_environment

_MAIN = "from litgraph.cli.app import main; main()"
_INTERVAL, _TOLERANCE = 0.1, 0.005  # seconds


def test_two_ingests_take_turns(tmp_path: Path, undisturbed: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as services:
        set_environment(monkeypatch, services, tmp_path)
        monkeypatch.setenv("LITGRAPH_ARXIV_INTERVAL", str(_INTERVAL))
        monkeypatch.setenv("LITGRAPH_S2_INTERVAL", str(_INTERVAL))
        workspaces = [make_workspace(tmp_path / name) for name in ("one", "other")]
        commands = [[sys.executable, "-c", _MAIN, "ingest", "-w", str(workspace)] for workspace in workspaces]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ.copy()) for command in commands]
        shown = [process.communicate(timeout=60)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0], shown
    for server in services.servers:
        assert min(server.gaps()) >= _INTERVAL - _TOLERANCE
        assert server.most_at_once == 1
    assert len(services.s2.seen) == 2 * 13
    assert [content_of(workspace) for workspace in workspaces] == [undisturbed, undisturbed]
