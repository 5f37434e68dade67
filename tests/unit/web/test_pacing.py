"""The pace, measured at the server, over all processes of a user."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from litgraph.errors import OutOfReach
from litgraph.web.pacing import MARGIN, Pacer
from litgraph.web.request import Service
from litgraph.web.transport import Web
from tests.servers import faults
from tests.servers.faults import hang, slow
from tests.servers.scripted import LoopbackServer
from tests.unit.web.asking import GOOD, good, outcome, request, service, web_at

_ROOT = Path(__file__).parents[3]
_PACED = Service(name="s", base="http://h", pace="h", interval=0.1)


def _child(server: LoopbackServer, folder: Path, requests: int, interval: float) -> subprocess.Popen[str]:
    """Start a process that asks once it is told to; wait until it is ready."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.unit.web.pace_child", server.url, str(folder), str(folder.parent / "pace")]
    child = subprocess.Popen(
        [*command, str(requests), str(interval)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def _go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def _until(server: LoopbackServer, requests: int) -> None:
    deadline = time.monotonic() + 5
    while len(server.seen) < requests and time.monotonic() < deadline:
        time.sleep(0.005)


def test_two_processes_keep_one_pace_and_never_ask_at_once(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(slow(0.05))
    children = [_child(server, tmp_path / name, 8, 0.15) for name in ("one", "other")]

    for child in children:
        _go(child)
    for child in children:
        assert child.wait(20) == 0

    assert len(server.seen) == 16
    assert min(server.gaps()) >= 0.15
    assert sum(server.gaps()) < 15 * 0.25  # the turns follow upon each other
    assert server.most_at_once == 1
    assert len({seen.path.split("/")[1] for seen in server.seen[:8]}) == 2


def test_a_killed_process_frees_its_turn(tmp_path: Path, server: LoopbackServer) -> None:
    server.faults.add(hang(2.0), times=1)
    child = _child(server, tmp_path / "one", 1, 0.1)
    _go(child)
    _until(server, 1)

    child.send_signal(signal.SIGKILL)
    child.wait()
    with web_at(tmp_path / "one", pace=tmp_path / "pace") as web:
        began = time.monotonic()
        answer = outcome(web, service(server, pace="shared", interval=0.1), request(server))

    assert answer == GOOD
    assert time.monotonic() - began < 1.0
    assert server.gaps()[0] >= 0.1


def test_a_killed_process_has_kept_every_answer_that_it_gave(tmp_path: Path, server: LoopbackServer) -> None:
    first = _child(server, tmp_path / "one", 1000, 0.0)
    _go(first)
    _until(server, 40)
    first.kill()
    given = first.communicate()[0].split()
    second = _child(server, tmp_path / "one", 60, 0.0)
    second.communicate("go\n", timeout=20)

    asked = Counter(server.paths())
    assert len(given) >= 30
    assert max(asked[f"/one/{number}"] for number in given) == 1
    assert sum(asked.values()) <= len(asked) + 1


def test_waiting_for_another_process_ends_with_an_interrupt(tmp_path: Path, server: LoopbackServer) -> None:
    child = _child(server, tmp_path / "one", 1, 0.0)
    shared = Service(name="s", base=server.url, pace="shared", interval=0)
    with Pacer(tmp_path / "pace", lambda _: None).turn(shared):
        _go(child)
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=5)

    assert said.rstrip().endswith("KeyboardInterrupt")
    assert server.seen == []


def test_waiting_for_a_turn_is_told_and_does_not_count_as_a_timeout(tmp_path: Path, server: LoopbackServer) -> None:
    held = threading.Event()
    told: list[str] = []
    pace = Pacer(tmp_path / "pace", lambda _: None)

    def hold() -> None:
        with pace.turn(service(server)):
            held.set()
            time.sleep(0.4)

    threading.Thread(target=hold).start()
    held.wait()
    with web_at(tmp_path, timeout=0.1, deadline=0.2, tries=1) as web:
        web.on_wait = told.append
        assert outcome(web, service(server), request(server)) == GOOD

    assert told == ["s: waiting for the request of another process"]


def test_services_of_one_pace_take_turns_and_others_do_not_wait(web: Web, server: LoopbackServer) -> None:
    api, source = (service(server, name=name, interval=0.15) for name in ("arxiv", "arxiv source"))
    other = service(server, name="s2", interval=0.15, pace="s2")

    web.fetch(api, request(server), good)
    web.fetch(other, request(server, "/y"), good)
    web.fetch(source, request(server, "/x", body=b"1"), good)

    first, second, third = (seen.began for seen in server.seen)
    assert third - first >= 0.15
    assert second - first < 0.1


def test_a_failed_request_counts_for_the_pace(web: Web, server: LoopbackServer) -> None:
    server.faults.add(faults.reset, times=2)

    web.fetch(service(server, interval=0.1), request(server), good)

    assert min(server.gaps()) >= 0.1


def test_no_interval_costs_next_to_nothing(tmp_path: Path) -> None:
    free = Service(name="s", base="http://h", pace="h", interval=0)
    pacer = Pacer(tmp_path, lambda _: None)

    began = time.monotonic()
    for _ in range(200):
        with pacer.turn(free):
            pass

    assert time.monotonic() - began < 0.2


def _wait(folder: Path, content: bytes) -> float:
    """Measure how long a turn is waited for after what the file of the pace says."""
    pacer = Pacer(folder, lambda _: None)
    with pacer.held(_PACED):
        pass
    [file] = folder.iterdir()
    file.write_bytes(content)
    with pacer.held(_PACED) as turn:
        return turn.wait(_PACED.interval)


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"\xff\x00", b"nan nan", b"1 2 3", b"inf 0", b"-5 -5", b"0 1e300", b"1e999 0"]
)
def test_nonsense_in_the_file_of_a_pace_is_no_reason_to_wait(tmp_path: Path, content: bytes) -> None:
    assert _wait(tmp_path, content) == 0


