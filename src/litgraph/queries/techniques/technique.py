"""What is known of one technique."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from litgraph.graph.backend import GraphBackend
from litgraph.model.technique import Claim, Relation, Technique
from litgraph.queries.answer import Answer, Row, Scope
from litgraph.queries.techniques.rows import (
    answer,
    bar_of,
    categories_of,
    claim_row,
    contradicted,
    home_papers,
    is_contradicted,
    names_of,
    relation_row,
    tell_of_doubtful,
)


def technique(backend: GraphBackend, name: str, scope: Scope, *, confidence: float | None = None) -> Answer:
    """Tell what a technique is, what it has to do with others, and what is claimed of it, the surest first.

    Rows are relations, `direction` out of it or into it, and claims; `contradicted` marks that other papers say the
    reverse. What it is stands beside them under `technique`.
    """
    bar = bar_of(confidence)
    key = backend.resolve_technique(name)
    found = backend.techniques([key], as_of=scope.as_of).get(key)
    told = backend.relations(techniques=[key], as_of=scope.as_of)
    reported = backend.claims(techniques=[key], as_of=scope.as_of)
    relations = [one for one in told if one.confidence >= bar.relation]
    claims = [one for one in reported if one.confidence >= bar.claim]
    rows = _rows(backend, str(key), relations, claims, scope)
    facts = _facts(backend, found, scope) if found else {"id": key}
    parameters = {"technique": key, "min_confidence": confidence}
    doubtful = list(tell_of_doubtful(bar, told, reported))
    return answer(backend, "technique", parameters, rows, scope, technique=facts, warnings=doubtful)


def _facts(backend: GraphBackend, found: Technique, scope: Scope) -> dict[str, object]:
    mentions = backend.mentions(techniques=[found.id], as_of=scope.as_of)
    everything = backend.techniques(as_of=scope.as_of)
    variants = sorted(one.name for one in everything.values() if one.family == found.id)
    systems = {one.technique: one for one in backend.systems(scope.survey, as_of=scope.as_of)}
    family = everything.get(found.family) if found.family else None
    return {
        "id": found.id,
        "name": found.name,
        "kind": found.kind.value,
        "aliases": list(found.aliases),
        "introduced_by": list(found.introduced_by),
        "family": family.name if family else None,
        "variants": variants,
        "categories": [list(path) for path in categories_of(backend, home_papers(found, mentions), scope)],
        "capabilities": list(systems[found.id].capabilities) if found.id in systems else [],
        "named_by": len(mentions),
    }


def _rows(
    backend: GraphBackend, key: str, relations: Sequence[Relation], claims: Sequence[Claim], scope: Scope
) -> Iterator[Row]:
    names = names_of(backend, [end for one in relations for end in (one.subject, one.object)] + [key], scope)
    reversed_ = contradicted(relations)
    for one in sorted(relations, key=lambda one: (-one.confidence, one.paper, one.type, one.object)):
        yield {
            "says": "relation",
            "direction": "out" if one.subject == key else "in",
            **relation_row(one, names),
            "contradicted": is_contradicted(one, reversed_),
        }
    for claim in sorted(claims, key=lambda one: (one.metric, -one.confidence, one.paper)):
        yield {"says": "claim", **claim_row(claim, names)}
