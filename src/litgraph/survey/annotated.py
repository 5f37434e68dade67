"""What GitHub shows beside the lines of a pull request: workflow commands, written by a check in a workflow.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from litgraph.model.taxonomy import join_path
from litgraph.model.text import clean_text

# GitHub shows the first ten of each kind in a step, and drops the others without a word.
_SHOWN = 10
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
# A runner takes `##[…]` anywhere in a line for a command of its old form.
_OLD_FORM = re.compile(r"##(?=\[)")
# A section that fits better is worth a word only where it is the likely one.
_LIKELY = 0.5

Remark = tuple[str, int, str, str]


def workflow_commands(checked: Mapping[str, Any]) -> tuple[str, ...]:
    """Write the answer of a check as workflow commands, the gravest first, and of each kind as many as are shown.

    What a finding says of a line is not said again of its entry.
    """
    remarks = [(f["severity"], f["line"], f["rule"], f["message"]) for f in checked["findings"]]
    said = {(line, rule) for _, line, rule, _ in remarks}
    told = [remark for entry in checked["entries"] for remark in entry_remarks(entry)]
    remarks += [remark for remark in told if remark[1:3] not in said]
    lines = []
    for severity in _KINDS:
        kind = [remark for remark in remarks if remark[0] == severity]
        lines += [_command(checked["file"], remark) for remark in kind[:_SHOWN]]
    return tuple(lines)


def entry_remarks(entry: Mapping[str, Any]) -> Iterable[Remark]:
    """Say what a maintainer should know of a changed entry, as (severity, line, rule, message)."""
    line = entry["line"]
    if entry["already_at"]:
        named = "The paper that it links to" if entry["title_matches"] is False else f"“{entry['title']}”"
        message = f"{named} is already in the list, at line {entry['already_at']}."
        yield "warning", line, "duplicate-entry", message
    if entry["title_matches"] is False:
        message = f"The link leads to {entry['paper']}, which no source calls “{entry['title']}”."
        yield "warning", line, "wrong-link", message
    if better := better_section(entry):
        yield "info", line, "misfiled-entry", f"The section that fits best may be {better}."


def better_section(entry: Mapping[str, Any]) -> str:
    """Name the section that probably fits an entry better than its own, with its probability; empty if none does."""
    alternatives: Sequence[Mapping[str, Any]] = entry["alternatives"]
    if not alternatives or alternatives[0]["category"] == entry["category"]:
        return ""
    best = alternatives[0]
    return f"{join_path(best['category'])} ({best['probability']:.2f})" if best["probability"] >= _LIKELY else ""


def _command(file: str, remark: Remark) -> str:
    severity, line, rule, message = remark
    properties = f"file={_property(file)},line={line},title={_property(f'litgraph: {rule}')}"
    return f"::{_KINDS[severity]} {properties}::{_message(message)}"


def _message(text: str) -> str:
    """Write a message on one line; what could end it or pass for a command of the old form is made harmless."""
    tidy = _OLD_FORM.sub("##\u200b", clean_text(text))
    return tidy.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
