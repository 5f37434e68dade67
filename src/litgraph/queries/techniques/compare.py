"""Techniques side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.taxonomy import Path
from litgraph.model.technique import TechniqueId
from litgraph.queries.answer import Answer, Row, Scope
from litgraph.queries.techniques.rows import (
    Bar,
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


def compare(backend: GraphBackend, names: Sequence[str], scope: Scope, *, confidence: float | None = None) -> Answer:
    """Tell what techniques share and where they differ: headings, what papers say of both, claims with conditions.

    Rows are, in this order, categories with the techniques that stand there, relations between any two of them, and
    claims by metric.
    """
    bar = bar_of(confidence)
    keys = list(dict.fromkeys(backend.resolve_technique(name) for name in names))
    if len(keys) < 2:
        raise InputError("Comparing takes at least two different techniques.")
    rows = [
        *_categories(backend, keys, scope),
        *_relations(backend, keys, bar, scope),
        *_claims(backend, keys, bar, scope),
    ]
    told = [
        one
        for one in backend.relations(techniques=keys, as_of=scope.as_of)
        if one.subject in keys and one.object in keys
    ]
    doubtful = list(tell_of_doubtful(bar, told, backend.claims(techniques=keys, as_of=scope.as_of)))
    parameters = {"techniques": keys, "min_confidence": confidence}
    return answer(backend, "compare", parameters, rows, scope, warnings=doubtful)


def _categories(backend: GraphBackend, keys: Sequence[TechniqueId], scope: Scope) -> Iterator[Row]:
    found = backend.techniques(keys, as_of=scope.as_of)
    mentions = backend.mentions(techniques=keys, as_of=scope.as_of)
    homes = {
        key: home_papers(one, [mention for mention in mentions if mention.technique == key])
        for key, one in found.items()
    }
    headings: Mapping[TechniqueId, list[Path]] = {
        key: categories_of(backend, papers, scope) for key, papers in homes.items()
    }
    counted = Counter(path for paths in headings.values() for path in paths)
    for path in sorted(counted, key=lambda path: (-counted[path], path)):
        there = [found[key].name for key in keys if path in headings.get(key, [])]
        yield {"says": "category", "category": list(path), "techniques": there, "shared": len(there) == len(keys)}


def _relations(backend: GraphBackend, keys: Sequence[TechniqueId], bar: Bar, scope: Scope) -> Iterator[Row]:
    among = [
        one
        for one in backend.relations(techniques=keys, as_of=scope.as_of)
        if one.subject in keys and one.object in keys and one.confidence >= bar.relation
    ]
    names, reversed_ = names_of(backend, keys, scope), contradicted(among)
    for one in sorted(among, key=lambda one: (one.type, one.subject, one.object, -one.confidence, one.paper)):
        told = is_contradicted(one, reversed_)
        yield {"says": "relation", **relation_row(one, names), "contradicted": told}


def _claims(backend: GraphBackend, keys: Sequence[TechniqueId], bar: Bar, scope: Scope) -> Iterator[Row]:
    found = [one for one in backend.claims(techniques=keys, as_of=scope.as_of) if one.confidence >= bar.claim]
    names = names_of(backend, keys, scope)
    for one in sorted(found, key=lambda one: (one.metric, keys.index(TechniqueId(one.technique)), -one.confidence)):
        yield {"says": "claim", **claim_row(one, names)}
