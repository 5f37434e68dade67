"""The graph in the process: numbers from the sidecar's mapped arrays, facts by id from the record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np

from litgraph.graph.arrays import IN, OUT, build_arrays, columns_of, ways_of
from litgraph.graph.backend import Counts, Coverage, Filing, Neighbours, Projection
from litgraph.graph.csr import Integers, Mask, Rows, count_known, drop_loops, gather, select, spread
from litgraph.graph.filed import leave_filed
from litgraph.graph.keys import KeyTable
from litgraph.graph.schema import Edge
from litgraph.graph.sidecar import Arrays, load_arrays, save_arrays
from litgraph.graph.stays import known_by, number_of, stand
from litgraph.graph.tally import count_graph, count_techniques
from litgraph.model.assignment import METHODS
from litgraph.model.framework import System
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import CategoryId, Taxonomy
from litgraph.model.technique import Claim, Mention, Relation, Technique, TechniqueId
from litgraph.store.aliases import rows_of
from litgraph.store.columns import UNKNOWN, read_columns
from litgraph.store.find import find_paper
from litgraph.store.frameworks import fetch_systems
from litgraph.store.lists import fetch_taxonomy
from litgraph.store.record import Record
from litgraph.store.rows import load_papers
from litgraph.store.search import search
from litgraph.store.surveys import fetch_surveys
from litgraph.store.techniques import (
    fetch_claims,
    fetch_mentions,
    fetch_relations,
    fetch_techniques,
    find_technique,
)


@contextmanager
def open_graph(record: Record, sidecar: Path) -> Iterator[EmbeddedBackend]:
    """Open the graph of the record as it stands now; it keeps to that view, whatever is written meanwhile."""
    with record.transaction():
        yield EmbeddedBackend(record, sidecar)


def arrays_of(record: Record, sidecar: Path) -> Arrays:
    """Map the arrays of this revision of the record from the folder `sidecar`, or build them and leave them there."""
    with record.transaction():
        key = f"{record.revision}-{record.identity[:8]}"
        arrays = load_arrays(sidecar, key)
        if arrays is None:
            arrays = build_arrays(leave_filed(record, read_columns(record)))
            save_arrays(sidecar, key, arrays)
    return arrays


class EmbeddedBackend:
    """A `GraphBackend` over one revision of an open record; a class since it remembers the keys that it has read."""

    name = "embedded"

    def __init__(self, record: Record, sidecar: Path) -> None:
        """Answer for the record as it stands now; `open_graph` also holds it still for longer than one question."""
        self._record = record
        self._arrays = arrays = arrays_of(record, sidecar)
        self._keys = KeyTable(arrays["papers.text"], arrays["papers.offsets"])
        self._known_from = arrays["known_from"]
        self._out = ways_of(arrays, Edge.CITES, OUT)
        self._in = ways_of(arrays, Edge.CITES, IN)
        self._filed = columns_of(arrays, Edge.IN_CATEGORY)
        self._categories = KeyTable(arrays[f"{Edge.IN_CATEGORY}.ids.text"], arrays[f"{Edge.IN_CATEGORY}.ids.offsets"])

    def resolve(self, text: str) -> PaperId:
        """Find the paper that `text` names, or say what is nearest."""
        return find_paper(self._record, text)

    def papers(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, Paper]:
        """Read the facts of papers from the record, by row: nothing else of it is touched."""
        keys = self._keys.take(self._places(ids, as_of).tolist())
        found = load_papers(self._record, rows_of(self._record, keys).values())
        by_key = {paper.id: paper for paper in found.values()}
        return {key: by_key[key] for key in keys}

    def paper_ids(self, *, year: int | None = None, as_of: str | None = None) -> Sequence[PaperId]:
        """Give the ids of all papers, or of those of one year."""
        if year is None and as_of is None:
            return self._keys
        return self._keys.take(self._everyone(as_of, year).tolist())

    def references(self, ids: Collection[PaperId], *, as_of: str | None = None) -> Neighbours:
        """Give the papers that each of these cites."""
        return self._neighbours(self._out, ids, as_of)

    def citing(self, ids: Collection[PaperId], *, since: str | None = None, as_of: str | None = None) -> Neighbours:
        """Give the papers that cite each of these, of those known no earlier than the day `since`."""
        return self._neighbours(self._in, ids, as_of, since)

    def local_citations(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, int]:
        """Count the papers of the graph that cite each of these."""
        places = self._places(ids, as_of)
        citing, owners = gather(self._in, places)
        counts = np.bincount(owners[self._seen(citing, as_of)], minlength=len(places))
        return dict(zip(self._keys.take(places.tolist()), counts.tolist(), strict=True))

    def most_cited(
        self,
        *,
        limit: int | None,
        among: Collection[PaperId] | None = None,
        year: int | None = None,
        as_of: str | None = None,
    ) -> list[tuple[PaperId, int]]:
        """Rank papers by local citations, counted over the whole graph, ties by id."""
        counts = self._in.lengths if as_of is None else count_known(self._in, known_by(self._known_from, as_of))
        places = self._everyone(as_of, year)
        if among is not None:
            places = np.intersect1d(places, self._keys.places(among), assume_unique=True)
        best = places[np.lexsort((places, -counts[places]))[:limit]]
        return list(zip(self._keys.take(best.tolist()), counts[best].tolist(), strict=True))

    def coverage(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Coverage:
        """Count these papers (None means all), and those of them of which the graph has any reference."""
        places = self._everyone(as_of) if ids is None else self._places(ids, as_of)
        return Coverage(known=int(np.count_nonzero(self._out.lengths[places])), of=len(places))

    def search(self, text: str, *, limit: int, as_of: str | None = None) -> list[tuple[PaperId, float]]:
        """Find the papers whose title or abstract has the words of `text`, best score first, ties by id."""
        return search(self._record, text, limit=limit, as_of=as_of)

    def surveys(self) -> tuple[Survey, ...]:
        """Give the surveys, the workspace's first one first."""
        return fetch_surveys(self._record)

    def taxonomy(self, survey: str, *, as_of: str | None = None) -> Taxonomy:
        """Give the categories of a survey in the order of its list."""
        return fetch_taxonomy(self._record, survey, as_of)

    def listed(self, survey: str, *, as_of: str | None = None) -> Sequence[PaperId]:
        """Give the papers that a survey lists."""
        return self._keys.take(self._listed(survey, as_of).tolist())

    def statuses(self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, str]:
        """Tell of each paper whether it is `listed` by a survey, a `candidate` for it, or `periphery`."""
        places = self._places(ids, as_of)
        unlisted = np.where(self._arrays["stubs"][places], "periphery", "candidate")
        statuses = np.where(np.isin(places, self._listed(survey, as_of)), "listed", unlisted)
        return dict(zip(self._keys.take(places.tolist()), statuses.tolist(), strict=True))

    def in_category(
        self, survey: str, categories: Collection[CategoryId], *, as_of: str | None = None
    ) -> tuple[Filing, ...]:
        """Give the filings at these categories themselves, by category as asked for, then paper."""
        numbers = self._categories.places([PaperId(category) for category in categories])
        found = self._filings(survey, np.flatnonzero(np.isin(self._filed["categories"], numbers)), as_of)
        order = {category: place for place, category in enumerate(categories)}
        return tuple(sorted(found, key=lambda filing: (order[filing.category], filing.paper)))

    def categories_of(
        self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None
    ) -> dict[PaperId, tuple[Filing, ...]]:
        """Give the filings of each of these papers, by category."""
        places = self._places(ids, as_of)
        positions, _ = spread(self._filed["indptr"], places)
        filings: dict[PaperId, tuple[Filing, ...]] = dict.fromkeys(self._keys.take(places.tolist()), ())
        for filing in self._filings(survey, positions, as_of):
            filings[filing.paper] += (filing,)
        return filings

    def systems(self, survey: str, *, as_of: str | None = None) -> tuple[System, ...]:
        """Give the systems that the tables of a survey's list name, with the capabilities of each, by id."""
        return fetch_systems(self._record, survey, as_of)

    def resolve_technique(self, text: str) -> TechniqueId:
        """Find the technique that a name, in whatever spelling, or an id means, or say what is nearest."""
        return find_technique(self._record, text)

    def techniques(
        self, ids: Collection[TechniqueId] | None = None, *, as_of: str | None = None
    ) -> dict[TechniqueId, Technique]:
        """Give techniques by their id, in its order; None means all."""
        return fetch_techniques(self._record, ids, as_of=as_of)

    def mentions(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Mention, ...]:
        """Give which of the papers name which of the techniques, by technique, then paper."""
        return fetch_mentions(self._record, techniques=techniques, papers=papers, as_of=as_of)

    def relations(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Relation, ...]:
        """Give the witnesses of relations with any of the techniques at either end, by paper and place."""
        return fetch_relations(self._record, techniques=techniques, papers=papers, as_of=as_of)

    def claims(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Claim, ...]:
        """Give the claims of any of the techniques, by paper and place."""
        return fetch_claims(self._record, techniques=techniques, papers=papers, as_of=as_of)

    def projection(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Projection:
        """Give these papers (None means all) and the citations among them as arrays."""
        if ids is None and as_of is None:
            indptr, indices = drop_loops(self._out)
            return Projection(papers=self._keys, indptr=indptr, indices=indices)
        places = self._everyone(as_of) if ids is None else self._places(ids, as_of)
        indptr, indices = select(self._out, places)
        return Projection(papers=self._keys.take(places.tolist()), indptr=indptr, indices=indices)

    def counts(self, *, as_of: str | None = None) -> Counts:
        """Count the nodes and edges of each kind."""
        surveys = [survey.name for survey in self.surveys()]
        taxonomies = [self.taxonomy(survey, as_of=as_of) for survey in surveys]
        systems = [system for survey in surveys for system in self.systems(survey, as_of=as_of)]
        said = count_techniques(self._record, systems, as_of)
        return count_graph(self._arrays, taxonomies, systems, said, as_of)

    def _places(self, ids: Collection[PaperId], as_of: str | None) -> Integers:
        """Give the places of those of the ids that are known, ascending."""
        places = self._keys.places(ids)
        return places[self._seen(places, as_of)]

    def _everyone(self, as_of: str | None, year: int | None = None) -> Integers:
        known = known_by(self._known_from, as_of)
        return np.flatnonzero(known if year is None else known & (self._arrays["years"] == year))

    def _seen(self, places: Integers, as_of: str | None) -> Mask:
        return known_by(self._known_from[places], as_of)

    def _listed(self, survey: str, as_of: str | None) -> Integers:
        lists = columns_of(self._arrays, Edge.LISTS)
        there = stand(lists["since"], lists["until"], as_of) & (lists["surveys"] == self._number(survey))
        papers = np.unique(lists["papers"][there])
        return papers[self._seen(papers, as_of)]

    def _neighbours(
        self, rows: Rows, ids: Collection[PaperId], as_of: str | None, since: str | None = None
    ) -> Neighbours:
        places = self._places(ids, as_of)
        ends, owners = gather(rows, places)
        kept = self._seen(ends, as_of)
        if since is not None:
            days = self._known_from[ends]
            kept &= (days >= number_of(since)) & (days != UNKNOWN)
        ends, bounds = ends[kept], np.searchsorted(owners[kept], np.arange(len(places) + 1)).tolist()
        keys = self._keys.take(ends.tolist())
        groups = (tuple(keys[start:end]) for start, end in pairwise(bounds))
        return dict(zip(self._keys.take(places.tolist()), groups, strict=True))

    def _filings(self, survey: str, positions: Integers, as_of: str | None) -> list[Filing]:
        """Write out the filings at these positions that are of the survey and stand on the day."""
        filed = {name: column[positions] for name, column in self._filed.items() if name != "indptr"}
        there = stand(filed["since"], filed["until"], as_of) & (filed["surveys"] == self._number(survey))
        there &= self._seen(filed["papers"], as_of)
        names = ("papers", "categories", "probability", "methods")
        columns = [filed[name][there].tolist() for name in names]
        categories = self.taxonomy(survey, as_of=as_of).by_id
        filings = []
        for paper, number, probability, method in zip(*columns, strict=True):
            category = categories.get(CategoryId(self._categories[number]))
            if category is not None:
                filing = Filing(
                    paper=self._keys[paper],
                    category=category.id,
                    path=category.path,
                    probability=probability,
                    method=METHODS[method],
                )
                filings.append(filing)
        return filings

    def _number(self, survey: str) -> int:
        """Give the number of a survey, or one that no survey has."""
        return next((number for number, one in enumerate(self.surveys()) if one.name == survey), -1)
