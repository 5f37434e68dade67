"""Papers to their nodes: each to the one that bears any of its identifiers, whoever put it there, else to a new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from litgraph.graph.neo4j.bylines import write_bylines
from litgraph.graph.neo4j.codec import PaperNode, Properties, node_id, paper_properties, without_aliases
from litgraph.graph.neo4j.ledger import Batch, owners_of
from litgraph.graph.neo4j.nodes import NAME, Held, Settled, absorb, accounts_of, find_nodes, settle, write_nodes
from litgraph.graph.neo4j.table import first_of, row_of_node
from litgraph.graph.schema import Label
from litgraph.model.identifiers import PaperId, scheme_of

_CREATE = "UNWIND $rows AS row CREATE (p:Paper) SET p = row"

# Gives the rows of those identifiers that the record knows.
RowsOf = Callable[[Iterable[PaperId]], Mapping[PaperId, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """The embedding of a paper's text, and the encoder that made it."""

    encoder: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the workspace tells of a paper: its row, its node, the mark to leave there, and a vector if it has one."""

    row: int
    node: PaperNode
    mark: tuple[int, ...]
    vector: Vector | None = None

    @property
    def names(self) -> list[str]:
        """Give every `id` under which the paper may stand on the server."""
        return [node_id(alias) for alias in sorted(self.node.paper.aliases)]

    @property
    def arxiv(self) -> frozenset[PaperId]:
        """Give its arXiv ids: one, if any."""
        return frozenset(alias for alias in self.node.paper.aliases if scheme_of(alias) == "arxiv")


@dataclass(slots=True, kw_only=True)
class PapersWritten:
    """Where the papers of a batch went and with which mark, by row; which are new there; nodes to leave."""

    at: dict[int, str] = field(default_factory=dict)
    marks: dict[int, tuple[int, ...]] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)


def write_papers(batch: Batch, told: Sequence[Told], rows_of: RowsOf, counts: defaultdict[str, int]) -> PapersWritten:
    """Write papers to their nodes."""
    written = PapersWritten()
    held = find_nodes(batch, {name for one in told for name in one.names})
    rows = rows_of({alias for node in held.values() for alias in (node.key, *node.aliases)}) if held else {}
    new: list[Told] = []
    settled: list[Settled] = []
    for one in told:
        mine = _matches(one, held, rows, batch.turn.number)
        one = _without_taken(one, held, mine)
        if mine:
            settled.append(_rewrite(batch, one, mine, held, written))
        else:
            new.append(one)
    write_nodes(batch, settled, counts)
    _create(batch, new, written, counts)
    counts[Label.PAPER] += len(told)
    return written


def _matches(one: Told, held: Mapping[str, Held], rows: Mapping[PaperId, int], number: int) -> list[Held]:
    """Give the nodes that are of this paper, the best first."""
    found = {held[name].at: held[name] for name in one.names if name in held}
    mine = {at: node for at, node in sorted(found.items()) if _is_of(one, node, rows, number)}
    if len(mine) < 2:
        return list(mine.values())
    first = first_of(one.node.paper.id, mine)
    return [mine.pop(first), *mine.values()]


def _is_of(one: Told, node: Held, rows: Mapping[PaperId, int], number: int) -> bool:
    """Tell whether a node is of a paper: the record has no other for it, and nobody names another arXiv id."""
    row = rows[node.key] if node.key in rows else row_of_node(node.aliases, rows)
    agree = not node.arxiv or not one.arxiv or bool(node.arxiv & one.arxiv)
    return row == one.row and (agree or not node.others(number))


def _without_taken(one: Told, held: Mapping[str, Held], mine: Sequence[Held]) -> Told:
    """Leave out the identifiers that lead to other papers on the server; its own key a paper keeps."""
    ours = {node.at for node in mine}
    taken = {name for name in one.names if name in held and held[name].at not in ours}
    if not taken:
        return one
    paper = one.node.paper
    left = [alias for alias in paper.aliases if alias != paper.id and node_id(alias) in taken]
    return replace(one, node=without_aliases(one.node, left))


def _create(batch: Batch, told: Sequence[Told], written: PapersWritten, counts: defaultdict[str, int]) -> None:
    if not told:
        return
    rows = [paper_properties(one.node) | _marked(batch, one) for one in told]
    batch.run(_CREATE, rows=rows)
    named = ((row["id"], {*one.names} - {row["id"]}) for one, row in zip(told, rows, strict=True))
    if aliases := [[at, sorted(names)] for at, names in named if names]:
        batch.run(NAME, rows=aliases)
    write_bylines(batch, [(row["id"], {}, row) for row in rows], counts)
    for one, row in zip(told, rows, strict=True):
        written.at[one.row], written.marks[one.row] = row["id"], one.mark
        written.new.add(one.row)


def _rewrite(
    batch: Batch, one: Told, mine: Sequence[Held], held: Mapping[str, Held], written: PapersWritten
) -> Settled:
    """Say what becomes of the node of a paper; further nodes of it are united with that one, or left."""
    node, ours = mine[0], batch.turn.number
    united = [node, *(other for other in mine[1:] if absorb(batch, other, node))]
    written.strays += [other.at for other in mine if other not in united]
    accounts = {number: said for each in united for number, said in accounts_of(each).items() if number != ours}
    marks = {key: each.told[key] for each in united for number, key in owners_of(each.told) if number != ours}
    accounts[ours] = one.node
    if len(united) > 1:  # what hangs on a node of two must be looked at
        one = replace(one, mark=(one.mark[0], 1, 1))
    ends = {each.at for each in united}
    taken = {name for name in one.names if name in held and held[name].at not in ends}
    free = {*one.names, *(name for each in united for name in (each.at, *each.names))} - taken
    settled = settle(node, accounts, marks | _marked(batch, one), free)
    written.at[one.row], written.marks[one.row] = settled.properties["id"], one.mark
    if batch.turn.mark not in node.told or len(mine) > 1:  # citations may have led to another node, or to none
        written.new.add(one.row)
    return settled


def _marked(batch: Batch, one: Told) -> Properties:
    """Give what the workspace leaves on a node beside the paper."""
    left: Properties = {batch.turn.mark: list(one.mark)}
    return left | {"embedding": list(one.vector.values), "_encoder": one.vector.encoder} if one.vector else left
