"""`litgraph emerging`: clusters of papers, how they grow, and the headings that they ask for."""

from __future__ import annotations

from typing import Any

import typer

from litgraph.cli import show
from litgraph.cli.common import AsOfOption, EncoderOption, LimitOption, Session, SurveyOption, command
from litgraph.model.taxonomy import join_path

_COLUMNS = ("score", "growth", "papers", "emerging", "label", "nearest category", "proposal", "id")


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    command(app, "emerging")(emerging)


def emerging(
    session: Session,
    as_of: AsOfOption = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    encoder: EncoderOption = None,
) -> None:
    """Cluster the record's papers, and say which clusters outgrow their field and what heading they lack."""
    done = session.open(encoder=encoder).emerging(as_of=as_of, survey=survey, limit=limit)
    rows = [_row(cluster) for cluster in done.value["clusters"]]
    show.outcome(session, "emerging", done, table=show.Table(columns=_COLUMNS, rows=rows))


def _row(cluster: dict[str, Any]) -> tuple[object, ...]:
    low, high = cluster["growth_interval"]
    proposal = cluster["proposal"]
    return (
        f"{cluster['score']:.2f}",
        f"{cluster['growth']:.2f} [{low:.2f}, {high:.2f}]",
        cluster["size"],
        "yes" if cluster["emerging"] else "",
        cluster["label"],
        join_path(cluster["nearest_category"] or ()),
        join_path((*proposal["parent"], proposal["category"])) if proposal else "",
        cluster["id"],
    )
