"""Applying a proposal: doing exactly what it says, in the very list that it was made for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from litgraph.errors import InputError, OutOfReach
from litgraph.lists.edit import line_ends
from litgraph.survey.proposal import Proposal, proposed_list
from litgraph.survey.replace import replace_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was done to a list: whether it was written, and how many lines are new or other than before."""

    file: Path
    applied: bool
    lines_added: int
    lines_changed: int


def apply_proposal(file: Path, proposal: Proposal) -> Applied:
    """Write the proposed list, if the list is still the one that `propose` read; else write nothing."""
    content = _read(file)
    proposed = proposed_list(proposal, content)
    if proposed != content:
        replace_file(file, proposed)
    return Applied(
        file=file,
        applied=proposed != content,
        lines_added=len(line_ends(proposed)) - len(line_ends(content)),
        lines_changed=len(proposal.changes),
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"No list at {file}.") from error
    except OSError as error:
        raise OutOfReach(f"Cannot read {file}: {error.strerror or error}.") from error
