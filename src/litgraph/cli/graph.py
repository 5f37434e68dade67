"""`litgraph graph …`: the graph as a whole."""

from __future__ import annotations

import typer

from litgraph.cli import show
from litgraph.cli.common import AsOfOption, BackendOption, Session, command

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
