"""The graph on a server: each question is one statement, two at the most where a survey's account is needed, too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from neo4j import Record

from litgraph.errors import InputError
from litgraph.graph.backend import Counts, Coverage, Filing, Neighbours, Projection
from litgraph.graph.neo4j import statements, technique_statements
from litgraph.graph.neo4j.accounts import SurveyAccount, survey_accounts, systems_of, taxonomy_of
from litgraph.graph.neo4j.catalogue import ServerCatalogue, phrases_of
from litgraph.graph.neo4j.codec import node_id, paper_of
from litgraph.graph.neo4j.connection import Connection, connect
from litgraph.graph.neo4j.projecting import project
from litgraph.graph.neo4j.schema import index_name, labelled
from litgraph.graph.neo4j.server import Server
from litgraph.graph.neo4j.technique_reader import (
    ServerNames,
    read_claims,
    read_mentions,
    read_relations,
    read_techniques,
)
from litgraph.graph.schema import category_node_id, survey_id
from litgraph.graph.tally import compose_counts
from litgraph.model.framework import System
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Category, CategoryId, Taxonomy
from litgraph.model.technique import Claim, Mention, Relation, Technique, TechniqueId
from litgraph.store.lookup import find_in
from litgraph.store.rows import in_batches
from litgraph.store.technique_lookup import find_one_in

_BATCH = 50_000  # ids that go along with one statement
_ROWS = 5_000  # that a server sends at a time
_ALL = 2**63 - 1
_TITLE_WEIGHT = 4  # as in the record's own search


@contextmanager
def open_server(server: Server, prefix: str = "") -> Iterator[Neo4jBackend]:
    """Open the graph of a server. It may change between two questions, unlike that of the record."""
    with connect(server) as connection:
        backend = Neo4jBackend(connection, prefix)
        if not backend.read(statements.PUSHED):
            raise InputError(
                f"Nothing was pushed to the database '{server.database}' of Neo4j at {server.uri}. Run `litgraph graph "
                "push`, or check LITGRAPH_NEO4J_URI, LITGRAPH_NEO4J_DATABASE and LITGRAPH_NEO4J_PREFIX."
            )
        yield backend


class Neo4jBackend:
    """A `GraphBackend` over a server; a class since it holds the connection and what it has read of the surveys."""

    name = "neo4j"

    def __init__(self, connection: Connection, prefix: str = "") -> None:
        """Answer from the nodes whose labels have this prefix."""
        self._connection = connection
        self._prefix = prefix

    def resolve(self, text: str) -> PaperId:
        """Find the paper that `text` names, or say what is nearest."""
        return find_in(ServerCatalogue(self.read, self._index), text)

    def papers(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, Paper]:
        """Give the facts of papers."""
        rows = self._of(statements.PAPERS, ids, as_of=as_of)
        found = (paper_of({key: value for key, value in row["facts"].items() if value is not None}) for row in rows)
        return dict(sorted((paper.id, paper) for paper in found))

    def paper_ids(self, *, year: int | None = None, as_of: str | None = None) -> Sequence[PaperId]:
        """Give the ids of all papers, or of those of one year."""
        statement = statements.PAPER_IDS if year is None else statements.PAPER_IDS_OF_YEAR
        return sorted(row["paper"] for row in self.stream(statement, year=year, as_of=as_of))

    def references(self, ids: Collection[PaperId], *, as_of: str | None = None) -> Neighbours:
        """Give the papers that each of these cites."""
        return _neighbours(self._of(statements.REFERENCES, ids, as_of=as_of))

    def citing(self, ids: Collection[PaperId], *, since: str | None = None, as_of: str | None = None) -> Neighbours:
        """Give the papers that cite each of these, of those known no earlier than the day `since`."""
        return _neighbours(self._of(statements.CITING, ids, since=since, as_of=as_of))

    def local_citations(self, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, int]:
        """Count the papers of the graph that cite each of these."""
        statement = statements.CITATIONS if as_of is None else statements.CITATIONS_THEN
        return dict(sorted((row["paper"], row["citations"]) for row in self._of(statement, ids, as_of=as_of)))

    def most_cited(
        self,
        *,
        limit: int | None,
        among: Collection[PaperId] | None = None,
        year: int | None = None,
        as_of: str | None = None,
    ) -> list[tuple[PaperId, int]]:
        """Rank papers by local citations, counted over the whole graph, ties by id."""
        statement = statements.most_cited(then=as_of is not None, among=among is not None, of_year=year is not None)
        asked: dict[str, Any] = {"limit": _ALL if limit is None else limit, "year": year, "as_of": as_of}
        if among is not None:
            asked["ids"] = _stored(among)
        return [(row["paper"], row["citations"]) for row in self.read(statement, **asked)]

    def coverage(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Coverage:
        """Count these papers (None means all), and those of them of which the graph has any reference."""
        if ids is None:
            rows = self.read(statements.COVERAGE, as_of=as_of)
        else:
            rows = list(self._of(statements.COVERAGE_OF, ids, as_of=as_of))
        return Coverage(known=sum(row["known"] for row in rows), of=sum(row["of"] for row in rows))

    def search(self, text: str, *, limit: int, as_of: str | None = None) -> list[tuple[PaperId, float]]:
        """Find the papers whose title or abstract has the words of `text`, best score first, ties by id."""
        if not (phrases := phrases_of(text)):
            return []
        wanted = (f"+(_title_words:{phrase}^{_TITLE_WEIGHT} _abstract_words:{phrase})" for phrase in phrases)
        asked = {"index": self._index("words"), "question": " ".join(wanted), "limit": limit}
        return [(row["paper"], row["score"]) for row in self.read(statements.SEARCH, as_of=as_of, **asked)]

    def surveys(self) -> tuple[Survey, ...]:
        """Give the surveys, those of the workspace that pushed first in the order of that workspace."""
        return tuple(account.survey for account in self._accounts)

    def taxonomy(self, survey: str, *, as_of: str | None = None) -> Taxonomy:
        """Give the categories of a survey in the order of its list."""
        for account in self._accounts:
            if account.survey.name == survey:
                return taxonomy_of(account, as_of)
        known = ", ".join(one.name for one in self.surveys()) or "none"
        raise InputError(f"Unknown survey {survey!r}. The server has {known}; run `litgraph graph push`.")

    def listed(self, survey: str, *, as_of: str | None = None) -> Sequence[PaperId]:
        """Give the papers that a survey lists."""
        found = self.read(statements.LISTED, survey=survey_id(survey), as_of=as_of)
        return sorted(row["paper"] for row in found)

    def statuses(self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None) -> dict[PaperId, str]:
        """Tell of each paper whether it is `listed` by a survey, a `candidate` for it, or `periphery`."""
        found = self._of(statements.STATUSES, ids, survey=survey_id(survey), as_of=as_of)
        return dict(sorted((row["paper"], row["status"]) for row in found))

    def in_category(
        self, survey: str, categories: Collection[CategoryId], *, as_of: str | None = None
    ) -> tuple[Filing, ...]:
        """Give the filings at these categories themselves, by category as asked for, then paper."""
        order = {category: place for place, category in enumerate(categories)}
        nodes = [category_node_id(survey, category) for category in order]
        known = self.taxonomy(survey, as_of=as_of).by_id
        found = _filings(self.read(statements.IN_CATEGORY, ids=nodes, as_of=as_of), known)
        return tuple(sorted(found, key=lambda filing: (order[filing.category], filing.paper)))

    def categories_of(
        self, survey: str, ids: Collection[PaperId], *, as_of: str | None = None
    ) -> dict[PaperId, tuple[Filing, ...]]:
        """Give the filings of each of these papers, by category."""
        known = self.taxonomy(survey, as_of=as_of).by_id
        rows = list(self._of(statements.CATEGORIES_OF, ids, survey=survey, as_of=as_of))
        filings: dict[PaperId, tuple[Filing, ...]] = dict.fromkeys(sorted({row["paper"] for row in rows}), ())
        for filing in _filings(rows, known):
            filings[filing.paper] += (filing,)
        return filings

    def systems(self, survey: str, *, as_of: str | None = None) -> tuple[System, ...]:
        """Give the systems that the tables of a survey's list name, with the capabilities of each, by id."""
        return next((systems_of(one, as_of) for one in self._accounts if one.survey.name == survey), ())

    def resolve_technique(self, text: str) -> TechniqueId:
        """Find the technique that a name, in whatever spelling, or an id means, or say what is nearest."""
        return find_one_in(ServerNames(self.read), text)

    def techniques(
        self, ids: Collection[TechniqueId] | None = None, *, as_of: str | None = None
    ) -> dict[TechniqueId, Technique]:
        """Give techniques by their id, in its order; None means all."""
        return read_techniques(self.read, ids, self._standing(as_of), as_of)

    def mentions(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Mention, ...]:
        """Give which of the papers name which of the techniques, by technique, then paper."""
        return read_mentions(self.read, techniques, papers, as_of)

    def relations(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Relation, ...]:
        """Give the witnesses of relations with any of the techniques at either end, by paper and place."""
        return read_relations(self.read, techniques, papers, as_of)

    def claims(
        self,
        *,
        techniques: Collection[str] | None = None,
        papers: Collection[PaperId] | None = None,
        as_of: str | None = None,
    ) -> tuple[Claim, ...]:
        """Give the claims of any of the techniques, by paper and place."""
        return read_claims(self.read, techniques, papers, as_of)

    def projection(self, ids: Collection[PaperId] | None = None, *, as_of: str | None = None) -> Projection:
        """Give these papers (None means all) and the citations among them as arrays."""
        if ids is None:
            return project(self.stream(statements.PROJECTION, as_of=as_of))
        return project(self._of(statements.PROJECTION_OF, ids, as_of=as_of))

    def counts(self, *, as_of: str | None = None) -> Counts:
        """Count the nodes and edges of each kind."""
        asked = (statements.COUNTS if as_of is None else statements.COUNTS_THEN, statements.COUNTS_STANDING)
        rows = [row for statement in asked for row in self.read(statement, as_of=as_of)]
        rows += self.read(technique_statements.COUNTS, as_of=as_of, standing=sorted(self._standing(as_of)))
        numbers = {row["kind"]: row["number"] for row in rows}
        taxonomies = [taxonomy_of(account, as_of) for account in self._accounts]
        systems = [system for account in self._accounts for system in systems_of(account, as_of)]
        return compose_counts(numbers, taxonomies, systems)

    def read(self, statement: str, **parameters: object) -> list[Record]:
        """Give the rows of one of `statements`."""
        return self._connection.read(labelled(statement, self._prefix), **parameters)

    def stream(self, statement: str, **parameters: object) -> Iterator[Record]:
        """Give the rows of one of `statements` as they come."""
        return self._connection.stream(labelled(statement, self._prefix), fetch_size=_ROWS, **parameters)

    def _standing(self, as_of: str | None) -> frozenset[str]:
        """Give the systems that the lists' tables name."""
        return frozenset(system.technique for account in self._accounts for system in systems_of(account, as_of))

    @cached_property
    def _accounts(self) -> tuple[SurveyAccount, ...]:
        return survey_accounts(row["told"] for row in self.read(statements.SURVEYS))

    def _of(self, statement: str, ids: Iterable[PaperId], **parameters: object) -> Iterator[Record]:
        """Ask of a set of ids, in one statement unless they are very many."""
        for batch in in_batches(_stored(ids), _BATCH):
            yield from self.read(statement, ids=batch, **parameters)

    def _index(self, name: str) -> str:
        return index_name(name, self._prefix)


def _stored(ids: Iterable[PaperId]) -> list[str]:
    return list(dict.fromkeys(map(node_id, ids)))


def _neighbours(rows: Iterable[Record]) -> Neighbours:
    return {paper: tuple(sorted(others)) for paper, others in sorted((row["paper"], row["others"]) for row in rows)}


def _filings(rows: Iterable[Record], known: Mapping[CategoryId, Category]) -> Iterator[Filing]:
    """Write out the filings at categories that the list has on the day."""
    for row in rows:
        if (category := known.get(row["category"])) is not None:
            yield Filing(
                paper=row["paper"],
                category=category.id,
                path=category.path,
                probability=row["probability"],
                method=row["method"],
            )