def test_what_the_file_of_a_pace_says_is_kept(tmp_path: Path) -> None:
    now = time.time()
    assert _wait(tmp_path, f"{now} 0".encode()) == pytest.approx(0.1 + MARGIN, abs=0.01)
    assert _wait(tmp_path, f"{now} {now + 500}".encode()) == pytest.approx(500, abs=0.1)


def test_a_clock_that_was_put_back_costs_one_interval_at_most(tmp_path: Path) -> None:
    now = time.time()
    assert _wait(tmp_path, f"{now + 86400} 0".encode()) == pytest.approx(0.1 + MARGIN)
    assert _wait(tmp_path, f"0 {now + 601}".encode()) == 0


def test_a_longer_wait_that_was_asked_for_stands(tmp_path: Path) -> None:
    with Pacer(tmp_path, lambda _: None).held(_PACED) as turn:
        turn.hold_back(30)
        turn.hold_back(5)
        assert turn.wait(_PACED.interval) == pytest.approx(30, abs=0.1)


def test_a_pace_of_any_name_has_a_file_in_the_folder(tmp_path: Path) -> None:
    for pace in ("../../etc/passwd", "a/b", "a_b", "", "x" * 500, "é\0"):
        with Pacer(tmp_path / "pace", lambda _: None).turn(Service(name="s", base="http://h", pace=pace, interval=0)):
            pass

    assert len(list((tmp_path / "pace").iterdir())) == 6
    assert [file.name for file in tmp_path.iterdir()] == ["pace"]


def test_a_deleted_file_does_not_let_two_ask_at_once(tmp_path: Path) -> None:
    pacer, asked = Pacer(tmp_path, lambda _: None), []
    first = pacer.turn(_PACED)
    first.__enter__()

    def wait() -> None:
        with pacer.turn(_PACED):
            asked.append(list(tmp_path.iterdir()))

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.05)
    next(tmp_path.iterdir()).unlink()
    first.__exit__(None, None, None)
    waiting.join()

    assert len(asked[0]) == 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, server: LoopbackServer) -> None:
    (tmp_path / "pace").write_text("a file where the folder should be")

    with web_at(tmp_path) as web, pytest.raises(OutOfReach, match=r"Cannot keep the pace of requests in .*writable"):
        web.fetch(service(server), request(server), good)

    assert server.seen == []
