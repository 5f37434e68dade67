"""Proposing: papers that were filed become lines of the list, each where and as its maintainers would have put it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from litgraph.lists.diff import unified_diff
from litgraph.lists.edit import apply_edits, insertion_edits
from litgraph.lists.parse import parse_list
from litgraph.lists.placing import NewEntry, Placed, can_hold, entry_number, has_spanning_cells, place
from litgraph.lists.render import addressed, render_entry
from litgraph.lists.style import HouseStyle
from litgraph.model.assignment import Assignment, Decision
from litgraph.model.identifiers import PaperId, identifier_in_url, normalise_title, parse_identifier
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.model.taxonomy import Path, join_path
from litgraph.survey.proposal import Addition, Proposal, list_hash

_UNREADABLE = "its entry would be read as something else: it has to be added by hand"
IN_SCOPE = 0.5  # from this probability on a paper that was not filed is worth a person's look
_ADDRESS = re.compile(rb"https?://[^\s<>\"'\]|)]+")
_WRITTEN_ID = re.compile(rb"\barxiv:\s*\d{4}\.\d{4,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A paper and where the classifier puts it."""

    paper: Paper
    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A paper with the category and the probability that hold once people have been heard; why not, if not."""

    placement: Placement
    category: Path
    probability: float
    reason: str = ""


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
    judged = (_judged(content, document, placement, decisions or {}) for placement in placements)
    known = _known(content, document, history, listed)
    candidates = list(_new(sorted(filter(None, judged), key=_rank), known))
    filed = [candidate for candidate in candidates if not candidate.reason][:limit]
    held = [candidate for candidate in candidates if candidate.reason]
    written = _written(content, document, style, filed, today)
    held += [replace(candidate, reason=_UNREADABLE) for candidate in filed if _id(candidate) not in written]
    edits = insertion_edits(content, [placed.insertion for placed in written.values()])
    return Proposal(
        hash=list_hash(content),
        edits=edits,
        additions=tuple(
            _addition(candidate, put.insertion.after_line, put.entry.text)
            for candidate in filed
            if (put := written.get(_id(candidate)))
        ),
        review=tuple(_in_review(content, document, style, sorted(held, key=_rank), today)),
        diff=unified_diff(content, apply_edits(content, edits), name),
    )


def _judged(
    content: bytes, document: ListDocument, placement: Placement, decisions: Mapping[PaperId, Decision]
) -> _Candidate | None:
    """Hear what people decided, then the classifier; None where the paper is rejected or out of scope."""
    assignment, decision = placement.assignment, _decision_on(placement.paper, decisions)
    if decision and decision.decision == "reject":
        return None
    category = decision.category if decision and decision.category else assignment.category
    if not decision and not assignment.filed and assignment.in_scope < IN_SCOPE:
        return None
    return _Candidate(
        placement=placement,
        category=category,
        probability=1.0 if decision else assignment.probability,
        reason=_doubt(content, document, placement, category) or _uncertainty(placement, category, decision),
    )


def _decision_on(paper: Paper, decisions: Mapping[PaperId, Decision]) -> Decision | None:
    """Find the decision on a paper by any of its identifiers; of several, the latest."""
    found = [decisions[alias] for alias in sorted(paper.aliases | {paper.id}) if alias in decisions]
    return max(found, key=lambda decision: decision.date, default=None)


def _doubt(content: bytes, document: ListDocument, placement: Placement, category: Path) -> str:
    """Say what is in the way of writing an entry; empty where nothing is."""
    if not can_hold(document, category):
        return f"the list has no heading {join_path(category)!r}"
    if has_spanning_cells(content, document, category):
        return f"{join_path(category)!r} is a table that groups its rows: a new one has to be fitted in by hand"
    if not placement.paper.title.strip():
        return "its title is not known"
    return "" if addressed(placement.paper) else "no address of it is known"


def _uncertainty(placement: Placement, category: Path, decision: Decision | None) -> str:
    return "" if decision or placement.assignment.filed else f"not sure enough of {join_path(category)!r}"


def _known(
    content: bytes, document: ListDocument, history: ListHistory | None, listed: Collection[PaperId]
) -> frozenset[str]:
    """Gather the identifiers and the titles of all that is, or ever was, in the list: entries, prose, comments."""
    past: Sequence[Entry] = [listing.entry for listing in history.listings] if history else ()
    entries = (*document.entries, *past)
    addresses = (identifier_in_url(found[0].decode("utf-8", "replace")) for found in _ADDRESS.finditer(content))
    written = (parse_identifier(found[0].decode("ascii")) for found in _WRITTEN_ID.finditer(content))
    identifiers = {identifier for entry in entries for identifier in entry.identifiers}
    titles = {normalise_title(entry.title) for entry in entries}
    return frozenset({*identifiers, *filter(None, addresses), *filter(None, written), *listed, *titles} - {""})


def _names(paper: Paper) -> frozenset[str]:
    """Give all by which a paper may be known: its identifiers and its title."""
    return frozenset({paper.id, *paper.aliases, normalise_title(paper.title)} - {""})


def _new(candidates: Iterable[_Candidate], known: frozenset[str]) -> Iterator[_Candidate]:
    """Leave out the papers that are known already, and those that an earlier candidate stands for."""
    seen = set(known)
    for candidate in candidates:
        names = _names(candidate.placement.paper)
        if not names & seen:
            yield candidate
        seen |= names


def _written(
    content: bytes, document: ListDocument, style: HouseStyle, filed: Sequence[_Candidate], today: str
) -> dict[PaperId, Placed]:
    """Write the entries and read the new list back: an entry that would not be read as its paper is left out."""

    def read_back(candidates: Sequence[_Candidate]) -> ListDocument:
        placed = _placed(content, document, style, candidates, today).values()
        return parse_list(apply_edits(content, insertion_edits(content, [put.insertion for put in placed])))

    def is_sound(candidates: Sequence[_Candidate]) -> bool:
        read = read_back(candidates)
        whole = len(read.entries) == len(document.entries) + len(candidates)
        return whole and read.categories == document.categories and len(_read(candidates, read)) == len(candidates)

    return _placed(content, document, style, _sound(filed, is_sound), today)


def _sound(candidates: Sequence[_Candidate], is_sound: Callable[[Sequence[_Candidate]], bool]) -> Sequence[_Candidate]:
    """Keep the candidates that can be written without harm, by halving those that cannot all be."""
    if not candidates or is_sound(candidates):
        return candidates
    middle = len(candidates) // 2
    return [*_sound(candidates[:middle], is_sound), *_sound(candidates[middle:], is_sound)] if middle else ()


def _read(candidates: Sequence[_Candidate], document: ListDocument) -> list[_Candidate]:
    """Keep the candidates that a list holds under their category, by identifier and title."""
    there = {
        (entry.category, identifier, normalise_title(entry.title))
        for entry in document.entries
        for identifier in entry.identifiers
    }
    return [candidate for candidate in candidates if there & set(_as_read(candidate))]


def _as_read(candidate: _Candidate) -> Iterator[tuple[Path, PaperId, str]]:
    paper = candidate.placement.paper
    for identifier in addressed(paper):
        yield candidate.category, identifier, normalise_title(paper.title)


def _placed(
    content: bytes, document: ListDocument, style: HouseStyle, candidates: Sequence[_Candidate], today: str
) -> dict[PaperId, Placed]:
    """Write each candidate and find its place."""
    new = [
        NewEntry(
            paper=_id(candidate),
            category=candidate.category,
            text=_text(style, candidate, index, today),
            date=candidate.placement.paper.date,
        )
        for index, candidate in enumerate(candidates)
    ]
    return {put.entry.paper: put for put in place(content, document, style, new)}


def _text(style: HouseStyle, candidate: _Candidate, index: int, today: str) -> str:
    number = entry_number(style, candidate.category, index)
    return render_entry(style, candidate.category, candidate.placement.paper, today=today, number=number)


def _in_review(
    content: bytes, document: ListDocument, style: HouseStyle, held: Sequence[_Candidate], today: str
) -> Iterator[Addition]:
    """Show what a person had better look at, with its text and its place; at line 0 if it has none."""
    placeable = [candidate for candidate in held if can_hold(document, candidate.category)]
    placed = _placed(content, document, style, placeable, today)
    for candidate in held:
        put = placed.get(_id(candidate))
        yield _addition(candidate, put.insertion.after_line if put else 0, _text(style, candidate, 0, today))


def _addition(candidate: _Candidate, line_after: int, text: str) -> Addition:
    paper = candidate.placement.paper
    return Addition(
        paper=paper.id,
        title=paper.title,
        category=candidate.category,
        line_after=line_after,
        text=text,
        probability=candidate.probability,
        because=candidate.placement.assignment.because,
        reason=candidate.reason,
    )


def _id(candidate: _Candidate) -> PaperId:
    return candidate.placement.paper.id


def _rank(candidate: _Candidate) -> tuple[float, PaperId]:
    """Order candidates: the most probable first, ties by id."""
    return -candidate.probability, _id(candidate)
