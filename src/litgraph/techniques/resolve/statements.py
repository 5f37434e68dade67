"""Relations and claims of readings, said of techniques instead of names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from litgraph.model.spelling import fold
from litgraph.model.technique import PAPER, Claim, Kind, Part, Relation, SaidClaim, SaidRelation, Span, TechniqueId
from litgraph.techniques.resolve.uses import PaperReading, Use


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """One reading with the technique that each of its names is."""

    of: PaperReading
    ids: Mapping[str, TechniqueId]  # by spelling, and by spelling without case
    own: str  # what stands where the paper's contribution is spoken of

    def technique(self, name: str) -> str | None:
        """Give what a name of the reading is."""
        if name == PAPER:
            return self.own
        return self.ids.get(name) or self.ids.get(fold(name))


def tell(reading: PaperReading, uses: Iterable[Use], introduced: Sequence[Use], ids: Mapping[int, TechniqueId]) -> Told:
    """Take the techniques of the uses of one reading, some of which it introduces."""
    spelled: dict[str, TechniqueId] = {}
    for use in uses:
        for spelling in use.spelled:
            spelled.setdefault(fold(spelling), ids[id(use)])
    for use in uses:
        spelled[use.name.text] = ids[id(use)]
    made = [use for use in introduced if use.name.kind is not Kind.DATASET] or introduced
    return Told(of=reading, ids=spelled, own=ids[id(made[0])] if made else PAPER)


def relations_of(told: Told) -> list[Relation]:
    """Give the relations of a reading; of two that say the same of one sentence, the surer one."""
    best: dict[tuple[object, ...], Relation] = {}
    for said in told.of.reading.relations:
        relation = _relation(told, said)
        if relation is None:
            continue
        key = (relation.span, relation.type, relation.subject, relation.object)
        if key not in best or best[key].confidence < relation.confidence:
            best[key] = relation
    return list(best.values())


def claims_of(told: Told) -> list[Claim]:
    """Give the claims of a reading."""
    best: dict[str, Claim] = {}
    for said in told.of.reading.claims:
        claim = _claim(told, said)
        if claim and (claim.id not in best or best[claim.id].confidence < claim.confidence):
            best[claim.id] = claim
    return list(best.values())


def _relation(told: Told, said: SaidRelation) -> Relation | None:
    subject, object_ = told.technique(said.subject), told.technique(said.object)
    sentence = _piece(told.of, said.sentence)
    if not subject or not object_ or object_ == PAPER or subject == object_ or not sentence:
        return None
    return Relation(
        type=said.type,
        subject=subject,
        object=TechniqueId(object_),
        paper=told.of.paper,
        sentence=sentence,
        span=said.sentence,
        confidence=said.confidence,
        extractor=told.of.extractor,
    )


def _claim(told: Told, said: SaidClaim) -> Claim | None:
    technique, sentence = told.technique(said.technique), _piece(told.of, said.sentence)
    if not technique or not sentence:
        return None
    span = said.sentence
    mark = (told.of.paper, span.part, span.start, span.end, said.metric, said.value, said.unit, technique)
    more = (said.baseline, said.condition)
    digest = hashlib.sha256(repr((*map(str, mark), *more)).encode("utf-8", "backslashreplace")).hexdigest()
    return Claim(
        id=f"claim:{digest[:16]}",
        technique=technique,
        metric=said.metric,
        value=said.value,
        unit=said.unit,
        baseline=said.baseline,
        condition=said.condition,
        paper=told.of.paper,
        sentence=sentence,
        span=replace(span),
        confidence=said.confidence,
        extractor=told.of.extractor,
    )


def _piece(reading: PaperReading, span: Span) -> str:
    text = {Part.TITLE: reading.title, Part.ABSTRACT: reading.abstract}.get(span.part, "")
    return text[span.start : span.end] if 0 <= span.start < span.end <= len(text) else ""
