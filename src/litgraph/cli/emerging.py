"""`litgraph emerging` and `litgraph digest`: clusters of papers, how they grow, and what is new in a field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import AsOfOption, EncoderOption, LimitOption, Session, SurveyOption, command
from litgraph.cli.query_time import ResolutionOption
from litgraph.model.taxonomy import join_path

_COLUMNS = ("score", "growth", "papers", "emerging", "label", "nearest category", "proposal", "id")
_TRACED = ("as of", "band", "event", "papers", "new", "label", "from")
_SCORED = ("method", "csi", "precision_at_10", "recall_at_20", "lead_months")


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    command(app, "emerging")(emerging)
    command(app, "digest")(digest)


def emerging(
    session: Session,
    as_of: AsOfOption = None,
    backtest: Annotated[bool, typer.Option("--backtest", help="Replay the past, and score what was foreseen.")] = False,
    over_time: Annotated[
        bool, typer.Option("--over-time", help="Follow clusters from quarter to quarter: births, splits, merges, ends.")
    ] = False,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Replay from that day on.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Replay no later than that day.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="With --over-time: an SVG picture of it.")
    ] = None,
    resolution: ResolutionOption = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    encoder: EncoderOption = None,
) -> None:
    """Cluster the record's papers, and say which clusters outgrow their field and what heading they lack."""
    opened = session.open(encoder=encoder)
    if (backtest or over_time) and (as_of is not None or limit is not None or (backtest and over_time)):
        raise typer.BadParameter("--backtest and --over-time take --from and --to, not --as-of, --limit or each other.")
    if output is not None and not over_time:
        raise typer.BadParameter("--output goes with --over-time.")
    if over_time:
        traced = opened.query.time.history(output, first=first, last=last, resolution=resolution)
        table = show.Table(columns=_TRACED, rows=list(_stages(traced.value["windows"])))
        show.outcome(session, "emerging", traced, table=table)
        return
    if backtest:
        if resolution is not None:
            raise typer.BadParameter("--backtest takes the usual resolution.")
        replayed = opened.backtest(first=first, last=last, survey=survey)
        table = show.Table(columns=_SCORED, rows=list(_scores(replayed.value["pooled"])))
        show.outcome(session, "emerging", replayed, table=table)
        return
    if first is not None or last is not None:
        raise typer.BadParameter("--from and --to go with --backtest or --over-time; --as-of names one day.")
    done = opened.emerging(as_of=as_of, survey=survey, limit=limit, resolution=resolution)
    rows = [_row(cluster) for cluster in done.value["clusters"]]
    show.outcome(session, "emerging", done, table=show.Table(columns=_COLUMNS, rows=rows))


def digest(
    session: Session,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="What is known since then.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", help="A file: .md, or .atom for a feed.")],
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    encoder: EncoderOption = None,
) -> None:
    """Write what is new since a day: papers by heading, emerging clusters, preprints that have a venue now."""
    done = session.open(encoder=encoder).query.time.digest(since, output, survey=survey, as_of=as_of)
    told = done.value
    text = f"{output}: {told['papers']} papers, {told['clusters']} clusters, {told['upgrades']} venues"
    show.answer(session, "digest", told, text=text, warnings=done.warnings)


def _stages(windows: list[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    for window in windows:
        for one in window["clusters"]:
            came = ", ".join(map(str, one["from"]))
            yield window["as_of"], one["band"], one["event"], one["size"], one["added"], one["label"], came


def _scores(pooled: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    for method, metrics in pooled.items():
        yield method, *(_interval(metrics[metric]) for metric in _SCORED[1:])


def _interval(score: dict[str, Any]) -> str:
    return f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]" if score["value"] is not None else ""


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
