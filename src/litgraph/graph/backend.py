"""What a graph must answer, whichever engine holds it: a few primitives over sets of ids.

A query is written once over these. Each takes a whole set, so that a question costs a handful of round trips on a
server, and each takes `as_of`, a day (inclusive, UTC) whose knowledge alone counts; None means everything. A citation
is seen when both of its papers are known. Answers are sorted by id, ids that the graph lacks are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from litgraph.graph.schema import Edge, Label
from litgraph.model.framework import System
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import CategoryId, Path, Taxonomy
from litgraph.model.technique import Claim, Mention, Relation, Technique, TechniqueId

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Neighbours = dict[PaperId, tuple[PaperId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A paper at a category of a survey: an `IN_CATEGORY` edge. A person's has probability 1 and method `CURATED`."""

    paper: PaperId
    category: CategoryId
    path: Path
    probability: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of how many papers, among `of`, any reference is known."""

    known: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many nodes of each label and edges of each type a graph has."""

    nodes: Mapping[Label, int]
    edges: Mapping[Edge, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Projection:
    """Papers and the citations among them as CSR arrays, for algorithms over a whole graph.

    The papers are in ascending order; the references of `papers[i]` are the positions
    `indices[indptr[i]:indptr[i + 1]]`, ascending, without duplicates and without the paper itself.
    """

    papers: Sequence[PaperId]
    indptr: NDArray[np.integer]
    indices: NDArray[np.integer]


class GraphBackend(Protocol):
    """A graph of papers and techniques that answers over sets of ids.

    What is said of techniques is given with every witness, whatever its confidence.
    """

    @property
    def name(self) -> str:
        """Name the engine: `embedded` or `neo4j`."""

    def resolve(self, text: str) -> PaperId:
        """Find the paper that an identifier, an address or a unique part of a title names, or say what is nearest."""

    def papers(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, Paper]:
        """Give the facts of papers."""

    def paper_ids(self, *, year: int | None = None, as_of: str | None = None) -> Sequence[PaperId]:
        """Give the ids of all papers, or of those of one year."""

    def references(self, ids: Collection[PaperId], *, as_of: str | None = None) -> Neighbours:
        """Give the papers that each of these cites."""

    def citing(self, ids: Collection[PaperId], *, since: str | None = None, as_of: str | None = None) -> Neighbours:
        """Give the papers that cite each of these, of those known no earlier than the day `since`."""

    def local_citations(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, int]:
        """Count the papers of the graph that cite each of these."""

    def most_cited(
        self,
        *,
        limit: int | None,
        among: Collection[PaperId] | None = None,
        year: int | None = None,
        as_of: str | None = None,
    ) -> list[tuple[PaperId, int]]:
        """Rank papers by local citations, counted over the whole graph, ties by id; `among` and `year` choose them."""

    def coverage(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Coverage:
        """Count these papers (None means all), and those of them of which the graph has any reference."""

    def search(self, text: str, *, limit: int, as_of: str | None = None) -> list[tuple[PaperId, float]]:
        """Find the papers whose title or abstract has the words of `text`, best score first, ties by id."""

    def surveys(self) -> tuple[Survey, ...]:
        """Give the surveys, the workspace's first one first."""

    def taxonomy(self, survey: str, *, as_of: str | None = None) -> Taxonomy:
        """Give the categories of a survey in the order of its list."""

    def listed(self, survey: str, *, as_of: str | None = None) -> Sequence[PaperId]:
        """Give the papers that a survey lists."""

    def statuses(self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, str]:
        """Tell of each paper whether it is `listed` by a survey, a `candidate` for it, or `periphery`."""

    def in_category(
        self, survey: str, categories: Collection[CategoryId], *, as_of: str | None = None
    ) -> tuple[Filing, ...]:
        """Give the filings at these categories themselves, by category as asked for, then paper."""

    def categories_of(
        self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None
    ) -> dict[PaperId, tuple[Filing, ...]]:
        """Give the filings of each of these papers, by category."""

    def systems(self, survey: str, *, as_of: str | None = None) -> tuple[System, ...]:
        """Give the systems that the tables of a survey's list name, with the capabilities of each, by id."""

    def resolve_technique(self, text: str) -> TechniqueId:
        """Find the technique that a name, in whatever spelling, or an id means, or say what is nearest."""

    def techniques(
        self, ids: Collection[TechniqueId] | None = None, *, as_of: str | None = None
    ) -> dict[TechniqueId, Technique]:
        """Give techniques by their id, in its order; None means all."""

    def mentions(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Mention, ...]:
        """Give which of the papers name which of the techniques, by technique, then paper."""

    def relations(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Relation, ...]:
        """Give the witnesses of relations with any of the techniques at either end, by paper and place."""

    def claims(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Claim, ...]:
        """Give the claims of any of the techniques, by paper and place."""

    def projection(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Projection:
        """Give these papers (None means all) and the citations among them as arrays."""

    def counts(self, *, as_of: str | None = None) -> Counts:
        """Count the nodes and edges of each kind."""
