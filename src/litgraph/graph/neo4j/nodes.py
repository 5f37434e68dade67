"""The nodes of papers as they stand on the server, and what several workspaces' accounts make of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litgraph.graph.neo4j.bylines import prune, write_bylines
from litgraph.graph.neo4j.codec import (
    PaperNode,
    Properties,
    account_of,
    account_text,
    node_id,
    paper_node_of,
    paper_properties,
    unite_nodes,
    without_aliases,
)
from litgraph.graph.neo4j.ledger import Batch, owners_of
from litgraph.graph.neo4j.places import LINKS
from litgraph.graph.schema import Label
from litgraph.model.identifiers import PaperId, scheme_of

_TOLD = "p.id AS at, properties(p) AS told, [(n:_Alias)-[:_NAMES]->(p) | n.id] AS names"
_BY_ID = f"UNWIND $ids AS id MATCH (p:Paper {{id: id}}) RETURN id, {_TOLD}"
_BY_ALIAS = f"UNWIND $ids AS id MATCH (:_Alias {{id: id}})-[:_NAMES]->(p:Paper) RETURN id, {_TOLD}"
_REPLACE = "UNWIND $rows AS row MATCH (p:Paper {id: row[0]}) SET p = row[1]"
# An alias that leads to another paper by now, through its former id, stays there.
NAME = """UNWIND $rows AS row MATCH (p:Paper {id: row[0]}) UNWIND row[1] AS id
    MERGE (n:_Alias {id: id}) WITH p, n WHERE NOT EXISTS { (n)-[:_NAMES]->() } CREATE (n)-[:_NAMES]->(p)"""
_UNNAME = """UNWIND $rows AS row MATCH (p:Paper {id: row[0]}) UNWIND row[1] AS id
    MATCH (n:_Alias {id: id})-[:_NAMES]->(p) DETACH DELETE n"""
_DELETE = """UNWIND $ids AS id MATCH (p:Paper {id: id}) OPTIONAL MATCH (n:_Alias)-[:_NAMES]->(p)
    DETACH DELETE p, n"""

_ACCOUNT = "_paper"
_TEXT = ("title", "abstract")
_OF_TEXT = ("embedding", "_encoder")  # of whichever workspace wrote last


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A node as it stands on the server, with the ids of the aliases that lead to it."""

    at: str
    told: Mapping[str, Any]
    names: frozenset[str]

    @property
    def key(self) -> PaperId:
        """Give the key of its paper."""
        return PaperId(self.told.get("_id", self.at))

    @property
    def aliases(self) -> tuple[PaperId, ...]:
        """Give every identifier of its paper."""
        return tuple(map(PaperId, self.told.get("aliases", ())))

    @property
    def arxiv(self) -> frozenset[PaperId]:
        """Give its arXiv ids: one, if any."""
        return frozenset(alias for alias in self.aliases if scheme_of(alias) == "arxiv")

    def others(self, number: int) -> frozenset[int]:
        """Give the workspaces that need it beside one."""
        return frozenset(owner for owner, _ in owners_of(self.told)) - {number}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A node and the properties that it is to have; aliases of it beyond those that lead to it may be taken."""

    held: Held
    properties: Properties

    @property
    def names(self) -> set[str]:
        """Give the ids of the aliases that are to lead to it."""
        return {node_id(alias) for alias in self.properties["aliases"]} - {self.properties["id"]}


def find_nodes(batch: Batch, ids: Iterable[str]) -> dict[str, Held]:
    """Find the nodes that identifiers lead to; of one that is a node's own and another's alias, the former."""
    wanted, found = sorted(ids), {}
    for query in (_BY_ALIAS, _BY_ID):
        for row in batch.run(query, ids=wanted):
            found[row["id"]] = Held(at=row["at"], told=row["told"], names=frozenset(row["names"]))
    return found


def accounts_of(held: Held) -> dict[int, PaperNode]:
    """Read what each workspace says of a paper: where there is one only, it is what the node says."""
    owners = owners_of(held.told)
    if len(owners) == 1:
        return {owners[0][0]: paper_node_of(held.told)}
    return {number: account_of(held.told[f"{_ACCOUNT}{number}"]) for number, _ in owners}


def settle(held: Held, accounts: Mapping[int, PaperNode], marks: Properties, free: Iterable[str]) -> Settled:
    """Say what a node becomes when these are the accounts of it; `free` are further ids that may lead to it."""
    known = {held.at, *held.names, *free}
    node = unite_nodes([accounts[number] for number in sorted(accounts)])
    node = without_aliases(node, [alias for alias in node.paper.aliases if node_id(alias) not in known])
    properties = paper_properties(node) | marks
    if len(accounts) > 1:
        properties |= {f"{_ACCOUNT}{number}": account_text(account) for number, account in accounts.items()}
    if all(properties.get(name) == held.told.get(name) for name in _TEXT):
        properties = {name: held.told[name] for name in _OF_TEXT if name in held.told} | properties
    return Settled(held=held, properties=properties)


def write_nodes(batch: Batch, settled: Sequence[Settled], counts: dict[str, int]) -> None:
    """Give nodes their properties, the aliases that lead to them, and their bylines."""
    if not settled:
        return
    old = [[one.held.at, sorted(one.held.names - one.names)] for one in settled]
    new = [[one.properties["id"], sorted(one.names - one.held.names)] for one in settled]
    batch.run(_UNNAME, rows=[row for row in old if row[1]])
    batch.run(_REPLACE, rows=[[one.held.at, one.properties] for one in settled])
    batch.run(NAME, rows=[row for row in new if row[1]])
    write_bylines(batch, [(one.properties["id"], one.held.told, one.properties) for one in settled], counts)


def delete_nodes(batch: Batch, nodes: Sequence[Held]) -> int:
    """Delete nodes that nobody needs, with the aliases that lead to them and the names that only they bore."""
    if not nodes:
        return 0
    batch.run(_DELETE, ids=[node.at for node in nodes])
    return len(nodes) + prune(batch, (node.told for node in nodes))


def absorb(batch: Batch, gone: Held, into: Held) -> bool:
    """Make one node of two of one paper, unless a third workspace holds them apart; tell whether it was done."""
    ours = batch.turn.number
    if gone.others(ours) & into.others(ours):
        return False
    if gone.others(ours):
        for move in _MOVES:
            batch.run(move, gone=gone.at, kept=into.at)
    delete_nodes(batch, [gone])
    return True


def _moves() -> Iterator[str]:
    ends = "MATCH (gone:Paper {id: $gone}), (kept:Paper {id: $kept})"
    yield f"{ends} MATCH (gone)-[r:CITES]->(p) MERGE (kept)-[s:CITES]->(p) SET s += properties(r) DELETE r"
    yield f"{ends} MATCH (gone)<-[r:CITES]-(p) MERGE (kept)<-[s:CITES]-(p) SET s += properties(r) DELETE r"
    for tail, edge, _ in LINKS.values():
        out, back = ("-", "->") if tail is Label.PAPER else ("<-", "-")
        move = f"MATCH (gone){out}[r:{edge}]{back}(other) CREATE (kept){out}[s:{edge}]{back}(other)"
        yield f"{ends} {move} SET s = properties(r) DELETE r"


_MOVES = tuple(_moves())
