"""Where papers stand: the lists that they are in and the categories that they are at, with the days of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from litgraph.errors import OutOfReach
from litgraph.graph.filed import read_filed
from litgraph.graph.neo4j.citations import find_moved
from litgraph.graph.neo4j.ledger import Batch, Look
from litgraph.graph.neo4j.stays import Changes, Facts, Stay, apply_stays, facts, plan_stays, read_stays
from litgraph.graph.schema import Edge, category_node_id, survey_id
from litgraph.model.assignment import METHODS
from litgraph.store.record import Record
from litgraph.store.whole import fetch_listing_rows

_MARK = "UNWIND $rows AS row MATCH (p:Paper {id: row[0]}) SET p._own = row[1]"

Ends = list[tuple[str, Facts]]
# The surveys that list a paper, and the categories that it is at.
AtPlaces = tuple[Ends, Ends]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """A paper, by node; the surveys that list it and the categories that it is at, by node; and the mark to leave."""

    paper: str
    surveys: Ends
    categories: Ends
    mark: Sequence[int]

    def stays(self, edge: Edge) -> list[Stay]:
        """Give its edges of one type."""
        if edge is Edge.LISTS:
            return [Stay(tail=survey, head=self.paper, facts=told) for survey, told in self.surveys]
        return [Stay(tail=self.paper, head=category, facts=told) for category, told in self.categories]


def read_places(record: Record) -> dict[int, AtPlaces]:
    """Read the lists and categories of each paper, by row, in order."""
    places: dict[int, AtPlaces] = defaultdict(lambda: ([], []))
    for listing in fetch_listing_rows(record):
        told = facts(since=listing.since, until=listing.until)
        places[listing.paper][0].append((survey_id(listing.survey), told))
    for filing in read_filed(record):
        method = METHODS[filing.rank]
        told = facts(since=filing.since, until=filing.until, probability=filing.probability, method=method)
        places[filing.paper][1].append((category_node_id(filing.survey, filing.category), told))
    return {row: (sorted(set(lists)), sorted(set(filed))) for row, (lists, filed) in places.items()}


def write_places(batch: Batch, told: Sequence[Places], counts: dict[str, int]) -> None:
    """Bring the lists and categories of papers to what is told."""
    find_moved(batch, [one.paper for one in told])
    for edge in (Edge.LISTS, Edge.IN_CATEGORY):
        changes = plan_places(batch, told, edge)
        created = apply_stays(batch, edge, changes)
        if created != len(changes.create):
            raise OutOfReach("Surveys vanished from the Neo4j database while it was written to; push again.")
        counts[edge] += created + len(changes.adopt)
        counts["deleted"] += len(changes.delete)
    batch.run(_MARK, rows=[[one.paper, list(one.mark)] for one in told])


def plan_places(batch: Batch | Look, told: Sequence[Places], edge: Edge) -> Changes:
    """Compare the edges of one type that there are at papers with what is told."""
    held = read_stays(batch, edge, ids=[one.paper for one in told], of="head" if edge is Edge.LISTS else "tail")
    return plan_stays(held, (stay for one in told for stay in one.stays(edge)), batch.turn.number)
