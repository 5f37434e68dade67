"""A record on a real server: all of it, what differs of it, and nothing of it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
from neo4j import ManagedTransaction

from litgraph.errors import InputError
from litgraph.graph.neo4j.clear import clear, clear_all
from litgraph.graph.neo4j.codec import node_id, paper_of
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.differences import Vectors
from litgraph.graph.neo4j.outlook import foresee
from litgraph.graph.neo4j.push import Pushed, push
from litgraph.graph.neo4j.server import Server
from litgraph.graph.schema import Label
from litgraph.model.assignment import Assignment, Decision
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.resolved import Resolved
from litgraph.model.survey import Entry, ListDocument, Span, Survey
from litgraph.model.technique import PAPER as TOLD_PAPER
from litgraph.model.technique import (
    Claim,
    Kind,
    Mention,
    Metric,
    Part,
    Relation,
    RelationType,
    Technique,
    technique_id,
)
from litgraph.model.technique import Span as Place
from litgraph.store.assignments import record_decision, replace_assignments
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import fetch_papers, upsert_papers
from litgraph.store.reading import replace_list
from litgraph.store.record import Record, open_record
from litgraph.store.resolved import replace_resolved
from litgraph.store.surveys import upsert_survey
from tests.contract.small_record import DATA, MODEL, PRUNING, SURVEY, fill
from tests.contract.told_record import tell
from tests.integration.hostile import HOSTILE
from tests.servers.neo4j_content import content_of, empty, last_transaction
from tests.servers.neo4j_server import Neo4jServer

LATER = "2024-07-01"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.sqlite", write=True, today=LATER) as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="module")
def connected(neo4j_server: Neo4jServer) -> Iterator[Connection]:
    neo4j_server.wipe()
    target = Server(
        uri=neo4j_server.uri,
        user=neo4j_server.user,
        password=neo4j_server.password,
        database=neo4j_server.database,
    )
    with connect(target) as opened:
        yield opened


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    empty(neo4j_server)
    return neo4j_server


@pytest.fixture
def connection(server: Neo4jServer, connected: Connection) -> Connection:
    return connected


def pushed(connection: Connection, record: Record, prefix: str = "") -> Pushed:
    return push(connection, record, token="test", prefix=prefix, sleep=lambda seconds: None)


def test_every_paper_comes_back_as_it_is(connection: Connection, record: Record) -> None:
    pushed(connection, record)

    found = [paper_of(row["told"]) for row in connection.read("MATCH (p:Paper) RETURN properties(p) AS told")]

    assert {paper.id: paper for paper in found} == fetch_papers(record)


def test_a_push_tells_what_it_wrote(connection: Connection, record: Record) -> None:
    done = pushed(connection, record)

    assert done.written == {
        "Paper": 9,
        "Category": 3,
        "Author": 2,
        "Venue": 1,
        "Survey": 1,
        "Technique": 2,
        "Capability": 2,
        "CITES": 10,
        "IN_CATEGORY": 6,
        "CHILD_OF": 1,
        "LISTS": 4,
        "AUTHORED_BY": 4,
        "PUBLISHED_IN": 2,
        "HAS_CAPABILITY": 4,
    }
    assert (done.unchanged, done.deleted, done.revision) == (0, 0, record.revision)


def test_a_second_push_writes_nothing(connection: Connection, record: Record, server: Neo4jServer) -> None:
    first = pushed(connection, record)
    before = last_transaction(server)

    second = pushed(connection, record)

    assert second.written == {}
    assert second.unchanged == sum(first.written.values()) - 9  # authors and venues come with their papers
    assert last_transaction(server) == before


def test_a_new_revision_with_the_same_graph_writes_its_books_only(
    connection: Connection, record: Record, server: Neo4jServer
) -> None:
    pushed(connection, record)
    before, content = last_transaction(server), content_of(server)
    record.write("UPDATE survey SET list_hash = 'other'")

    done = pushed(connection, record)

    assert done.written == {}
    assert done.revision == record.revision
    assert content_of(server) == content
    assert last_transaction(server) - before <= 3


def add_a_paper(record: Record) -> None:
    told = describe(frozenset({PaperId("local:j")}), source="file", day=LATER, title="A new one", date="2024-06-30")
    upsert_papers(record, [told])
    upsert_citations(record, [Citation(citing=PaperId("local:j"), cited=PaperId("local:a"))], source="file")


def learn_more(record: Record) -> None:
    told = describe(
        frozenset({PaperId("local:b"), PaperId("doi:10.1/b")}),
        source="s2",
        day=LATER,
        title="Structured pruning of filters",
        authors=("Bo Second", "Cy Third"),
        date="2019-03-01",
        venue="NeurIPS",
    )
    upsert_papers(record, [told])


def find_two_to_be_one(record: Record) -> None:
    told = describe(frozenset({PaperId("local:f"), PaperId("local:g"), PaperId("s2:7")}), source="s2", day=LATER)
    upsert_papers(record, [told])


def say_more_of_a_citation(record: Record) -> None:
    said = Citation(
        citing=PaperId("local:d"),
        cited=PaperId("local:a"),
        contexts=("We follow [1].",),
        intents=("methodology",),
        influential=True,
    )
    upsert_citations(record, [said], source="s2")


def refit(record: Record) -> None:
    made = [
        Assignment(paper=PaperId("local:d"), category=PRUNING, probability=0.9),
        Assignment(paper=PaperId("local:h"), category=DATA, probability=0.7),
    ]
    replace_assignments(record, SURVEY, made, method="EMBEDDED")


def decide(record: Record) -> None:
    record_decision(
        record, Decision(survey=SURVEY, paper=PaperId("local:a"), decision="move", category=DATA, date=LATER)
    )


def shorten_the_list(record: Record) -> None:
    entries = (
        Entry(title="kept", category=DATA, line=9, span=Span(start=1, end=2), identifiers=(PaperId("local:c"),)),
    )
    replace_list(record, SURVEY, ListDocument(entries=entries, headings=(), categories=(MODEL, DATA)), None, LATER)


def find_techniques(record: Record) -> None:
    tell(record)


def say_other_things(record: Record) -> None:
    """Leave a technique and all of it, and say of one paper's contribution, which has no name, what it does."""
    told = Relation(
        type=RelationType.USES,
        subject=TOLD_PAPER,
        object=technique_id("HeadCut"),
        paper=PaperId("local:d"),
        sentence="It uses HeadCut.",
        span=Place(part=Part.ABSTRACT, start=0, end=16),
        confidence=0.8,
        extractor="told",
    )
    claim = Claim(
        id="claim:unnamed",
        technique=TOLD_PAPER,
        metric=Metric.MEMORY,
        value=(2.0, 2.5),
        unit="x",
        baseline="",
        condition="",
        paper=PaperId("local:d"),
        sentence="It takes 2 to 2.5 times less memory.",
        span=Place(part=Part.ABSTRACT, start=17, end=53),
        confidence=0.9,
        extractor="told",
    )
    home = Technique(id=technique_id("HeadCut"), name="HeadCut", kind=Kind.MODEL, introduced_by=(PaperId("local:a"),))
    mention = Mention(paper=PaperId("local:a"), technique=home.id, introduced=True)
    replace_resolved(
        record,
        Resolved(techniques=(home,), accounts=(), mentions=(mention,), relations=(told,), claims=(claim,)),
    )


