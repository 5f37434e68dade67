"""What hangs on a paper beside citations: the lists that it is in, the categories that it is at, what its text says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litgraph.errors import OutOfReach
from litgraph.graph.filed import read_filed
from litgraph.graph.neo4j.citations import find_moved
from litgraph.graph.neo4j.ledger import Batch, Look
from litgraph.graph.neo4j.sayings import Sayings, paper_ends
from litgraph.graph.neo4j.stays import Changes, Facts, Link, Stay, apply_stays, facts, plan_stays, read_stays
from litgraph.graph.schema import WITNESSED, Edge, Label, category_node_id, survey_id
from litgraph.model.assignment import METHODS
from litgraph.store.record import Record
from litgraph.store.whole import fetch_listing_rows

_MARK = "UNWIND $rows AS row MATCH (p:Paper {id: row[0]}) SET p._own = row[1]"

# The edges at a paper, each with the label at its other end.
LINKS: Mapping[Edge, Link] = {
    Edge.LISTS: (Label.SURVEY, Edge.LISTS, Label.PAPER),
    Edge.IN_CATEGORY: (Label.PAPER, Edge.IN_CATEGORY, Label.CATEGORY),
    Edge.MENTIONS: (Label.PAPER, Edge.MENTIONS, Label.TECHNIQUE),
    Edge.INTRODUCES: (Label.PAPER, Edge.INTRODUCES, Label.TECHNIQUE),
    Edge.REPORTS: (Label.PAPER, Edge.REPORTS, Label.CLAIM),
    **{edge: (Label.PAPER, edge, Label.TECHNIQUE) for edge in WITNESSED},
}

# The nodes at the other ends of a paper's edges of each type, with what the edges say; types without any are left out.
AtPlaces = dict[Edge, list[tuple[str, Facts]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """A paper, by node, with what hangs on it, by node; and the mark to leave."""

    paper: str
    ends: AtPlaces
    mark: Sequence[int]

    def stays(self, edge: Edge) -> list[Stay]:
        """Give its edges of one type."""
        ends = self.ends.get(edge, ())
        if LINKS[edge][0] is Label.PAPER:
            return [Stay(tail=self.paper, head=other, facts=told) for other, told in ends]
        return [Stay(tail=other, head=self.paper, facts=told) for other, told in ends]


def read_places(record: Record, said: Sayings) -> dict[int, AtPlaces]:
    """Read what hangs on each paper, by row, in order."""
    places: dict[int, AtPlaces] = defaultdict(lambda: defaultdict(list))
    for listing in fetch_listing_rows(record):
        told = facts(since=listing.since, until=listing.until)
        places[listing.paper][Edge.LISTS].append((survey_id(listing.survey), told))
    for filing in read_filed(record):
        method = METHODS[filing.rank]
        told = facts(since=filing.since, until=filing.until, probability=filing.probability, method=method)
        places[filing.paper][Edge.IN_CATEGORY].append((category_node_id(filing.survey, filing.category), told))
    for row, edge, other, told in paper_ends(record, said):
        places[row][edge].append((other, told))
    return {
        row: {edge: sorted(set(ends[edge]), key=repr) for edge in LINKS if edge in ends} for row, ends in places.items()
    }


def write_places(batch: Batch, told: Sequence[Places], counts: dict[str, int]) -> None:
    """Bring what hangs on papers to what is told."""
    find_moved(batch, [one.paper for one in told])
    for edge in LINKS:
        changes = plan_places(batch, told, edge)
        created = apply_stays(batch, LINKS[edge], changes)
        if created != len(changes.create):
            raise OutOfReach("Nodes vanished from the Neo4j database while it was written to; push again.")
        counts[edge] += created + len(changes.adopt)
        counts["deleted"] += len(changes.delete)
    batch.run(_MARK, rows=[[one.paper, list(one.mark)] for one in told])


def plan_places(batch: Batch | Look, told: Sequence[Places], edge: Edge) -> Changes:
    """Compare the edges of one type that there are at papers with what is told."""
    of = "tail" if LINKS[edge][0] is Label.PAPER else "head"
    held = read_stays(batch, LINKS[edge], ids=[one.paper for one in told], of=of)
    return plan_stays(held, (stay for one in told for stay in one.stays(edge)), batch.turn.number)
