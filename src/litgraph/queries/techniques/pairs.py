"""Techniques of a heading two by two: those that no paper compares, and those that are combined, or never were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations as pairs

from litgraph.graph.backend import GraphBackend, TechniqueBackend
from litgraph.model.technique import PAPER, Kind, Relation, RelationType, Technique, TechniqueId
from litgraph.queries.answer import Answer, Row, Scope
from litgraph.queries.categories import papers_beneath
from litgraph.queries.techniques.rows import answer, bar_of, by_statement, knowing, names_of

_COMPARING = (RelationType.COMPARES_WITH, RelationType.OUTPERFORMS)
_COMPARABLE = (Kind.METHOD, Kind.SYSTEM, Kind.MODEL)
_POPULAR = 12  # techniques of a heading that are paired


def uncompared(backend: GraphBackend, category: str, scope: Scope, *, confidence: float | None = None) -> Answer:
    """List pairs of techniques that papers of a heading introduce and that no paper compares, the best known first.

    A comparison counts whatever its confidence unless `confidence` is given: what may have been compared is no gap.
    """
    graph = knowing(backend)
    known = _introduced(graph, category, scope)
    named = _named(graph, list(known), scope)
    compared = {
        frozenset((one.subject, str(one.object)))
        for one in graph.relations(techniques=list(known), as_of=scope.as_of)
        if one.type in _COMPARING and one.confidence >= (confidence or 0.0)
    }
    found = sorted(
        (pair for pair in pairs(sorted(known), 2) if frozenset(pair) not in compared and _comparable(pair, known)),
        key=lambda pair: (-min(named[key] for key in pair), -sum(named[key] for key in pair), pair),
    )
    rows = [
        {
            "techniques": [known[key].name for key in pair],
            "ids": list(pair),
            "named_by": [named[key] for key in pair],
        }
        for pair in found
    ]
    return answer(graph, "uncompared", {"category": category, "min_confidence": confidence}, rows, scope)


def combinations(backend: GraphBackend, category: str, scope: Scope, *, confidence: float | None = None) -> Answer:
    """List the pairs that papers of a heading combine, with their sentence; then the popular pairs never combined."""
    graph, bar = knowing(backend), bar_of(confidence)
    papers = papers_beneath(graph, category, scope)
    told = [
        one
        for one in graph.relations(papers=papers, as_of=scope.as_of)
        if one.type is RelationType.COMBINES and one.confidence >= bar.relation
    ]
    rows = [*_combined(graph, told, scope), *_never(graph, category, told, scope)]
    return answer(graph, "combinations", {"category": category, "min_confidence": confidence}, rows, scope)


def _introduced(graph: TechniqueBackend, category: str, scope: Scope) -> dict[TechniqueId, Technique]:
    papers = papers_beneath(graph, category, scope)
    keys = {one.technique for one in graph.mentions(papers=papers, as_of=scope.as_of) if one.introduced}
    found = graph.techniques(keys, as_of=scope.as_of)
    return {key: one for key, one in found.items() if one.kind in _COMPARABLE}


def _comparable(pair: tuple[TechniqueId, TechniqueId], known: dict[TechniqueId, Technique]) -> bool:
    """Leave out a technique and its own variant."""
    first, second = (known[key] for key in pair)
    return second.id != first.family and first.id != second.family


def _named(graph: TechniqueBackend, keys: Sequence[TechniqueId], scope: Scope) -> Counter[str]:
    """Count the papers that name each technique."""
    return Counter(one.technique for one in graph.mentions(techniques=keys, as_of=scope.as_of)) if keys else Counter()


def _combined(graph: TechniqueBackend, told: Sequence[Relation], scope: Scope) -> Iterator[Row]:
    """Give what each technique puts together, two by two, the surest first."""
    names = names_of(graph, [end for one in told for end in (one.subject, one.object)], scope)
    parts: dict[tuple[str, str], dict[TechniqueId, Relation]] = {}
    for (subject, _, object_), witnesses in by_statement(told).items():
        for one in witnesses:
            parts.setdefault((subject, one.paper), {}).setdefault(object_, one)
    found = [
        (subject, pair, parts[subject, paper][pair[0]])
        for subject, paper in parts
        for pair in pairs(sorted(parts[subject, paper]), 2)
    ]
    for subject, pair, one in sorted(found, key=lambda each: (-each[2].confidence, each[0], each[1])):
        yield {
            "techniques": [names.get(key, key) for key in pair],
            "ids": list(pair),
            "combined_by": names.get(subject, subject) if subject != PAPER else PAPER,
            "paper": one.paper,
            "sentence": one.sentence,
            "confidence": one.confidence,
        }


def _never(graph: TechniqueBackend, category: str, told: Sequence[Relation], scope: Scope) -> Iterator[Row]:
    """Give the pairs of the heading's best-known techniques that nobody puts together."""
    papers = papers_beneath(graph, category, scope)
    named = Counter(one.technique for one in graph.mentions(papers=papers, as_of=scope.as_of))
    kinds = (Kind.METHOD, Kind.CONCEPT)
    known = {key: one for key, one in graph.techniques(list(named), as_of=scope.as_of).items() if one.kind in kinds}
    popular = sorted(known, key=lambda key: (-named[key], key))[:_POPULAR]
    joined = {frozenset((one.subject, str(one.object))) for one in told}
    for together in by_statement(told):
        joined |= {
            frozenset((str(together[2]), str(other[2]))) for other in by_statement(told) if other[0] == together[0]
        }
    for pair in pairs(popular, 2):
        if frozenset(pair) not in joined:
            yield {
                "techniques": [known[key].name for key in pair],
                "ids": list(pair),
                "combined_by": None,
                "named_by": [named[key] for key in pair],
            }
