"""Applying a proposal: doing exactly what it says, in the very list that it was made for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from litgraph.files import read_file, replace_file
from litgraph.lists.edit import line_ends
from litgraph.survey.proposal import Proposal, proposed_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was done to a list: whether it was written, and how many lines are new or other than before."""

    file: Path
    applied: bool
    lines_added: int
    lines_changed: int


def apply_proposal(file: Path, proposal: Proposal) -> Applied:
    """Write the proposed list, if the list is still the one that `propose` read; else write nothing."""
    content = read_file(file)
    proposed = proposed_list(proposal, content)
    if proposed != content:
        replace_file(file, proposed)
    return Applied(
        file=file,
        applied=proposed != content,
        lines_added=len(line_ends(proposed)) - len(line_ends(content)),
        lines_changed=len(proposal.changes),
    )
