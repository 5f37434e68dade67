"""Techniques of a heading two by two: those that no paper compares, and those that are combined, or never were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations as pairs

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.technique import PAPER, Kind, Relation, RelationType, Technique, TechniqueId
from litgraph.queries.answer import Answer, Row, Scope
from litgraph.queries.categories import papers_beneath
from litgraph.queries.correspondence import words_of
from litgraph.queries.techniques.rows import answer, bar_of, names_of

_COMPARING = (RelationType.COMPARES_WITH, RelationType.OUTPERFORMS)
_COMPARABLE = (Kind.METHOD, Kind.SYSTEM, Kind.MODEL)
_COMBINABLE = (Kind.METHOD, Kind.CONCEPT)
_POPULAR = 12  # techniques of a heading that are paired


def uncompared(backend: GraphBackend, category: str, scope: Scope, *, confidence: float | None = None) -> Answer:
    """List pairs of techniques that papers of a heading introduce and that no paper compares, the best known first.

    A comparison counts whatever its confidence unless `confidence` is given: what may have been compared is no gap.
    What one paper introduces together, and a technique and its variant, are no rivals.
    """
    known = _introduced(backend, papers_beneath(backend, category, scope), scope)
    named = _named(backend, list(known), scope)
    compared = {
        frozenset((one.subject, str(one.object)))
        for one in (backend.relations(techniques=list(known), as_of=scope.as_of) if known else ())
        if one.type in _COMPARING and one.confidence >= (confidence or 0.0)
    }
    found = sorted(
        (pair for pair in pairs(sorted(known), 2) if frozenset(pair) not in compared and _are_rivals(pair, known)),
        key=lambda pair: (-min(named[key] for key in pair), -sum(named[key] for key in pair), pair),
    )
    rows = [
        {
            "techniques": [known[key].name for key in pair],
            "ids": list(pair),
            "named_by": [named[key] for key in pair],
            "introduced_by": [list(known[key].introduced_by) for key in pair],
        }
        for pair in found
    ]
    return answer(backend, "uncompared", {"category": category, "min_confidence": confidence}, rows, scope)


def combinations(backend: GraphBackend, category: str, scope: Scope, *, confidence: float | None = None) -> Answer:
    """List the pairs that papers of a heading combine, with their sentence; then the popular pairs never combined.

    Popular are the methods and concepts that most papers of the heading name, those first that some paper of the record
    introduces. A pair that any paper may combine, whatever the confidence, is left out unless `confidence` is given.
    """
    bar = bar_of(confidence)
    papers = papers_beneath(backend, category, scope)
    told = [
        one for one in _combining(backend.relations(papers=papers, as_of=scope.as_of)) if one.confidence >= bar.relation
    ]
    rows = [*_combined(backend, told, scope), *_never(backend, papers, scope, confidence or 0.0)]
    return answer(backend, "combinations", {"category": category, "min_confidence": confidence}, rows, scope)


def _introduced(backend: GraphBackend, papers: Collection[PaperId], scope: Scope) -> dict[TechniqueId, Technique]:
    keys = {one.technique for one in backend.mentions(papers=papers, as_of=scope.as_of) if one.introduced}
    found = backend.techniques(keys, as_of=scope.as_of)
    return {key: one for key, one in found.items() if one.kind in _COMPARABLE}


def _are_rivals(pair: tuple[TechniqueId, TechniqueId], known: Mapping[TechniqueId, Technique]) -> bool:
    first, second = (known[key] for key in pair)
    together = set(first.introduced_by) & set(second.introduced_by)
    return second.id != first.family and first.id != second.family and not together


def _are_apart(pair: tuple[TechniqueId, TechniqueId], known: Mapping[TechniqueId, Technique]) -> bool:
    """Leave out what is a kind of the other by its name, such as quantization and post-training quantization."""
    first, second = (words_of(known[key].name) for key in pair)
    return _are_rivals(pair, known) and not first <= second and not second <= first


def _named(backend: GraphBackend, keys: Sequence[TechniqueId], scope: Scope) -> Counter[str]:
    """Count the papers that name each technique."""
    return Counter(one.technique for one in backend.mentions(techniques=keys, as_of=scope.as_of)) if keys else Counter()


def _combining(relations: Iterable[Relation]) -> Iterator[Relation]:
    return (one for one in relations if one.type is RelationType.COMBINES)


def _together(told: Iterable[Relation]) -> dict[tuple[str, PaperId], dict[str, Relation]]:
    """Give, for each technique and paper, what that paper says it puts together; of one part alone, itself and that."""
    parts: dict[tuple[str, PaperId], dict[str, Relation]] = {}
    for one in sorted(told, key=lambda one: (-one.confidence, one.paper, one.span)):
        parts.setdefault((one.subject, one.paper), {}).setdefault(one.object, one)
    for (subject, _), held in parts.items():
        if len(held) == 1 and subject != PAPER:
            held[subject] = next(iter(held.values()))
    return parts


def _combined(backend: GraphBackend, told: Sequence[Relation], scope: Scope) -> Iterator[Row]:
    """Give what each technique puts together, two by two, the surest first."""
    names = names_of(backend, [end for one in told for end in (one.subject, one.object)], scope)
    found = [
        (subject, pair, min((held[key] for key in pair), key=lambda one: one.confidence))
        for (subject, _), held in _together(told).items()
        for pair in pairs(sorted(held), 2)
    ]
    for subject, pair, one in sorted(found, key=lambda each: (-each[2].confidence, each[0], each[1], each[2].paper)):
        yield {
            "techniques": [names.get(key, key) for key in pair],
            "ids": list(pair),
            "combined_by": names.get(subject, subject),
            "paper": one.paper,
            "sentence": one.sentence,
            "confidence": one.confidence,
        }


def _never(backend: GraphBackend, papers: Collection[PaperId], scope: Scope, confidence: float) -> Iterator[Row]:
    """Give the pairs of a heading's best-known techniques that nobody puts together, the best known first."""
    popular, named = _popular(backend, papers, scope)
    told = backend.relations(techniques=list(popular), as_of=scope.as_of) if popular else ()
    subjects = {one.subject for one in _combining(told)}
    whole = backend.relations(techniques=subjects, as_of=scope.as_of) if subjects else ()
    sure = [one for one in _combining(dict.fromkeys((*told, *whole))) if one.confidence >= confidence]
    joined = {frozenset(pair) for parts in _together(sure).values() for pair in pairs(parts, 2)}
    joined |= {frozenset((one.subject, str(one.object))) for one in sure}
    apart = [pair for pair in pairs(popular, 2) if frozenset(pair) not in joined and _are_apart(pair, popular)]
    for pair in sorted(apart, key=lambda pair: (-min(named[k] for k in pair), -sum(named[k] for k in pair))):
        yield {
            "techniques": [popular[key].name for key in pair],
            "ids": list(pair),
            "combined_by": None,
            "named_by": [named[key] for key in pair],
        }


def _popular(
    backend: GraphBackend, papers: Collection[PaperId], scope: Scope
) -> tuple[dict[TechniqueId, Technique], Counter[TechniqueId]]:
    """Choose what most papers name, of what has an author in the record or is a term of art; then the rest."""
    named = Counter(one.technique for one in backend.mentions(papers=papers, as_of=scope.as_of))
    known = backend.techniques([TechniqueId(key) for key in named], as_of=scope.as_of)
    able = [one for one in known.values() if one.kind in _COMBINABLE]
    best = sorted(able, key=lambda one: (not (one.introduced_by or one.kind is Kind.CONCEPT), -named[one.id], one.id))
    return {one.id: one for one in best[:_POPULAR]}, named
