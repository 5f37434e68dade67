"""`litgraph query …` on techniques, and the crosswalk of two surveys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from litgraph.cli import show
from litgraph.cli.common import AsOfOption, BackendOption, LimitOption, Session, SurveyOption, command
from litgraph.model.taxonomy import join_path
from litgraph.queries.techniques.drawings import Format

if TYPE_CHECKING:
    from litgraph.api.technique_queries import TechniqueQueries

ConfidenceOption = Annotated[
    float | None, typer.Option("--min-confidence", min=0.0, max=1.0, metavar="X", help="Show what is at least so sure.")
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A technique, by a name or an id of it.")]
CategoryOption = Annotated[str, typer.Option("--category", metavar="C", help="At this heading or beneath: A > B.")]
MaybeCategory = Annotated[
    str | None, typer.Option("--category", metavar="C", help="Only at this heading or beneath: A > B.")
]

_SHOWN = 20
_CLAIM = ("metric", "technique", "value", "against", "condition", "confidence", "paper", "sentence")


def register(app: typer.Typer) -> None:
    """Add these questions to `litgraph query`."""
    for body in (technique, lineage, compare, claims, uncompared, combinations, question, crosswalk):
        command(app)(body)


def technique(
    session: Session,
    name: NameArgument,
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Tell what a technique is, what papers say of it and others, and what they claim of it."""
    answer = _queries(session, backend).technique(name, _asked(survey, as_of, limit, min_confidence))
    facts: Any = answer.more["technique"]
    rows = [(key, _plain(value), "") for key, value in facts.items() if value not in (None, "", [])]
    rows += [(row["paper"], _said(row), row["sentence"]) for row in answer.rows]
    show.query(session, answer, table=show.Table(columns=("what", "is said", "sentence"), rows=rows))


