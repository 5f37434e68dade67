"""Which papers may go on a list: what the classifier and people say of them, and what the list has already."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.lists.placing import spanning_sections
from litgraph.lists.render import addressed
from litgraph.model.assignment import Assignment, Decision
from litgraph.model.identifiers import PaperId, identifier_in_url, normalise_title, parse_identifier
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, ListDocument, ListHistory
from litgraph.model.taxonomy import Path, join_path

IN_SCOPE = 0.5  # from this probability on a paper that was not filed is worth a person's look
_ADDRESS = re.compile(rb"https?://[^\s<>\"'\]|)]+")
_WRITTEN_ID = re.compile(rb"\barxiv:\s*\d{4}\.\d{4,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A paper and where the classifier puts it."""

    paper: Paper
    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A paper with the category and the probability that hold once people have been heard; why not, if not."""

    placement: Placement
    category: Path
    probability: float
    reason: str = ""

    @property
    def paper(self) -> Paper:
        """Give the paper itself."""
        return self.placement.paper


def rank(candidate: Candidate) -> tuple[float, PaperId]:
    """Order candidates: the most probable first, ties by id."""
    return -candidate.probability, candidate.paper.id


def judge(
    content: bytes,
    document: ListDocument,
    placements: Iterable[Placement],
    decisions: Mapping[PaperId, Decision],
) -> Iterator[Candidate]:
    """Hear what people decided, then the classifier; the rejected and those out of scope are left out."""
    headings = frozenset(heading.path for heading in document.headings)
    spanning = spanning_sections(content, document)
    for placement in placements:
        assignment, decision = placement.assignment, _decision_on(placement.paper, decisions)
        if decision.decision == "reject" if decision else not (assignment.filed or assignment.in_scope >= IN_SCOPE):
            continue
        category = decision.category if decision and decision.category else assignment.category
        sure = decision is not None or assignment.filed
        yield Candidate(
            placement=placement,
            category=category,
            probability=1.0 if decision else assignment.probability,
            reason=_doubt(placement.paper, category, headings, spanning)
            or _uncertainty(category, assignment, sure=sure),
        )


def new_to_list(candidates: Iterable[Candidate], known: frozenset[str]) -> Iterator[Candidate]:
    """Leave out the papers that are known already, and those that an earlier candidate stands for."""
    seen = set(known)
    for candidate in candidates:
        names = _names(candidate.paper)
        if not names & seen:
            yield candidate
        seen |= names


def known_to_list(
    content: bytes, document: ListDocument, history: ListHistory | None, listed: Collection[PaperId]
) -> frozenset[str]:
    """Gather the identifiers and the titles of all that is, or ever was, in a list: entries, prose, comments."""
    past: Sequence[Entry] = [listing.entry for listing in history.listings] if history else ()
    entries = (*document.entries, *past)
    addresses = (identifier_in_url(found[0].decode("utf-8", "replace")) for found in _ADDRESS.finditer(content))
    written = (parse_identifier(found[0].decode("ascii")) for found in _WRITTEN_ID.finditer(content))
    identifiers = {identifier for entry in entries for identifier in entry.identifiers}
    titles = {normalise_title(entry.title) for entry in entries}
    return frozenset({*identifiers, *filter(None, addresses), *filter(None, written), *listed, *titles} - {""})


def _decision_on(paper: Paper, decisions: Mapping[PaperId, Decision]) -> Decision | None:
    """Find the decision on a paper by any of its identifiers; of several, the latest."""
    found = [decisions[alias] for alias in sorted(paper.aliases | {paper.id}) if alias in decisions]
    return max(found, key=lambda decision: decision.date, default=None)


def _doubt(paper: Paper, category: Path, headings: Collection[Path], spanning: Collection[Path]) -> str:
    """Say what is in the way of writing an entry; empty where nothing is."""
    if category not in headings:
        return f"the list has no heading {join_path(category)!r}"
    if category in spanning:
        return f"{join_path(category)!r} is a table that groups its rows: a new one has to be fitted in by hand"
    if not normalise_title(paper.title):
        return "its title is not known"
    return "" if addressed(paper) else "no address of it is known"


def _uncertainty(category: Path, assignment: Assignment, *, sure: bool) -> str:
    if sure:
        return ""
    also = [repr(join_path(one.category)) for one in assignment.also if one.category != category]
    more = f"; perhaps at {' and '.join(also)} as well" if also else ""
    return f"not sure enough of {join_path(category)!r}{more}"


def _names(paper: Paper) -> frozenset[str]:
    """Give all by which a paper may be known: its identifiers and its title."""
    return frozenset({paper.id, *paper.aliases, normalise_title(paper.title)} - {""})
