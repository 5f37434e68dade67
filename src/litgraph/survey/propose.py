"""Proposing: what is to be mended in a list, and which papers go into it, each as its maintainers would have put it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from litgraph.lists.diff import unified_diff
from litgraph.lists.edit import Edit, Insertion, apply_edits, insertion_edits
from litgraph.lists.placing import can_hold
from litgraph.lists.style import HouseStyle
from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.survey.candidates import Candidate, Placement, judge, known_to_list, new_to_list, rank
from litgraph.survey.changes import ADDITIONS, Lint, change_list, rules_of
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
    listed: Mapping[PaperId, Sequence[Entry]] | None = None,
    lint: Lint = lambda content, document: (),
    only: Collection[str] = (),
    limit: int | None = None,
    today: str = "",
) -> Proposal:
    """Propose changes and additions to a list: additions the most probable first, ties by id; `limit` keeps that many.

    A paper that is anywhere in the list, that was in it once, that a person rejected, or that another candidate
    already stands for, is left out. `decisions` are those in force, and `listed` the entries, by paper; `lint` tells
    what is to be mended; `only` names the groups to propose, else all; `name` is the list's path in the diff.
    """
    listed = listed or {}
    changed = change_list(content, document, lint, rules_of(only))
    page = Page(content=changed.content, document=changed.document, style=style, today=today)
    wanted = placements if not only or ADDITIONS in only else ()
    judged = sorted(judge(page.content, page.document, wanted, decisions or {}), key=rank)
    known = known_to_list(page.content, page.document, history, listed)
    added, review, insertions = _additions(page, list(new_to_list(judged, known)), limit)
    edits = _together(changed.edits, insertion_edits(content, insertions))
    return Proposal(
        hash=list_hash(content),
        edits=edits,
        additions=tuple(replace(addition, evidence=_evidence(addition, listed)) for addition in added),
        changes=changed.changes,
        review=tuple(replace(addition, evidence=_evidence(addition, listed)) for addition in review),
        held=changed.held,
        diff=unified_diff(content, apply_edits(content, edits), name),
    )


def _additions(
    page: Page, candidates: Sequence[Candidate], limit: int | None
) -> tuple[list[Addition], list[Addition], list[Insertion]]:
    """Write what is filed, what cannot be written well for review; and give what goes into the list."""
    filed = [candidate for candidate in candidates if not candidate.reason][:limit]
    held = [candidate for candidate in candidates if candidate.reason]
    placed = write_candidates(page, filed)
    held += [replace(candidate, reason=UNREADABLE) for candidate in filed if candidate.paper.id not in placed]
    added = [
        _addition(candidate, put.insertion.after_line, put.entry.text)
        for candidate in filed
        if (put := placed.get(candidate.paper.id))
    ]
    return added, list(_in_review(page, sorted(held, key=rank))), insertions_of(placed)


def _together(changes: Sequence[Edit], insertions: Sequence[Edit]) -> tuple[Edit, ...]:
    """Put edits in the order of the list: what goes in before a line comes before the change of that line."""
    return tuple(sorted([*insertions, *changes], key=lambda edit: (edit.span.start, edit.span.end)))


def _evidence(addition: Addition, listed: Mapping[PaperId, Sequence[Entry]]) -> str:
    """Name the listed papers that an addition is most like: those of its own section, else whichever they are."""
    near = [entry for paper in addition.because for entry in listed.get(paper, ())[:1]]
    beside = [entry for paper in addition.because for entry in listed.get(paper, ()) if _is_beside(entry, addition)]
    titles = list(dict.fromkeys(f"'{entry.title}'" for entry in beside or near if entry.title))[:2]
    return f"{'same section as' if beside else 'most like'} {' and '.join(titles)}" if titles else ""


def _is_beside(entry: Entry, addition: Addition) -> bool:
    return entry.category == addition.category


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
