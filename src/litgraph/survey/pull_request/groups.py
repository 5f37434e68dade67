"""The groups of a proposal: each becomes a commit of its own, so that it can be reviewed and taken alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litgraph.lists.edit import Edit, apply_edits, line_ends
from litgraph.survey.proposal import Proposal
from litgraph.survey.pull_request.words import counted

ADDITIONS = "additions"
_FIRST = (ADDITIONS, "stale-preprint", "wrong-link", "malformed-entry")
_SUBJECTS = {
    "stale-preprint": "Name the venue of",
    "wrong-link": "Mend the link of",
    "malformed-entry": "Mend the format of",
    "wrong-year": "Mend the year of",
    "broken-anchor": "Mend the anchor in",
    "heading-level": "Mend the heading in",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The list as a commit leaves it, and the commit's subject."""

    group: str
    subject: str
    content: bytes


def steps_of(proposal: Proposal, content: bytes) -> list[Step]:
    """Give a step for each group: additions first, then changes by rule; the last leaves what is proposed.

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
    return (_FIRST.index(group) if group in _FIRST else len(_FIRST)), group


def _in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Put what goes in at a place before what begins there."""
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))


def _groups(proposal: Proposal, content: bytes) -> Iterator[str]:
    """Name the group of each edit: the rule of a changed line that it touches, else the additions."""
    rules = {change.line: change.rule for change in proposal.changes}
    starts = [0, *line_ends(content)]
    for edit in proposal.edits:
        first = bisect_right(starts, edit.span.start)
        last = bisect_right(starts, edit.span.end - 1) if edit.span.end > edit.span.start else first - 1
        yield next((rules[line] for line in range(first, last + 1) if line in rules), ADDITIONS)


def _subject(proposal: Proposal, group: str) -> str:
    if group == ADDITIONS:
        return f"Add {counted(len(proposal.additions), 'paper')}"
    lines = counted(sum(change.rule == group for change in proposal.changes), "entry", "entries")
    return f"{_SUBJECTS.get(group, 'Mend')} {lines}"