CHANGES: tuple[Callable[[Record], None], ...] = (
    *(add_a_paper, learn_more, say_other_things, find_two_to_be_one, say_more_of_a_citation, refit, decide),
    *(shorten_the_list, find_techniques),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_followed(
    connection: Connection, record: Record, server: Neo4jServer, change: Callable[[Record], None]
) -> None:
    pushed(connection, record)
    before = content_of(server)
    change(record)

    pushed(connection, record)

    assert content_of(server) != before
    assert content_of(server) == afresh(server, connection, record)


def test_all_changes_are_followed_one_after_the_other(
    connection: Connection, record: Record, server: Neo4jServer
) -> None:
    for change in CHANGES:
        change(record)
        pushed(connection, record)

    assert content_of(server) == afresh(server, connection, record)


def afresh(server: Neo4jServer, connection: Connection, record: Record) -> object:
    """Empty the server, push, and give what it holds then."""
    empty(server)
    pushed(connection, record)
    return content_of(server)


@pytest.mark.parametrize(
    "loss",
    [
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Paper) DETACH DELETE n",
        "MATCH (n:Paper {id: 'local:a'}) DETACH DELETE n",
        "MATCH (:Paper)-[r:CITES]->() DELETE r",
        "MATCH (:Survey)-[r:LISTS]->() DELETE r",
        "MATCH (:Paper)-[r:IN_CATEGORY]->() DELETE r",
        "MATCH (n:Category {id: 'category:small/data'}) DETACH DELETE n",
    ],
)
def test_what_the_server_lost_is_noticed(
    connection: Connection, record: Record, server: Neo4jServer, loss: str
) -> None:
    pushed(connection, record)
    before = content_of(server, owners=False)
    server.run(loss)

    pushed(connection, record)

    assert content_of(server, owners=False) == before


