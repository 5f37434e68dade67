"""`litgraph query …`: one command a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from litgraph.cli import query_techniques, query_time, show
from litgraph.cli.common import (
    AsOfOption,
    BackendOption,
    LimitOption,
    PaperArgument,
    Session,
    SurveyOption,
    command,
)
from litgraph.queries.ranking import Rank
from litgraph.queries.similar import By

if TYPE_CHECKING:
    from litgraph.queries.answer import Answer

app = typer.Typer(help="Ask the graph.", no_args_is_help=True)

CategoryOption = Annotated[
    str | None, typer.Option("--category", metavar="C", help="Only at this heading or beneath: A > B.")
]
YearOption = Annotated[int | None, typer.Option("--year", metavar="Y", help="Only papers of this year.")]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only those known since then.")]

_RANKING = ("rank", "paper", "score", "year", "status", "title")
SHOWN = 20


@command(app)
def paper(
    session: Session,
    paper: PaperArgument,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Tell what is known of a paper."""
    answer = session.open(backend=backend).query.paper(paper, survey=survey, as_of=as_of)
    rows = [(key, _fact(value)) for key, value in answer.more.items() if value not in (None, "", [], {})]
    show.query(session, answer, table=show.Table(columns=("field", "value"), rows=rows))


@command(app)
def search(
    session: Session,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of the title or abstract.")],
    semantic: Annotated[bool, typer.Option("--semantic", help="Compare the sense, not the words.")] = False,
    limit: LimitOption = SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Find papers by their words, or by their sense."""
    asked = session.open(backend=backend).query
    _ranking(session, asked.search(text, semantic=semantic, limit=limit, survey=survey, as_of=as_of))


@command(app)
def references(
    session: Session,
    paper: PaperArgument,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List the papers that a paper cites."""
    asked = session.open(backend=backend).query
    _ranking(session, asked.references(paper, limit=limit, survey=survey, as_of=as_of))


@command(app)
def cited_by(
    session: Session,
    paper: PaperArgument,
    since: SinceOption = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List the papers that cite a paper."""
    asked = session.open(backend=backend).query
    _ranking(session, asked.cited_by(paper, since=since, limit=limit, survey=survey, as_of=as_of))


@command(app)
def path(
    session: Session,
    start: Annotated[str, typer.Argument(metavar="FROM", help="The paper where it starts.")],
    goal: Annotated[str, typer.Argument(metavar="TO", help="The paper where it ends.")],
    directed: Annotated[bool, typer.Option("--directed", help="Only along references, from FROM to TO.")] = False,
    limit: LimitOption = SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Give the shortest ways from one paper to another along citations."""
    asked = session.open(backend=backend).query
    answer = asked.path(start, goal, directed=directed, limit=limit, survey=survey, as_of=as_of)
    paths: Any = answer.more["paths"]
    rows = [(found["length"], " — ".join(found["papers"])) for found in paths]
    show.query(session, answer, table=show.Table(columns=("length", "papers"), rows=rows))


@command(app)
def similar(
    session: Session,
    paper: PaperArgument,
    by: Annotated[By, typer.Option("--by", metavar="|".join(By), help="What makes papers alike.")] = By.COUPLING,
    limit: LimitOption = SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List the papers most like a paper."""
    asked = session.open(backend=backend).query
    _ranking(session, asked.similar(paper, by=by, limit=limit, survey=survey, as_of=as_of))


@command(app)
def top(
    session: Session,
    by: Annotated[
        Rank, typer.Option("--by", metavar="|".join(Rank), help="What papers are ranked by.")
    ] = Rank.LOCAL_CITATIONS,
    category: CategoryOption = None,
    year: YearOption = None,
    limit: LimitOption = SHOWN,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Rank the papers of the graph."""
    asked = session.open(backend=backend).query
    _ranking(session, asked.top(by=by, category=category, year=year, limit=limit, survey=survey, as_of=as_of))


@command(app)
def categories(
    session: Session,
    over_time: Annotated[bool, typer.Option("--over-time", help="Count by year.")] = False,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """Count the papers of each category."""
    asked = session.open(backend=backend).query
    answer = asked.categories(over_time=over_time, limit=limit, survey=survey, as_of=as_of)
    columns = ("category", "year", "count", "total", "filed") if over_time else ("category", "count", "total", "filed")
    rows = [tuple(row.get(column) for column in columns) for row in answer.rows]
    show.query(session, answer, table=show.Table(columns=columns, rows=rows))


@command(app)
def frameworks(
    session: Session,
    capability: Annotated[
        list[str] | None, typer.Option("--capability", metavar="C", help="Only what can do this; may be repeated.")
    ] = None,
    limit: LimitOption = None,
    survey: SurveyOption = None,
    as_of: AsOfOption = None,
    backend: BackendOption = None,
) -> None:
    """List the systems of the list's tables, with what each of them can do."""
    asked = session.open(backend=backend).query
    answer = asked.frameworks(capabilities=capability or (), limit=limit, survey=survey, as_of=as_of)
    rows = [(row["title"], "; ".join(row["capabilities"]), row["url"]) for row in answer.rows]
    show.query(session, answer, table=show.Table(columns=("title", "capabilities", "url"), rows=rows))


query_techniques.register(app)
query_time.register(app)


def _ranking(session: Session, answer: Answer) -> None:
    rows = [tuple(row.get(column) for column in _RANKING) for row in answer.rows]
    show.query(session, answer, table=show.Table(columns=_RANKING, rows=rows))


def _fact(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {said['source']}" for name, said in value.items())
    if isinstance(value, list):
        return "; ".join(" > ".join(each) if isinstance(each, list) else str(each) for each in value)
    return str(value)
