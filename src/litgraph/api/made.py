"""Making a workspace."""

from __future__ import annotations

from pathlib import Path

from litgraph import pipeline
from litgraph.api.opened import LitgraphWorkspace, silent
from litgraph.errors import InputError
from litgraph.model.identifiers import arxiv_id, value_of
from litgraph.pipeline import Outcome, Progress
from litgraph.settings import FILE_NAME, SurveySettings
from litgraph.workspace import add_survey, create, default_name, locate_list, open_folder, written_path


def init_workspace(
    folder: Path,
    list_: str,
    *,
    arxiv: str = "",
    name: str | None = None,
    workflow: bool = False,
    offline: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Make a workspace for a survey's list, or add a survey to it, and read the list into the record.

    With `workflow` the GitHub workflows that keep it current are written into the list's repository, too.
    """
    key = arxiv_id(arxiv) if arxiv else None
    if arxiv and key is None:
        raise InputError(f"'{arxiv}' is not an arXiv id. Write it like 2312.03863.")
    if offline and "://" in list_:
        raise InputError(f"Cannot clone {list_} with --offline. Clone it yourself and give the folder.")
    file, repository = locate_list(folder, list_)
    survey = _same_survey(folder, file, name) or SurveySettings(
        name=name or default_name(file),
        list=written_path(folder, file),
        arxiv=value_of(key) if key else "",
        repository=repository,
    )
    planned = pipeline.plan_workflows(folder, file, survey) if workflow else None
    workspace = add_survey(create(folder), survey)
    made = LitgraphWorkspace(workspace=workspace, offline=offline, progress=progress).read_list(survey.name)
    if planned is None:
        return made
    value = {**made.value, "workflow": pipeline.write_workflows(planned)}
    return Outcome(value=value, warnings=(*made.warnings, *planned.warnings))


def _same_survey(folder: Path, file: Path, name: str | None) -> SurveySettings | None:
    """Find the survey of a workspace that already has a list, so that it needs no second name."""
    if not (folder / FILE_NAME).is_file():
        return None
    listed = written_path(folder, file)
    known = [survey for survey in open_folder(folder).settings.surveys if survey.list == listed]
    return next((survey for survey in known if name in (None, survey.name)), None)
