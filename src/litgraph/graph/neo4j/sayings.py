"""What papers say of techniques, as nodes and edges: techniques, claims, mentions, and a witness an edge.

A witness and a claim name the paper whose sentence it is by an identifier that leads to it, on the witness as `paper`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.graph.neo4j.codec import Properties, node_id
from litgraph.graph.neo4j.stays import Facts, Stay, facts
from litgraph.graph.schema import Edge
from litgraph.model.technique import PAPER, Claim, Mention, Relation, Technique, TechniqueId
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record
from litgraph.store.rows import as_json
from litgraph.store.techniques import (
    fetch_claims,
    fetch_mentions,
    fetch_relations,
    fetch_spelling_keys,
    fetch_techniques,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """All that a record holds of techniques; `keys` are how each is spelled, by `spelling_key`."""

    techniques: Mapping[TechniqueId, Technique]
    keys: Mapping[str, Sequence[str]]
    mentions: Sequence[Mention]
    relations: Sequence[Relation]
    claims: Sequence[Claim]


def read_sayings(record: Record) -> Sayings:
    """Read it all, once for nodes and edges."""
    return Sayings(
        techniques=fetch_techniques(record),
        keys=fetch_spelling_keys(record),
        mentions=fetch_mentions(record),
        relations=fetch_relations(record),
        claims=fetch_claims(record),
    )


def paper_ends(record: Record, said: Sayings) -> Iterator[tuple[int, Edge, str, Facts]]:
    """Give the edges that lead from papers, by row, to techniques and claims."""
    unnamed = [one for one in said.relations if one.subject == PAPER]  # their papers' contributions have no name
    rows = rows_of(record, {one.paper for told in (said.mentions, unnamed, said.claims) for one in told})
    for mention in said.mentions:
        spans = as_json([(span.part, span.start, span.end) for span in mention.spans])
        yield rows[mention.paper], Edge.MENTIONS, mention.technique, facts(spans=spans)
        if mention.introduced:
            yield rows[mention.paper], Edge.INTRODUCES, mention.technique, ()
    for relation in unnamed:
        yield rows[relation.paper], Edge(relation.type.value), relation.object, witness_facts(relation)
    for claim in said.claims:
        yield rows[claim.paper], Edge.REPORTS, claim.id, ()


def technique_nodes(said: Sayings) -> dict[str, Properties]:
    """Give what the nodes of techniques say, by id."""
    return {key: _technique_properties(one, said.keys) for key, one in said.techniques.items()}


def claim_nodes(said: Sayings) -> dict[str, Properties]:
    """Give what the nodes of claims say, by id."""
    return {one.id: _claim_properties(one) for one in said.claims}


def technique_stays(said: Sayings) -> dict[Edge, list[Stay]]:
    """Give the edges that lead from techniques to techniques, and from claims to them, by type."""
    stays: dict[Edge, list[Stay]] = defaultdict(list)
    for key, one in said.techniques.items():
        if one.family:
            stays[Edge.VARIANT_OF].append(Stay(tail=key, head=one.family))
    for relation in said.relations:
        if relation.subject != PAPER:
            told = witness_facts(relation)
            stays[Edge(relation.type.value)].append(Stay(tail=relation.subject, head=relation.object, facts=told))
    for claim in said.claims:
        if claim.technique != PAPER:
            stays[Edge.ABOUT].append(Stay(tail=claim.id, head=claim.technique))
    return stays


def witness_facts(relation: Relation) -> Facts:
    """Give what an edge says of one witness."""
    return facts(
        paper=node_id(relation.paper),
        since=relation.date,
        sentence=relation.sentence,
        part=relation.span.part.value,
        start=relation.span.start,
        end=relation.span.end,
        confidence=relation.confidence,
        extractor=relation.extractor,
    )


def _technique_properties(one: Technique, keys: Mapping[str, Sequence[str]]) -> Properties:
    told: Properties = {"name": one.name, "kind": one.kind.value, "aliases": list(one.aliases)}
    told["spellings"] = list(keys.get(one.id, ()))  # a row of a list's tables that is not resolved yet has none
    return {name: value for name, value in told.items() if value}


def _claim_properties(one: Claim) -> Properties:
    low, high = map(float, one.value) if isinstance(one.value, tuple) else (None, None)
    told: Properties = {
        "metric": one.metric.value,
        "value": None if isinstance(one.value, tuple) else float(one.value),
        "low": low,
        "high": high,
        "unit": one.unit,
        "baseline": one.baseline,
        "condition": one.condition,
        "date": one.date,
        "sentence": one.sentence,
        "part": one.span.part.value,
        "start": one.span.start,
        "end": one.span.end,
        "confidence": one.confidence,
        "extractor": one.extractor,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}
