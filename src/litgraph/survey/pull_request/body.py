"""What a pull request says: how much, which papers where and why, what is left for people, and how to say no."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from litgraph.lists.render import address_of, addressed
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import join_path
from litgraph.survey.proposal import Addition, LineChange, Proposal
from litgraph.survey.pull_request.state import State, write_state
from litgraph.survey.pull_request.words import counted, fenced, shown

LONGEST = 65_536  # characters that GitHub takes for a body; counted in UTF-16, which is never less than it counts
_MOST_CHANGES = 100
_MOST_HELD = 30
_DIGITS = 16
_LONGEST_LINE = 600
_COLUMNS = "| paper | date | probability | why here |\n| --- | --- | --- | --- |"
_CUT = "_The rest does not fit here: see the diff._"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that a body is written from; `papers` are those that the proposal names, `sources` says what was asked when.

    `list_name` is the list's path in its repository.
    """

    proposal: Proposal
    survey: str
    list_name: str
    papers: Mapping[PaperId, Paper] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    sources: tuple[str, ...] = ()
    version: str = ""
    encoder: str = ""


def title_of(proposal: Proposal) -> str:
    """Count what is proposed, in a line without a word from outside."""
    added = f"add {counted(len(proposal.additions), 'paper')}" if proposal.additions else ""
    mended = f"mend {counted(len(proposal.changes), 'line')}" if proposal.changes else ""
    return f"litgraph: {', '.join(filter(None, (added, mended))) or 'nothing to change'}"


def write_body(account: Account) -> str:
    """Write the body; where it would be too long for GitHub it is cut between two rows, with a note."""
    added = tuple(one.paper for one in account.proposal.additions)
    state = State(survey=account.survey, papers=added, words="0" * _DIGITS)
    head, tail = _lead(account), "\n\n".join(_tail(account))
    room = LONGEST - sum(map(_length, (head, tail, _CUT, write_state(state)))) - 16
    taken = []
    for piece in (*_additions(account), *_changes(account.proposal), *_held(account), *_held_changes(account.proposal)):
        room -= _length(piece) + 1
        if room < 0:
            taken.append(f"\n{_CUT}")
            break
        taken.append(piece)
    words = "\n".join((head, *taken)) + f"\n\n{tail}\n"
    return f"{words}\n{write_state(replace(state, words=_digest(title_of(account.proposal), words, *added)))}\n"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _lead(account: Account) -> str:
    proposal = account.proposal
    added, mended = counted(len(proposal.additions), "new paper"), counted(len(proposal.changes), "changed line")
    words = f"litgraph proposes {added} and {mended} for {shown(account.list_name)}."
    if proposal.review:
        words += f" {counted(len(proposal.review), 'more paper')} would need a person's look first."
    return words


def _additions(account: Account) -> Iterator[str]:
    """Give a table for each category, in the order of the list; a piece is a row, or what begins a table."""
    in_order = sorted(account.proposal.additions, key=lambda added: (added.line_after, added.category))
    for category, group in itertools.groupby(in_order, key=lambda added: added.category):
        rows = [_row(account, added) for added in group]
        yield f"\n### {shown(join_path(category))}\n\n{_COLUMNS}\n{rows[0]}"
        yield from rows[1:]


def _row(account: Account, added: Addition) -> str:
    paper = account.papers.get(added.paper)
    date = shown(paper.date, in_row=True) if paper and paper.date else ""
    return f"| {_linked(account, added)} | {date} | {added.probability:.2f} | {_evidence(account, added)} |"


def _linked(account: Account, added: Addition) -> str:
    """Name a paper, linked to where it can be read."""
    paper = account.papers.get(added.paper)
    address = address_of(addressed(paper)) if paper else ""
    name = shown(added.title, in_row=True)
    return f"[{name}]({address.replace('|', '%7C')})" if address else name


def _evidence(account: Account, added: Addition) -> str:
    """Say what a paper is most like, from the papers that people put in the list."""
    titles = [account.papers[near].title for near in added.because if near in account.papers]
    names = [shown(title, in_row=True, most=80) for title in titles if title][:2]
    return f"same section as {' and '.join(names)}" if names else ""


def _changes(proposal: Proposal) -> Iterator[str]:
    for rule in dict.fromkeys(change.rule for change in proposal.changes):
        group = [change for change in proposal.changes if change.rule == rule]
        yield f"\n### {shown(rule)}: {counted(len(group), 'line')}\n"
        for number, change in enumerate(group):
            if number == _MOST_CHANGES:
                yield f"\n{len(group) - number} more are in the diff."
                break
            yield _difference(change)


def _difference(change: LineChange) -> str:
    before, after = (_lines(text) for text in (change.before, change.after))
    marked = [*(f"-{line}" for line in before), *(f"+{line}" for line in after)]
    return f"Line {change.line}:\n\n{fenced(marked, 'diff')}\n"


def _lines(text: str) -> list[str]:
    return [line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in text.split("\n")]


def _held(account: Account) -> Iterator[str]:
    """List what is left for review, the most probable first, with the reason; within bounds."""
    held = account.proposal.review
    if not held:
        return
    yield "\n### Left for review\n\n| paper | section | probability | why not added |\n| --- | --- | --- | --- |"
    for one in held[:_MOST_HELD]:
        section = shown(join_path(one.category), in_row=True) if one.category else ""
        reason = shown(one.reason, in_row=True)
        yield f"| {_linked(account, one)} | {section} | {one.probability:.2f} | {reason} |"
    if len(held) > _MOST_HELD:
        yield f"\n{len(held) - _MOST_HELD} more: `litgraph survey propose --json` lists them."


def _held_changes(proposal: Proposal) -> Iterator[str]:
    """List the changes that had better be made by hand, with the reason; within bounds."""
    if not proposal.held:
        return
    yield "\n### Changes left for review\n\n| line | rule | why not made |\n| --- | --- | --- |"
    for one in proposal.held[:_MOST_HELD]:
        yield f"| {one.line} | {shown(one.rule, in_row=True)} | {shown(one.reason, in_row=True)} |"
    if len(proposal.held) > _MOST_HELD:
        yield f"\n{len(proposal.held) - _MOST_HELD} more: `litgraph survey propose --json` lists them."


def _tail(account: Account) -> Iterator[str]:
    """Say how the sources did, how to say no, and what all this rests on."""
    if account.sources:
        yield _section("Sources", (f"- {line}" for line in account.sources))
    yield _section("How to say no", _how_to_reject(account.proposal.additions))
    by = f"litgraph {account.version}".strip()
    encoder = f", encoder {shown(account.encoder)}" if account.encoder else ""
    yield (
        f"_Made by {by}{encoder}. Metadata: arXiv (CC0) and the Semantic Scholar Academic Graph; "
        "sections: learnt from the entries of this list._"
    )


def _section(heading: str, lines: Iterable[str]) -> str:
    return "\n".join((f"### {heading}\n", *lines))


def _how_to_reject(additions: Sequence[Addition]) -> Iterator[str]:
    example = shown(additions[0].paper).strip("`") if additions else "ID"
    yield f"- One paper: `litgraph survey reject {example}`, then run again; it is never proposed again."
    yield "- All of them: close this pull request without merging. Its papers are rejected on the next run."
    yield "- Another section: `litgraph survey move ID --to 'A > B'`."
