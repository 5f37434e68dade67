"""`litgraph techniques …`: what the papers name, relate and report, and what people decide of the names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import Session, SurveyOption, command, common_options
from litgraph.model.technique import PAPER, SHOWN_CLAIM, SHOWN_RELATION

if TYPE_CHECKING:
    from litgraph.pipeline import Outcome

_COLUMNS = ("paper", "technique", "says", "of", "confidence", "sentence")

app = typer.Typer(help="Techniques, their relations and efficiency claims, each with its sentence.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A technique, by a name or an id of it.")]
SpellingArgument = Annotated[str, typer.Argument(metavar="SPELLING", help="The spelling.")]


def techniques(
    session: Session,
    ctx: typer.Context,
    paper: Annotated[str | None, typer.Option("--paper", metavar="ID", help="What this one paper says.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="What N papers say.")] = None,
    extractor: Annotated[
        str | None, typer.Option("--extractor", metavar="offline|endpoint", help="What reads the texts.")
    ] = None,
) -> None:
    """Read what is new, and show techniques, relations and efficiency claims, each with its sentence."""
    if ctx.invoked_subcommand is not None:
        return
    done = session.open(extractor=extractor).techniques(paper, limit=limit)
    if not session.as_json and (hidden := _held_back(done.value)):
        told = f"{hidden} relations and claims of little confidence are not shown; --json gives them"
        done = replace(done, warnings=(*done.warnings, told))
    show.outcome(session, "techniques", done, table=show.Table(columns=_COLUMNS, rows=_rows(done.value)))


app.callback(invoke_without_command=True)(common_options(techniques))


@command(app)
def merge(
    session: Session,
    name: NameArgument,
    others: Annotated[list[str], typer.Argument(metavar="NAME…", help="Techniques that are the same one.")],
    survey: SurveyOption = None,
) -> None:
    """Decide that techniques are one."""
    _decided(session, "merge", session.open().spellings.merge(name, others, survey=survey))


@command(app)
def split(session: Session, name: NameArgument, spelling: SpellingArgument, survey: SurveyOption = None) -> None:
    """Decide that a spelling of a technique is a technique of its own."""
    _decided(session, "split", session.open().spellings.split(name, spelling, survey=survey))


@command(app)
def alias(session: Session, name: NameArgument, spelling: SpellingArgument, survey: SurveyOption = None) -> None:
    """Decide that a spelling is one of a technique."""
    _decided(session, "alias", session.open().spellings.alias(name, spelling, survey=survey))


@command(app)
def decisions(session: Session) -> None:
    """Show what people decided of techniques."""
    done = session.open().spellings.decisions()
    columns = ("date", "decision", "technique", "spellings")
    rows = [(d["date"], d["decision"], d["technique"], ", ".join(d["spellings"])) for d in done.value["decisions"]]
    show.outcome(session, "techniques-decisions", done, table=show.Table(columns=columns, rows=rows))


@command(app)
def explain(session: Session, name: NameArgument) -> None:
    """Tell why each spelling of a technique is one of it, and why it stands in its family and apart from homonyms."""
    told = session.open().spellings.explain(name)
    rows = [(told["id"], account["spelling"], account["rule"], account["evidence"]) for account in told["accounts"]]
    table = show.Table(columns=("technique", "spelling", "rule", "evidence"), rows=rows)
    show.answer(session, "techniques-explain", told, table=table)


def _decided(session: Session, verb: str, done: Outcome) -> None:
    rows = [(one["id"], one["name"], ", ".join(one["aliases"])) for one in done.value["techniques"]]
    table = show.Table(columns=("technique", "name", "other spellings"), rows=rows)
    show.outcome(session, f"techniques-{verb}", done, table=table)


def _rows(value: dict[str, Any]) -> list[tuple[object, ...]]:
    """Write a row for each relation and claim that is shown, and for what each paper introduces, paper by paper."""
    names = {one["id"]: one["name"] for one in value["techniques"]} | {PAPER: "(the paper)"}
    rows: list[tuple[Any, ...]] = [
        (one["paper"], names[one["technique"]], "INTRODUCED", "", None, "")
        for one in value["mentions"]
        if one["introduced"]
    ]
    rows += [
        (r["paper"], names[r["subject"]], r["type"], names[r["object"]], r["confidence"], r["sentence"])
        for r in value["relations"]
        if r["confidence"] >= SHOWN_RELATION
    ]
    rows += [
        (c["paper"], names[c["technique"]], c["metric"], _value(c), c["confidence"], c["sentence"])
        for c in value["claims"]
        if c["confidence"] >= SHOWN_CLAIM
    ]
    return sorted(rows, key=lambda row: row[0])


def _value(claim: dict[str, Any]) -> str:
    value = claim["value"]
    number = "–".join(f"{part:g}" for part in value) if isinstance(value, list) else f"{value:g}"
    words = [f"{number} {claim['unit']}".strip()]
    words += [f"against {claim['baseline']}"] if claim["baseline"] else []
    return ", ".join([*words, *([claim["condition"]] if claim["condition"] else [])])


def _held_back(value: dict[str, Any]) -> int:
    few = [one for one in value["relations"] if one["confidence"] < SHOWN_RELATION]
    return len(few) + len([one for one in value["claims"] if one["confidence"] < SHOWN_CLAIM])
