"""Edges that are told by their ends and what they say, such as a paper's stay at a category: a changed one is another.

A workspace marks those that it needs; one that nobody needs is deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from litgraph.graph.neo4j.ledger import Batch, Look, owners_of
from litgraph.graph.schema import Edge, Label

Facts = tuple[tuple[str, Any], ...]
# A type of edges between nodes of two labels.
Link = tuple[Label, Edge, Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """An edge between two nodes, by `id`, with what it says."""

    tail: str
    head: str
    facts: Facts = ()


@dataclass(slots=True, kw_only=True)
class Changes:
    """Stays to create; edges to mark, to leave and to delete, by element id."""

    create: list[Stay] = field(default_factory=list)
    adopt: list[str] = field(default_factory=list)
    leave: list[str] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)


def facts(**told: object) -> Facts:
    """Give what an edge says, without what is not known."""
    return tuple((name, value) for name, value in sorted(told.items()) if value not in (None, ""))


def plan_stays(held: Iterable[Mapping[str, Any]], wanted: Iterable[Stay], number: int) -> Changes:
    """Compare the edges that there are (rows of `edge`, `tail`, `head`, `told`) with those that a workspace needs."""
    there: dict[Stay, list[Mapping[str, Any]]] = defaultdict(list)
    for row in held:
        there[_stay_of(row)].append(row)
    changes, needed = Changes(), set(wanted)
    for stay in sorted(needed, key=repr):
        if stay not in there:
            changes.create.append(stay)
        elif not any(_needs(row, number) for row in there[stay]):
            changes.adopt.append(there[stay][0]["edge"])
    for stay, rows in there.items():
        ours = [row for row in rows if _needs(row, number)]
        for row in ours if stay not in needed else ours[1:]:
            (changes.delete if len(owners_of(row["told"])) == 1 else changes.leave).append(row["edge"])
    return changes


def read_stays(batch: Batch | Look, link: Link, *, ids: Sequence[str] | None = None, of: str = "tail") -> list[Any]:
    """Read the edges of one type at some nodes, the edges' tails or heads; by default all that the workspace needs."""
    tail, edge, head = link
    found = f"MATCH (tail:{tail})-[r:{edge}]->(head:{head})"
    told = "RETURN elementId(r) AS edge, tail.id AS tail, head.id AS head, properties(r) AS told"
    if ids is None:
        return batch.run(f"{found} WHERE r._own IS NOT NULL {told}")
    start = {"tail": tail, "head": head}[of]
    return batch.run(f"UNWIND $ids AS id MATCH ({of}:{start} {{id: id}}) {found} {told}", ids=list(ids))


def apply_stays(batch: Batch, link: Link, changes: Changes) -> int:
    """Write the changes; give how many edges were created, to be compared with how many were to be."""
    tail, edge, head = link
    chosen = f"UNWIND $edges AS edge MATCH ()-[r:{edge}]->() WHERE elementId(r) = edge"
    if changes.delete:
        batch.run(f"{chosen} DELETE r", edges=changes.delete)
    if changes.leave:
        batch.run(f"{chosen} REMOVE r._own", edges=changes.leave)
    if changes.adopt:
        batch.run(f"{chosen} SET r._own = true", edges=changes.adopt)
    if not changes.create:
        return 0
    mark = batch.turn.mark
    rows = [[stay.tail, stay.head, {**dict(stay.facts), mark: True}] for stay in changes.create]
    create = f"""UNWIND $rows AS row MATCH (tail:{tail} {{id: row[0]}}) MATCH (head:{head} {{id: row[1]}})
        CREATE (tail)-[r:{edge}]->(head) SET r = row[2]"""
    return batch.created(create, rows=rows)


def _stay_of(row: Mapping[str, Any]) -> Stay:
    told = {name: value for name, value in row["told"].items() if not name.startswith("_")}
    return Stay(tail=row["tail"], head=row["head"], facts=facts(**told))


def _needs(row: Mapping[str, Any], number: int) -> bool:
    return f"_w{number}" in row["told"]
