"""A graph drawn by hand: the backend protocol over plain dictionaries, slow and obvious."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from litgraph.errors import InputError, UnknownPaper
from litgraph.graph.backend import Counts, Coverage, Filing, Neighbours, Projection
from litgraph.graph.schema import Edge, Label
from litgraph.model.framework import System
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, known_from
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import CategoryId, Taxonomy
from litgraph.model.technique import Claim, Mention, Relation, Technique, TechniqueId, technique_id


def draw(
    *citations: str,
    years: Mapping[str, int] | None = None,
    filings: tuple[Filing, ...] = (),
    tree: Taxonomy | None = None,
    listed: Iterable[str] = (),
) -> DrawnGraph:
    """Draw a graph from lines such as `a b c`: paper `a` cites `b` and `c`; a paper's title is its id in capitals."""
    names = sorted({PaperId(name) for line in citations for name in line.split()})
    years = years or {}
    return DrawnGraph(
        found={name: Paper(id=name, title=name.upper(), year=years.get(name)) for name in names},
        edges={(PaperId(line.split()[0]), PaperId(cited)) for line in citations for cited in line.split()[1:]},
        filings=filings,
        tree=tree or Taxonomy(survey="drawn"),
        entries=frozenset(listed),
    )


@dataclass(frozen=True, kw_only=True)
class DrawnGraph:
    """Papers, citations, filings, statuses and techniques as they were drawn."""

    found: dict[PaperId, Paper]
    edges: set[tuple[PaperId, PaperId]]
    filings: tuple[Filing, ...] = ()
    tree: Taxonomy
    entries: frozenset[str] = frozenset()
    tools: tuple[System, ...] = ()
    known: dict[TechniqueId, Technique] = field(default_factory=dict)
    named: tuple[Mention, ...] = ()
    related: tuple[Relation, ...] = ()
    claimed: tuple[Claim, ...] = ()
    asked: list[str] = field(default_factory=list)
    name: str = "drawn"

    def resolve(self, text: str) -> PaperId:
        if text not in self.found:
            raise UnknownPaper(f"Unknown paper {text!r}.")
        return PaperId(text)

    def papers(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, Paper]:
        return {key: self.found[key] for key in self._known(ids, as_of)}

    def paper_ids(self, *, year: int | None = None, as_of: str | None = None) -> Sequence[PaperId]:
        return [key for key in self._known(self.found, as_of) if year is None or self.found[key].year == year]

    def references(self, ids: Collection[PaperId], *, as_of: str | None = None) -> Neighbours:
        self.asked.append("references")
        edges = self._edges(as_of)
        return {key: tuple(cited for citing, cited in edges if citing == key) for key in self._known(ids, as_of)}

    def citing(self, ids: Collection[PaperId], *, since: str | None = None, as_of: str | None = None) -> Neighbours:
        self.asked.append("citing")
        edges = [(a, b) for a, b in self._edges(as_of) if since is None or (known_from(self.found[a]) or "") >= since]
        return {key: tuple(citing for citing, cited in edges if cited == key) for key in self._known(ids, as_of)}

    def local_citations(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, int]:
        return {key: len(citing) for key, citing in self.citing(ids, as_of=as_of).items()}

    def most_cited(
        self,
        *,
        limit: int | None,
        among: Collection[PaperId] | None = None,
        year: int | None = None,
        as_of: str | None = None,
    ) -> list[tuple[PaperId, int]]:
        ids = [key for key in self.paper_ids(year=year, as_of=as_of) if among is None or key in among]
        counts = self.local_citations(ids, as_of=as_of)
        return sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))[:limit]

    def coverage(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Coverage:
        known = self._known(self.found if ids is None else ids, as_of)
        return Coverage(known=sum(any(citing == key for citing, _ in self.edges) for key in known), of=len(known))

    def search(self, text: str, *, limit: int, as_of: str | None = None) -> list[tuple[PaperId, float]]:
        hits = [key for key in self._known(self.found, as_of) if text.casefold() in self.found[key].title.casefold()]
        return [(key, 1.0) for key in hits[:limit]]

    def surveys(self) -> tuple[Survey, ...]:
        return (Survey(name=self.tree.survey, list="README.md"),)

    def taxonomy(self, survey: str, *, as_of: str | None = None) -> Taxonomy:
        return self.tree

    def listed(self, survey: str, *, as_of: str | None = None) -> Sequence[PaperId]:
        return self._known(map(PaperId, self.entries), as_of)

    def statuses(self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, str]:
        return {key: "listed" if key in self.entries else "candidate" for key in self._known(ids, as_of)}

    def in_category(
        self, survey: str, categories: Collection[CategoryId], *, as_of: str | None = None
    ) -> tuple[Filing, ...]:
        return tuple(filing for filing in self.filings if filing.category in categories)

    def categories_of(
        self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None
    ) -> dict[PaperId, tuple[Filing, ...]]:
        known = self._known(ids, as_of)
        return {key: tuple(filing for filing in self.filings if filing.paper == key) for key in known}

    def systems(self, survey: str, *, as_of: str | None = None) -> tuple[System, ...]:
        return self.tools

    def projection(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Projection:
        papers = self._known(self.found if ids is None else ids, as_of)
        return project(papers, self._edges(as_of))

    def resolve_technique(self, text: str) -> TechniqueId:
        key = technique_id(text.removeprefix("technique:"))
        if key not in self.known:
            raise InputError(f"Unknown technique {text!r}.")
        return key

    def techniques(
        self, ids: Collection[TechniqueId] | None = None, *, as_of: str | None = None
    ) -> dict[TechniqueId, Technique]:
        return {key: one for key, one in self.known.items() if ids is None or key in ids}

    def mentions(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Mention, ...]:
        return tuple(
            one
            for one in self.named
            if (techniques is None or one.technique in techniques) and (papers is None or one.paper in papers)
        )

    def relations(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Relation, ...]:
        return tuple(
            one
            for one in self.related
            if (techniques is None or one.subject in techniques or one.object in techniques)
            and (papers is None or one.paper in papers)
        )

    def claims(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Claim, ...]:
        return tuple(
            one
            for one in self.claimed
            if (techniques is None or one.technique in techniques) and (papers is None or one.paper in papers)
        )

    def counts(self, *, as_of: str | None = None) -> Counts:
        papers = len(self._known(self.found, as_of))
        return Counts(nodes={Label.PAPER: papers}, edges={Edge.CITES: len(self._edges(as_of))})

    def _known(self, ids: Iterable[PaperId], as_of: str | None) -> list[PaperId]:
        return sorted(
            key
            for key in set(ids) & self.found.keys()
            if as_of is None or (known_from(self.found[key]) or "~") <= as_of
        )

    def _edges(self, as_of: str | None) -> list[tuple[PaperId, PaperId]]:
        known = set(self._known(self.found, as_of))
        return sorted((citing, cited) for citing, cited in self.edges if citing in known and cited in known)


def project(papers: Sequence[PaperId], edges: Iterable[tuple[PaperId, PaperId]]) -> Projection:
    """Write papers (ascending) and the citations among them as arrays, without those of a paper by itself."""
    place = {key: number for number, key in enumerate(papers)}
    rows: list[list[int]] = [[] for _ in papers]
    for citing, cited in sorted(set(edges)):
        if citing != cited and citing in place and cited in place:
            rows[place[citing]].append(place[cited])
    return Projection(
        papers=papers,
        indptr=np.cumsum([0, *map(len, rows)]),
        indices=np.array([cited for row in rows for cited in row], dtype=np.int32),
    )
