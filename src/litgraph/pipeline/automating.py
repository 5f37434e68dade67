"""Writing the GitHub workflows that keep a survey current into the repository of its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litgraph.errors import InputError
from litgraph.files import read_file, replace_file
from litgraph.settings import SurveySettings
from litgraph.survey.workflows import Place, workflow_texts
from litgraph.workspace import clone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflows:
    """Workflow files to be written below the top of a clone, by their paths from there."""

    top: Path
    texts: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def plan_workflows(root: Path, file: Path, survey: SurveySettings) -> Workflows:
    """Prepare the workflows of a list; nothing is written, and files that say something else are refused."""
    top = clone_of(file)
    if top is None:
        raise InputError(
            f"{file} is in no git clone, so there is no repository to write a workflow into. Clone it first."
        )
    travels = root.resolve().is_relative_to(top) and not Path(survey.list).is_absolute()
    place = Place(
        repository=survey.repository,
        workspace=root.resolve().relative_to(top).as_posix() if travels else ".",
        list=file.resolve().relative_to(top).as_posix(),
        survey=survey.name,
        arxiv=survey.arxiv,
    )
    texts = workflow_texts(place)
    for name, text in texts.items():
        if (top / name).exists() and read_file(top / name).replace(b"\r\n", b"\n") != text.encode():
            raise InputError(f"{top / name} is there and says something else. Move it away, and run again.")
    return Workflows(top=top, texts=texts, warnings=tuple(_warnings(place, travels=travels)))


def write_workflows(planned: Workflows) -> dict[str, Any]:
    """Write workflows where they aren't there yet; give what was written and what was there."""
    written = [name for name in planned.texts if not (planned.top / name).exists()]
    for name in written:
        replace_file(planned.top / name, planned.texts[name].encode())
    there = [name for name in planned.texts if name not in written]
    return {"repository": str(planned.top), "written": written, "unchanged": there}


def _warnings(place: Place, *, travels: bool) -> list[str]:
    said = []
    if not travels:
        said.append(
            "litgraph.toml is not beside or above the list in its repository, so the workflows make one of their own; "
            "to have yours used, run `litgraph init . --list … --workflow` in the clone and commit it"
        )
    if not place.repository:
        said.append(
            "the clone has no origin on GitHub, so the weekly workflow goes by what GitHub says of forks; "
            "set the origin before `litgraph init --workflow` to have the owner's name in it"
        )
    return said
