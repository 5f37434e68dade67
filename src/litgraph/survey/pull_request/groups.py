"""The groups of a proposal: each becomes a commit of its own, so that it can be reviewed and taken alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litgraph.lists.edit import Edit, apply_edits, line_ends
from litgraph.survey.changes import ADDITIONS, GROUPS
from litgraph.survey.proposal import Proposal
from litgraph.survey.pull_request.words import counted

_SUBJECTS = {"venues": "Mend venue or year in", "links": "Mend the link in", "format": "Mend the format of"}
_ORDER = (ADDITIONS, *GROUPS)
_GROUP_OF = {rule: group for group, rules in GROUPS.items() for rule in rules}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The list as a commit leaves it, and the commit's subject."""

    group: str
    subject: str
    content: bytes


def steps_of(proposal: Proposal, content: bytes) -> list[Step]:
    """Give a step for each group: additions, venues, links, format; the last leaves what is proposed.

    Subjects hold no word from outside.
    """
    grouped: dict[str, list[Edit]] = {}
    for edit, group in zip(proposal.edits, _groups(proposal, content), strict=True):
        grouped.setdefault(group, []).append(edit)
    steps, done = [], []
    for group in sorted(grouped, key=_place):
        done += grouped[group]
        steps.append(
            Step(group=group, subject=_subject(proposal, group), content=apply_edits(content, _in_order(done)))
        )
    return steps


def _place(group: str) -> tuple[int, str]:
    return (_ORDER.index(group) if group in _ORDER else len(_ORDER)), group


def _in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Put what goes in at a place before what begins there."""
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))


def _groups(proposal: Proposal, content: bytes) -> Iterator[str]:
    """Name the group of each edit: that of a changed line that it touches, else the additions."""
    groups = {change.line: _group_of(change.rule) for change in proposal.changes}
    starts = [0, *line_ends(content)]
    for edit in proposal.edits:
        first = bisect_right(starts, edit.span.start)
        last = bisect_right(starts, edit.span.end - 1) if edit.span.end > edit.span.start else first - 1
        yield next((groups[line] for line in range(first, last + 1) if line in groups), ADDITIONS)


def _group_of(rule: str) -> str:
    return _GROUP_OF.get(rule, rule)


def _subject(proposal: Proposal, group: str) -> str:
    if group == ADDITIONS:
        return f"Add {counted(len(proposal.additions), 'paper')}"
    lines = counted(sum(_group_of(change.rule) == group for change in proposal.changes), "line")
    return f"{_SUBJECTS.get(group, 'Mend')} {lines}"