def test_a_server_restored_from_a_backup_is_noticed(
    connection: Connection, record: Record, server: Neo4jServer, tmp_path: Path
) -> None:
    pushed(connection, record)
    saved = server.run("MATCH (w:_Workspace) RETURN w.revision")
    for change in CHANGES:
        change(record)
    with open_record(tmp_path / "record.sqlite", write=False, today=LATER) as later:
        assert [[later.revision]] != saved
        pushed(connection, later)
        assert content_of(server) == afresh(server, connection, later)


def test_a_dry_run_foresees_and_writes_nothing(connection: Connection, record: Record, server: Neo4jServer) -> None:
    for change in (lambda record: None, *CHANGES):
        change(record)
        before = content_of(server)

        foreseen = foresee(connection, record)

        assert content_of(server) == before
        done = pushed(connection, record)
        names = {"Author", "Venue", "AUTHORED_BY", "PUBLISHED_IN"}
        assert foreseen.written == {kind: number for kind, number in done.written.items() if kind not in names}
        assert (foreseen.unchanged, foreseen.revision) == (done.unchanged, done.revision)


def test_a_prefix_keeps_other_data_apart(connection: Connection, record: Record, server: Neo4jServer) -> None:
    server.wipe()
    server.run("CREATE (:Paper {id: 'local:a', title: 'theirs'})-[:CITES]->(:Paper {id: 'local:a', title: 'too'})")
    before = content_of(server)

    pushed(connection, record, prefix="Lg")

    assert server.run("MATCH (n:LgPaper) RETURN count(n)") == [[9]]
    assert server.run("MATCH (n:Paper) RETURN count(n)") == [[2]]
    assert pushed(connection, record, prefix="Lg").written == {}
    clear(connection, record.identity, token="test", prefix="Lg")
    assert content_of(server) == before


@pytest.mark.parametrize("act", [pushed, foresee, lambda connection, _: clear_all(connection)])
def test_nodes_that_others_put_there_are_not_touched(
    connection: Connection, record: Record, server: Neo4jServer, act: Callable[[Connection, Record], object]
) -> None:
    server.run("CREATE (:Venue {name: 'of another program'}), (:Paper {id: 'local:a', title: 'theirs'})")
    before = content_of(server)

    with pytest.raises(InputError, match="LITGRAPH_NEO4J_PREFIX"):
        act(connection, record)

    assert content_of(server) == before


@pytest.mark.parametrize("everything", [False, True])
def test_clearing_leaves_nothing(connection: Connection, record: Record, server: Neo4jServer, everything: bool) -> None:
    pushed(connection, record)

    if everything:
        clear_all(connection)
    else:
        clear(connection, record.identity, token="test")

    assert server.run("MATCH (n) WHERE NOT n:_LitgraphTests RETURN count(n)") == [[0]]
    assert server.run("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN type") == []
    assert pushed(connection, record).written["Paper"] == 9


