"""Several workspaces on one server: they agree on papers, keep apart what is each one's own, and push at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from litgraph.graph.neo4j.clear import clear
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.server import Server
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Entry, ListDocument, Span, Survey
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.reading import replace_list
from litgraph.store.record import Record, open_record
from litgraph.store.surveys import upsert_survey
from tests.servers.neo4j_content import Content, content_of, empty
from tests.servers.neo4j_server import Neo4jServer

DAY = "2024-06-01"
ROOT = Path(__file__).parents[2]


def server_of(server: Neo4jServer) -> Server:
    return Server(uri=server.uri, user=server.user, password=server.password, database=server.database)


@pytest.fixture(scope="module")
def connection(neo4j_server: Neo4jServer) -> Iterator[Connection]:
    neo4j_server.wipe()
    with connect(server_of(neo4j_server)) as opened:
        yield opened


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    empty(neo4j_server)
    return neo4j_server


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Record]]:
    """Give a function that makes a record of papers, each by its identifiers, title and source."""
    opened = []

    def make_record(name: str, papers: Sequence[Paper], cites: str = "", listed: str = "", survey: str = "") -> Record:
        record = open_record(tmp_path / f"{name}.sqlite", write=True, today=DAY)
        opened.append(record)
        upsert_papers(record, papers)
        cite(record, cites)
        list_them(record, survey or name, listed)
        return record

    yield make_record
    for record in opened:
        record.close()


def cite(record: Record, pairs: str, **said: object) -> None:
    """Put citations in, written `citing>cited …`."""
    ends = (pair.split(">") for pair in pairs.split())
    citations = [Citation(citing=PaperId(a), cited=PaperId(b), **said) for a, b in ends]  # type: ignore[arg-type]
    upsert_citations(record, citations, source="file")


def list_them(record: Record, survey: str, names: str) -> None:
    upsert_survey(record, Survey(name=survey, list="README.md"))
    entries = tuple(
        Entry(
            title=f"Entry {name}", category=("A",), line=n, span=Span(start=n, end=n + 1), identifiers=(PaperId(name),)
        )
        for n, name in enumerate(names.split(), start=1)
    )
    replace_list(record, survey, ListDocument(entries=entries, headings=(), categories=(("A",),)), None, DAY)


def told(ids: str, title: str = "", source: str = "file", **fields: object) -> Paper:
    aliases = frozenset(map(PaperId, ids.split()))
    return describe(aliases, source=source, day=DAY, title=title, **fields)  # type: ignore[arg-type]


def pushed(connection: Connection, *records: Record) -> None:
    for record in records:
        push(connection, record, token="test", sleep=lambda seconds: None)


def alone(server: Neo4jServer, connection: Connection, *records: Record) -> Content:
    """Give what the server holds when these records, and no others, were pushed to it."""
    empty(server)
    pushed(connection, *records)
    return content_of(server)


@pytest.fixture
def two(make: Callable[..., Record]) -> tuple[Record, Record]:
    """Give two records that know some papers by different identifiers."""
    first = make(
        "first",
        [
            told("arxiv:2401.00001 doi:10.1/one", "One", authors=("Ada First",), venue="ICML"),
            told("doi:10.1/two", "Two as the file says"),
            told("local:mine", "Mine"),
        ],
        cites="arxiv:2401.00001>doi:10.1/two local:mine>arxiv:2401.00001",
        listed="arxiv:2401.00001 local:mine",
    )
    second = make(
        "second",
        [
            told("doi:10.1/one s2:1", "One, by another source", source="s2", authors=("A. First",)),
            told("arxiv:2401.00002 doi:10.1/two", "Two", source="arxiv", authors=("Bo Second",)),
            told("local:yours", "Yours"),
        ],
        cites="doi:10.1/one>arxiv:2401.00002 local:yours>doi:10.1/one",
        listed="arxiv:2401.00002 local:yours",
    )
    return first, second


def test_two_workspaces_agree_on_papers(
    server: Neo4jServer, connection: Connection, two: tuple[Record, Record]
) -> None:
    pushed(connection, *two)

    found = server.run("MATCH (p:Paper) RETURN p.id, p.title, p.aliases, p.authors ORDER BY p.id")
    assert found == [
        ["arxiv:2401.00001", "One, by another source", ["arxiv:2401.00001", "doi:10.1/one", "s2:1"], ["A. First"]],
        ["arxiv:2401.00002", "Two", ["arxiv:2401.00002", "doi:10.1/two"], ["Bo Second"]],
        ["local:mine", "Mine", ["local:mine"], None],
        ["local:yours", "Yours", ["local:yours"], None],
    ]
    assert server.run("MATCH (a)-[:CITES]->(b) RETURN a.id, b.id ORDER BY a.id") == [
        ["arxiv:2401.00001", "arxiv:2401.00002"],
        ["local:mine", "arxiv:2401.00001"],
        ["local:yours", "arxiv:2401.00001"],
    ]
    assert server.run("MATCH (n:_Alias)-[:_NAMES]->(p) RETURN n.id, p.id ORDER BY n.id") == [
        ["doi:10.1/one", "arxiv:2401.00001"],
        ["doi:10.1/two", "arxiv:2401.00002"],
        ["s2:1", "arxiv:2401.00001"],
    ]
    assert server.run("MATCH (s:Survey) RETURN s.name ORDER BY s.name") == [["first"], ["second"]]
    assert server.run("MATCH (a:Author) RETURN a.name ORDER BY a.name") == [["A. First"], ["Bo Second"]]


def test_it_does_not_matter_who_pushes_first(
    server: Neo4jServer, connection: Connection, two: tuple[Record, Record]
) -> None:
    assert alone(server, connection, *two) == alone(server, connection, *reversed(two))


def test_pushing_again_after_another_workspace_writes_nothing(
    server: Neo4jServer, connection: Connection, two: tuple[Record, Record]
) -> None:
    pushed(connection, *two)
    for record in two:
        record.write("UPDATE survey SET list_hash = 'other'")
        assert push(connection, record, token="again").written == {}


@pytest.mark.parametrize("leaves", [0, 1])
def test_a_workspace_that_leaves_takes_its_own_alone(
    server: Neo4jServer, connection: Connection, two: tuple[Record, Record], leaves: int
) -> None:
    stays = two[1 - leaves]
    other = alone(server, connection, stays)
    pushed(connection, two[leaves])

    clear(connection, two[leaves].identity, token="test")

    assert content_of(server) == other


def test_what_one_workspace_says_no_more_the_other_still_says(
    server: Neo4jServer, connection: Connection, make: Callable[..., Record]
) -> None:
    papers = [told("doi:10.1/one", "One"), told("doi:10.1/two", "Two")]
    first, second = make("first", papers), make("second", papers)
    cite(first, "doi:10.1/one>doi:10.1/two", contexts=("as in [1]",), intents=("background",))
    cite(second, "doi:10.1/one>doi:10.1/two", contexts=("see [2]",), influential=True)
    other = alone(server, connection, second)

    pushed(connection, first)
    (together,) = server.run("MATCH ()-[r:CITES]->() RETURN r.contexts, r.intents, r.influential")
    clear(connection, first.identity, token="test")

    assert together == [["as in [1]", "see [2]"], ["background"], True]
    assert content_of(server) == other


def test_one_survey_of_two_workspaces_is_one(
    server: Neo4jServer, connection: Connection, make: Callable[..., Record]
) -> None:
    papers = [told("doi:10.1/one", "One"), told("doi:10.1/two", "Two")]
    first = make("first", papers, listed="doi:10.1/one doi:10.1/two", survey="same")
    second = make("second", papers, listed="doi:10.1/two", survey="same")

    pushed(connection, first, second)

    assert server.run("MATCH (:Survey)-[r:LISTS]->(p) RETURN p.id ORDER BY p.id") == [
        ["doi:10.1/one"],
        ["doi:10.1/two"],
    ]
    assert server.run("MATCH ()-[r:IN_CATEGORY]->(c) RETURN count(r), count(DISTINCT c)") == [[2, 1]]
    clear(connection, first.identity, token="test")
    assert server.run("MATCH (:Survey)-[r:LISTS]->(p) RETURN p.id ORDER BY p.id") == [["doi:10.1/two"]]


def test_what_another_workspace_finds_to_be_one_becomes_one_where_nobody_holds_it_apart(
    server: Neo4jServer, connection: Connection, make: Callable[..., Record]
) -> None:
    one = make("one", [told("doi:10.1/a", "A"), told("local:x", "X")], cites="local:x>doi:10.1/a")
    other = make("other", [told("acl:2024.acl-long.1", "A"), told("local:y", "Y")], cites="acl:2024.acl-long.1>local:y")
    both = make("both", [told("doi:10.1/a acl:2024.acl-long.1 s2:9", "A")])

    pushed(connection, one, other, both)

    assert server.run("MATCH (a)-[:CITES]->(b) RETURN a.id, b.id ORDER BY a.id") == [
        ["doi:10.1/a", "local:y"],
        ["local:x", "doi:10.1/a"],
    ]
    for record in (one, other, both):
        clear(connection, record.identity, token="test")
    assert server.run("MATCH (n) WHERE NOT n:_LitgraphTests RETURN count(n)") == [[0]]


def test_what_a_workspace_holds_apart_stays_apart(
    server: Neo4jServer, connection: Connection, make: Callable[..., Record]
) -> None:
    apart = make("apart", [told("arxiv:2401.00001", "A"), told("doi:10.1/a", "A, the book")])
    both = make("both", [told("arxiv:2401.00001 doi:10.1/a", "A")])
    for records in ((apart, both), (both, apart)):
        empty(server)
        pushed(connection, *records)
        assert server.run("MATCH (p:Paper) RETURN p.id ORDER BY p.id") == [["arxiv:2401.00001"], ["doi:10.1/a"]]


def test_two_arxiv_ids_are_two_papers(server: Neo4jServer, connection: Connection, make: Callable[..., Record]) -> None:
    first = make("first", [told("arxiv:2401.00001 doi:10.1/a", "A")])
    second = make("second", [told("arxiv:2402.00002 doi:10.1/a", "A")])

    pushed(connection, first, second)

    assert server.run("MATCH (p:Paper) RETURN p.id, p.aliases ORDER BY p.id") == [
        ["arxiv:2401.00001", ["arxiv:2401.00001", "doi:10.1/a"]],
        ["arxiv:2402.00002", ["arxiv:2402.00002"]],
    ]


def many(make: Callable[..., Record], name: str, numbers: range, scheme: str) -> Record:
    """Make a record of some hundred papers, each citing the three after it, known by DOI and another identifier."""
    keys = [f"doi:10.1/{number}" for number in numbers]
    papers = [
        told(f"{key} {scheme}:{number}", f"Paper {number}", authors=(f"Author {number % 7}",))
        for key, number in zip(keys, numbers, strict=True)
    ]
    cites = " ".join(f"{a}>{b}" for n, a in enumerate(keys) for b in keys[n + 1 : n + 4])
    return make(name, papers, cites=cites, listed=" ".join(keys[:20]))


def test_workspaces_that_push_at_once_end_as_one_after_the_other(
    server: Neo4jServer, make: Callable[..., Record], connection: Connection, tmp_path: Path
) -> None:
    names = ("first", "second", "third")
    records = [many(make, name, range(100 * n, 100 * n + 300), f"local:{name}/") for n, name in enumerate(names)]
    whole = alone(server, connection, *records)
    server.wipe()

    children = [start(server, tmp_path / f"{name}.sqlite") for name in (*names, *names)]

    assert [child.wait(timeout=120) for child in children] == [0] * 6
    assert content_of(server) == whole


def test_a_killed_push_is_finished_by_the_next(
    server: Neo4jServer, make: Callable[..., Record], connection: Connection, tmp_path: Path
) -> None:
    record = many(make, "first", range(3000), "local:first/")
    whole = alone(server, connection, record)
    for phase in ("papers", "citations", "lists"):
        empty(server)
        with start(server, tmp_path / "first.sqlite") as child:
            assert child.stdout is not None
            for line in child.stdout:
                if line.startswith(phase):
                    break
            child.kill()
        pushed(connection, record)
        assert content_of(server) == whole


def test_a_push_that_was_overtaken_waits_and_finds_all_done(
    server: Neo4jServer, make: Callable[..., Record], connection: Connection
) -> None:
    record = many(make, "first", range(300), "local:first/")
    whole = alone(server, connection, record)
    empty(server)
    overtaken = []

    def overtake(what: str, done: int, of: int) -> None:
        overtaken.append(what)
        if len(overtaken) == 1:
            push(connection, record, token="second")

    done = push(connection, record, token="first", progress=overtake, sleep=lambda seconds: None)

    assert "another push of this workspace" in overtaken
    assert done.written == {}
    assert content_of(server) == whole


def start(server: Neo4jServer, record: Path) -> subprocess.Popen[str]:
    """Start a process that pushes a record and says what it has done."""
    command = [sys.executable, "-m", "tests.integration.push_child", str(record)]
    told = server.environment()
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PATH": "", **told})
