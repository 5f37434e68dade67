"""The GitHub workflows of a list's repository: a weekly update, and a check of what contributors change."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files

from litgraph.errors import InputError

FOLDER = ".github/workflows"
NAMES = ("update", "check")
_HOLE = re.compile("__([A-Z]+)__")
# In a filter of paths these stand for other characters, unless escaped.
_PATTERN = re.compile(r"[\\*?+\[\]!]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in its repository a survey is: paths from its top, with `/`; `.` is the top itself.

    `repository` is OWNER/NAME on GitHub, or empty where it isn't known.
    """

    repository: str
    workspace: str
    list: str
    survey: str
    arxiv: str = ""


def workflow_texts(place: Place) -> dict[str, str]:
    """Write both workflows, by their paths from the repository's top."""
    cached = ".litgraph" if place.workspace == "." else f"{place.workspace}/.litgraph"
    holes = {
        "CONDITION": _condition(place.repository),
        "WORKSPACE": _quoted(place.workspace),
        "SURVEY": _quoted(place.survey),
        "LIST": _quoted(place.list),
        "ARXIV": _quoted(place.arxiv),
        "CACHED": _quoted(cached),
        "PATTERN": _quoted(_PATTERN.sub(r"\\\g<0>", place.list)),
        "PACKAGE": f"'litgraph=={_series(version('litgraph'))}'",
    }
    templates = {name: files("litgraph") / "data" / "workflows" / f"{name}.yml" for name in NAMES}
    return {
        f"{FOLDER}/litgraph-{name}.yml": _HOLE.sub(lambda hole: holes[hole[1]], template.read_text(encoding="utf-8"))
        for name, template in templates.items()
    }


def _condition(repository: str) -> str:
    """Write the condition that keeps forks from running: by the owner, or by what the event says."""
    if not repository:
        return "${{ !github.event.repository.fork }}"
    return f"github.repository_owner == '{repository.partition('/')[0]}'"


def _series(version: str) -> str:
    """Give the releases that a workflow takes: those that change no more than the last number."""
    return ".".join([*version.split(".")[:2], "*"])


def _quoted(text: str) -> str:
    """Write a YAML scalar; what GitHub would take for an expression is refused, and so are control characters."""
    if "${{" in text or not text.isprintable():
        raise InputError(f"'{text!a}' can't stand in a workflow. Rename the file, the folder or the survey.")
    return json.dumps(text, ensure_ascii=False)
