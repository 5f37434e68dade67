"""Whether a statement only reads the graph, judged by the server's own plan of it.

READ access mode refuses writes, but lets LOAD CSV (files and addresses as the server sees them), procedures and
administration pass. The plan shows those as operators, unless they stand in a subquery that is evaluated inside an
expression (in a `CASE`, a list comprehension, `reduce`, a predicate of a path): then only the text of the operator's
details, or of the statement, tells of them, and what cannot be seen through is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from litgraph.errors import InputError

# Procedures that only look at the graph and its schema. Others of mode READ load files (apoc.load) or change how the
# server plans (db.prepareForReplanning), and those that a server was extended by are unknown.
PROCEDURES = frozenset(
    {
        "db.index.fulltext.listavailableanalyzers",
        "db.index.fulltext.querynodes",
        "db.index.fulltext.queryrelationships",
        "db.index.vector.querynodes",
        "db.index.vector.queryrelationships",
        "db.info",
        "db.labels",
        "db.ping",
        "db.propertykeys",
        "db.relationshiptypes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.schema.visualization",
    }
)
_KINDS = {"w": "writes", "rw": "reads and writes", "s": "changes the schema or looks after the server"}
_NEVER = ("LoadCSV", "Terminate", "Administration")
_SHOWN = frozenset({"ShowIndexes", "ShowConstraints", "ShowFunctions", "ShowProcedures"})

_BETWEEN = r"(?:[\s\u180e\u200b\ufeff]|/\*.*?\*/|//[^\n\r]*[\n\r])*"
_SUBQUERY = re.compile(rf"\b(?:COUNT|EXISTS|COLLECT){_BETWEEN}\{{", re.IGNORECASE | re.DOTALL)
_LOAD_CSV = re.compile(rf"LOAD{_BETWEEN}CSV", re.IGNORECASE | re.DOTALL)
_CALL = re.compile(rf"\bCALL\b(?!{_BETWEEN}[({{]){_BETWEEN}([\w.]*+(?:{_BETWEEN}\.)?)", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_NOISE = re.compile(rf"{_BETWEEN}|`", re.DOTALL)


def check_reads_only(statement: str, kind: str | None, plan: Mapping[str, Any] | None, added: Collection[str]) -> None:
    """Refuse what does more than read: `kind` and `plan` are EXPLAIN's, `added` the functions that are not Neo4j's."""
    if kind != "r" or plan is None:
        raise _refusal(f"the server calls it one that {_KINDS.get(kind or '', 'does more')}")
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), statement)  # as the server reads it before all else
    operators = list(_operators(plan))
    for operator, details in operators:
        _check_operator(operator, details)
    if _SUBQUERY.search(text):
        _check_within(text)
    _check_functions([text, *(details for _, details in operators)], added)


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the name and the details of each operator of a plan."""
    rest = [plan]
    while rest:
        node = rest.pop()
        yield node["operatorType"].partition("@")[0], str(node.get("args", {}).get("Details", ""))
        rest += node.get("children", ())


def _check_operator(operator: str, details: str) -> None:
    if operator.startswith(_NEVER) or (operator.startswith("Show") and operator not in _SHOWN):
        raise _refusal(f"its plan holds {operator}")
    if operator == "ProcedureCall":
        name = details.partition("(")[0].replace("`", "")
        if name.casefold() not in PROCEDURES:
            raise _refusal(f"its plan calls {name}, which is not among the procedures known to only read")
    if _SUBQUERY.search(details) and ("LOAD CSV" in details or "ResolvedCall(" in details):
        raise _refusal(f"its plan hides LOAD CSV or a procedure in the details of {operator}")


def _check_functions(texts: Iterable[str], added: Collection[str]) -> None:
    """Refuse a call of a function that extends the server; it may be written with blanks, comments and backticks."""
    for text in texts:
        called = _NOISE.sub("", text).casefold()
        if foreign := [name for name in added if f"{name.casefold()}(" in called]:
            raise _refusal(f"it calls {foreign[0]}, a function that Neo4j itself does not have")


def _check_within(text: str) -> None:
    """Refuse a subquery expression beside words that may be a LOAD CSV or a procedure in it."""
    if _LOAD_CSV.search(text):
        raise _refusal("LOAD CSV may stand in its subquery, where no plan shows it")
    if foreign := [name for name in _CALL.findall(text) if name.casefold() not in PROCEDURES]:
        raise _refusal(
            f"the procedure {foreign[0]} may stand in its subquery, where no plan shows it".replace("  ", " ")
        )


def _refusal(why: str) -> InputError:
    return InputError(f"Only statements that read are run, and this one is not: {why}.")
