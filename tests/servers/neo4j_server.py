"""A real Neo4j Community server on this machine: its jars from Maven, its data in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import DriverError, Neo4jError

_POM = Path(__file__).parent / "neo4j" / "pom.xml"
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_FETCH_TIMEOUT = 900
_START_TIMEOUT = 300

# The shell ends the server when told to by `stop`, and when its standard input closes since the tests were killed: then
# nobody else is left to delete its folder.
_KEEPER = """home=$1; shift
"$@" < /dev/null & server=$!
read -r said; kill -9 "$server"; wait "$server"
[ "$said" = keep ] || rm -rf "$home"
"""


@dataclass(kw_only=True)
class Neo4jServer:
    """A server that answers at `uri`; `home` is its folder, or None where it is not ours to start and stop."""

    uri: str
    user: str = "neo4j"
    password: str = field(repr=False)
    database: str = "neo4j"
    home: Path | None = None
    heap: str = "1g"
    _keeper: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def environment(self) -> dict[str, str]:
        """Give the variables that lead litgraph here."""
        return {
            "LITGRAPH_NEO4J_URI": self.uri,
            "LITGRAPH_NEO4J_USER": self.user,
            "LITGRAPH_NEO4J_PASSWORD": self.password,
            "LITGRAPH_NEO4J_DATABASE": self.database,
        }

    def driver(self) -> neo4j.Driver:
        """Open the official driver as its user; close it after use."""
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password), warn_notification_severity="OFF")

    def run(self, query: str, **parameters: object) -> list[list[object]]:
        """Run one statement of any kind in a transaction of its own, and give its rows."""
        with self.driver() as driver, driver.session(database=self.database) as session:
            return session.run(query, parameters).values()

    def wipe(self) -> None:
        """Delete every node, edge, constraint and index."""
        self.run("MATCH (n) WHERE NOT n:_LitgraphTests CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
        for (name,) in self.run("SHOW CONSTRAINTS YIELD name"):
            self.run(f"DROP CONSTRAINT `{name}`")
        for (name,) in self.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
            self.run(f"DROP INDEX `{name}`")

    def start(self) -> None:
        """Start it on the folder that it has, and wait until it answers."""
        assert self.home is not None
        assert self._keeper is None
        java = [_java(), *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED)]
        java += [f"-Xmx{self.heap}", "-XX:+UseSerialGC", "-cp", _class_path(), "org.neo4j.server.CommunityEntryPoint"]
        java += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "console.log").open("ab") as console:
            self._keeper = subprocess.Popen(
                ["sh", "-c", _KEEPER, "sh", str(self.home), *java],
                stdin=subprocess.PIPE,
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        self._await()

    def stop(self) -> None:
        """Stop it at once, as a power cut would; what was committed is there again after `start`."""
        if self._keeper is not None:
            self._keeper.communicate(b"keep\n")
            self._keeper = None

    def admin(self, *arguments: str) -> None:
        """Run `neo4j-admin` on its folder (the server must be stopped for `database import full`)."""
        assert self.home is not None
        run_admin(self.home, *arguments)

    def _await(self) -> None:
        assert self.home is not None
        until = time.monotonic() + _START_TIMEOUT
        while time.monotonic() < until:
            try:
                self.run("RETURN 1")
            except (DriverError, Neo4jError):
                time.sleep(0.2)
            else:
                return
        said = (self.home / "console.log").read_text(errors="replace")[-2000:]
        self.stop()
        raise RuntimeError(f"Neo4j did not answer at {self.uri} within {_START_TIMEOUT} s. It said:\n{said}")


def run_admin(home: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `neo4j-admin` on a server's folder, and raise with what it said if it fails."""
    done = subprocess.run(
        [_java(), "-cp", _class_path(), "org.neo4j.cli.AdminTool", *arguments],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"neo4j-admin {' '.join(arguments[:3])} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


@contextmanager
def serving(*, heap: str = "1g", settings: Mapping[str, str] | None = None) -> Iterator[Neo4jServer]:
    """Start an empty server in a folder of its own, and at the end stop it and delete the folder."""
    home = Path(tempfile.mkdtemp(prefix="litgraph-neo4j-"))
    server = prepare(home, heap=heap, settings=settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def prepare(home: Path, *, heap: str = "1g", settings: Mapping[str, str] | None = None) -> Neo4jServer:
    """Write the folder of a server that has a free port and a password, and is not started yet."""
    address = f"127.0.0.1:{_free_port()}"
    conf = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": address,
        "server.bolt.advertised_address": address,
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": "256m",
        "dbms.usage_report.enabled": "false",
        **(settings or {}),
    }
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in conf.items()))
    password = secrets.token_hex(8)
    run_admin(home, "dbms", "set-initial-password", password)
    return Neo4jServer(uri=f"bolt://{address}", password=password, home=home, heap=heap)