def lineage(
    session: Session,
    name: NameArgument,
    depth: Annotated[int, typer.Option("--depth", min=1, max=10, metavar="N", help="How many steps.")] = 2,
    form: Annotated[
        Format, typer.Option("--format", metavar="|".join(Format), help="How it is drawn for people.")
    ] = Format.TREE,
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Show where a technique comes from and what came of it, as a tree, Mermaid or DOT."""
    from litgraph.queries.techniques.drawings import draw

    asked = _asked(survey, as_of, limit, min_confidence)
    answer = _queries(session, backend).lineage(name, asked, depth=depth)
    root: Any = answer.more["root"]
    show.query(session, answer, text=draw(root, answer.rows, form))


def compare(
    session: Session,
    names: Annotated[list[str], typer.Argument(metavar="A B…", help="Techniques, by a name or an id.")],
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Set techniques side by side: headings, who says which is better, claims with their conditions."""
    answer = _queries(session, backend).compare(names, _asked(survey, as_of, limit, min_confidence))
    rows = [(row["says"], _said(row), row.get("paper"), row.get("sentence")) for row in answer.rows]
    show.query(session, answer, table=show.Table(columns=("what", "is said", "paper", "sentence"), rows=rows))


def claims(
    session: Session,
    metric: Annotated[str | None, typer.Option("--metric", metavar="M", help="Only this metric.")] = None,
    technique: Annotated[str | None, typer.Option("--technique", metavar="T", help="Only of this technique.")] = None,
    category: MaybeCategory = None,
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = _SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List what papers report in numbers, each with its baseline and condition."""
    asked = _asked(survey, as_of, limit, min_confidence)
    answer = _queries(session, backend).claims(asked, metric=metric, technique=technique, category=category)
    show.query(session, answer, table=show.Table(columns=_CLAIM, rows=[_claim(row) for row in answer.rows]))


def uncompared(
    session: Session,
    category: CategoryOption,
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = _SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List pairs of techniques of a heading that no paper compares, the best known first."""
    answer = _queries(session, backend).uncompared(category, _asked(survey, as_of, limit, min_confidence))
    rows = [(*row["techniques"], " / ".join(map(str, row["named_by"]))) for row in answer.rows]
    show.query(session, answer, table=show.Table(columns=("technique", "technique", "named by papers"), rows=rows))


def combinations(
    session: Session,
    category: CategoryOption,
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = _SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List pairs of techniques that papers of a heading combine, then popular pairs that none does."""
    answer = _queries(session, backend).combinations(category, _asked(survey, as_of, limit, min_confidence))
    rows = [
        (*row["techniques"], row["combined_by"] or "(nobody)", row.get("paper"), row.get("sentence"))
        for row in answer.rows
    ]
    columns = ("technique", "technique", "combined by", "paper", "sentence")
    show.query(session, answer, table=show.Table(columns=columns, rows=rows))


def question(
    session: Session,
    number: Annotated[int, typer.Argument(metavar="N", help="1 to 5.")],
    min_confidence: ConfidenceOption = None,
    limit: LimitOption = _SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Answer a research question: 1 savings, 2 scaling, 3 dimensions, 4 choosing data, 5 repositories."""
    answer = _queries(session, backend).question(number, _asked(survey, as_of, limit, min_confidence))
    rows = [(_subject(row), _said(row), row.get("paper"), row.get("sentence")) for row in answer.rows]
    table = show.Table(
        columns=("technique", "claim", "paper", "sentence"), rows=rows, title=str(answer.more["question"])
    )
    show.query(session, answer, table=table)


def crosswalk(
    session: Session,
    first: Annotated[str, typer.Argument(metavar="SURVEY_A", help="A survey of the workspace.")],
    second: Annotated[str, typer.Argument(metavar="SURVEY_B", help="Another one.")],
    limit: LimitOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Show how the categories of two surveys correspond, and what has no counterpart."""
    answer = session.open(backend=backend).query.crosswalk(first, second, limit=limit, as_of=as_of)
    columns = (first, second, "relation", "score", "shared papers", "of", "and")
    rows = [
        (
            _path(row["category_a"]),
            _path(row["category_b"]),
            row["relation"],
            row["score"],
            row["shared_papers"],
            row["papers_a"],
            row["papers_b"],
        )
        for row in answer.rows
    ]
    show.query(session, answer, table=show.Table(columns=columns, rows=rows))


def _queries(session: Session, backend: str | None) -> TechniqueQueries:
    return session.open(backend=backend).query.techniques


def _asked(survey: str | None, as_of: str | None, limit: int | None, confidence: float | None) -> Any:
    from litgraph.api.technique_queries import Asked

    return Asked(survey=survey, as_of=as_of, limit=limit, confidence=confidence)


def _said(row: Mapping[str, Any]) -> str:
    """Write what a row says in few words."""
    if row.get("metric"):
        claim = _claim(row)
        against = f" against {claim[3]}" if claim[3] else ""
        return f"{claim[0]} {claim[2]}{against}" + (f" ({claim[4]})" if claim[4] else "")
    if "type" in row:
        told = " ".join(str(row[part]) for part in ("subject", "type", "object"))
        return f"{told} (others say the reverse)" if row.get("contradicted") else told
    if "techniques" in row:
        return f"{_path(row['category'])}: {', '.join(row['techniques'])}"
    return str(row.get("repository") or "")


def _subject(row: Mapping[str, Any]) -> str:
    chain = row.get("chain") or []
    where = f"{_path(row['category'])}: " if row.get("category") else ""
    where = f"{row['kind']}: " if row.get("kind") else where
    return where + (" + ".join(chain) if len(chain) > 1 else str(row.get("technique") or row.get("survey") or ""))


def _claim(row: Mapping[str, Any]) -> tuple[object, ...]:
    value = row["value"]
    number = "–".join(f"{part:g}" for part in value) if isinstance(value, list) else f"{value:g}"
    told = f"{number} {row['unit']}".strip()
    rest = (row["confidence"], row["paper"], row["sentence"])
    return (row["metric"], row["technique"], told, row["baseline"], row["condition"], *rest)


def _path(path: list[str] | None) -> str:
    return join_path(path) if path else "-"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_path(each) if isinstance(each, list) else str(each) for each in value)
    return str(value)
