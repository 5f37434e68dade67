"""The `litgraph` command and the one boundary that turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from litgraph import __version__
from litgraph.cli import cypher, emerging, export, fetch, graph, query, survey, techniques, work
from litgraph.errors import LitgraphError

app = typer.Typer(
    name="litgraph",
    help="Keep a literature survey alive: read its list, classify new papers, graph them, propose changes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (work, fetch, emerging, export, cypher):
    room.register(app)
app.add_typer(query.app, name="query")
app.add_typer(survey.app, name="survey")
app.add_typer(graph.app, name="graph")
app.add_typer(techniques.app, name="techniques")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"litgraph {__version__}")
        raise typer.Exit


@app.callback()
def litgraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Keep a literature survey alive: read its list, classify new papers, graph them, propose changes."""


def main() -> None:
    """Run the command line; an error becomes one line on stderr and an exit code."""
    try:
        app()
    except LitgraphError as error:
        _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        _fail("Interrupted. What was done is saved; run again to go on.", 130)
    except BrokenPipeError:
        # The reader of stdout has gone (`litgraph … | head`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if "--verbose" in sys.argv:
            raise
        _fail(f"Unexpected {type(error).__name__}: {error}. Run again with --verbose for the traceback.", 1)


def _fail(message: str, exit_code: int) -> None:
    line = " ".join(message.split())
    print(f"litgraph: {line}", file=sys.stderr)
    sys.exit(exit_code)