@contextmanager
def borrowed(uri: str) -> Iterator[Neo4jServer]:
    """Use the server that `LITGRAPH_NEO4J_URI` names, if its database is empty or holds only what tests left."""
    server = Neo4jServer(
        uri=uri,
        user=os.environ.get("LITGRAPH_NEO4J_USER", "neo4j"),
        password=os.environ.get("LITGRAPH_NEO4J_PASSWORD", ""),
        database=os.environ.get("LITGRAPH_NEO4J_DATABASE", "neo4j"),
    )
    ours = server.run("RETURN EXISTS { (:_LitgraphTests) } OR NOT EXISTS { () }")
    if ours != [[True]]:
        pytest.fail(f"the database '{server.database}' at {uri} holds data; tests wipe it, and only use an empty one")
    server.run("MERGE (:_LitgraphTests)")
    server.wipe()
    yield server
    server.wipe()
    server.run("MATCH (n:_LitgraphTests) DELETE n")


@contextmanager
def neo4j_for_tests() -> Iterator[Neo4jServer]:
    """Borrow or start a server, or skip where there is no Java; `LITGRAPH_REQUIRE_NEO4J=1` forbids that."""
    if uri := os.environ.get("LITGRAPH_NEO4J_URI"):
        with borrowed(uri) as server:
            yield server
        return
    if trouble := missing():
        if os.environ.get("LITGRAPH_REQUIRE_NEO4J") == "1":
            pytest.fail(f"{trouble}, and LITGRAPH_REQUIRE_NEO4J=1 asks for a Neo4j server")
        pytest.skip(trouble)
    with serving() as server:
        yield server


def missing() -> str:
    """Say what keeps a server from being started here, after fetching its jars if need be; empty if nothing does."""
    if shutil.which("java") is None:
        return "no Java is on this machine, so no Neo4j server can be started"
    try:
        fetch()
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stdout", None) or str(error)
        return f"the jars of Neo4j could not be fetched ({' '.join(said.split())[:200]}); `make neo4j` tries again"
    return ""


def fetch() -> Path:
    """Copy the jars of the pom into the cache unless they are there, and give their folder."""
    jars = _cache() / "lib"
    if jars.is_dir():
        return jars
    jars.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=jars.parent) as fresh:
        subprocess.run(
            [
                *("mvn", "-q", "-B", "-f", str(_POM), "dependency:copy-dependencies"),
                *("-DincludeScope=runtime", f"-DoutputDirectory={fresh}/lib"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
            timeout=_FETCH_TIMEOUT,
        )
        if not jars.is_dir():
            (Path(fresh) / "lib").rename(jars)
    return jars


def version() -> str:
    """Give the version of Neo4j that the pom names."""
    found = ET.parse(_POM).findtext(".//{*}neo4j.version")
    assert found
    return found


def _cache() -> Path:
    """Give the folder of this version's jars: in `LITGRAPH_NEO4J_CACHE`, by default in the user's cache."""
    root = os.environ.get("LITGRAPH_NEO4J_CACHE") or Path.home() / ".cache" / "litgraph-tests"
    return Path(root) / f"neo4j-{version()}"


def _class_path() -> str:
    return f"{_cache() / 'lib'}/*"


def _java() -> str:
    java = shutil.which("java")
    assert java
    return java


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    print(fetch())
