"""Leaving nodes and edges that a workspace needs no more; what nobody needs any more is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from litgraph.graph.neo4j.citations import References, write_references
from litgraph.graph.neo4j.ledger import Batch, Turn, owners_of
from litgraph.graph.neo4j.nodes import accounts_of, delete_nodes, find_nodes, settle, write_nodes
from litgraph.graph.neo4j.places import Places, write_places
from litgraph.store.rows import in_batches

_BATCH = 500
_GONE = (1, 0, 0)  # the facts are left last
_STILL = "UNWIND $ids AS id MATCH (p:Paper {id: id}) WHERE p._own IS NOT NULL RETURN id"


def leave_papers(turn: Turn, nodes: Sequence[str], counts: defaultdict[str, int]) -> None:
    """Leave the nodes of papers: first all that hangs on them, batch by batch, so that no deletion is a large one."""
    for step in (_leave_edges, _leave_nodes):
        for batch in in_batches(nodes, _BATCH):
            for name, number in turn.write(partial(step, nodes=batch)).items():
                counts[name] += number


def _leave_edges(batch: Batch, nodes: Sequence[str]) -> dict[str, int]:
    still = [row["id"] for row in batch.run(_STILL, ids=list(nodes))]
    counts: dict[str, int] = defaultdict(int)
    references = [References(citing=node, since=None, cited={}, mark=_GONE) for node in still]
    write_references(batch, references, counts)
    write_places(batch, [Places(paper=node, ends={}, mark=_GONE) for node in still], counts)
    return counts


def _leave_nodes(batch: Batch, nodes: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    ours = batch.turn.number
    held = [node for at, node in sorted(find_nodes(batch, nodes).items()) if at == node.at]
    held = [node for node in held if batch.turn.mark in node.told]
    counts["deleted"] += delete_nodes(batch, [node for node in held if not node.others(ours)])
    settled = []
    for node in (node for node in held if node.others(ours)):
        accounts = {number: said for number, said in accounts_of(node).items() if number != ours}
        marks = {key: node.told[key] for number, key in owners_of(node.told) if number != ours}
        settled.append(settle(node, accounts, marks, ()))
    write_nodes(batch, settled, defaultdict(int))
    return counts
