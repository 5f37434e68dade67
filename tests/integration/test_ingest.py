"""The contract of `ingest`: its shape, its exit codes, what it asks and what it leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Litgraph
from tests.integration.services import (
    LIST,
    LISTED,
    Content,
    Services,
    at,
    content_of,
    ingest,
    make_workspace,
    revision_of,
    serving,
    set_environment,
    states_in,
    states_of,
    warnings_of,
)
from tests.servers import faults

UNKNOWN = """
## Unknown
- FlashAttention-2: Faster Attention with Better Parallelism and Work Partitioning, <ins>arXiv, 2025</ins> [[Paper](https://arxiv.org/abs/2501.99999)]
- A Thing That No Register Holds at All, <ins>Nowhere, 2025</ins> [[Paper](https://doi.org/10.5555/no.such.thing)]
- Another Thing That Nobody Has Ever Written Down [[Paper](https://example.org/thing.pdf)]
"""


def test_every_entry_ends_as_a_paper(litgraph: Litgraph, network: Path) -> None:
    run = ingest(litgraph, network)

    envelope = json.loads(run.stdout)
    assert (run.exit_code, envelope["schema"], envelope["warnings"]) == (0, "litgraph/ingest.v1", [])
    assert envelope["data"] == {
        "entries": len(LISTED),
        "resolved": len(LISTED),
        "unresolved": [],
        "references": {"known": len(LISTED), "of": len(LISTED)},
        "citations": 14,
        "items": {"ok": 2, "empty": 7, "elided": 0, "not_found": 0, "failed": 0, "deferred": 0, "capped": 0},
        "sources": [
            {"name": "arxiv", "state": "ok", "requests": 2, "message": ""},
            {"name": "s2", "state": "ok", "requests": 13, "message": ""},
            {"name": "arxiv-source", "state": "ok", "requests": 1, "message": ""},
        ],
    }
    assert [row[1] for row in sorted(content_of(network)["listings"], key=lambda row: row[5])] == list(LISTED)


def test_a_second_run_asks_nothing_and_changes_nothing(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    first = ingest(litgraph, network)
    before = revision_of(network)
    services.recover()

    second = ingest(litgraph, network)

    assert services.requests == 0
    assert revision_of(network) == before
    assert second.answer == {**first.answer, "sources": []}
    assert content_of(network) == undisturbed


def test_for_people_it_says_the_same(litgraph: Litgraph, network: Path) -> None:
    run = litgraph("ingest", "-w", network)

    rows = [line.split("\t") for line in run.stdout.splitlines()]
    assert ["entries", f"{len(LISTED)} of {len(LISTED)} resolved"] in rows
    assert ["source s2", "ok, 13 requests"] in rows
    assert run.exit_code == 0


def test_what_nobody_knows_is_unresolved_with_a_reason(litgraph: Litgraph, services: Services, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, LIST + UNKNOWN)

    lenient, strict = ingest(litgraph, workspace), ingest(litgraph, workspace, "--strict")

    assert (lenient.exit_code, strict.exit_code) == (0, 6)
    assert strict.answer["unresolved"] == lenient.answer["unresolved"]
    assert [(one["line"], one["reason"]) for one in lenient.answer["unresolved"]] == [
        (21, "no source knows arxiv:2501.99999"),
        (22, "no source knows doi:10.5555/no.such.thing"),
        (23, "no identifier, and no source knows the title"),
    ]
    assert "3 of 12 entries are unresolved" in warnings_of(lenient)
    assert lenient.answer["references"]["of"] == len(LISTED)
    assert len({row[1] for row in content_of(workspace)["listings"]}) == 12  # their papers stay


def test_an_open_question_is_asked_again_and_only_that(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    services.s2.faults.add(faults.cut_content, times=3, when=at("/references"))
    first = ingest(litgraph, network)
    failed = {key for key, state in states_of(network, "references").items() if state == "failed"}
    services.recover()

    second = ingest(litgraph, network)

    assert (first.exit_code, first.answer["items"]["failed"], first.answer["items"]["deferred"]) == (5, 1, 0)
    assert failed == {"arxiv:2106.09685"}
    assert (second.exit_code, services.requests) == (0, 1)
    assert content_of(network) == undisturbed


def test_offline_without_replies_everything_waits(litgraph: Litgraph, services: Services, network: Path) -> None:
    run = ingest(litgraph, network, "--offline")

    assert (run.exit_code, services.requests) == (0, 0)
    assert run.answer["resolved"] == 0
    assert all("did not answer" in one["reason"] for one in run.answer["unresolved"])
    assert "without --offline" in warnings_of(run)
    assert content_of(network)["citations"] == []


def test_offline_the_replies_rebuild_the_record(
    litgraph: Litgraph, services: Services, network: Path, tmp_path: Path, undisturbed: Content
) -> None:
    ingest(litgraph, network)
    again = make_workspace(tmp_path / "again")
    for file in (network / ".litgraph").glob("replies.sqlite*"):
        shutil.copy(file, again / ".litgraph" / file.name)
    services.recover()

    run = ingest(litgraph, again, "--offline")

    assert (run.exit_code, services.requests) == (0, 0)
    assert set(states_in(run).values()) == {"ok"}
    assert content_of(again) == undisturbed


def test_refresh_asks_everything_again(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    ingest(litgraph, network)
    before = revision_of(network)
    services.recover()

    run = ingest(litgraph, network, "--refresh")

    assert run.exit_code == 0
    assert (len(services.s2.seen), len(services.arxiv.seen)) == (11, 2)  # every name is known by now
    assert revision_of(network) == before
    assert content_of(network) == undisturbed


def test_a_source_out_of_reach_exits_5_with_the_object(
    litgraph: Litgraph, network: Path, undisturbed: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with monkeypatch.context() as lost:
            lost.setenv("LITGRAPH_S2_API_URL", nowhere)
            first = ingest(litgraph, network, "--strict")
    second = ingest(litgraph, network, "--strict")

    assert first.exit_code == 5
    assert (states_in(first)["arxiv"], states_in(first)["s2"]) == ("ok", "unreachable")
    assert (first.answer["resolved"], first.answer["items"]["deferred"]) == (6, 6)
    assert "s2" in first.last_line
    assert second.exit_code == 0
    assert content_of(network) == undisturbed


def test_ctrl_c_exits_130_and_loses_nothing(
    litgraph: Litgraph, tmp_path: Path, undisturbed: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path)
        services.s2.faults.add(faults.slow(5), times=1, when=lambda _: len(services.s2.seen) == 7)
        # A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C.
        heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        started = f"{heeding}; from litgraph.cli.app import main; main()"
        command = [sys.executable, "-c", started, "ingest", "-w", str(workspace)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ.copy()) as process:
            while len(services.s2.seen) < 7 and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
        services.recover()
        second = ingest(litgraph, workspace)

    assert process.returncode == 130
    assert said == "litgraph: Interrupted. What was done is saved; run again to go on.\n"
    assert second.exit_code == 0
    assert len(services.s2.seen) == 7  # of 13, six had been answered
    assert content_of(workspace) == undisturbed


def test_without_the_surveys_id_it_says_what_is_not_known(
    litgraph: Litgraph, services: Services, tmp_path: Path
) -> None:
    run = ingest(litgraph, make_workspace(tmp_path, arxiv=""))

    assert run.exit_code == 0
    assert "what the survey itself cites is not known: give its arXiv id" in warnings_of(run)
    assert "/src/2312.03863" not in services.arxiv.paths()
