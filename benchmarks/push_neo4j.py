"""How long a push to a Neo4j server takes, how much memory it needs, and how fast the citations are read back.

The graph is drawn by a seeded rule and stands for no real papers: each has a title of eight words, two authors, a venue
and a date, and cites others by a skewed choice that favours some. The server is one of the tests' own, on this machine,
unless LITGRAPH_NEO4J_URI names an empty one. A size may be given more than once: the ratio of the first and the last
rate says whether the cost is flat. Without any it is 10,000 and 100,000; the 1,000,000 of docs/neo4j.md take most of an
hour where other programs keep the machine busy.

    python benchmarks/push_neo4j.py [PAPERS ...]
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the server of the tests

from tests.servers.neo4j_server import Neo4jServer, borrowed, prepare, run_admin, serving

from litgraph.exports.neo4j_admin import write_import
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.server import Server
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, local_id
from litgraph.model.paper import Paper, describe
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, open_record

T = TypeVar("T")
DAY = "2024-06-01"
CITED = 12  # references a paper, on average
HEAP = "2g"
WORDS = [f"word{number}" for number in range(20_000)]


def main() -> None:
    """Print one line a measurement."""
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, server() as running:
            measure(Path(folder) / "record.sqlite", running, size)


def measure(file: Path, running: Neo4jServer, size: int) -> None:
    """Push a drawn graph to an empty server, push it again, and read its citations."""
    started = time.perf_counter()
    with open_record(file, write=True, today=DAY) as record:
        fill(record, size)
    print(f"{size:,} papers (drawn in {time.perf_counter() - started:.0f} s)", flush=True)
    target = Server(uri=running.uri, user=running.user, password=running.password, database=running.database)
    with connect(target) as connection, open_record(file, write=False, today=DAY) as record:
        phases = Phases(running)
        took, pushed = timed(lambda: push(connection, record, token="first", progress=phases))
        phases.end()
        edges = pushed.written["CITES"]
        print(f"  push: {took:.1f} s, {size / took:,.0f} papers/s with {edges:,} citations")
        print(
            f"  memory of the client: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at the most"
        )
        took, pushed = timed(lambda: push(connection, record, token="second"))
        print(f"  push again: {took:.2f} s, wrote {sum(pushed.written.values())}")
        compare(connection, record)
        took, read = timed(lambda: read_citations(connection))
        print(f"  citations read: {read:,} in {took:.1f} s, {read / took:,.0f}/s", flush=True)
    with open_record(file, write=False, today=DAY) as record:
        measure_import(record, file.parent, size)


def measure_import(record: Record, folder: Path, size: int) -> None:
    """Write the files for `neo4j-admin database import`, and import them into a database of their own."""
    took, written = timed(lambda: write_import(record, folder / "import"))
    room = sum(one.stat().st_size for one in written.files)
    print(f"  files to import: {took:.1f} s, {size / took:,.0f} papers/s, {room / 1e6:,.0f} MB", flush=True)
    home = prepare(folder / "home").home
    assert home is not None
    arguments = ("database", "import", "full", "neo4j", "@import.args")
    took, done = timed(lambda: run_admin(home, *arguments, cwd=folder / "import"))
    told = [line.strip() for line in done.stdout.splitlines() if "memory" in line.lower()]
    store = sum(one.stat().st_size for one in (home / "data" / "databases").rglob("*") if one.is_file())
    print(f"  import: {took:.1f} s, store of {store / 1e6:,.0f} MB; {'; '.join(told[-2:])}", flush=True)


def compare(connection: Connection, record: Record) -> None:
    """Push when the revision is new and nothing else is."""
    connection.command("MATCH (w:_Workspace) SET w.revision = -1")
    took, pushed = timed(lambda: push(connection, record, token="third"))
    print(f"  push of another revision with nothing new: {took:.1f} s, wrote {sum(pushed.written.values())}")


class Phases:
    """A class since it remembers when the phase under way began, by the clock and in the time of both processes."""

    def __init__(self, running: Neo4jServer) -> None:
        """Begin with no phase."""
        self.running, self.phase, self.number = running, "", 0
        self.began = self.now()

    def __call__(self, what: str, done: int, of: int) -> None:
        """Say how long a phase took when the next one begins."""
        if what != self.phase:
            self.end()
            self.phase, self.began = what, self.now()
        self.number = of

    def end(self) -> None:
        """Say how long the last phase took."""
        took, client, server_ = (now - then for now, then in zip(self.now(), self.began, strict=True))
        if self.number:
            each = f", {1e6 * took / self.number:.0f} µs each"
            busy = f"processor time: client {client:.0f} s, server {server_:.0f} s"
            print(f"    {self.phase}: {self.number:,} in {took:.1f} s{each} ({busy})", flush=True)
        self.number = 0

    def now(self) -> tuple[float, float, float]:
        """Give the clock and the time that the processors have worked for client and server."""
        return time.perf_counter(), time.process_time(), processor_time(self.running.home)


def fill(record: Record, size: int) -> None:
    """Draw papers and citations into a record."""
    draw = np.random.default_rng(7)
    upsert_papers(record, drawn_papers(size, draw))
    upsert_citations(record, drawn_citations(size, draw), source="file")


def drawn_papers(size: int, draw: np.random.Generator) -> Iterator[Paper]:
    """Draw papers, each with an arXiv-like id of its own."""
    for number in range(size):
        words = draw.integers(len(WORDS), size=8).tolist()
        authors = draw.integers(size // 2 + 1, size=2).tolist()
        yield describe(
            frozenset({paper_id(number)}),
            source="file",
            day=DAY,
            title=" ".join(WORDS[word] for word in words),
            authors=tuple(f"Author {author}" for author in authors),
            date=f"{2000 + number % 24}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            venue=f"Venue {number % 500}",
        )


def drawn_citations(size: int, draw: np.random.Generator) -> Iterator[Citation]:
    """Draw citations by a skewed choice."""
    for start in range(0, size, 50_000):
        citing = np.arange(start, min(start + 50_000, size)).repeat(CITED)
        cited = (size * draw.random(len(citing)) ** 2).astype(np.int64)
        for one, other in zip(citing.tolist(), cited.tolist(), strict=True):
            yield Citation(citing=paper_id(one), cited=paper_id(other))


def paper_id(number: int) -> PaperId:
    """Name a drawn paper."""
    return local_id(f"drawn/{number:08d}")


def read_citations(connection: Connection) -> int:
    """Stream a row a paper with the list of what it cites."""
    rows = connection.stream("MATCH (p:Paper) RETURN id(p), [(p)-[:CITES]->(q) | id(q)]", fetch_size=10_000)
    return sum(len(cited) for _, cited in rows)


def processor_time(home: Path | None) -> float:
    """Give the seconds that processors have worked for a server of ours; 0 where it is another's."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*") if home else ():
        with suppress(OSError):
            if f"--home-dir={home}" in (process / "cmdline").read_text():
                ticks += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def server() -> Iterator[Neo4jServer]:
    """Give an empty server."""
    uri = os.environ.get("LITGRAPH_NEO4J_URI")
    with borrowed(uri) if uri else serving(heap=HEAP, settings={"server.memory.pagecache.size": "2g"}) as running:
        yield running


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Give how long something takes, in seconds, and what comes of it."""
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


if __name__ == "__main__":
    main()
