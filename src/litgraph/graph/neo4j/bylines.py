"""Authors and venues: nodes that are there for as long as a paper bears their name, with the edges to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litgraph.graph.neo4j.ledger import Batch
from litgraph.graph.schema import Edge, Label, author_id, venue_id

# A node, and the names that it bore and bears.
Change = tuple[str, Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """One kind of name: its label and edge, the property of a paper that holds it, and how its nodes are named."""

    label: Label
    edge: Edge
    key: str
    identify: Callable[[str], str]
    order: str = ""

    def names(self, properties: Mapping[str, Any]) -> dict[str, str]:
        """Give the names that a paper bears, by id, each once and in order."""
        told = properties.get(self.key, ())
        together = (" ".join(name.split()) for name in ([told] if isinstance(told, str) else told))
        return {self.identify(name): name for name in together if name}


AUTHORS = Byline(label=Label.AUTHOR, edge=Edge.AUTHORED_BY, key="authors", identify=author_id, order="position")
VENUES = Byline(label=Label.VENUE, edge=Edge.PUBLISHED_IN, key="venue", identify=venue_id)


def write_bylines(batch: Batch, changes: Sequence[Change], counts: dict[str, int]) -> None:
    """Bring the authors and venues of papers from what they were to what they are, and count what is created."""
    for kind in (AUTHORS, VENUES):
        _write(batch, kind, changes, counts)


def prune(batch: Batch, papers: Iterable[Mapping[str, Any]]) -> int:
    """Delete the authors and venues of papers that are gone which no other paper bears; give how many."""
    papers = list(papers)
    return sum(_prune(batch, kind, {name for paper in papers for name in kind.names(paper)}) for kind in _KINDS)


def _write(batch: Batch, kind: Byline, changes: Sequence[Change], counts: dict[str, int]) -> None:
    told = [(node, kind.names(old), kind.names(new)) for node, old, new in changes]
    changed = [(node, old, new) for node, old, new in told if list(old.items()) != list(new.items())]
    bearing = {key: name for _, _, new in changed for key, name in new.items()}
    if left := [node for node, old, _ in changed if old]:
        batch.run(f"UNWIND $ids AS id MATCH (:Paper {{id: id}})-[r:{kind.edge}]->(:{kind.label}) DELETE r", ids=left)
    if bearing:
        merge = f"UNWIND $rows AS row MERGE (n:{kind.label} {{id: row[0]}}) ON CREATE SET n.name = row[1]"
        counts[kind.label] += batch.created(merge, rows=[[key, bearing[key]] for key in sorted(bearing)])
        rows = [[node, [[key, place] for place, key in enumerate(new, start=1)]] for node, _, new in changed if new]
        counts[kind.edge] += batch.created(_create(kind), rows=rows)
    gone = {key for _, old, new in changed for key in old.keys() - new.keys()}
    counts["deleted"] += _prune(batch, kind, gone)


def _create(kind: Byline) -> str:
    placed = f" {{{kind.order}: name[1]}}" if kind.order else ""
    return f"""UNWIND $rows AS row MATCH (p:Paper {{id: row[0]}}) UNWIND row[1] AS name
        MATCH (n:{kind.label} {{id: name[0]}}) CREATE (p)-[:{kind.edge}{placed}]->(n)"""


def _prune(batch: Batch, kind: Byline, names: Iterable[str]) -> int:
    if not (wanted := sorted(names)):
        return 0
    delete = f"""UNWIND $ids AS id MATCH (n:{kind.label} {{id: id}}) WHERE NOT EXISTS {{ (n)<-[:{kind.edge}]-() }}
        DELETE n RETURN count(*)"""
    return int(batch.run(delete, ids=wanted)[0][0])


_KINDS = (AUTHORS, VENUES)
