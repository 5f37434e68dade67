"""Which papers an export holds when it can't hold them all: those that mean most to the survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.graph.backend import Projection
from litgraph.model.assignment import METHODS, Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path

SCOPE_BAR = 0.5  # from here on the model thinks a paper more likely in scope than not


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """For each paper of a projection: how many cite it, and how many citations tie it to listed papers."""

    local_citations: NDArray[np.int64]
    to_listed: NDArray[np.int64]


def count_ties(projection: Projection, listed: NDArray[np.bool_]) -> Ties:
    """Count citations over the whole projection, and those from and to listed papers."""
    size = len(projection.papers)
    citing, cited = citation_ends(projection)
    from_listed = np.bincount(cited[listed[citing]], minlength=size)
    to_listed = np.bincount(citing[listed[cited]], minlength=size)
    return Ties(np.bincount(cited, minlength=size), from_listed + to_listed)


def citation_ends(projection: Projection) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the citing and the cited paper of each citation, as positions in the projection."""
    degrees = np.diff(projection.indptr)
    citing = np.repeat(np.arange(len(projection.papers), dtype=np.int64), degrees)
    return citing, np.asarray(projection.indices, dtype=np.int64)


def choose_papers(
    papers: Sequence[PaperId],
    statuses: Mapping[PaperId, str],
    assignments: Mapping[PaperId, Assignment],
    ties: Ties,
    limit: int | None,
) -> NDArray[np.int64]:
    """Choose at most `limit` papers and give their positions in ascending order.

    First come the listed ones, then what is filed, then what is in scope, each the most probable first, then those tied
    to listed papers, the most tied first. The rest, which the survey says nothing of, is only taken where all papers
    fit or no paper means anything to it. Ties go by local citations, then by id.
    """
    size = len(papers)
    if limit is None or size <= limit:
        return np.arange(size, dtype=np.int64)
    weights = [_weight(statuses[paper], assignments.get(paper)) for paper in papers]
    rank = np.array([weight[0] for weight in weights])
    chance = np.array([weight[1] for weight in weights])
    related = (rank < _OUTSIDE) | (ties.to_listed > 0)
    order = np.lexsort((np.arange(size), -ties.local_citations, -ties.to_listed, -chance, rank))
    kept = order[related[order]] if related.any() else order
    return np.sort(kept[:limit])


def main_assignments(
    assignments: Iterable[Assignment], taxonomy: Sequence[Path] = ()
) -> dict[PaperId, tuple[Assignment, ...]]:
    """Keep of each paper what stands: every category where people put it, else the model's first one.

    A method outranks those after it in `METHODS`; ties go by probability, then the order of the taxonomy, then path.
    """
    place = {path: number for number, path in enumerate(taxonomy)}

    def rank(one: Assignment) -> tuple[int, float, int, Path]:
        return METHODS.index(one.method), -one.probability, place.get(one.category, len(place)), one.category

    standing: dict[PaperId, tuple[Assignment, ...]] = {}
    for one in sorted(assignments, key=rank):
        before = standing.get(one.paper, ())
        if not before or (one.method == before[0].method == "CURATED"):
            standing[one.paper] = (*before, one)
    return standing


def is_placed(assignment: Assignment) -> bool:
    """Tell whether a paper stands at its category: by a person, or filed by the model, or in scope at least."""
    return assignment.method == "CURATED" or assignment.filed or assignment.in_scope >= SCOPE_BAR


_OUTSIDE = 3


def _weight(status: str, assignment: Assignment | None) -> tuple[int, float]:
    """Give the class of a paper, 0 the weightiest, and its chance of belonging to the survey."""
    if status == "listed":
        return 0, 1.0
    if assignment is None or not is_placed(assignment):
        return _OUTSIDE, 0.0
    return (1 if assignment.filed else 2), assignment.in_scope * assignment.probability
