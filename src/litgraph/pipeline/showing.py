"""Showing: what the record holds, and the graph as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from litgraph.exports.collect import collect
from litgraph.exports.formats import Format, write_export
from litgraph.exports.notes import caveats
from litgraph.model.survey import Survey
from litgraph.pipeline.ingesting import count_pending, unresolved_entries
from litgraph.pipeline.outcome import Outcome
from litgraph.pipeline.reading import is_read
from litgraph.store.assignments import (
    fetch_assignments,
    fetch_candidates,
)
from litgraph.store.census import take_census
from litgraph.store.lists import (
    fetch_listings,
    fetch_status,
)
from litgraph.store.readings import count_unread
from litgraph.store.record import Record
from litgraph.store.runs import last_runs
from litgraph.workspace import Workspace

if TYPE_CHECKING:
    from litgraph.graph.backend import GraphBackend


def count_papers(record: Record, survey: Survey) -> dict[str, int]:
    """Count the papers of the record by their status for a survey."""
    counted = Counter(fetch_status(record, survey.name).values())
    return {status: counted[status] for status in ("listed", "candidate", "periphery")}


def status(record: Record, workspace: Workspace) -> dict[str, Any]:
    """Tell what the record holds of each survey, which stages ran, and what is missing."""
    runs = last_runs(record)
    surveys = [_survey_status(record, workspace, survey) for survey in workspace.surveys()]
    unread = count_unread(record)
    pending = sum(survey["unclassified"] for survey in surveys)
    stages = [{"name": "read", "pending": sum(not survey["read"] for survey in surveys)}]
    stages += [
        {"name": "import", "pending": 0},
        {"name": "ingest", "pending": sum(count_pending(record, survey) for survey in workspace.surveys())},
        {"name": "discover", "pending": 0},
        {"name": "techniques", "pending": unread},
        {"name": "classify", "pending": pending},
    ]
    return {
        "surveys": surveys,
        "papers": take_census(record).papers,
        "revision": record.revision,
        "stages": [
            {**stage, "last_run": runs[stage["name"]].day if stage["name"] in runs else None} for stage in stages
        ],
        "missing": list(_missing(record, surveys)),
    }


def _survey_status(record: Record, workspace: Workspace, survey: Survey) -> dict[str, Any]:
    assigned = {assignment.paper for assignment in fetch_assignments(record, survey.name)}
    waiting = [paper for paper in fetch_candidates(record, survey.name) if paper not in assigned]
    return {
        "name": survey.name,
        "list": survey.list,
        "read": is_read(record, workspace, survey),
        "entries": len(fetch_listings(record, survey.name)),
        "unresolved": len(unresolved_entries(record, survey)),
        **count_papers(record, survey),
        "unclassified": len(waiting),
    }


def _missing(record: Record, surveys: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say what a person may want to add, most useful first."""
    census = take_census(record)
    listed = sum(survey["listed"] for survey in surveys)
    if not sum(survey["candidate"] for survey in surveys):
        yield "no candidates: litgraph discover finds newer papers, litgraph import FILE… takes those of files"
    if census.without_abstract:
        told = f"{census.without_abstract} of {census.papers} papers"
        yield f"no abstract for {told}: they are classified by title alone"
    if listed and not census.citations:
        yield "no citations: litgraph ingest asks for them, litgraph import FILE… takes those of files"
    for survey in surveys:
        if survey["unresolved"]:
            yield f"{survey['unresolved']} entries of {survey['name']} are unresolved: litgraph ingest says why"
        if survey["unclassified"]:
            yield f"{survey['unclassified']} candidates of {survey['name']} are not classified: litgraph classify"
        if not survey["read"]:
            yield f"the list of {survey['name']} has changed: the next command that writes reads it again"


def export(
    record: Record,
    backend: GraphBackend,
    survey: Survey,
    known: Format,
    output: FilePath,
    *,
    as_of: str | None = None,
    limit: int | None = None,
) -> Outcome:
    """Write the graph as one survey sees it in a format."""
    graph = collect(
        record, backend, survey, today=record.today, as_of=as_of, limit=known.limit if limit is None else limit
    )
    written = write_export(graph, known, output)
    value = {
        "format": written.format,
        "files": [str(file) for file in written.files],
        "nodes": written.nodes,
        "edges": written.edges,
    }
    return Outcome(value=value, warnings=tuple(caveats(graph)))
