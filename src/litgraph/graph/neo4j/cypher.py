"""A person's own statement in Cypher: run if the server says that it only reads, and then in READ access mode."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litgraph.errors import InputError
from litgraph.graph.neo4j.connection import Connection
from litgraph.graph.neo4j.reading_only import check_reads_only
from litgraph.graph.neo4j.values import as_json

_SURROGATE = re.compile("[\ud800-\udfff]")
_INTEGERS = range(-(2**63), 2**63)
_DEEPEST = 100
_ADDED_FUNCTIONS = "SHOW FUNCTIONS YIELD name, isBuiltIn WHERE NOT isBuiltIn RETURN name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a statement answers, as JSON can hold it; `truncated` where there is more than was asked for."""

    columns: tuple[str, ...]
    rows: list[list[Any]]
    truncated: bool


def ask(
    connection: Connection, statement: str, parameters: Mapping[str, Any], *, limit: int, timeout: float | None = None
) -> Rows:
    """Run a statement that only reads, and give its first `limit` rows."""
    if not statement.strip():
        raise InputError("The statement is empty. Write one like 'MATCH (p:Paper) RETURN p.title LIMIT 5'.")
    statement, fit = _storable(statement), {name: _fit(name, value) for name, value in parameters.items()}
    kind, plan = connection.plan(statement, parameters=fit)
    check_reads_only(statement, kind, plan, [record["name"] for record in connection.read(_ADDED_FUNCTIONS)])
    columns, rows = connection.first_rows(statement, limit=limit + 1, timeout=timeout, parameters=fit)
    return Rows(
        columns=columns,
        rows=[[as_json(value) for value in row.values()] for row in rows[:limit]],
        truncated=len(rows) > limit,
    )


def read_parameter(text: str) -> tuple[str, Any]:
    """Read `name=value`, whose value is JSON, or else text."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise InputError(f"'{text}' is no parameter. Write --param name=value; the value is JSON, or else text.")
    try:
        return name, json.loads(value, parse_constant=_no_constant)
    except ValueError:
        return name, value
    except RecursionError as error:
        raise InputError(f"The parameter '{name}' is nested too deeply.") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _fit(name: str, value: Any, depth: int = 0) -> Any:
    """Make a value one that the server can be sent, or refuse it."""
    if depth > _DEEPEST:
        raise InputError(f"The parameter '{name}' is nested too deeply.")
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, int) and value not in _INTEGERS:
        raise InputError(f"The parameter '{name}' holds an integer beyond 64 bits. Write it as text, or as 1e20.")
    if isinstance(value, list):
        return [_fit(name, part, depth + 1) for part in value]
    if isinstance(value, dict):
        return {_storable(key): _fit(name, part, depth + 1) for key, part in value.items()}
    return value


def _storable(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)