def test_any_text_is_stored_as_it_is_and_never_run(connection: Connection, record: Record, server: Neo4jServer) -> None:
    told = [
        describe(
            frozenset({PaperId(f"local:h{n}/{text}"), PaperId(f"title:{n}{text}")}),
            source="file",
            day=LATER,
            title=text,
            abstract=text,
            authors=(text, "Some One"),
            venue=text,
            code=text,
        )
        for n, text in enumerate(HOSTILE)
    ]
    upsert_papers(record, told)
    cites = [Citation(citing=one.id, cited=PaperId("local:a"), contexts=HOSTILE, intents=HOSTILE) for one in told]
    upsert_citations(record, cites, source="file")
    upsert_survey(record, Survey(name=HOSTILE[0], list=HOSTILE[1]))
    paths = tuple((text, "Below") for text in HOSTILE if text.strip())
    entries = tuple(
        Entry(title="x", category=path, line=n, span=Span(start=n, end=n), identifiers=(PaperId("local:a"),))
        for n, path in enumerate(paths)
    )
    replace_list(record, HOSTILE[0], ListDocument(entries=entries, headings=(), categories=paths), None, LATER)

    pushed(connection, record)

    found = [paper_of(row["told"]) for row in connection.read("MATCH (p:Paper) RETURN properties(p) AS told")]
    assert {paper.id: paper for paper in found} == fetch_papers(record)
    (contexts,) = server.run("MATCH (:Paper {title: $title})-[r:CITES]->() RETURN r.contexts", title=HOSTILE[1])
    assert contexts == [sorted(HOSTILE)]
    names = connection.read("MATCH (c:Category {survey: $survey}) RETURN c.path AS path", survey=HOSTILE[0])
    assert {tuple(row["path"]) for row in names} == set(paths)
    labels = {label for (label,) in server.run("CALL db.labels()")}
    assert labels <= {*(label.value for label in Label), "_Alias", "_Workspace", "_Lock", "_LitgraphTests"}
    assert pushed(connection, record).written == {}


def test_an_identifier_of_any_length_leads_to_its_paper(
    connection: Connection, record: Record, server: Neo4jServer
) -> None:
    long, longer = PaperId("local:" + "é" * 20_000), PaperId("local:" + "x" * 100_000)
    upsert_papers(record, [describe(frozenset({long, longer}), source="file", day=LATER, title="Long")])
    upsert_citations(record, [Citation(citing=long, cited=PaperId("local:a"))], source="file")

    pushed(connection, record)

    cites = server.run("MATCH (p:Paper {id: $id})-[:CITES]->(q) RETURN q.id", id=node_id(longer))
    assert cites == [["local:a"]]
    aliases = server.run("MATCH (:_Alias {id: $id})-[:_NAMES]->(p) RETURN p.title", id=node_id(long))
    assert aliases == [["Long"]]
    assert pushed(connection, record).written == {}


def test_vectors_go_along_and_can_be_searched(connection: Connection, record: Record, server: Neo4jServer) -> None:
    known = {PaperId("local:a"): (0.6, 0.8), PaperId("local:b"): (1.0, 0.0)}
    few = Vectors(encoder="e", dimensions=2, count=1, of=lambda papers: {PaperId("local:a"): (0.6, 0.8)})
    more = Vectors(encoder="e", dimensions=2, count=2, of=lambda papers: known)

    push(connection, record, token="test", vectors=few)
    assert push(connection, record, token="test", vectors=few).written == {}
    done = push(connection, record, token="test", vectors=more)

    assert done.written == {"Paper": 1}
    nearest = "CALL db.index.vector.queryNodes('litgraph_embedding', 2, [1.0, 0.0]) YIELD node RETURN node.id"
    assert server.run(nearest) == [["local:b"], ["local:a"]]
    longer = Vectors(encoder="f", dimensions=3, count=1, of=lambda papers: {PaperId("local:a"): (0.0, 0.6, 0.8)})
    push(connection, record, token="test", vectors=longer)
    nearest = "CALL db.index.vector.queryNodes('litgraph_embedding', 2, [1.0, 0.0, 0.0]) YIELD node RETURN node.id"
    assert server.run(nearest) == [["local:a"]]


class Stop(Exception):
    """What ends a push in the middle."""


def test_a_push_that_ends_anywhere_is_finished_by_the_next(
    connection: Connection, record: Record, server: Neo4jServer
) -> None:
    for change in CHANGES:
        change(record)
    whole = afresh(server, connection, record)
    for batches in count(1):
        empty(server)
        try:
            push(cast(Connection, StoppingConnection(connection, batches)), record, token="stopped")
        except Stop:
            pushed(connection, record)
        else:
            break
        assert content_of(server) == whole
    assert batches > 5


class StoppingConnection:
    """A connection that fails at the end of a batch, which is a class since it counts them."""

    def __init__(self, connection: Connection, after: int) -> None:
        self._connection, self._left = connection, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def write(self, work: Callable[[ManagedTransaction], object]) -> object:
        self._left -= 1

        def stopped(transaction: ManagedTransaction) -> object:
            done = work(transaction)
            if self._left <= 0:
                raise Stop
            return done

        return self._connection.write(stopped)
