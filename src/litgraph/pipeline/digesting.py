"""Watching: what came since a day, and the digest of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from litgraph.emerging.proposals import LISTED
from litgraph.errors import InputError
from litgraph.exports.digest import Digest, NewPaper, RisingCluster, Upgrade, render_atom, render_markdown
from litgraph.exports.timeline import NAMED, render_timeline
from litgraph.files import replace_file
from litgraph.graph.backend import GraphBackend
from litgraph.lists.parse import parse_list
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Path
from litgraph.pipeline.emerging import days_since
from litgraph.pipeline.linting import known_entries
from litgraph.pipeline.outcome import Outcome
from litgraph.queries.answer import Answer, Scope
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.survey.lint.lint import lint
from litgraph.workspace import Workspace

FORMATS: Mapping[str, tuple[str, Callable[[Digest], str]]] = {
    ".md": ("markdown", render_markdown),
    ".markdown": ("markdown", render_markdown),
    ".atom": ("atom", render_atom),
    ".xml": ("atom", render_atom),
}


def check_digest(output: FilePath) -> None:
    """Refuse a file whose name does not say what it is to be."""
    if output.suffix.lower() not in FORMATS:
        raise InputError(f"'{output.name}' says no format: give a name that ends in {', '.join(FORMATS)}.")


def draw_history(record: Record, done: Outcome, output: FilePath) -> None:
    """Draw clusters over time as an SVG picture."""
    windows = done.value["windows"]
    named = {PaperId(paper) for window in windows for one in window["clusters"] for paper in one["papers"][:NAMED]}
    titles: dict[str, str] = {key: paper.title for key, paper in fetch_papers(record, named).items()}
    replace_file(output, render_timeline(windows, titles).encode("utf-8", "replace"))


def new_papers(
    record: Record, backend: GraphBackend, since: str, scope: Scope, clusters: Sequence[Mapping[str, Any]]
) -> Answer:
    """List the papers known since a day."""
    from litgraph.emerging.watching import arrivals

    return arrivals(backend, since, days_since(record, since, scope.as_of), scope, clusters=clusters)


def write_digest(
    record: Record,
    workspace: Workspace,
    backend: GraphBackend,
    survey: Survey,
    found: Outcome,
    output: FilePath,
    *,
    since: str,
    scope: Scope,
) -> Outcome:
    """Write what is new since a day: papers by heading, emerging clusters, listed preprints that have a venue now."""
    clusters = found.value["clusters"]
    arrived = new_papers(record, backend, since, scope, clusters)
    listed = frozenset(backend.listed(survey.name, as_of=scope.as_of))
    digest = Digest(
        survey=survey.name,
        since=since,
        until=scope.as_of or record.today,
        sections=_sections(arrived),
        clusters=[_rising(one) for one in clusters if one["emerging"] and _is_ours(one, listed)],
        upgrades=_upgrades(record, workspace, survey, since, scope.as_of),
    )
    name, render = FORMATS[output.suffix.lower()]
    replace_file(output, render(digest).encode("utf-8", "replace"))
    value = {
        "file": str(output),
        "format": name,
        "since": digest.since,
        "until": digest.until,
        "papers": len(arrived.rows),
        "clusters": len(digest.clusters),
        "upgrades": len(digest.upgrades),
    }
    return Outcome(value=value, warnings=found.warnings)


def _sections(arrived: Answer) -> dict[Path, list[NewPaper]]:
    """Gather papers by heading, in the answer's order; a paper at several headings stands at each."""
    sections: dict[Path, list[NewPaper]] = defaultdict(list)
    for row in arrived.rows:
        paper = NewPaper(
            id=row["paper"],
            title=row["title"],
            date=row["date"],
            day=row["known_from"],
            status=row["status"],
            cluster=row["cluster"]["label"] if row["cluster"] else "",
        )
        for path in row["categories"] or [()]:
            sections[tuple(path)].append(paper)
    return dict(sorted(sections.items(), key=lambda section: (not section[0], section[0])))


def _is_ours(cluster: Mapping[str, Any], listed: Collection[str]) -> bool:
    """Tell whether a cluster is of the survey's field: what it lists nothing of is another's."""
    return sum(paper in listed for paper in cluster["papers"]) >= min(LISTED, len(listed))


def _rising(one: Mapping[str, Any]) -> RisingCluster:
    proposal = one["proposal"]
    low, high = one["growth_interval"]
    return RisingCluster(
        id=one["id"],
        label=one["label"],
        description=one["description"],
        size=one["size"],
        growth=one["growth"],
        interval=(low, high),
        proposal=(*proposal["parent"], proposal["category"]) if proposal else (),
    )


def _upgrades(record: Record, workspace: Workspace, survey: Survey, since: str, as_of: str | None) -> list[Upgrade]:
    """Give the entries that call a preprint what has a venue by now, as far as that was learnt since."""
    content = workspace.read_list(survey)
    document = parse_list(content)
    known = known_entries(record, survey, document.entries)
    upgrades = []
    for finding in lint(content, document, known):
        paper = known[finding.line].paper if finding.line in known else None
        if finding.rule != "stale-preprint" or paper is None:
            continue
        told = paper.provenance.get("venue")
        if told and since <= told.day <= (as_of or record.today):
            title = paper.title or paper.id
            upgrades.append(Upgrade(title=title, message=finding.message, line=finding.line, day=told.day))
    return upgrades
