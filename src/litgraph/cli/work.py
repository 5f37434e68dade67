"""The commands that make and feed a workspace: demo, init, import, classify, evaluate, status, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import (
    EncoderOption,
    LimitOption,
    Session,
    SurveyOption,
    command,
)
from litgraph.model.taxonomy import join_path

_IMPORTED = "JSONL, CSV, the arXiv snapshot, Semantic Scholar datasets, BibTeX, RIS or CSL-JSON; gzipped or not."


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    for name, body in (
        ("demo", demo),
        ("init", init),
        ("import", import_files),
        ("classify", classify),
        ("evaluate", evaluate),
        ("status", status),
        ("doctor", doctor),
    ):
        command(app, name)(body)


def demo(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to build it.")] = Path("litgraph-demo"),
) -> None:
    """Do the whole job on the bundled snapshot, offline, and say what to try next."""
    from litgraph.demo import run_demo

    outcome = run_demo(folder, progress=session.progress())
    show.answer(session, "demo", outcome.value, text=outcome.story, warnings=outcome.warnings)


def init(
    session: Session,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The workspace's folder.")] = None,
    list_: Annotated[
        str, typer.Option("--list", metavar="PATH_OR_URL", help="A file, a git clone, or a repository's address.")
    ] = ...,  # type: ignore[assignment]  # Typer's mark of an option that must be given
    arxiv: Annotated[str | None, typer.Option("--arxiv", metavar="ID", help="The survey's own arXiv id.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What to call the survey here.")] = None,
    workflow: Annotated[
        bool, typer.Option("--workflow", help="Write GitHub workflows that keep the list current into its repository.")
    ] = False,
) -> None:
    """Make a workspace for a survey's list, or add a survey to one."""
    from litgraph.api import init_workspace

    root = folder or session.workspace or Path()
    made = init_workspace(
        root,
        list_,
        arxiv=arxiv or "",
        name=name,
        workflow=workflow,
        offline=session.offline,
        progress=session.progress(),
    )
    text = (
        f"{made.value['survey']}: {made.value['entries']} entries under {made.value['categories']} categories, "
        f"{made.value['papers']} papers, in {made.value['workspace']}"
    )
    if workflow:
        text += "".join(f"\n{line}" for line in _workflow_lines(made.value["workflow"]))
    show.answer(session, "init", made.value, text=text, warnings=made.warnings)


def _workflow_lines(done: dict[str, Any]) -> list[str]:
    lines = [f"{name}: written; commit and push it" for name in done["written"]]
    return [*lines, *(f"{name}: there already, as it would be written" for name in done["unchanged"])]


def import_files(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_IMPORTED)],
    namespace: Annotated[str, typer.Option("--namespace", metavar="NAME", help="Goes before local ids.")] = "",
    category: Annotated[
        list[str] | None,
        typer.Option("--category", metavar="C", help="Only papers of this arXiv category (repeatable)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only first versions since then.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only first versions until then.")
    ] = None,
    ids: Annotated[
        Path | None, typer.Option("--id", metavar="FILE", help="Only the papers of this file of ids.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 6 where a line was rejected.")] = False,
) -> None:
    """Take papers and citations from files into the record."""
    counts = session.open().import_files(
        files, namespace=namespace, categories=tuple(category or ()), since=since, until=until, ids=ids
    )
    rejected = counts["rejected"]
    text = ", ".join(f"{counts[key]} {key}" for key in ("read", "added", "merged", "unchanged", "filtered"))
    warnings = [f"{r['file']}:{r['line']}: {r['reason']}" for r in rejected[:20]]
    if len(rejected) > len(warnings):
        warnings.append(f"{len(rejected) - len(warnings)} more lines were rejected; --json lists them all.")
    shown = () if session.as_json else warnings
    show.answer(session, "import", counts, text=f"{text}, {len(rejected)} rejected", warnings=shown)
    if strict and rejected:
        raise typer.Exit(6)


def classify(
    session: Session,
    paper: Annotated[str | None, typer.Option("--paper", metavar="ID", help="Explain this one paper.")] = None,
    ask: Annotated[
        int | None,
        typer.Option("--ask", min=1, metavar="N", help="Name the N candidates whose labels would help most."),
    ] = None,
    survey: SurveyOption = None,
    encoder: EncoderOption = None,
    limit: LimitOption = None,
) -> None:
    """Assign every candidate that no person has decided to the survey's categories."""
    if ask is not None and paper is not None:
        raise typer.BadParameter("--ask chooses papers by itself: leave out --paper.")
    workspace = session.open(encoder=encoder)
    if ask is not None:
        asked = workspace.ask(ask, survey=survey)
        text = "\n\n".join(_question(question) for question in asked.value["questions"])
        show.answer(session, "classify", asked.value, text=text, warnings=asked.warnings)
        return
    answer = workspace.classify(paper, survey=survey, limit=limit)
    assignments = answer.value["assignments"]
    columns = ("paper", "filed", "probability", "in scope", "category", "title", "why")
    rows = [
        (*(a["paper"], "yes" if a["filed"] else "review", a["probability"], a["in_scope"]), *_words(a))
        for a in assignments
    ]
    table = show.Table(columns=columns, rows=rows)
    explained = _explanation(assignments[0]) if paper and assignments else None
    show.answer(session, "classify", answer.value, table=table, text=explained, warnings=answer.warnings)


