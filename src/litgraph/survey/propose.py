"""Proposing: what is to be mended in a list, and which papers go into it, each as its maintainers would have put it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from litgraph.lists.diff import unified_diff
from litgraph.lists.edit import Edit, Insertion, apply_edits, insertion_edits
from litgraph.lists.placing import Placed, can_hold
from litgraph.lists.style import HouseStyle
from litgraph.model.assignment import Decision
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.survey.candidates import Candidate, Placement, judge, known_to_list, new_to_list, rank
from litgraph.survey.changes import ADDITIONS, Lint, change_list, changed_to, rules_of
from litgraph.survey.proposal import Addition, Proposal, list_hash
from litgraph.survey.touch import touch_up
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
    listed, rules = listed or {}, rules_of(only)
    changed = change_list(content, document, lint, rules)
    page = Page(content=changed.content, document=changed.document, style=style, today=today)
    wanted = placements if not only or ADDITIONS in only else ()
    judged = sorted(judge(page.content, page.document, wanted, decisions or {}), key=rank)
    known = known_to_list(page.content, page.document, history, listed)
    candidates = list(new_to_list(judged, known))
    filed = [candidate for candidate in candidates if not candidate.reason][:limit]
    placed = write_candidates(page, filed)
    review = _in_review(page, [candidate for candidate in candidates if candidate.reason], filed, placed)
    touched = touch_up(page.content, insertions_of(placed), lint, rules)
    changed = changed_to(content, touched.content, document, {**touched.rules, **changed.rules}, held=changed.held)
    edits = _together(changed.edits, insertion_edits(content, touched.insertions))
    return Proposal(
        hash=list_hash(content),
        edits=edits,
        additions=tuple(_with_evidence(_added(filed, placed, touched.insertions), listed)),
        changes=changed.changes,
        review=tuple(_with_evidence(review, listed)),
        held=changed.held,
        diff=unified_diff(content, apply_edits(content, edits), name),
    )


def _added(
    filed: Sequence[Candidate], placed: Mapping[PaperId, Placed], touched: Sequence[Insertion]
) -> Iterator[Addition]:
    """Give what is added, with the text that it has after the last touches."""
    texts = {paper: _text_of(put, insertion) for (paper, put), insertion in zip(placed.items(), touched, strict=True)}
    for candidate in filed:
        if put := placed.get(candidate.paper.id):
            yield _addition(candidate, put.insertion.after_line, texts[candidate.paper.id])


def _text_of(put: Placed, touched: Insertion) -> str:
    """Find an entry in what is inserted now, by the lines at which it stood before."""
    before, entry = put.insertion.text.split("\n"), put.entry.text.split("\n")
    start = next((at for at in range(len(before)) if before[at : at + len(entry)] == entry), 0)
    return "\n".join(touched.text.split("\n")[start : start + len(entry)])


def _together(changes: Sequence[Edit], insertions: Sequence[Edit]) -> tuple[Edit, ...]:
    """Put edits in the order of the list: what goes in before a line comes before the change of that line."""
    return tuple(sorted([*insertions, *changes], key=lambda edit: (edit.span.start, edit.span.end)))


def _with_evidence(additions: Iterable[Addition], listed: Mapping[PaperId, Sequence[Entry]]) -> Iterator[Addition]:
    """Name the listed papers that an addition is most like: those of its own section, else whichever they are."""
    for addition in additions:
        near = [entry for paper in addition.because for entry in listed.get(paper, ())[:1]]
        beside = [entry for paper in addition.because for entry in listed.get(paper, ()) if _is_beside(entry, addition)]
        titles = list(dict.fromkeys(f"'{entry.title}'" for entry in beside or near if entry.title))[:2]
        words = "same section as" if beside else "most like"
        yield replace(addition, evidence=f"{words} {' and '.join(titles)}" if titles else "")


def _is_beside(entry: Entry, addition: Addition) -> bool:
    return entry.category == addition.category


def _in_review(
    page: Page, doubted: Sequence[Candidate], filed: Sequence[Candidate], placed: Mapping[PaperId, Placed]
) -> Iterator[Addition]:
    """Show what a person had better look at, and what cannot be written well: text and place; line 0 if it has none."""
    unreadable = (replace(candidate, reason=UNREADABLE) for candidate in filed if candidate.paper.id not in placed)
    held = sorted([*doubted, *unreadable], key=rank)
    places = place_candidates(page, [candidate for candidate in held if can_hold(page.document, candidate.category)])
    for candidate in held:
        put = places.get(candidate.paper.id)
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
