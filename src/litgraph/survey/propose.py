"""Proposing: papers that were filed become lines of the list, each where and as its maintainers would have put it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from litgraph.lists.diff import unified_diff
from litgraph.lists.edit import apply_edits, insertion_edits
from litgraph.lists.placing import can_hold
from litgraph.lists.style import HouseStyle
from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import ListDocument, ListHistory
from litgraph.survey.candidates import Candidate, Placement, judge, known_to_list, new_to_list, rank
from litgraph.survey.proposal import Addition, Proposal, list_hash
from litgraph.survey.writing import Page, insertions_of, place_candidates, text_of, write_candidates

UNREADABLE = "its entry would be read as something else: it has to be added by hand"


def propose(
    content: bytes,
    document: ListDocument,
    placements: Iterable[Placement],
    style: HouseStyle,
    *,
    name: str = "README.md",
    decisions: Mapping[PaperId, Decision] | None = None,
    history: ListHistory | None = None,
    listed: Collection[PaperId] = (),
    limit: int | None = None,
    today: str = "",
) -> Proposal:
    """Propose additions to a list: the most probable first, ties by id; `limit` keeps that many.

    A paper that is anywhere in the list, that was in it once, that a person rejected, or that another candidate
    already stands for, is left out. `decisions` are those in force, by paper; `name` is the list's path in the diff.
    """
    page = Page(content=content, document=document, style=style, today=today)
    judged = sorted(judge(content, document, placements, decisions or {}), key=rank)
    candidates = list(new_to_list(judged, known_to_list(content, document, history, listed)))
    filed = [candidate for candidate in candidates if not candidate.reason][:limit]
    held = [candidate for candidate in candidates if candidate.reason]
    return _proposal(page, filed, held, name)


def _proposal(page: Page, filed: Sequence[Candidate], held: Sequence[Candidate], name: str) -> Proposal:
    """Write what is filed; what cannot be written well goes to what is held for review."""
    placed = write_candidates(page, filed)
    unreadable = (replace(candidate, reason=UNREADABLE) for candidate in filed if candidate.paper.id not in placed)
    edits = insertion_edits(page.content, insertions_of(placed))
    additions = (
        _addition(candidate, put.insertion.after_line, put.entry.text)
        for candidate in filed
        if (put := placed.get(candidate.paper.id))
    )
    return Proposal(
        hash=list_hash(page.content),
        edits=edits,
        additions=tuple(additions),
        review=tuple(_in_review(page, sorted([*held, *unreadable], key=rank))),
        diff=unified_diff(page.content, apply_edits(page.content, edits), name),
    )


def _in_review(page: Page, held: Sequence[Candidate]) -> Iterator[Addition]:
    """Show what a person had better look at, with its text and its place; at line 0 if it has none."""
    placed = place_candidates(page, [candidate for candidate in held if can_hold(page.document, candidate.category)])
    for candidate in held:
        put = placed.get(candidate.paper.id)
        yield _addition(candidate, put.insertion.after_line if put else 0, text_of(page, candidate))


def _addition(candidate: Candidate, line_after: int, text: str) -> Addition:
    return Addition(
        paper=candidate.paper.id,
        title=candidate.paper.title,
        category=candidate.category,
        line_after=line_after,
        text=text,
        probability=candidate.probability,
        because=candidate.placement.assignment.because,
        reason=candidate.reason,
    )
