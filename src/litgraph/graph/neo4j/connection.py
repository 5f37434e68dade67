"""An open connection to a Neo4j server: the one place where the driver is called."""

from __future__ import annotations

import itertools
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j
from neo4j import READ_ACCESS, WRITE_ACCESS, ManagedTransaction, Query, Record
from neo4j.exceptions import DriverError, Neo4jError

from litgraph.graph.neo4j.server import Server
from litgraph.graph.neo4j.trouble import OLDEST, is_deadlock, is_memory, too_old, translated
from litgraph.graph.neo4j.watch import Watch, watched

T = TypeVar("T")

# A lost server is given up, and said to be, within 15 s: the last try begins by then, and has the connect timeout.
_RETRY_SECONDS = 6.0
_DEADLOCKS = 10  # how often a transaction may lose against another that locks the same nodes
_VERSION = re.compile(r"Neo4j/(\d+)\.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Connection:
    """A database that answers. Every error that comes out of it is a `LitgraphError`."""

    server: Server
    version: str
    _driver: neo4j.Driver
    _watch: Watch
    _bookmarks: neo4j.api.BookmarkManager

    def read(self, query: str, /, **parameters: object) -> list[Record]:
        """Give all rows of one reading statement; a lost connection is tried again."""

        def work(transaction: ManagedTransaction) -> list[Record]:
            return list(transaction.run(query, parameters))

        def once() -> list[Record]:
            with self._session(READ_ACCESS) as session:
                return session.execute_read(self._timed(work))

        return self._again(once)

    def stream(self, query: str, /, *, fetch_size: int = 1000, **parameters: object) -> Iterator[Record]:
        """Give the rows of one reading statement as they come; a connection lost in the middle is an error."""
        with self._asking(), self._session(READ_ACCESS, fetch_size=fetch_size) as session:
            yield from session.run(self._query(query), parameters)

    def plan(self, query: str, /, *, parameters: Mapping[str, object]) -> tuple[str | None, Mapping[str, Any] | None]:
        """Ask how the server would run a statement, without running it: its kind (`r` only reads) and its plan."""
        with self._asking(), self._session(READ_ACCESS) as session, session.begin_transaction() as transaction:
            summary = transaction.run(f"EXPLAIN {query}", dict(parameters)).consume()
            return summary.query_type, summary.plan

    def first_rows(
        self, query: str, /, *, limit: int, timeout: float | None, parameters: Mapping[str, object]
    ) -> tuple[tuple[str, ...], list[Record]]:
        """Give the columns and at most `limit` rows of a reading statement; the server is told to find no more."""
        with (
            self._asking(),
            self._session(READ_ACCESS, fetch_size=min(limit + 1, 1000)) as session,
            session.begin_transaction(timeout=timeout or self.server.query_timeout) as transaction,
        ):
            found = transaction.run(query, dict(parameters))
            return tuple(found.keys()), list(itertools.islice(found, limit))

    def write(self, work: Callable[[ManagedTransaction], T]) -> T:
        """Run `work` in one transaction, and again if the connection or a lock is lost: it must repeat well."""

        def once() -> T:
            with self._session(WRITE_ACCESS) as session:
                return session.execute_write(self._timed(work))

        return self._again(once)

    def command(self, query: str, /, **parameters: object) -> list[Record]:
        """Run a statement that has no transaction around it (schema, `IN TRANSACTIONS`), again where `write` would."""

        def once() -> list[Record]:
            with self._session(WRITE_ACCESS) as session:
                return list(session.run(self._query(query), parameters))

        return self._again(once)

    def _again(self, once: Callable[[], T]) -> T:
        """Do something, and again while it may then succeed: the one place of retries."""
        failures: list[float] = []
        with self._asking():
            while True:
                try:
                    return once()
                except (DriverError, Neo4jError) as error:
                    failures.append(time.monotonic())
                    late = failures[-1] - failures[0] > _RETRY_SECONDS
                    if is_deadlock(error):
                        late = len(failures) >= _DEADLOCKS
                    if late or not error.is_retryable() or is_memory(error) or self._watch.has_given_up:
                        raise
                time.sleep(0.1 * min(2 ** len(failures), 10) * (0.5 + random.random()))  # noqa: S311  # no secret

    def _session(self, access: str, **more: Any) -> neo4j.Session:
        return self._driver.session(
            database=self.server.database, default_access_mode=access, bookmark_manager=self._bookmarks, **more
        )

    @contextmanager
    def _asking(self) -> Iterator[None]:
        with translated(self.server), self._watch.over():
            yield

    def _query(self, text: str) -> Query:
        return Query(text, timeout=self.server.query_timeout)

    def _timed(self, work: Callable[[ManagedTransaction], T]) -> Callable[[ManagedTransaction], T]:
        return neo4j.unit_of_work(timeout=self.server.query_timeout)(work)


@contextmanager
def connect(server: Server) -> Iterator[Connection]:
    """Open a server's database, after checking that it answers, lets the user in, exists and is new enough."""
    # What the driver logs of its retries would stand beside the one line that the error is told in.
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    with translated(server):
        driver = neo4j.GraphDatabase.driver(
            server.uri,
            auth=(server.user, server.password) if server.password else None,
            connection_timeout=server.connect_timeout,
            connection_acquisition_timeout=server.connect_timeout,
            max_connection_pool_size=max(1, server.pool_size),
            max_transaction_retry_time=0,
            warn_notification_severity="OFF",
            user_agent="litgraph",
        )
    with driver, watched(server, driver.close) as watch:
        version = _meet(server, driver)
        bookmarks = neo4j.GraphDatabase.bookmark_manager()
        yield Connection(server=server, version=version, _driver=driver, _watch=watch, _bookmarks=bookmarks)


def _meet(server: Server, driver: neo4j.Driver) -> str:
    """Ask the database one thing, since only then shows whether it is there; give the server's version."""
    with translated(server), driver.session(database=server.database, default_access_mode=READ_ACCESS) as session:
        return checked_version(server, session.run("RETURN 1").consume().server.agent)


def checked_version(server: Server, agent: str) -> str:
    """Give the version in what a server calls itself, unless it is too old."""
    version = agent.removeprefix("Neo4j/")
    major = _VERSION.match(agent)
    if major and int(major[1]) < OLDEST:
        raise too_old(server, agent)
    return version
