"""Where a survey's own text puts papers: its sections, aligned to the headings of its list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Path, Taxonomy
from litgraph.store.record import Record
from litgraph.store.sections import fetch_mentions, fetch_sections

Embed = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The heading under which a survey's text cites a paper most, and how much that says (0 to 1)."""

    heading: Path
    weight: float


def cited_places(record: Record, survey: Survey, taxonomy: Taxonomy, embed: Embed) -> dict[PaperId, Cited]:
    """Give the heading that the survey's text cites each paper under; a section that feeds no heading says nothing.

    The weight is the likeness of section and heading, times the share of the paper's sentences that speak for it.
    """
    sections = fetch_sections(record, survey.name)
    headings = [category.path for category in taxonomy.leaves]
    if not sections or not headings:
        return {}
    fed = _fed_headings(sections, headings, embed)
    votes: dict[PaperId, list[tuple[Path, float]]] = defaultdict(list)
    for mention in fetch_mentions(record, survey.name):
        if mention.place in fed:
            votes[mention.paper].append(fed[mention.place])
    return {paper: _most_cited(cast) for paper, cast in sorted(votes.items())}


def by_section(assignments: Iterable[Assignment], cited: Mapping[PaperId, Cited]) -> tuple[Assignment, ...]:
    """Give the assignments that the text makes of what a model judged: its heading, filed above the same bars.

    The model's probability of that heading counts where it says more.
    """
    return tuple(
        _by_section(assignment, cited[assignment.paper])
        for assignment in assignments
        if assignment.paper in cited and assignment.method == "EMBEDDED"
    )


def _by_section(assignment: Assignment, cited: Cited) -> Assignment:
    from litgraph.classify.decide import FILED_BAR, SCOPE_BAR

    told = {one.category: one.probability for one in assignment.alternatives}
    probability = max(cited.weight, told.get(cited.heading, 0.0))
    return replace(
        assignment,
        category=cited.heading,
        probability=probability,
        method="CITED_IN_SECTION",
        filed=probability >= FILED_BAR and assignment.in_scope >= SCOPE_BAR,
    )


def _fed_headings(sections: Sequence[Path], headings: Sequence[Path], embed: Embed) -> dict[int, tuple[Path, float]]:
    from litgraph.ingest.tex.align import align_sections, label_of

    labels = [label_of(path) for path in (*sections, *headings)]
    vectors = embed(list(dict.fromkeys(labels)))
    row = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    matrix = vectors[[row[label] for label in labels]]
    similarity = matrix[: len(sections)] @ matrix[len(sections) :].T
    aligned = align_sections(sections, headings, similarity)
    return {place: (one.heading, one.score) for place, one in enumerate(aligned) if one.heading is not None}


def _most_cited(votes: Sequence[tuple[Path, float]]) -> Cited:
    """Choose the heading with most sentences, ties by likeness, then by path."""
    counts = Counter(heading for heading, _ in votes)
    likeness = {heading: max(score for other, score in votes if other == heading) for heading in counts}
    best = min(counts, key=lambda heading: (-counts[heading], -likeness[heading], heading))
    return Cited(heading=best, weight=min(1.0, likeness[best]) * counts[best] / len(votes))
