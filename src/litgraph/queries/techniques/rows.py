"""How techniques, relations and claims are shown, and which of them: those of enough confidence, unless asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.model.technique import (
    PAPER,
    SHOWN_CLAIM,
    SHOWN_RELATION,
    Claim,
    Mention,
    Relation,
    RelationType,
    Technique,
    TechniqueId,
)
from litgraph.queries.answer import Answer, Row, Scope, said

# A relation, whichever papers state it.
Stated = tuple[str, RelationType, TechniqueId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The confidences from which relations and claims are shown."""

    relation: float = SHOWN_RELATION
    claim: float = SHOWN_CLAIM


def bar_of(confidence: float | None) -> Bar:
    """Give the default bars, or the one asked for, for both."""
    return Bar() if confidence is None else Bar(relation=confidence, claim=confidence)


def tell_of_doubtful(bar: Bar, relations: Sequence[Relation] = (), claims: Sequence[Claim] = ()) -> Iterator[str]:
    """Say how many relations and claims are held that are not sure enough to be shown."""
    doubtful = {
        "relation": sum(one.confidence < bar.relation for one in relations),
        "claim": sum(one.confidence < bar.claim for one in claims),
    }
    if told := [f"{count} {what}{'s' * (count > 1)}" for what, count in doubtful.items() if count]:
        yield f"{' and '.join(told)} less sure than that are left out; --min-confidence shows them"


def names_of(backend: GraphBackend, ids: Iterable[str], scope: Scope) -> dict[str, str]:
    """Spell techniques by name; `PAPER` stays what it is."""
    wanted = {TechniqueId(key) for key in ids if key != PAPER}
    return {PAPER: PAPER} | {key: one.name for key, one in backend.techniques(wanted, as_of=scope.as_of).items()}


def relation_row(relation: Relation, names: Mapping[str, str]) -> Row:
    """Write one witness of a relation."""
    return {
        "type": relation.type.value,
        "subject": names.get(relation.subject, relation.subject),
        "object": names.get(relation.object, relation.object),
        "subject_id": relation.subject,
        "object_id": relation.object,
        "paper": relation.paper,
        "sentence": relation.sentence,
        "confidence": relation.confidence,
        "date": relation.date,
        "extractor": relation.extractor,
    }


def claim_row(claim: Claim, names: Mapping[str, str]) -> Row:
    """Write one claim, as its paper reports it."""
    return {
        "technique": names.get(claim.technique, claim.technique),
        "technique_id": claim.technique,
        "metric": claim.metric.value,
        "value": list(claim.value) if isinstance(claim.value, tuple) else claim.value,
        "unit": claim.unit,
        "baseline": claim.baseline,
        "condition": claim.condition,
        "paper": claim.paper,
        "sentence": claim.sentence,
        "confidence": claim.confidence,
        "date": claim.date,
    }


def contradicted(relations: Iterable[Relation]) -> frozenset[tuple[str, str]]:
    """Give the pairs, both ways, of which some witness says that one outperforms the other and some the reverse."""
    pairs = {(one.subject, str(one.object)) for one in relations if one.type is RelationType.OUTPERFORMS}
    return frozenset(pair for pair in pairs if pair[::-1] in pairs)


def is_contradicted(relation: Relation, pairs: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a relation says that one outperforms the other where `contradicted` found the reverse said, too."""
    return relation.type is RelationType.OUTPERFORMS and (relation.subject, str(relation.object)) in pairs


def by_statement(relations: Iterable[Relation]) -> dict[Stated, list[Relation]]:
    """Gather the witnesses of each relation, the surest first."""
    witnesses: defaultdict[Stated, list[Relation]] = defaultdict(list)
    for one in relations:
        witnesses[one.subject, one.type, one.object].append(one)
    return {stated: sorted(found, key=lambda one: (-one.confidence, one.paper)) for stated, found in witnesses.items()}


def home_papers(technique: Technique, mentions: Sequence[Mention]) -> tuple[PaperId, ...]:
    """Give the papers that introduce a technique, or else those that name it."""
    return technique.introduced_by or tuple(mention.paper for mention in mentions)


def categories_of(backend: GraphBackend, papers: Collection[PaperId], scope: Scope) -> list[Path]:
    """Give the headings at which papers stand, in alphabetical order."""
    filed = backend.categories_of(scope.survey, papers, as_of=scope.as_of)
    return sorted({filing.path for filings in filed.values() for filing in filings})


def answer(
    backend: GraphBackend,
    query: str,
    parameters: Mapping[str, object],
    rows: Sequence[Row] | Iterator[Row],
    scope: Scope,
    **more: object,
) -> Answer:
    """Answer with rows, cut to the limit."""
    listed = list(rows)
    warnings = more.pop("warnings", ())
    return Answer(
        query=query,
        parameters={**parameters, **said(scope)},
        backend=backend.name,
        rows=tuple(listed[: scope.limit]),
        truncated=scope.limit is not None and len(listed) > scope.limit,
        warnings=tuple(warnings),  # type: ignore[arg-type]  # texts, as given
        more=more,
    )
