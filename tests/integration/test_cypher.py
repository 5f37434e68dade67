"""`litgraph cypher` against a real server: what reads is answered, what does more is refused and does nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from litgraph.api import init_workspace
from tests.cli.conftest import Litgraph, Run
from tests.integration.test_neo4j_failures import LIST
from tests.servers.neo4j_server import Neo4jServer

GRAPH = """
CREATE (a:Paper {id: 'arxiv:1', title: 'GPTQ', year: 2022, _facts: '{}'}),
       (b:Paper {id: 'arxiv:2', title: 'A, "quoted" title', year: 2023, added: date('2023-06-01')})
CREATE (b)-[:CITES {since: '2023-06-01'}]->(a)
"""
LOAD = "LOAD CSV FROM 'file:///%s' AS line RETURN line"

# Each of these runs in READ access mode, at least in part, unless it is refused before.
UNSEEN = [
    "MATCH (p) RETURN CASE WHEN true THEN COUNT { %s } END",
    "RETURN [x IN [1] | COLLECT { %s }]",
    "RETURN [x IN [1, 2] WHERE EXISTS { %s } | x]",
    "RETURN reduce(sum = 0, x IN [1] | sum + COUNT { %s })",
    "MATCH (p) WHERE any(x IN [1] WHERE EXISTS { %s }) RETURN p",
    "MATCH (p)-[*1..2 {since: COUNT { %s }}]->(q) RETURN p",
    "MATCH way = shortestPath((p)-[*]->(q)) WHERE p <> q AND all(n IN nodes(way) WHERE EXISTS { %s }) RETURN way",
    "CALL db.index.fulltext.queryNodes('titles', toString(CASE WHEN true THEN COUNT { %s } END)) YIELD node RETURN 1",
    "RETURN COUNT { MATCH (p) WHERE CASE WHEN true THEN EXISTS { %s } END RETURN p }",
]
SEEN = [
    "%s",
    "CALL { %s } RETURN line",
    "MATCH (p) CALL (p) { %s } RETURN line",
    "RETURN 1 AS line UNION %s",
    "RETURN COUNT { %s }",
    "MATCH (p) WHERE EXISTS { %s } RETURN p",
    "MATCH (p) RETURN p ORDER BY COUNT { %s }",
    "CYPHER runtime=slotted %s",
    "EXPLAIN %s",
    "/* MATCH (n) RETURN n */ %s",
]


@pytest.fixture(scope="module", autouse=True)
def graph(neo4j_server: Neo4jServer) -> Iterator[Neo4jServer]:
    """Hold two papers on the server, one of which cites the other."""
    neo4j_server.wipe()
    neo4j_server.run(GRAPH)
    neo4j_server.run("CREATE FULLTEXT INDEX titles FOR (p:Paper) ON EACH [p.title]")
    neo4j_server.run("CALL db.awaitIndexes(30)")
    yield neo4j_server
    neo4j_server.wipe()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "list.md").write_text(LIST)
    init_workspace(folder / "ws", str(folder / "list.md"))
    return folder / "ws"


@pytest.fixture
def cypher(litgraph: Litgraph, small: Path, monkeypatch: pytest.MonkeyPatch, graph: Neo4jServer) -> Callable[..., Run]:
    """Give a function that runs the command in a workspace that knows the server."""
    for name, value in graph.environment().items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: litgraph("cypher", *arguments, "-w", small)


def contents(server: Neo4jServer) -> list[list[object]]:
    return [
        *server.run("MATCH (n) RETURN labels(n), properties(n) ORDER BY n.id"),
        *server.run("MATCH ()-[r]->() RETURN type(r), properties(r)"),
        *server.run("SHOW INDEXES YIELD name RETURN name ORDER BY name"),
        *server.run("SHOW USERS YIELD user RETURN user"),
    ]


def test_columns_and_rows_are_given(cypher: Callable[..., Run]) -> None:
    run = cypher("MATCH (p:Paper) RETURN p.id AS id, p.year AS year ORDER BY id", "--json")

    assert run.exit_code == 0
    assert run.answer == {"columns": ["id", "year"], "rows": [["arxiv:1", 2022], ["arxiv:2", 2023]], "truncated": False}
    assert json.loads(run.stdout)["schema"] == "litgraph/cypher.v1"


def test_no_rows_are_an_answer(cypher: Callable[..., Run]) -> None:
    assert cypher("MATCH (p:Nothing) RETURN p", "--json").answer == {"columns": ["p"], "rows": [], "truncated": False}


def test_nodes_edges_and_paths_become_json(cypher: Callable[..., Run]) -> None:
    ((node, edge, way, day),) = cypher("MATCH way = (b)-[r:CITES]->(a) RETURN a, r, way, b.added", "--json").answer[
        "rows"
    ]

    assert node["labels"] == ["Paper"]
    assert node["properties"] == {"_facts": "{}", "id": "arxiv:1", "title": "GPTQ", "year": 2022}
    assert (edge["type"], edge["properties"], edge["end"]) == ("CITES", {"since": "2023-06-01"}, node["element_id"])
    assert [each["properties"]["id"] for each in way["nodes"]] == ["arxiv:2", "arxiv:1"]
    assert way["relationships"] == [edge]
    assert day == "2023-06-01"


def test_an_edge_alone_tells_its_ends(cypher: Callable[..., Run]) -> None:
    ((edge, start, end),) = cypher("MATCH (b)-[r:CITES]->(a) RETURN r, elementId(b), elementId(a)", "--json").answer[
        "rows"
    ]

    assert (edge["start"], edge["end"]) == (start, end)


def test_people_see_no_bookkeeping(cypher: Callable[..., Run]) -> None:
    run = cypher("MATCH (a:Paper {id: 'arxiv:1'}) RETURN a, 1 AS one")

    assert run.stdout == '{"id": "arxiv:1", "title": "GPTQ", "year": 2022}\t1\n'


def test_csv_can_be_read_back(cypher: Callable[..., Run]) -> None:
    run = cypher(
        "MATCH (p:Paper) RETURN p.title AS title, [p.year, null] AS years, p.none AS none ORDER BY title", "--csv"
    )

    assert list(csv.reader(io.StringIO(run.stdout))) == [
        ["title", "years", "none"],
        ['A, "quoted" title', "[2023, null]", ""],
        ["GPTQ", "[2022, null]", ""],
    ]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("7", 7),
        ("true", True),
        ("null", None),
        ('"7"', "7"),
        ('{"a": [1, 2.5]}', {"a": [1, 2.5]}),
        ("GPTQ", "GPTQ"),
        ("a=b", "a=b"),
        ("", ""),
        ("NaN", "NaN"),
        ("'}) DETACH DELETE n //", "'}) DETACH DELETE n //"),
        ('"a\\u0000b\\ud800c"', "a\x00b\ufffdc"),
        ("\udcff", "\ufffd"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_a_parameter_is_json_or_else_text(cypher: Callable[..., Run], given: str, value: object) -> None:
    assert cypher("RETURN $value AS value", "--param", f"value={given}", "--json").answer["rows"] == [[value]]


@pytest.mark.parametrize("given", ["value", "=7", f"value={2**63}", "value=" + "[" * 200 + "]" * 200])
def test_a_parameter_that_cannot_be_sent_is_refused(cypher: Callable[..., Run], given: str) -> None:
    assert cypher("RETURN $value", "--param", given).exit_code == 3


def test_a_parameter_that_is_missing_is_named(cypher: Callable[..., Run]) -> None:
    run = cypher("RETURN $value")

    assert run.exit_code == 3
    assert "value" in run.last_line


@pytest.mark.parametrize(("limit", "rows", "truncated"), [(0, 0, True), (9, 9, True), (10, 10, False), (11, 10, False)])
def test_a_limit_says_whether_there_was_more(
    cypher: Callable[..., Run], limit: int, rows: int, truncated: bool
) -> None:
    answer = cypher("UNWIND range(1, 10) AS x RETURN x", "--limit", limit, "--json").answer

    assert (len(answer["rows"]), answer["truncated"]) == (rows, truncated)


def test_more_rows_than_memory_holds_are_not_fetched(cypher: Callable[..., Run]) -> None:
    assert len(cypher("UNWIND range(1, 1000000000) AS x RETURN x", "--json").answer["rows"]) == 1000


def test_a_statement_that_takes_too_long_is_ended(cypher: Callable[..., Run], graph: Neo4jServer) -> None:
    run = cypher("UNWIND range(1, 1000000000) AS x WITH x WHERE x < 0 RETURN x", "--timeout", "0.5")

    assert run.exit_code == 5
    assert graph.uri in run.last_line
    assert "--timeout" in run.last_line


@pytest.mark.parametrize("formats", [("--csv", "--json")])
def test_one_format_at_a_time(cypher: Callable[..., Run], formats: tuple[str, ...]) -> None:
    assert cypher("RETURN 1", *formats).exit_code == 2


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (p:Paper) RETURN COUNT { (p)-[:CITES]->() } AS n ORDER BY n",
        "MATCH (p:Paper) RETURN CASE WHEN EXISTS { (p)-[:CITES]->() } THEN 1 ELSE 0 END AS n ORDER BY n",
        "CALL db.labels() YIELD label WITH count(label) AS labels UNWIND [0, labels] AS n RETURN n",
        "CALL db.index.fulltext.queryNodes('titles', 'gptq') YIELD node UNWIND [0, 1] AS n RETURN n",
        "RETURN 0 AS n UNION ALL RETURN 1 AS n;",
        "// LOAD CSV\nUNWIND [0, 1] AS n RETURN n",
        "CYPHER runtime=slotted UNWIND [0, 1] AS n RETURN n",
    ],
)
def test_what_only_reads_is_run(cypher: Callable[..., Run], statement: str) -> None:
    run = cypher(statement, "--json")

    assert run.exit_code == 0, run.stderr
    assert run.answer["rows"] == [[0], [1]]


def test_the_schema_may_be_looked_at(cypher: Callable[..., Run]) -> None:
    assert cypher("SHOW INDEXES YIELD name, type WHERE type = 'FULLTEXT' RETURN name").stdout == "titles\n"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (:Paper {id: 'arxiv:3'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.title = ''",
        "MATCH (n:Paper) SET n:Gone",
        "MATCH (n:Paper) REMOVE n.title",
        "MERGE (:Paper {id: 'arxiv:3'}) RETURN 1",
        "MATCH (n) FOREACH (x IN [1] | CREATE (:New))",
        "UNWIND [1] AS x CALL (x) { CREATE (:New) } IN TRANSACTIONS OF 1 ROW",
        "CALL { CREATE (:New) RETURN 1 AS x } RETURN x",
        "RETURN 1; CREATE (:New)",
        "RETURN 1;\nMATCH (n) DETACH DELETE n;",
        "PROFILE CREATE (:New)",
        "EXPLAIN PROFILE CREATE (:New)",
        "CYPHER PROFILE CREATE (:New) RETURN 1",
        "EXPLAIN CREATE (:New)",
        "CREATE INDEX years FOR (p:Paper) ON (p.year)",
        "DROP INDEX titles",
        "CREATE CONSTRAINT ids FOR (p:Paper) REQUIRE p.id IS UNIQUE",
        "CREATE USER eve SET PASSWORD 'abcdefgh'",
        "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'abcdefgh'",
        "DROP USER neo4j",
        "SHOW USERS",
        "SHOW DATABASES",
        "SHOW CURRENT USER",
        "SHOW SETTINGS",
        "SHOW TRANSACTIONS",
        "SHOW TRANSACTIONS YIELD transactionId AS id TERMINATE TRANSACTIONS id YIELD message RETURN message",
        "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
        "USE system MATCH (n) RETURN n",
        "CALL db.clearQueryCaches()",
        "CALL db.prepareForReplanning()",
        "CALL db.resampleIndex('titles')",
        "CALL db.createLabel('New')",
        "CALL dbms.listConfig()",
        "CALL dbms.setConfigValue('db.logs.query.enabled', 'off')",
        "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
        "RETURN COUNT { CALL db.prepareForReplanning() RETURN 1 AS x }",
        "RETURN CASE WHEN true THEN COUNT { CALL db.prepareForReplanning() RETURN 1 AS x } END",
        "RETURN [x IN [1] | COUNT { CALL `db`.`prepareForReplanning`() RETURN 1 AS y }]",
        "",
        "  \n",
        "// nothing",
        "MATCH (n",
        "nonsense",
    ],
)
def test_what_does_more_is_refused_and_changes_nothing(
    cypher: Callable[..., Run], graph: Neo4jServer, statement: str
) -> None:
    before = contents(graph)

    run = cypher(statement, "--json")

    assert run.exit_code == 3, run.stdout + run.stderr
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1
    assert contents(graph) == before


@pytest.mark.parametrize("around", [*SEEN, *UNSEEN])
@pytest.mark.parametrize("word", ["LOAD CSV", "load  csv", "LOAD/**/CSV", "LOAD // x\nCSV", "\\u004cOAD CSV"])
def test_no_file_is_loaded(cypher: Callable[..., Run], tmp_path: Path, around: str, word: str) -> None:
    (tmp_path / "secret.csv").write_text("hidden\n")
    load = LOAD.replace("LOAD CSV", word) % (tmp_path / "secret.csv")

    run = cypher(around.replace("%s", load), "--json")

    assert run.exit_code == 3, run.stdout + run.stderr
    assert "hidden" not in run.stdout + run.stderr
    # An escape in the first word of a statement is no Cypher; anywhere else it is read before all else.
    assert "Only statements that read are run" in run.last_line or "Invalid input 'cOAD'" in run.last_line


def test_read_access_mode_alone_would_load_the_file(graph: Neo4jServer, tmp_path: Path) -> None:
    if graph.home is None:
        pytest.skip("the server is not on this machine")
    (tmp_path / "secret.csv").write_text("hidden\n")

    with graph.driver() as driver, driver.session(default_access_mode="READ") as session:
        seen = session.run(LOAD % (tmp_path / "secret.csv")).values()
        unseen = session.run(UNSEEN[0].replace("%s", LOAD % (tmp_path / "secret.csv"))).values()

    assert (seen, unseen) == ([[["hidden"]]], [[1], [1]])
