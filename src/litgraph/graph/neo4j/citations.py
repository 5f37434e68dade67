"""Citations to edges, grouped by the paper that cites: a statement for each pair would cost more than twice the time.

What a workspace alone says of a citation stands on the edge itself. Where several have it, each one's account stands
under its mark, and the edge says what they say together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from litgraph.errors import OutOfReach
from litgraph.graph.neo4j.codec import Properties
from litgraph.graph.neo4j.ledger import Batch, Look, owners_of
from litgraph.graph.schema import Edge
from litgraph.store.rows import as_json

_STAND = """UNWIND $ids AS id MATCH (p:Paper {id: id})
    RETURN id, p._own AS mark, [key IN keys(p) WHERE key STARTS WITH '_w'] AS owners"""
_WORKSPACES = "MATCH (w:_Workspace) RETURN count(w) AS there"
_CREATE = """UNWIND $rows AS row MATCH (a:Paper {id: row[0]}) UNWIND row[2] AS id MATCH (b:Paper {id: id})
    CREATE (a)-[:CITES {since: row[1], _own: ''}]->(b)"""
_CREATE_SAID = """UNWIND $rows AS row MATCH (a:Paper {id: row[0]}) UNWIND row[1] AS cited MATCH (b:Paper {id: cited[0]})
    CREATE (a)-[r:CITES]->(b) SET r = cited[1]"""
_MARK = "UNWIND $rows AS row MATCH (p:Paper {id: row[0]}) SET p._own = row[1]"
_HELD = """UNWIND $ids AS id MATCH (:Paper {id: id})-[r:CITES]->(b:Paper)
    RETURN id, b.id AS cited, elementId(r) AS edge, properties(r) AS told"""
_CHANGE = "UNWIND $rows AS row MATCH ()-[r:CITES]->() WHERE elementId(r) = row[0] SET r = row[1]"
_DELETE = "UNWIND $edges AS edge MATCH ()-[r:CITES]->() WHERE elementId(r) = edge DELETE r"
_MISSING = "UNWIND $ids AS id OPTIONAL MATCH (p:Paper {id: id}) WITH id, p WHERE p IS NULL RETURN id"


class Moved(Exception):
    """Tell which nodes are not there any more under their `id`: another workspace knew a better one."""

    def __init__(self, nodes: Collection[str]) -> None:
        """Name the nodes."""
        super().__init__(f"{len(nodes)} nodes have moved")
        self.nodes = frozenset(nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a citation beside that it is there; `since` is the day from which it is known."""

    since: str | None = None
    contexts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    influential: bool = False

    @property
    def text(self) -> str:
        """Write it as an account; empty if nothing is said."""
        return "" if self == NOTHING_SAID else as_json([self.since, self.contexts, self.intents, self.influential])


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What a paper, by node, cites, by node, and the mark to leave at it; whether its mark has told of none so far."""

    citing: str
    since: str | None
    cited: Mapping[str, Said]
    mark: Sequence[int]
    is_first: bool = False


@dataclass(slots=True, kw_only=True)
class Changes:
    """Edges to create, by citing node; to change and to delete, by element id."""

    create: dict[str, list[tuple[str, Properties]]] = field(default_factory=lambda: defaultdict(list))
    change: list[tuple[str, Properties]] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        """Count the edges that are new or different."""
        return sum(map(len, self.create.values())) + len(self.change)


NOTHING_SAID = Said()


def write_references(batch: Batch, told: Sequence[References], counts: dict[str, int]) -> None:
    """Bring the citations of papers to what is told."""
    bare = _bare_of(batch, told)
    written = _create(batch, [one for one in told if one.citing in bare])
    changes = plan_references(batch, [one for one in told if one.citing not in bare])
    _apply(batch, changes)
    batch.run(_MARK, rows=[[one.citing, list(one.mark)] for one in told])
    counts[Edge.CITES] += written + changes.written
    counts["deleted"] += len(changes.delete)


def plan_references(batch: Batch | Look, told: Sequence[References]) -> Changes:
    """Compare what is told with the edges that there are."""
    held: dict[str, dict[str, Any]] = defaultdict(dict)
    if told:
        for row in batch.run(_HELD, ids=[one.citing for one in told]):
            held[row["id"]][row["cited"]] = row
    changes = Changes()
    for one in told:
        compare(one, held[one.citing], batch.turn.number, changes)
    return changes


def compare(one: References, held: Mapping[str, Any], number: int, changes: Changes) -> None:
    """Note which edges of a paper to create, to change and to delete for a workspace."""
    for cited, about in one.cited.items():
        said = replace(about, since=one.since)
        if cited in held:
            _note(changes, held[cited], _properties(accounts_of_edge(held[cited]["told"]) | {number: said}))
        else:
            changes.create[one.citing].append((cited, _properties({number: said})))
    for cited, row in held.items():
        accounts = accounts_of_edge(row["told"])
        if cited not in one.cited and accounts.pop(number, None) is not None:
            if accounts:
                _note(changes, row, _properties(accounts))
            else:
                changes.delete.append(row["edge"])


def accounts_of_edge(told: Mapping[str, Any]) -> dict[int, Said]:
    """Read what each workspace says of a citation: where there is one only, it is what the edge says."""
    owners = owners_of(told)
    if len(owners) == 1:
        said = Said(
            since=told.get("since"),
            contexts=tuple(told.get("contexts", ())),
            intents=tuple(told.get("intents", ())),
            influential=told.get("influential", False),
        )
        return {owners[0][0]: said}
    return {number: _said_of(told[key]) for number, key in owners}


def _said_of(text: str) -> Said:
    if not text:
        return Said()
    since, contexts, intents, influential = json.loads(text)
    return Said(since=since, contexts=tuple(contexts), intents=tuple(intents), influential=influential)


def _properties(accounts: Mapping[int, Said]) -> Properties:
    """Say what the edge says when these are the accounts of it."""
    several = len(accounts) > 1
    told = {
        "since": min((said.since for said in accounts.values() if said.since), default=None),
        "contexts": _together(said.contexts for said in accounts.values()),
        "intents": _together(said.intents for said in accounts.values()),
        "influential": any(said.influential for said in accounts.values()),
    }
    marks = {f"_w{number}": said.text if several else "" for number, said in accounts.items()}
    return {name: value for name, value in told.items() if value} | marks


def _together(lists: Any) -> list[str]:
    told = list(lists)
    return list(told[0]) if len(told) == 1 else sorted({text for texts in told for text in texts})


def _note(changes: Changes, row: Any, properties: Properties) -> None:
    if dict(row["told"]) != properties:
        changes.change.append((row["edge"], properties))


def _bare_of(batch: Batch, told: Sequence[References]) -> set[str]:
    """Give the nodes that can have no citations yet: nobody else needs them, and we have written none.

    Where there is no other workspace the server need not be asked of each, but of one: a batch whose end was not heard
    of may have been done, and is then done wholly.
    """
    fresh = [one.citing for one in told if one.is_first]
    alone = fresh and batch.run(_WORKSPACES)[0]["there"] == 1
    asked = fresh[:1] if alone else [one.citing for one in told]
    stand = {row["id"]: row for row in batch.run(_STAND, ids=asked)}
    _check(set(asked) - stand.keys())
    bare = {node for node, row in stand.items() if len(row["owners"]) == 1 and row["mark"] and not row["mark"][1]}
    return set(fresh) if alone and bare else bare


def _create(batch: Batch, told: Sequence[References]) -> int:
    """Create the citations of papers that have none."""
    plain, said = [], []
    for one in told:
        plain.append([one.citing, one.since, [cited for cited, about in one.cited.items() if about is NOTHING_SAID]])
        rich = {cited: about for cited, about in one.cited.items() if about is not NOTHING_SAID}
        told_of = {cited: replace(about, since=one.since) for cited, about in rich.items()}
        rows = [[cited, _properties({batch.turn.number: about})] for cited, about in told_of.items()]
        if rows:
            said.append([one.citing, rows])
    created = batch.created(_CREATE, rows=plain) if plain else 0
    created += batch.created(_CREATE_SAID, rows=said) if said else 0
    if created != sum(len(one.cited) for one in told):
        find_moved(batch, {node for one in told for node in (one.citing, *one.cited)})
        raise OutOfReach("The Neo4j database was changed while it was written to; push again.")
    return created


def _apply(batch: Batch, changes: Changes) -> None:
    if changes.delete:
        batch.run(_DELETE, edges=changes.delete)
    if changes.change:
        batch.run(_CHANGE, rows=[list(row) for row in changes.change])
    if changes.create:
        rows = [[citing, [list(pair) for pair in cited]] for citing, cited in changes.create.items()]
        if batch.created(_CREATE_SAID, rows=rows) != sum(map(len, changes.create.values())):
            find_moved(batch, {node for one, pairs in changes.create.items() for node in (one, *dict(pairs))})


def find_moved(batch: Batch, nodes: Collection[str]) -> None:
    """Tell which papers do not stand under their `id` any more, if any."""
    _check({row["id"] for row in batch.run(_MISSING, ids=sorted(nodes))})


def _check(missing: Collection[str]) -> None:
    if missing:
        raise Moved(missing)
