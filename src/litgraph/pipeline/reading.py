"""Reading: lists, decisions and files into the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from litgraph.ingest.importing import import_files
from litgraph.lists.framework_history import read_framework_history
from litgraph.lists.frameworks import read_frameworks
from litgraph.lists.history import read_history
from litgraph.lists.parse import parse_list
from litgraph.model.survey import ListDocument, Survey
from litgraph.store.aliases import resolve_ids
from litgraph.store.assignments import (
    record_decision,
)
from litgraph.store.frameworks import replace_frameworks
from litgraph.store.lists import (
    list_hash,
    put_list_hash,
    replace_list,
    upsert_survey,
)
from litgraph.store.record import Record
from litgraph.store.runs import FetchState, fetch_states, log_run, put_fetch_states
from litgraph.survey.decisions import decisions_file, in_force, read_decisions
from litgraph.survey.proposal import list_hash as hash_of
from litgraph.workspace import Workspace

if TYPE_CHECKING:
    pass


def read_survey(record: Record, workspace: Workspace, survey: Survey, *, with_history: bool = True) -> ListDocument:
    """Read a survey's list into the record: papers, categories, frameworks, and since when each of them is there."""
    content = workspace.read_list(survey)
    document = parse_list(content)
    history = read_history(workspace.list_file(survey)) if with_history else None
    frameworks = read_frameworks(content)
    framework_history = read_framework_history(workspace.list_file(survey)) if with_history else None
    with record.transaction():
        upsert_survey(record, survey)
        replace_list(record, survey.name, document, history, record.today)
        replace_frameworks(record, survey.name, frameworks, framework_history, record.today)
        put_list_hash(record, survey.name, hash_of(content))
        if with_history and history is None:
            _note_first_reading(record, survey)
        read_survey_decisions(record, workspace, survey)
        log_run(record, "read", record.today, {"entries": len(document.entries)})
    return document


def _note_first_reading(record: Record, survey: Survey) -> None:
    """Remember the day on which a list without a history was first read: its entries did not come that day."""
    if not fetch_states(record, "history", [survey.name]):
        put_fetch_states(record, [FetchState(name="history", key=survey.name, state="empty", day=record.today)])


def is_read(record: Record, workspace: Workspace, survey: Survey) -> bool:
    """Tell whether the record holds the list as it stands in its file now."""
    return list_hash(record, survey.name) == hash_of(workspace.read_list(survey))


def read_survey_decisions(record: Record, workspace: Workspace, survey: Survey) -> tuple[str, ...]:
    """Read what people decided, which stands beside the list, into the record; give a warning for what it lacks."""
    file = decisions_file(workspace.list_file(survey))
    log = read_decisions(file)
    decided = in_force(log.decisions, survey.name)
    known = resolve_ids(record, decided)
    for paper in decided.keys() & known.keys():
        record_decision(record, decided[paper])
    unknown = (
        f"{file.name}: {paper} is not in the record; its decision waits" for paper in decided if paper not in known
    )
    return (*log.warnings, *unknown)


def take_files(record: Record, files: Sequence[FilePath], **choice: Any) -> dict[str, Any]:
    """Take the papers and citations of files into the record, as `ingest.importing.import_files` does."""
    counts = import_files(record, files, **choice)
    log_run(record, "import", record.today, {name: counts[name] for name in ("read", "added", "merged")})
    return counts


def what_is_empty(document: ListDocument) -> tuple[str, ...]:
    """Say what a list that was read lacks."""
    if document.entries:
        return ()
    if document.categories:
        return ("the list has no entries: its headings are taken for the taxonomy",)
    return ("the list has neither entries nor headings to put papers under",)
