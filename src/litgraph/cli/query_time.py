"""`litgraph query …` on time: a cluster, what is new, bursts of a term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from litgraph.cli import show
from litgraph.cli.common import (
    AsOfOption,
    BackendOption,
    EncoderOption,
    LimitOption,
    Session,
    SurveyOption,
    command,
)
from litgraph.model.taxonomy import join_path

if TYPE_CHECKING:
    pass

ResolutionOption = Annotated[
    float | None,
    typer.Option("--resolution", min=0.01, max=1000, metavar="X", help="More makes smaller clusters."),
]
SinceOption = Annotated[str, typer.Option("--since", metavar="DATE", help="What is known since then.")]

_SHOWN = 20
_PAPERS = ("rank", "paper", "year", "status", "title")
_NEW = ("category", "date", "status", "cluster", "paper", "title")
_BURSTS = ("level", "start", "end", "papers")


def register(app: typer.Typer) -> None:
    """Add these questions to `litgraph query`."""
    for body in (cluster, new, bursts):
        command(app)(body)


def cluster(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="ID", help="A cluster, by its id or its label.")],
    resolution: ResolutionOption = None,
    limit: LimitOption = _SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    encoder: EncoderOption = None,
    backend: BackendOption = None,
) -> None:
    """List the papers of a cluster of `litgraph emerging`, the most central first."""
    asked = session.open(backend=backend, encoder=encoder).query.time
    answer = asked.cluster(name, limit=limit, survey=survey, as_of=as_of, resolution=resolution)
    show.query(
        session,
        answer,
        table=show.Table(columns=_PAPERS, rows=[tuple(row.get(column) for column in _PAPERS) for row in answer.rows]),
    )


def new(
    session: Session,
    since: SinceOption,
    limit: LimitOption = _SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    encoder: EncoderOption = None,
    backend: BackendOption = None,
) -> None:
    """List the papers known since a day, by heading, with the cluster of each."""
    asked = session.open(backend=backend, encoder=encoder).query.time
    answer = asked.new(since, limit=limit, survey=survey, as_of=as_of)
    rows = [
        (
            "; ".join(map(join_path, row["categories"])) or "-",
            row["date"],
            row["status"],
            row["cluster"]["label"] if row["cluster"] else "",
            row["paper"],
            row["title"],
        )
        for row in answer.rows
    ]
    show.query(session, answer, table=show.Table(columns=_NEW, rows=rows))


def bursts(
    session: Session,
    term: Annotated[str, typer.Argument(metavar="TERM", help="Words of titles or abstracts, in this order.")],
    s: Annotated[float, typer.Option("--s", metavar="X", help="How much faster each level is.")] = 2.0,
    gamma: Annotated[float, typer.Option("--gamma", metavar="X", help="How dear it is to rise a level.")] = 1.0,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Tell when papers that use a term came faster than usual."""
    asked = session.open(backend=backend).query.time
    answer = asked.bursts(term, s=s, gamma=gamma, limit=limit, survey=survey, as_of=as_of)
    show.query(
        session,
        answer,
        table=show.Table(columns=_BURSTS, rows=[tuple(row[column] for column in _BURSTS) for row in answer.rows]),
    )
