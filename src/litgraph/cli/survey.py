"""`litgraph survey …`: the survey's list, what litgraph would add to it, and what people decide."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import LimitOption, PaperArgument, Session, SurveyOption, command
from litgraph.model.taxonomy import join_path

if TYPE_CHECKING:
    from litgraph.pipeline import Outcome

app = typer.Typer(help="Read, extend and decide on the survey's list.", no_args_is_help=True)

ToOption = Annotated[str, typer.Option("--to", metavar="'A > B'", help="The heading it belongs at.")]
ToOrProposedOption = Annotated[
    str | None, typer.Option("--to", metavar="'A > B'", help="The heading, by default the one that litgraph gives.")
]


class Group(StrEnum):
    """A group of what is proposed."""

    ADDITIONS = "additions"
    VENUES = "venues"
    LINKS = "links"
    FORMAT = "format"


OnlyOption = Annotated[
    list[Group] | None,
    typer.Option("--only", metavar="|".join(Group), help="Propose this group alone; may be given several times."),
]
AdditionsOption = Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="At most N additions.")]

StyleOption = Annotated[
    str | None,
    typer.Option(
        "--style-from", metavar="FILE_OR_SURVEY", help="The list whose style one without entries borrows, or a survey."
    ),
]


@command(app)
def parse(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Markdown list; no workspace is needed.")],
) -> None:
    """Show the entries and categories of a list."""
    from litgraph.api import parse_list

    parsed = parse_list(file)
    columns = ("line", "year", "venue", "identifiers", "title", "category")
    rows = [
        (e["line"], e["year"], e["venue"], " ".join(map(":".join, e["identifiers"].items())), e["title"], e["category"])
        for e in parsed["entries"]
    ]
    show.answer(session, "survey-parse", parsed, table=show.Table(columns=columns, rows=rows))


@command(app)
def lint(
    session: Session,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A list, by default the survey's; no workspace is needed.")
    ] = None,
    survey: SurveyOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 8 where an error is found.")] = False,
    misfiled: Annotated[
        bool, typer.Option("--misfiled", help="Look for entries under a wrong heading too; takes a minute or more.")
    ] = False,
) -> None:
    """Find what is wrong in a list, with the line as it would be right where that is certain."""
    answer = _linted(session, file, survey, misfiled=misfiled)
    findings = answer.value["findings"]
    rows = [(f["line"], f["severity"], f["rule"], f["message"]) for f in findings]
    table = show.Table(columns=("line", "severity", "rule", "message"), rows=rows) if rows else None
    text = None if rows else "nothing found"
    show.answer(session, "survey-lint", answer.value, table=table, text=text, warnings=answer.warnings)
    if strict and any(finding["severity"] == "error" for finding in findings):
        raise typer.Exit(8)


def _linted(session: Session, file: Path | None, survey: str | None, *, misfiled: bool) -> Outcome:
    from litgraph.api import lint_list
    from litgraph.workspace import is_in_workspace

    if file is not None and survey is None and not is_in_workspace(session.workspace or Path()):
        return lint_list(file)
    return session.open().lint(file, survey=survey, misfiled=misfiled)


@command(app)
def propose(
    session: Session,
    survey: SurveyOption = None,
    only: OnlyOption = None,
    limit: AdditionsOption = None,
    style_from: StyleOption = None,
) -> None:
    """Show, as a unified diff, what would be mended in the list, and the classified papers that it lacks."""
    groups = [group.value for group in only or ()]
    answer = session.open().propose(survey=survey, limit=limit, only=groups, style_from=style_from)
    value = answer.value
    held = [f"for review: {r['paper']} {r['title']} ({r['reason']})" for r in value["review"][:10]]
    if len(value["review"]) > len(held):
        held.append(f"{len(value['review']) - len(held)} more are for review; --json lists them all")
    held += [f"for review: line {h['line']}, {h['rule']} ({h['reason']})" for h in value["held"][:10]]
    warnings = [*answer.warnings, *([] if session.as_json else held)]
    text = value["diff"] or None
    if not text:
        warnings.append("nothing to propose: no line is surely wrong, and no filed candidate is missing from the list")
    show.answer(session, "survey-propose", value, text=text, warnings=warnings)


@command(app)
def apply(session: Session, survey: SurveyOption = None) -> None:
    """Write the last proposal into the list, if the list is still the one that it was made for."""
    value = session.open().apply(survey=survey)
    text = f"{value['file']}: {value['lines_added']} lines added, {value['lines_changed']} changed"
    show.answer(session, "survey-apply", value, text=text)


@command(app)
def check(
    session: Session,
    base: Annotated[str, typer.Option("--base", metavar="REV", help="The git revision that the change starts from.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The list, by default the survey's; no workspace is needed.")
    ] = None,
    survey: SurveyOption = None,
) -> None:
    """Check what a change adds to a list; in a GitHub workflow, as annotations too."""
    from litgraph.cli.checked import show_check

    show_check(session, _checked(session, base, file, survey))


def _checked(session: Session, base: str, file: Path | None, survey: str | None) -> Outcome:
    from litgraph.api import check_list
    from litgraph.workspace import is_in_workspace

    if file is not None and survey is None and not is_in_workspace(session.workspace or Path()):
        return check_list(file, base)
    return session.open().check(base, file=file, survey=survey)


@command(app)
def pr(
    session: Session,
    yes: Annotated[bool, typer.Option("--yes", help="Really push the branch and open or update it.")] = False,
    survey: SurveyOption = None,
    limit: LimitOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Open it as a draft.")] = False,
) -> None:
    """Propose anew, as one pull request on GitHub; without --yes only show what it would be."""
    answer = session.open().pr(yes=yes, survey=survey, limit=limit, draft=draft)
    show.answer(session, "survey-pr", answer.value, text=_pull_request_text(answer.value), warnings=answer.warnings)


@command(app)
def accept(session: Session, paper: PaperArgument, to: ToOrProposedOption = None, survey: SurveyOption = None) -> None:
    """Decide that a paper belongs on the list."""
    _decide(session, "accept", paper, to, survey)


@command(app)
def reject(session: Session, paper: PaperArgument, survey: SurveyOption = None) -> None:
    """Decide that a paper does not belong on the list; it is never proposed again."""
    _decide(session, "reject", paper, None, survey)


@command(app)
def move(session: Session, paper: PaperArgument, to: ToOption, survey: SurveyOption = None) -> None:
    """Decide that a paper belongs at another heading."""
    _decide(session, "move", paper, to, survey)


@command(app)
def decisions(session: Session, survey: SurveyOption = None) -> None:
    """Show what people decided."""
    answer = session.open().decisions(survey=survey)
    columns = ("date", "decision", "paper", "category")
    rows = [tuple(decision[column] for column in columns) for decision in answer.value["decisions"]]
    table = show.Table(columns=columns, rows=rows)
    show.answer(session, "survey-decisions", answer.value, table=table, warnings=answer.warnings)


def _pull_request_text(value: dict[str, Any]) -> str | None:
    """Show all of a dry run; of a real one, where it is."""
    if not value["title"]:
        return None
    where = value["url"] or f"a new pull request on {value['repository']}"
    if not value["dry_run"]:
        return f"{where}\t{value['title']}"
    return f"{where}, from {value['head']}\n\n{value['title']}\n\n{value['body']}\n{value['diff']}"


def _decide(session: Session, decision: str, paper: str, to: str | None, survey: str | None) -> None:
    made: dict[str, Any] = session.open().decide(decision, paper, to=to, survey=survey)
    where = f" at {join_path(made['category'])}" if made["category"] else ""
    show.answer(session, f"survey-{decision}", made, text=f"{made['decision']}: {made['paper']}{where}")
