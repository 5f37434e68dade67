"""`litgraph export FORMAT -o PATH`: the graph as files that people and other programs use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from litgraph.cli import show
from litgraph.cli.common import AsOfOption, LimitOption, Session, SurveyOption, command
from litgraph.exports.formats import FOLDERS, FORMATS

_DESCRIPTIONS = {**{name: known.description for name, known in FORMATS.items()}, **FOLDERS}
_FORMATS = "; ".join(f"{name}: {description}" for name, description in _DESCRIPTIONS.items())


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    command(app, "export")(export)


def export(
    session: Session,
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="The file, or the folder, to write.")],
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    limit: LimitOption = None,
) -> None:
    """Write the graph as a file."""
    written = session.open().export(format_, output, survey=survey, as_of=as_of, limit=limit)
    text = f"{output}: {written.value['nodes']} nodes, {written.value['edges']} edges"
    show.answer(session, "export", written.value, text=text, warnings=written.warnings)
