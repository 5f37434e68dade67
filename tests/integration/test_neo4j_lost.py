"""A Neo4j server that is lost, or fails, in the middle of something."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from neo4j import ManagedTransaction

from litgraph.api import init_workspace, open_workspace
from litgraph.errors import InputError, LitgraphError, OutOfReach
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.server import Server
from tests.cli.conftest import Litgraph
from tests.integration.test_neo4j_failures import LIST, LONGEST
from tests.servers.bolt_proxy import BoltProxy
from tests.servers.neo4j_server import Neo4jServer


@contextmanager
def through(proxy: BoltProxy, server: Neo4jServer) -> Iterator[Connection]:
    with connect(Server(uri=proxy.uri, password=server.password, connect_timeout=2)) as connection:
        yield connection


def assert_lost(lost: LitgraphError, proxy: BoltProxy, began: float) -> None:
    assert proxy.uri in str(lost)
    assert "LITGRAPH_NEO4J_URI" in str(lost)
    assert time.monotonic() - began < LONGEST


def test_the_connection_is_cut_while_rows_come(neo4j_server: Neo4jServer) -> None:
    with BoltProxy(neo4j_server.uri, cut_after=200_000) as proxy, through(proxy, neo4j_server) as connection:
        began = time.monotonic()
        with pytest.raises(OutOfReach) as lost:
            list(connection.stream("UNWIND range(1, 1000000) AS number RETURN number, 'some words beside it'"))

    assert_lost(lost.value, proxy, began)


def test_the_connection_is_cut_while_writing(empty_neo4j: Neo4jServer) -> None:
    def cut_in_the_middle(transaction: ManagedTransaction) -> None:
        transaction.run("CREATE (:Half {part: 2})").consume()
        proxy.cut()
        transaction.run("CREATE (:Half {part: 3})").consume()

    with BoltProxy(empty_neo4j.uri) as proxy, through(proxy, empty_neo4j) as connection:
        connection.write(lambda transaction: transaction.run("CREATE (:Half {part: 1})").consume())
        began = time.monotonic()
        with pytest.raises(OutOfReach) as lost:
            connection.write(cut_in_the_middle)

    assert_lost(lost.value, proxy, began)
    assert empty_neo4j.run("MATCH (n:Half) RETURN collect(n.part)") == [[[1]]]


def test_the_server_stands_still_while_writing(empty_neo4j: Neo4jServer) -> None:
    def hang_in_the_middle(transaction: ManagedTransaction) -> None:
        proxy.hang()
        transaction.run("CREATE (:Half {part: 1})").consume()

    with BoltProxy(empty_neo4j.uri) as proxy, through(proxy, empty_neo4j) as connection:
        began = time.monotonic()
        with pytest.raises(OutOfReach) as lost:
            connection.write(hang_in_the_middle)

    assert_lost(lost.value, proxy, began)


def test_a_server_that_answers_may_take_long(neo4j_server: Neo4jServer) -> None:
    with BoltProxy(neo4j_server.uri) as proxy, through(proxy, neo4j_server) as connection:
        rows = connection.read("UNWIND range(1, 60000000) AS x WITH x WHERE x % 30000000 = 0 RETURN x")

    assert [row["x"] for row in rows] == [30_000_000, 60_000_000]


def test_a_push_is_cut_off_and_goes_on(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_neo4j: Neo4jServer
) -> None:
    workspace, papers = tmp_path / "ws", tmp_path / "papers.jsonl"
    lines = [
        {"id": f"{number}", "title": f"Paper {number}", "references": [f"{number // 2}"]} for number in range(5000)
    ]
    papers.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "list.md").write_text(LIST)
    init_workspace(workspace, str(tmp_path / "list.md"))
    open_workspace(workspace).import_files([papers])
    for name, value in empty_neo4j.environment().items():
        monkeypatch.setenv(name, value)
    with BoltProxy(empty_neo4j.uri, cut_after=1_000_000) as proxy:
        monkeypatch.setenv("LITGRAPH_NEO4J_URI", proxy.uri)
        cut = litgraph("graph", "push", "-w", workspace)
        lasted = time.monotonic() - proxy.cut_at
    (part,) = empty_neo4j.run("RETURN 0 < COUNT { (:Paper) } + COUNT { ()-[:CITES]->() } < 10001")
    monkeypatch.setenv("LITGRAPH_NEO4J_URI", empty_neo4j.uri)

    whole = litgraph("graph", "push", "-w", workspace, "--json")

    assert cut.exit_code == 5
    assert proxy.uri in cut.last_line
    assert "LITGRAPH_NEO4J_URI" in cut.last_line
    assert lasted < LONGEST
    assert part == [True]
    assert whole.exit_code == 0
    assert empty_neo4j.run("MATCH (p:Paper) RETURN count(p)") == [[5001]]
    assert empty_neo4j.run("MATCH ()-[r:CITES]->() RETURN count(r)") == [[5000]]


def test_a_short_break_is_survived(empty_neo4j: Neo4jServer) -> None:
    tries = 0

    def broken_once(transaction: ManagedTransaction) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            proxy.break_off()
        transaction.run("MERGE (:Whole)").consume()

    with BoltProxy(empty_neo4j.uri) as proxy, through(proxy, empty_neo4j) as connection:
        connection.write(broken_once)

    assert tries == 2
    assert empty_neo4j.run("MATCH (n:Whole) RETURN count(n)") == [[1]]


def test_two_that_lock_each_other_both_end(empty_neo4j: Neo4jServer) -> None:
    empty_neo4j.run("CREATE (:Kept {id: 1, times: 0}), (:Kept {id: 2, times: 0})")
    both_hold_one = threading.Barrier(2)

    def count(connection: Connection, order: tuple[int, int]) -> None:
        first_try = itertools.chain([True], itertools.repeat(False))

        def work(transaction: ManagedTransaction) -> None:
            waits = next(first_try)
            for number in order:
                transaction.run("MATCH (n:Kept {id: $id}) SET n.times = n.times + 1", id=number).consume()
                if waits and number == order[0]:
                    both_hold_one.wait(10)

        connection.write(work)

    with (
        connect(Server(uri=empty_neo4j.uri, password=empty_neo4j.password)) as connection,
        ThreadPoolExecutor(2) as threads,
    ):
        for done in [threads.submit(count, connection, order) for order in ((1, 2), (2, 1))]:
            done.result()

    assert empty_neo4j.run("MATCH (n:Kept) RETURN collect(n.times)") == [[[2, 2]]]


def test_data_that_clash_with_a_constraint(empty_neo4j: Neo4jServer) -> None:
    empty_neo4j.run("CREATE (:Thing {id: 1}), (:Thing {id: 1})")
    with (
        connect(Server(uri=empty_neo4j.uri, password=empty_neo4j.password)) as connection,
        pytest.raises(InputError, match="LITGRAPH_NEO4J_PREFIX"),
    ):
        connection.command("CREATE CONSTRAINT thing FOR (n:Thing) REQUIRE n.id IS UNIQUE")


def test_too_little_memory(neo4j_server: Neo4jServer) -> None:
    with (
        connect(Server(uri=neo4j_server.uri, password=neo4j_server.password)) as connection,
        pytest.raises(OutOfReach, match=r"ran out of memory.*dbms\.memory\.transaction\.total\.max"),
    ):
        connection.read("UNWIND range(1, 100000000) AS x WITH collect([x, x, x]) AS them RETURN size(them)")


def test_a_question_that_takes_too_long(neo4j_server: Neo4jServer) -> None:
    server = Server(uri=neo4j_server.uri, password=neo4j_server.password, query_timeout=0.5)
    with (
        connect(server) as connection,
        pytest.raises(OutOfReach, match="longer than allowed"),
    ):
        connection.read("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a WHERE a < 0 RETURN a")
