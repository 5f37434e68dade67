"""Records that change at random, alone and two on one server: the server follows, and nothing is left over."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from litgraph.graph.neo4j.clear import clear
from litgraph.graph.neo4j.codec import paper_of
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.push import push
from litgraph.graph.neo4j.server import Server
from litgraph.model.assignment import Assignment
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.resolved import Account, Resolved, Rule
from litgraph.model.survey import Entry, ListDocument, Span, Survey
from litgraph.model.technique import (
    PAPER,
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
from litgraph.store.assignments import replace_assignments
from litgraph.store.census import take_census
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import fetch_papers, paper_ids, resolve_ids, upsert_papers
from litgraph.store.reading import replace_list
from litgraph.store.record import Record, open_record
from litgraph.store.resolved import replace_resolved
from litgraph.store.surveys import upsert_survey
from tests.servers.neo4j_content import content_of, empty
from tests.servers.neo4j_server import Neo4jServer

DAY = "2024-06-01"
SEEDS = int(os.environ.get("LITGRAPH_FUZZ", "3"))
PATHS = (("A",), ("A", "B"), ("C",))
IDS = [
    PaperId(f"{scheme}{number}")
    for number in range(1, 7)
    for scheme in ("arxiv:2401.0000", "doi:10.1/", "s2:", "local:")
]


@pytest.fixture(scope="module")
def connection(neo4j_server: Neo4jServer) -> Iterator[Connection]:
    neo4j_server.wipe()
    target = Server(
        uri=neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password, database=neo4j_server.database
    )
    with connect(target) as opened:
        yield opened


def change(record: Record, chance: random.Random) -> None:
    """Change a record in some way; an identifier mostly goes with those of its own number."""
    number = chance.randrange(6)
    own = IDS[4 * number : 4 * number + 4]
    ids = frozenset(chance.sample(own, chance.randint(1, 3)) + chance.choices(IDS, k=chance.random() < 0.2))
    kind = chance.randrange(6)
    if kind < 2:
        source = chance.choice(("arxiv", "s2", "file"))
        title = f"A paper that is called {number} or {chance.randrange(3)}"
        authors = tuple(chance.sample(("Ada", "Bo", "Cy"), chance.randint(0, 2)))
        date = chance.choice(("", "2023", "2024-02", "2024-03-01"))
        told = describe(ids, source=source, day=DAY, title=title, authors=authors, date=date, venue=chance.choice("XY"))
        upsert_papers(record, [told])
    elif kind == 2:
        pairs = [chance.sample(IDS, 2) for _ in range(4)]
        said = {"contexts": (f"{chance.randrange(3)}",), "influential": True} if chance.random() < 0.5 else {}
        citations = [Citation(citing=a, cited=b, **said) for a, b in pairs]  # type: ignore[arg-type]
        upsert_citations(record, citations, source="file")
    elif kind == 3:
        relist(record, chance)
    elif kind == 4:
        reread(record, chance)
    elif papers := paper_ids(record):
        made = [
            Assignment(
                paper=paper, category=chance.choice(PATHS), probability=chance.random(), filed=chance.random() < 0.7
            )
            for paper in chance.sample(papers, min(3, len(papers)))
        ]
        replace_assignments(record, "s", made, method="EMBEDDED")


def reread(record: Record, chance: random.Random) -> None:
    """Say other things of techniques."""
    names = chance.sample(("LoRA", "QLoRA", "AWQ", "GPTQ"), 3)
    keys = [technique_id(name) for name in names]
    papers = paper_ids(record)[:4]
    span = Place(part=Part.ABSTRACT, start=chance.randrange(2), end=9)
    told = {"sentence": "Said so.", "span": span, "confidence": 0.5, "extractor": "drawn"}
    replace_resolved(
        record,
        Resolved(
            techniques=tuple(
                Technique(id=key, name=name, kind=Kind.METHOD, family=keys[0] if key == keys[1] else None)
                for key, name in zip(keys, names, strict=True)
            ),
            accounts=tuple(
                Account(technique=key, spelling=name, rule=Rule.SPELLED) for key, name in zip(keys, names, strict=True)
            ),
            mentions=tuple(
                Mention(paper=paper, technique=key, introduced=chance.random() < 0.3, spans=(span,))
                for paper in papers
                for key in chance.sample(keys, 2)
            ),
            relations=tuple(
                Relation(
                    type=chance.choice(tuple(RelationType)),
                    subject=chance.choice((PAPER, keys[0])),
                    object=keys[2],
                    paper=paper,
                    **told,  # type: ignore[arg-type]
                )
                for paper in papers
            ),
            claims=tuple(
                Claim(
                    id=f"claim:{paper}",
                    technique=chance.choice((PAPER, keys[1])),
                    metric=Metric.MEMORY,
                    value=chance.choice((2.0, (2.0, 3.0))),
                    unit="x",
                    baseline="",
                    condition="",
                    paper=paper,
                    **told,  # type: ignore[arg-type]
                )
                for paper in papers[:2]
            ),
        ),
    )


def relist(record: Record, chance: random.Random) -> None:
    paths = PATHS[: chance.randint(1, 3)]
    entries = tuple(
        Entry(
            title=f"Entry {name}", category=chance.choice(paths), line=n, span=Span(start=n, end=n), identifiers=(name,)
        )
        for n, name in enumerate(chance.sample(IDS, 4))
    )
    replace_list(record, "s", ListDocument(entries=entries, headings=(), categories=paths), None, DAY)


def opened(path: Path, chance: random.Random) -> Record:
    record = open_record(path, write=True, today=DAY)
    upsert_survey(record, Survey(name="s", list="README.md"))
    relist(record, chance)
    return record


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_server_follows_whatever_changes(
    connection: Connection, neo4j_server: Neo4jServer, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    empty(neo4j_server)
    with opened(tmp_path / "record.sqlite", chance) as record:
        for step in range(6):
            for _ in range(chance.randint(1, 8)):
                change(record, chance)
            push(connection, record, token=str(step))
        followed = content_of(neo4j_server)
        empty(neo4j_server)
        push(connection, record, token="afresh")

        assert followed == content_of(neo4j_server)
        told = [paper_of(row["told"]) for row in connection.read("MATCH (p:Paper) RETURN properties(p) AS told")]
        assert {paper.id: paper for paper in told} == fetch_papers(record)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_two_that_change_keep_all_of_theirs_and_leave_nothing(
    connection: Connection, neo4j_server: Neo4jServer, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(100 + seed)
    empty(neo4j_server)
    with ExitStack() as stack:
        records = [stack.enter_context(opened(tmp_path / f"{n}.sqlite", chance)) for n in range(2)]
        for step in range(10):
            record = chance.choice(records)
            for _ in range(chance.randint(1, 6)):
                change(record, chance)
            push(connection, record, token=str(step))
        for record in records:
            push(connection, record, token="last")
        for record in records:
            check(connection, record)
        for record in records:
            clear(connection, record.identity, token="clear")
    assert content_of(neo4j_server) == ([], [])


def check(connection: Connection, record: Record) -> None:
    """Find as many papers and citations as the record has, each paper under its own identifiers or not at all."""
    (row,) = connection.read("MATCH (w:_Workspace {id: $id}) RETURN w.number AS number", id=record.identity)
    mark, census = f"_w{row['number']}", take_census(record)
    papers = connection.read("MATCH (p:Paper) WHERE p[$mark] IS NOT NULL RETURN p.aliases AS aliases", mark=mark)
    cites = connection.read("MATCH ()-[r:CITES]->() WHERE r[$mark] IS NOT NULL RETURN r", mark=mark)
    known = [set(resolve_ids(record, map(PaperId, row["aliases"])).values()) for row in papers]
    assert len(papers) == census.papers
    assert set().union(*known) == set(paper_ids(record))
    assert len(cites) == census.citations
