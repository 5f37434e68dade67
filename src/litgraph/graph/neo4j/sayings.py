"""What papers say of techniques, as nodes and edges: techniques, claims, mentions, and a witness an edge.

A witness and a claim name the paper whose sentence it is by an identifier that leads to it, on the witness as `paper`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from litgraph.graph.neo4j.codec import Properties, node_id
from litgraph.graph.neo4j.stays import Facts, Stay, facts
from litgraph.graph.schema import Edge
from litgraph.model.technique import PAPER, Claim, Relation, Technique
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


def read_sayings(record: Record) -> Iterator[tuple[int, Edge, str, Facts]]:
    """Give the edges that lead from papers, by row, to techniques and claims."""
    mentions, relations, claims = fetch_mentions(record), _unnamed(record), fetch_claims(record)
    rows = rows_of(record, {one.paper for said in (mentions, relations, claims) for one in said})
    for mention in mentions:
        spans = as_json([(span.part, span.start, span.end) for span in mention.spans])
        yield rows[mention.paper], Edge.MENTIONS, mention.technique, facts(spans=spans)
        if mention.introduced:
            yield rows[mention.paper], Edge.INTRODUCES, mention.technique, ()
    for relation in relations:
        yield rows[relation.paper], Edge(relation.type.value), relation.object, witness_facts(relation)
    for claim in claims:
        yield rows[claim.paper], Edge.REPORTS, claim.id, ()


def technique_nodes(record: Record) -> dict[str, Properties]:
    """Give what the nodes of techniques say, by id."""
    keys = fetch_spelling_keys(record)
    return {key: _technique_properties(one, keys) for key, one in fetch_techniques(record).items()}


def claim_nodes(record: Record) -> dict[str, Properties]:
    """Give what the nodes of claims say, by id."""
    return {one.id: _claim_properties(one) for one in fetch_claims(record)}


def technique_stays(record: Record) -> dict[Edge, list[Stay]]:
    """Give the edges that lead from techniques to techniques, and from claims to them, by type."""
    stays: dict[Edge, list[Stay]] = defaultdict(list)
    for key, one in fetch_techniques(record).items():
        if one.family:
            stays[Edge.VARIANT_OF].append(Stay(tail=key, head=one.family))
    for relation in fetch_relations(record):
        if relation.subject != PAPER:
            told = witness_facts(relation)
            stays[Edge(relation.type.value)].append(Stay(tail=relation.subject, head=relation.object, facts=told))
    for claim in fetch_claims(record):
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


def _unnamed(record: Record) -> list[Relation]:
    """Give the witnesses of papers whose contribution has no name."""
    return [one for one in fetch_relations(record) if one.subject == PAPER]


def _technique_properties(one: Technique, keys: Mapping[str, list[str]]) -> Properties:
    told: Properties = {"name": one.name, "kind": one.kind.value, "aliases": list(one.aliases)}
    told["spellings"] = keys.get(one.id, [])  # a row of a list's tables that is not resolved yet has none
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
