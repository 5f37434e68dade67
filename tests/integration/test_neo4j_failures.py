"""A Neo4j server that is not what the settings say: one line that names the address and the setting, in time."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from litgraph.api import init_workspace
from tests.cli.conftest import Litgraph, Run
from tests.servers.neo4j_server import Neo4jServer
from tests.servers.scripted import scripted

LONGEST = 15.0
LIST = "# Small\n## A\n- GPTQ, <ins>ICLR, 2023</ins> [[Paper](https://arxiv.org/abs/2210.17323)]\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "list.md").write_text(LIST)
    init_workspace(folder / "ws", str(folder / "list.md"))
    return folder / "ws"


@pytest.fixture
def lead(
    litgraph: Litgraph, small: Path, monkeypatch: pytest.MonkeyPatch, neo4j_server: Neo4jServer
) -> Callable[..., Run]:
    """Give a function that asks one thing of the server, with some of its settings replaced."""

    def ask(*command: str, **replaced: str) -> Run:
        variables = {f"LITGRAPH_NEO4J_{name.upper()}": value for name, value in replaced.items()}
        for name, value in {**neo4j_server.environment(), **variables}.items():
            monkeypatch.setenv(name, value)
        began = time.monotonic()
        run = litgraph(*(command or ("cypher", "RETURN 1 AS one")), "-w", small)
        assert time.monotonic() - began < LONGEST
        return run

    return ask


def assert_told(run: Run, exit_code: int, *said: str) -> None:
    assert run.exit_code == exit_code, run.stderr
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1
    for part in said:
        assert part in run.last_line


@contextmanager
def old_neo4j() -> Iterator[str]:
    """Speak Bolt 4.4 as a server of that age does: every message succeeds, the first by telling the version."""
    hello = b"\xb1\x70\xa2\x86server\x8cNeo4j/4.4.44\x8dconnection_id\x81x"
    done = b"\xb1\x70\xa1\x86fields\x90"

    def talk() -> None:
        with suppress(OSError):
            while True:
                visitor, _ = listener.accept()
                with visitor, visitor.makefile("rb") as said:
                    said.read(20)
                    visitor.sendall(b"\0\0\4\4")
                    answers = itertools.chain([hello], itertools.repeat(done))
                    while length := said.read(2):
                        if length == b"\0\0":
                            answer = next(answers)
                            visitor.sendall(len(answer).to_bytes(2, "big") + answer + b"\0\0")
                        else:
                            said.read(int.from_bytes(length, "big"))

    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=talk, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def answering(reply: bytes | None) -> Iterator[str]:
    """Listen, and send each visitor the same bytes; None says nothing and keeps the line open."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener, ExitStack() as visitors:

        def welcome() -> None:
            while True:
                try:
                    visitor = visitors.enter_context(listener.accept()[0])
                    visitor.recv(64)
                    if reply is not None:
                        visitor.sendall(reply)
                        visitor.close()
                except OSError:
                    return

        threading.Thread(target=welcome, daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def test_the_server_answers(lead: Callable[..., Run]) -> None:
    assert lead().stdout == "1\n"


def test_a_routing_address_leads_there_too(lead: Callable[..., Run], neo4j_server: Neo4jServer) -> None:
    assert lead(uri=neo4j_server.uri.replace("bolt://", "neo4j://")).stdout == "1\n"


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s"])
def test_no_server_there(lead: Callable[..., Run], scheme: str) -> None:
    uri = f"{scheme}://127.0.0.1:1"

    assert_told(lead(uri=uri), 5, uri, "out of reach", "LITGRAPH_NEO4J_URI")


def test_a_name_that_nobody_has(lead: Callable[..., Run]) -> None:
    assert_told(lead(uri="bolt://nobody.invalid:7687"), 5, "nobody.invalid", "LITGRAPH_NEO4J_URI")


def test_an_encrypted_address_of_a_server_without_encryption(
    lead: Callable[..., Run], neo4j_server: Neo4jServer
) -> None:
    uri = neo4j_server.uri.replace("bolt://", "bolt+s://")

    assert_told(lead(uri=uri), 5, uri, "encrypted", "LITGRAPH_NEO4J_URI")


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", None])
def test_no_bolt_there(lead: Callable[..., Run], reply: bytes | None) -> None:
    with answering(reply) as address:
        run = lead(uri=f"bolt://{address}", connect_timeout="2")

    assert_told(run, 5, address, "LITGRAPH_NEO4J_URI")


def test_a_web_server_there(lead: Callable[..., Run]) -> None:
    with scripted() as web:
        run = lead(uri=f"bolt://127.0.0.1:{web.server_port}", connect_timeout="2")

    assert_told(run, 5, "nothing there answers in Bolt", "LITGRAPH_NEO4J_URI")


def test_a_bolt_that_is_too_old(lead: Callable[..., Run]) -> None:
    with answering(b"\0\0\0\0") as address:  # what a server says that knows none of the versions asked for
        run = lead(uri=f"bolt://{address}")

    assert_told(run, 3, address, "litgraph needs 5.0 or newer", "LITGRAPH_NEO4J_URI")


def test_a_server_that_is_too_old(lead: Callable[..., Run]) -> None:
    with old_neo4j() as address:
        run = lead(uri=f"bolt://{address}")

    assert_told(run, 3, address, "Neo4j/4.4.44", "litgraph needs 5.0 or newer", "LITGRAPH_NEO4J_URI")


def test_a_wrong_password(lead: Callable[..., Run], neo4j_server: Neo4jServer) -> None:
    assert_told(lead(password="not the one"), 4, neo4j_server.uri, "LITGRAPH_NEO4J_PASSWORD")


def test_a_wrong_user(lead: Callable[..., Run], neo4j_server: Neo4jServer) -> None:
    assert_told(lead(user="nobody"), 4, neo4j_server.uri, "nobody", "LITGRAPH_NEO4J_USER")


@pytest.mark.parametrize("database", ["papers", "no such name!"])
def test_a_database_that_is_not_there(lead: Callable[..., Run], neo4j_server: Neo4jServer, database: str) -> None:
    assert_told(lead(database=database), 3, neo4j_server.uri, database, "LITGRAPH_NEO4J_DATABASE")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_database_that_is_not_there_by_any_scheme(
    lead: Callable[..., Run], neo4j_server: Neo4jServer, scheme: str
) -> None:
    uri = neo4j_server.uri.replace("bolt", scheme)

    assert_told(lead(uri=uri, database="papers"), 3, uri, "LITGRAPH_NEO4J_DATABASE")


@pytest.mark.parametrize("uri", ["http://localhost:7474", "localhost:7687", "bolt://ada:secret@localhost"])
def test_a_bad_address(lead: Callable[..., Run], uri: str) -> None:
    run = lead(uri=uri)

    assert_told(run, 3, "LITGRAPH_NEO4J_URI")
    assert "secret" not in run.stderr


def neo4j_check(run: Run) -> dict[str, str]:
    (check,) = (check for check in run.answer["checks"] if check["id"] == "neo4j")
    assert isinstance(check, dict)
    return check


def test_doctor_sees_that_the_server_answers(lead: Callable[..., Run], neo4j_server: Neo4jServer) -> None:
    check = neo4j_check(lead("doctor", "--json"))

    assert check["status"] == "ok"
    assert neo4j_server.uri in check["message"]
    assert "5." in check["message"]


@pytest.mark.parametrize(
    ("replaced", "setting"),
    [
        ({"uri": "bolt://127.0.0.1:1"}, "LITGRAPH_NEO4J_URI"),
        ({"password": "no"}, "LITGRAPH_NEO4J_PASSWORD"),
        ({"database": "none"}, "LITGRAPH_NEO4J_DATABASE"),
    ],
)
def test_doctor_says_what_is_wrong_with_it(lead: Callable[..., Run], replaced: dict[str, str], setting: str) -> None:
    check = neo4j_check(lead("doctor", "--json", **replaced))

    assert check["status"] == "fail"
    assert setting in check["fix"]


def test_doctor_asks_no_server_that_nobody_configured(
    litgraph: Litgraph, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LITGRAPH_NEO4J_URI", raising=False)

    checks = litgraph("doctor", "-w", small, "--json").answer["checks"]

    assert "neo4j" not in [check["id"] for check in checks]
