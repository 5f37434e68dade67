"""How `survey check` shows what it found: findings and entries for people, and annotations in a GitHub workflow.

A GitHub runner takes workflow commands from stdout and stderr alike (actions/runner, ScriptHandler.cs), so with
`--json` they go to stderr and leave stdout to the object.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import typer

from litgraph.cli import show
from litgraph.cli.common import Session
from litgraph.model.taxonomy import join_path
from litgraph.pipeline.outcome import Outcome
from litgraph.survey.annotated import better_section, workflow_commands

_KNOWN = {True: "yes", False: "no", None: "not known"}


def show_check(session: Session, checked: Outcome) -> None:
    """Show the answer of a check; exit 8 where a finding is an error."""
    value = checked.value
    columns = ("line", "what", "rule or paper", "message or title")
    rows = [(f["line"], f["severity"], f["rule"], f["message"]) for f in value["findings"]]
    rows += [(e["line"], "entry", e["paper"], _told(e)) for e in value["entries"]]
    text = None if rows else f"{value['file']}: no entry is added or changed, and nothing is wrong with the change"
    table = show.Table(columns=columns, rows=rows) if rows else None
    show.answer(session, "survey-check", value, table=table, text=text, warnings=checked.warnings)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        stream = sys.stderr if session.as_json else sys.stdout
        stream.flush()
        stream.buffer.write("".join(f"{command}\n" for command in workflow_commands(value)).encode())
        stream.buffer.flush()
    if any(finding["severity"] == "error" for finding in value["findings"]):
        raise typer.Exit(8)


def _told(entry: Mapping[str, Any]) -> str:
    there = f"at line {entry['already_at']}" if entry["already_at"] else "no"
    told = [
        entry["title"],
        f"already there: {there}",
        f"link leads to that title: {_KNOWN[entry['title_matches']]}",
        f"section: {join_path(entry['category'])}",
    ]
    if better := better_section(entry):
        told.append(f"fits better: {better}")
    return "; ".join(told)
