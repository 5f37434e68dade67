"""The commands that ask arXiv and Semantic Scholar: ingest, discover, update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import EncoderOption, LimitOption, Session, SurveyOption, command

RefreshOption = Annotated[bool, typer.Option("--refresh", help="Ask again what was answered before.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 6 where an entry is unresolved.")]
ExitCodeOption = Annotated[bool, typer.Option("--exit-code", help="Exit 7 where nothing new was found.")]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="First versions since then; by default, since last time.")
]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="First versions until then.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    for name, body in (("ingest", ingest), ("discover", discover), ("update", update)):
        command(app, name)(body)


def ingest(
    session: Session,
    survey: SurveyOption = None,
    refresh: RefreshOption = False,
    vectors: Annotated[bool, typer.Option("--vectors", help="Keep Semantic Scholar's SPECTER2 vectors, too.")] = False,
    strict: StrictOption = False,
) -> None:
    """Resolve every entry of the list to a paper, and ask for its references and the survey's own."""
    done = session.open().ingest(survey=survey, refresh=refresh, vectors=vectors)
    show.outcome(session, "ingest", done, table=_ingested(done.value))
    if strict and done.value["unresolved"]:
        raise typer.Exit(6)


def discover(
    session: Session,
    since: SinceOption = None,
    until: UntilOption = None,
    from_list: Annotated[
        list[str] | None,
        typer.Option("--from-list", metavar="PATH_OR_URL", help="Another list, for what this one lacks (repeatable)."),
    ] = None,
    survey: SurveyOption = None,
    encoder: EncoderOption = None,
    limit: LimitOption = None,
    refresh: RefreshOption = False,
    exit_code: ExitCodeOption = False,
) -> None:
    """Find newer and missed papers, those that belong on the list most first."""
    opened = session.open(encoder=encoder)
    done = opened.discover(
        since=since, until=until, from_lists=from_list or (), survey=survey, limit=limit, refresh=refresh
    )
    show.outcome(session, "discover", done, table=_discovered(done.value))
    if exit_code and not done.value["candidates"]:
        raise typer.Exit(7)


def update(
    session: Session,
    since: SinceOption = None,
    until: UntilOption = None,
    survey: SurveyOption = None,
    encoder: EncoderOption = None,
    limit: LimitOption = None,
    refresh: RefreshOption = False,
) -> None:
    """Ingest, discover, read techniques, classify, cluster and propose: what a scheduled run does."""
    done = session.open(encoder=encoder).update(since=since, until=until, survey=survey, limit=limit, refresh=refresh)
    stages = done.value["stages"]
    filed = sum(one["filed"] for one in stages["classify"]["assignments"])
    techniques = stages["techniques"]
    rows: list[tuple[object, ...]] = [
        ("ingest", f"{stages['ingest']['resolved']} of {stages['ingest']['entries']} entries resolved"),
        ("discover", f"{len(stages['discover']['candidates'])} candidates since {stages['discover']['since']}"),
        ("techniques", f"{len(techniques['techniques'])} named, {len(techniques['relations'])} relations"),
        ("classify", f"{len(stages['classify']['assignments'])} assigned, {filed} filed"),
        ("propose", f"{len(stages['propose']['additions'])} additions, {len(stages['propose']['review'])} for review"),
        *((name, "skipped: not in this version") for name in done.value["skipped"]),
        *_source_rows(stages["discover"]["sources"]),
    ]
    show.outcome(session, "update", done, table=show.Table(columns=("stage", "what came of it"), rows=rows))


def _ingested(value: Mapping[str, Any]) -> show.Table:
    rows: list[tuple[object, ...]] = [
        ("entries", f"{value['resolved']} of {value['entries']} resolved"),
        ("references", f"known for {value['references']['known']} of {value['references']['of']} papers"),
        ("citations", value["citations"]),
        *(("references " + state, count) for state, count in value["items"].items() if count),
        *((f"unresolved, line {one['line']}", f"{one['title']}: {one['reason']}") for one in value["unresolved"]),
        *_source_rows(value["sources"]),
    ]
    return show.Table(columns=("what", "state"), rows=rows)


def _discovered(value: Mapping[str, Any]) -> show.Table:
    rows = [
        (one["paper"], one["score"], one["date"], ", ".join(one["found_by"]), one["title"])
        for one in value["candidates"]
    ]
    return show.Table(columns=("paper", "score", "date", "found by", "title"), rows=rows)


def _source_rows(sources: Iterable[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    return [
        (
            f"source {one['name']}",
            f"{one['state']}, {one['requests']} requests{'; ' if one['message'] else ''}{one['message']}",
        )
        for one in sources
    ]
