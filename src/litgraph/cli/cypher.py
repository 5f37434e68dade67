"""`litgraph cypher`: a person's own questions to the Neo4j server."""

from __future__ import annotations

import csv
import io
import json
from typing import Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import Session, command

MOST = 1000  # rows, unless --limit says otherwise
LONGEST = 60.0  # seconds, unless --timeout says otherwise


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    command(app, "cypher")(cypher)


def cypher(
    session: Session,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="Cypher that only reads.")],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="A $NAME of it: JSON, else text; may be repeated."),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="At most N rows.")] = MOST,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.001, metavar="SECONDS", help="How long the server may take.")
    ] = LONGEST,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer with CSV on stdout.")] = False,
) -> None:
    """Ask the Neo4j server in Cypher; a statement that does more than read is refused."""
    from litgraph.graph.neo4j.cypher import read_parameter

    if as_csv and session.as_json:
        raise typer.BadParameter("--csv and --json cannot be given together")
    parameters = dict(read_parameter(text) for text in param or ())
    found = session.open().server.cypher(statement, parameters, limit=limit, timeout=timeout)
    warnings = ["more rows were left out by --limit"] if found["truncated"] else []
    if as_csv:
        show.answer(session, "cypher", found, text=_csv(found), warnings=warnings)
        return
    rows = [[_text(_without_bookkeeping(value)) for value in row] for row in found["rows"]]
    table = show.Table(columns=found["columns"], rows=rows)
    show.answer(session, "cypher", found, table=table, warnings=warnings)


def _csv(found: dict[str, Any]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(found["columns"])
    writer.writerows([_text(value) for value in row] for row in found["rows"])
    return written.getvalue()


def _text(value: object) -> str:
    """Give a value as a cell: text as it is, nothing for null, all else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _without_bookkeeping(value: Any) -> Any:
    """Give a node or an edge as its properties, for people, without those that litgraph keeps there for itself."""
    if isinstance(value, list):
        return [_without_bookkeeping(part) for part in value]
    if not isinstance(value, dict):
        return value
    if {"element_id", "properties"} <= value.keys():
        return {name: part for name, part in value["properties"].items() if not name.startswith("_")}
    return {name: _without_bookkeeping(part) for name, part in value.items()}