def _words(assignment: dict[str, Any]) -> tuple[Any, str, str]:
    return assignment["category"], assignment["title"], assignment["why"]


def _question(question: dict[str, Any]) -> str:
    lines = [f"{question['paper']}\t{question['title']}"]
    lines += [f"  {a['probability']:.2f}\t{join_path(a['category'])}" for a in question["alternatives"][:3]]
    return "\n".join([*lines, f"  {question['answer']}"])


def _explanation(assignment: dict[str, Any]) -> str:
    lines = [f"because\t{', '.join(assignment['because'])}", f"terms\t{', '.join(assignment['terms'])}"]
    lines += [f"also\t{a['probability']:.3f}\t{join_path(a['category'])}" for a in assignment["also"]]
    lines += [f"or\t{a['probability']:.3f}\t{join_path(a['category'])}" for a in assignment["alternatives"]]
    return "\n".join(lines)


def evaluate(
    session: Session,
    survey: SurveyOption = None,
    as_of: Annotated[
        list[str] | None,
        typer.Option("--as-of", metavar="DATE", help="Replay from that day; may be given more than once."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day of the future, by default today.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write a report in Markdown.")] = None,
    encoder: EncoderOption = None,
    techniques: Annotated[
        list[Path] | None,
        typer.Option("--techniques", metavar="FILE", help="Score the reading of labelled abstracts instead."),
    ] = None,
    folds: Annotated[
        int | None, typer.Option("--folds", min=2, metavar="N", help="With --techniques: learn from the other folds.")
    ] = None,
) -> None:
    """Replay the list's history and score classification and discovery against what people did next."""
    if techniques:
        _evaluate_techniques(session, techniques, folds)
        return
    answer = session.open(encoder=encoder).evaluate(survey=survey, as_of=as_of, until=until, report=report)
    scores = answer.value["classification"]
    metrics = list(dict.fromkeys(metric for by_metric in scores.values() for metric in by_metric))
    rows = [(metric, *(_interval(by_metric.get(metric)) for by_metric in scores.values())) for metric in metrics]
    splits = [(s["as_of"], s["until"], s["n_train"], s["n_test"]) for s in answer.value["splits"]]
    table = show.Table(columns=("metric", *scores), rows=rows, title=f"as of, until, train, test: {splits}")
    show.answer(session, "evaluate", answer.value, table=table, warnings=answer.warnings)


def _evaluate_techniques(session: Session, files: list[Path], folds: int | None) -> None:
    from litgraph.api import evaluate_techniques

    value = evaluate_techniques(files, folds=folds)
    scored = value["techniques"]
    named = {**scored["scores"], **{f"{name} shown by default": score for name, score in scored["shown"].items()}}
    metrics = ("precision", "recall", "f1")
    rows = [(name, *(_interval(score[metric]) for metric in metrics), score["of"]) for name, score in named.items()]
    title = f"{scored['n']} abstracts, " + ("learned from other folds" if folds else "read as they come")
    known = scored["learned_from"]
    told = f"{known} of these abstracts taught the models, so that their score is no measure; --folds is one"
    table = show.Table(columns=("task", *metrics, "of"), rows=rows, title=title)
    show.answer(session, "evaluate", value, table=table, warnings=(told,) if known else ())


def _interval(score: dict[str, float] | None) -> str:
    return f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]" if score else "-"


def status(session: Session) -> None:
    """Show what the workspace holds and what is missing."""
    value = session.open().status()
    rows = [("papers", value["papers"]), ("revision", value["revision"])]
    rows += [(f"survey {s['name']}", f"{s['entries']} entries in {s['list']}") for s in value["surveys"]]
    rows += [
        (stage["name"], f"last run {stage['last_run'] or 'never'}, pending {stage['pending']}")
        for stage in value["stages"]
    ]
    rows += [("missing", text) for text in value["missing"]]
    show.answer(session, "status", value, table=show.Table(columns=("what", "state"), rows=rows))


def doctor(session: Session) -> None:
    """Check the set-up, and say how to mend what is wrong."""
    from litgraph.doctor import run_checks

    checks = run_checks(session.workspace)
    rows = [(check["id"], check["status"], check["message"], check["fix"]) for check in checks]
    table = show.Table(columns=("check", "status", "what", "how to mend it"), rows=rows)
    show.answer(session, "doctor", {"checks": checks}, table=table)
    if any(check["status"] == "fail" for check in checks):
        raise typer.Exit(8)
