"""The nodes and edges that hang on no paper: surveys, categories, systems, techniques, and how those relate.

Each push compares all of them: they are fewer than papers by far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from litgraph.errors import OutOfReach
from litgraph.graph.neo4j.codec import Properties
from litgraph.graph.neo4j.ledger import Batch, Look, Turn, owners_of
from litgraph.graph.neo4j.sayings import Sayings, claim_nodes, technique_nodes, technique_stays
from litgraph.graph.neo4j.stays import Changes, Link, Stay, apply_stays, plan_stays, read_stays
from litgraph.graph.neo4j.surveys import MARK, Nodes, Outline, read_surveys
from litgraph.graph.schema import ENDS, WITNESSED, Edge, Label
from litgraph.store.record import Record

LABELS = (Label.SURVEY, Label.CATEGORY, Label.TECHNIQUE, Label.CAPABILITY, Label.CLAIM)
LINKS: Mapping[Edge, Link] = {
    edge: (ENDS[edge][0], edge, ENDS[edge][1])
    for edge in (Edge.CHILD_OF, Edge.HAS_CAPABILITY, Edge.VARIANT_OF, *WITNESSED, Edge.ABOUT)
}

NOTHING = Outline(nodes={label: {} for label in LABELS}, edges=dict.fromkeys(LINKS, ()))


def read_outline(record: Record, said: Sayings) -> Outline:
    """Read everything of a record that hangs on no paper."""
    surveys, techniques = read_surveys(record), technique_nodes(said)
    systems = surveys.nodes[Label.TECHNIQUE]
    named = {key: systems.get(key, {}) | techniques.get(key, {}) for key in systems.keys() | techniques.keys()}
    nodes = {**surveys.nodes, Label.TECHNIQUE: named, Label.CLAIM: claim_nodes(said)}
    edges = {**surveys.edges, **technique_stays(said)}
    return Outline(
        nodes={label: nodes[label] for label in LABELS},
        edges={edge: sorted(set(edges.get(edge, ())), key=repr) for edge in LINKS},
    )


def by_tail(stays: Sequence[Stay], size: int) -> Iterator[list[Stay]]:
    """Cut edges in the order of their tails into portions of at least `size`, all of one tail together."""
    portion: list[Stay] = []
    for _, group in groupby(stays, key=lambda stay: stay.tail):
        portion += group
        if len(portion) >= size:
            yield portion
            portion = []
    if portion:
        yield portion


def write_nodes(batch: Batch, counts: defaultdict[str, int], label: Label, wanted: Nodes) -> None:
    """Write the nodes of a label that are new or different; those that are needed no more are `prune_outline`'s."""
    rows = [list(pair) for pair in plan_nodes(batch, label, wanted)]
    if rows:
        batch.run(f"UNWIND $rows AS row MERGE (n:{label} {{id: row[0]}}) SET n = row[1]", rows=rows)
    counts[label] += len(rows)


def write_edges(batch: Batch, counts: defaultdict[str, int], edge: Edge, wanted: Sequence[Stay]) -> None:
    """Bring the edges of one type at the tails of these to these."""
    changes = plan_edges(batch, edge, wanted)
    created = apply_stays(batch, LINKS[edge], changes)
    if created != len(changes.create):
        raise OutOfReach("Nodes vanished from the Neo4j database while it was written to; push again.")
    counts[edge] += created
    counts["deleted"] += len(changes.delete)


def leave_edges(batch: Batch, counts: defaultdict[str, int], edge: Edge, wanted: Sequence[Stay]) -> None:
    """Leave the edges of one type at all other tails."""
    changes = plan_leaving(batch, edge, wanted)
    apply_stays(batch, LINKS[edge], changes)
    counts["deleted"] += len(changes.delete)


def plan_edges(batch: Batch | Look, edge: Edge, wanted: Sequence[Stay]) -> Changes:
    """Compare the edges at the tails of these with these, those that others have there among them."""
    held = read_stays(batch, LINKS[edge], ids=sorted({stay.tail for stay in wanted}))
    return plan_stays(held, wanted, batch.turn.number)


def plan_leaving(batch: Batch | Look, edge: Edge, wanted: Sequence[Stay]) -> Changes:
    """Give the edges that the workspace has at other tails than those of these."""
    tail, _, head = LINKS[edge]
    found = f"MATCH (tail:{tail})-[r:{edge}]->(:{head}) WHERE r._own IS NOT NULL RETURN DISTINCT tail.id AS tail"
    gone = {row["tail"] for row in batch.run(found)} - {stay.tail for stay in wanted}
    held = read_stays(batch, LINKS[edge], ids=sorted(gone)) if gone else []
    return plan_stays(held, (), batch.turn.number)


def plan_nodes(batch: Batch | Look, label: Label, wanted: Nodes) -> list[tuple[str, Properties]]:
    """Give the nodes of a label that are new or different, with all of their properties."""
    read = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN id, properties(n) AS told"
    held = {row["id"]: row["told"] for row in batch.run(read, ids=sorted(wanted))}
    targets = ((key, _target(key, told, held.get(key, {}), batch.turn)) for key, told in sorted(wanted.items()))
    return [(key, target) for key, target in targets if target != held.get(key)]


def prune_outline(batch: Batch, counts: defaultdict[str, int], outline: Outline) -> None:
    """Leave the nodes that the workspace needs no more, and delete those that nobody does."""
    counts["deleted"] += sum(_prune_nodes(batch, label, wanted) for label, wanted in outline.nodes.items())


def gone_nodes(batch: Batch | Look, label: Label, wanted: Nodes) -> dict[str, list[tuple[int, str]]]:
    """Give the nodes of a label that the workspace needs no more, with all that have needed them."""
    found = batch.run(f"MATCH (n:{label}) WHERE n._own IS NOT NULL RETURN n.id AS id, keys(n) AS keys")
    return {row["id"]: owners_of(row["keys"]) for row in found if row["id"] not in wanted}


def _target(key: str, told: Properties, now: Properties, turn: Turn) -> Properties:
    """Say what a node is to say; of several workspaces the oldest one's words stand."""
    owners = owners_of(now)
    elders = any(number < turn.number for number, _ in owners)
    words = {name: value for name, value in (now if elders else told).items() if not name.startswith("_") and name}
    return {**{mark: now[mark] for _, mark in owners}, **words, "id": key, turn.mark: told.get(MARK, True)}


def _prune_nodes(batch: Batch, label: Label, wanted: Nodes) -> int:
    gone = gone_nodes(batch, label, wanted)
    needed = [key for key, owners in gone.items() if len(owners) > 1]
    lost = [key for key, owners in gone.items() if len(owners) == 1]
    if needed:
        batch.run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) REMOVE n._own", ids=needed)
    if lost:
        batch.run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", ids=lost)
    return len(lost)
