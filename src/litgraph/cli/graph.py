"""`litgraph graph …`: the graph as a whole."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import AsOfOption, BackendOption, Session, command

DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Write nothing; tell what would be written.")]

app = typer.Typer(help="The graph as a whole.", no_args_is_help=True)


@app.callback()
def graph() -> None:
    """Look at the graph as a whole."""


@command(app)
def stats(session: Session, as_of: AsOfOption = None, backend: BackendOption = None) -> None:
    """Count the nodes and edges of each kind."""
    counts = session.open(backend=backend).graph_stats(as_of=as_of)
    rows = [(kind, label, count) for kind, of in counts.items() for label, count in of.items()]
    show.answer(session, "graph-stats", counts, table=show.Table(columns=("kind", "label", "count"), rows=rows))


@command(app)
def push(session: Session, dry_run: DryRunOption = False) -> None:
    """Write the graph to the Neo4j server, or what of it is new there."""
    done = session.open().server.push(dry_run=dry_run)
    show.answer(session, "graph-push", done.value, table=_pushed(done.value), warnings=done.warnings)


@command(app)
def clear(
    session: Session,
    everything: Annotated[
        bool, typer.Option("--everything", help="What any workspace put there, not this one alone.")
    ] = False,
) -> None:
    """Take away from the Neo4j server what this workspace put there and no other one needs."""
    done = session.open().server.clear(everything=everything)
    show.answer(session, "graph-clear", done.value, text=f"{done.value['deleted']} nodes and edges deleted")


def _pushed(value: dict[str, Any]) -> show.Table:
    verb = "would be written" if value["dry_run"] else "written"
    rows = [(verb, kind, number) for kind, number in value["written"].items()]
    rows += [("unchanged", "", value["unchanged"]), ("deleted", "", value["deleted"])]
    return show.Table(columns=("", "kind", "number"), rows=rows, title=f"Revision {value['revision']}")
