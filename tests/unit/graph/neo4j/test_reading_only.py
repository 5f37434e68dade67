from __future__ import annotations

from typing import Any

import pytest

from litgraph.errors import InputError
from litgraph.graph.neo4j.reading_only import check_reads_only


def plan(*operators: tuple[str, str]) -> dict[str, Any]:
    """Chain operators, the root first, as a server gives its plan."""
    chained: dict[str, Any] | None = None
    for name, details in reversed(operators):
        children = [chained] if chained else []
        chained = {"operatorType": f"{name}@neo4j", "args": {"Details": details}, "children": children}
    assert chained
    return chained


SCAN = plan(("ProduceResults", "n"), ("AllNodesScan", "n"))


def test_a_plan_that_only_reads_passes() -> None:
    check_reads_only("MATCH (n) RETURN n", "r", SCAN, ())


@pytest.mark.parametrize("kind", ["w", "rw", "s", None])
def test_a_kind_that_does_more_is_refused(kind: str | None) -> None:
    with pytest.raises(InputError, match="Only statements that read"):
        check_reads_only("MATCH (n) RETURN n", kind, SCAN, ())


def test_no_plan_is_refused() -> None:
    with pytest.raises(InputError):
        check_reads_only("MATCH (n) RETURN n", "r", None, ())


@pytest.mark.parametrize(
    "operator", ["LoadCSV", "TerminateTransactions", "AdministrationCommand", "ShowTransactions", "ShowSettings"]
)
def test_an_operator_that_does_more_is_named(operator: str) -> None:
    with pytest.raises(InputError, match=operator):
        check_reads_only("…", "r", plan(("ProduceResults", "x"), ("Apply", ""), (operator, "x")), ())


@pytest.mark.parametrize("operator", ["ShowIndexes", "ShowConstraints", "ShowFunctions", "ShowProcedures"])
def test_looking_at_the_schema_passes(operator: str) -> None:
    check_reads_only("…", "r", plan(("ProduceResults", "x"), (operator, "x")), ())


def test_only_known_procedures_pass() -> None:
    check_reads_only("…", "r", plan(("ProcedureCall", "db.labels() :: (label :: STRING)")), ())
    with pytest.raises(InputError, match=r"apoc\.load\.json"):
        check_reads_only("…", "r", plan(("ProcedureCall", "apoc.load.json($a) :: (value :: MAP)")), ())


def test_a_function_that_the_server_was_extended_by_is_refused() -> None:
    with pytest.raises(InputError, match="runFirstColumn"):
        check_reads_only(
            "RETURN apoc . `cypher`/**/.runFirstcolumn('LOAD CSV …')", "r", SCAN, ["apoc.cypher.runFirstColumn"]
        )


def test_a_function_behind_a_comment_that_is_none_is_seen_in_the_plan() -> None:
    statement = "RETURN '/*' + apoc/**/.evil('x') + '*/'"
    shown = plan(("ProduceResults", "x"), ("Projection", "$a + apoc.evil($b) + $c AS x"))

    with pytest.raises(InputError, match=r"apoc\.evil"):
        check_reads_only(statement, "r", shown, ["apoc.evil"])


@pytest.mark.parametrize(
    "details",
    ['CASE WHEN true THEN COUNT { LOAD CSV FROM "x" AS l }', "[x IN y | COLLECT { ResolvedCall(db.x() :: …) }]"],
)
def test_what_stands_in_the_details_alone_is_refused(details: str) -> None:
    with pytest.raises(InputError, match="details of Projection"):
        check_reads_only("…", "r", plan(("ProduceResults", "x"), ("Projection", details)), ())


@pytest.mark.parametrize(
    "statement",
    [
        "RETURN COUNT { LOAD CSV FROM 'x' AS l RETURN l }",
        "RETURN collect {load\n csv FROM 'x' AS l RETURN l}",
        "RETURN EXISTS /* a { */ { LOAD /* b */ // c\n CSV FROM 'x' AS l RETURN l}",
        "RETURN COUNT { \\u004c\\uu004fAD CSV FROM 'x' AS l RETURN l }",
        "RETURN COUNT { CALL db.prepareForReplanning() RETURN 1 }",
        "RETURN COUNT { CALL `db`.`prepareForReplanning`() RETURN 1 }",
        "RETURN COUNT { CALL db.labels . evil() RETURN 1 }",
    ],
)
def test_what_no_plan_may_show_is_refused(statement: str) -> None:
    with pytest.raises(InputError, match="may stand in its subquery"):
        check_reads_only(statement, "r", SCAN, ())


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (p:Paper) WHERE p.title CONTAINS 'load csv' RETURN p",
        "MATCH (p:Paper) RETURN COUNT { (p)-[:CITES]->() }",
        "MATCH (p) CALL (p) { RETURN COUNT { (p)--() } AS n } RETURN n",
        "CALL db.labels() YIELD label RETURN COUNT { MATCH (n) WHERE label IN labels(n) RETURN n }",
    ],
)
def test_harmless_words_pass(statement: str) -> None:
    check_reads_only(statement, "r", SCAN, ())
