"""The answer of `litgraph techniques`: techniques, mentions, relations and claims in the shape that scripts read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from litgraph.model.identifiers import PaperId
from litgraph.model.technique import PAPER, Claim, Mention, Part, Relation, Span, Technique
from litgraph.store.record import Record
from litgraph.store.techniques import fetch_claims, fetch_mentions, fetch_relations, fetch_sightings, fetch_techniques


def shape_techniques(
    record: Record, *, papers: Collection[PaperId] | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Tell what these papers say of techniques, or all do; by paper, then place in the text. `limit` counts papers."""
    mentions = sorted(fetch_mentions(record, papers=papers), key=lambda one: (one.paper, _first(one), one.technique))
    if limit is not None:
        papers = list(dict.fromkeys(one.paper for one in mentions))[:limit]
        among = set(papers)
        mentions = [one for one in mentions if one.paper in among]
    relations = fetch_relations(record, papers=papers)
    claims = fetch_claims(record, papers=papers)
    techniques = fetch_techniques(record)
    if papers is not None:
        told = {one.technique for one in mentions} | {end for one in relations for end in (one.subject, one.object)}
        told |= {one.technique for one in claims}
        techniques = {key: one for key, one in techniques.items() if key in told - {PAPER}}
    return {
        "techniques": [_technique(one) for one in techniques.values()],
        "mentions": [
            {"paper": one.paper, "technique": one.technique, "introduced": one.introduced, "spans": _spans(one.spans)}
            for one in mentions
        ],
        "relations": [_relation(one) for one in relations],
        "claims": [_claim(one) for one in claims],
        "mentioned_elsewhere": _elsewhere(record, papers, mentions),
    }


def _first(mention: Mention) -> tuple[bool, int]:
    """Order mentions as a reader comes to them."""
    return min(((span.part is not Part.TITLE, span.start) for span in mention.spans), default=(True, 0))


def _technique(one: Technique) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "aliases": list(one.aliases),
        "kind": one.kind.value,
        "introduced_by": list(one.introduced_by),
        "family": one.family,
    }


def _relation(one: Relation) -> dict[str, Any]:
    return {
        "type": one.type.value,
        "subject": one.subject,
        "object": one.object,
        "paper": one.paper,
        "sentence": one.sentence,
        "confidence": one.confidence,
        "extractor": one.extractor,
        "span": _span(one.span),
        "date": one.date or None,
    }


def _claim(one: Claim) -> dict[str, Any]:
    return {
        "technique": one.technique,
        "metric": one.metric.value,
        "value": list(one.value) if isinstance(one.value, tuple) else one.value,
        "unit": one.unit,
        "baseline": one.baseline or None,
        "condition": one.condition or None,
        "paper": one.paper,
        "sentence": one.sentence,
        "confidence": one.confidence,
        "extractor": one.extractor,
        "id": one.id,
        "span": _span(one.span),
        "date": one.date or None,
    }


def _elsewhere(record: Record, papers: Collection[PaperId] | None, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """Tell which techniques other texts name of a paper that its own title and abstract do not, and in which texts."""
    own = {(one.paper, one.technique) for one in mentions}
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for one in fetch_sightings(record, papers):
        if (one.paper, one.technique) not in own:
            said = {"part": one.part.value, "said_by": one.said_by, "text": one.text}
            found.setdefault((one.paper, one.technique), []).append(said)
    return [{"paper": paper, "technique": key, "in": said} for (paper, key), said in sorted(found.items())]


def _spans(spans: Sequence[Span]) -> list[dict[str, Any]]:
    return [_span(span) for span in spans]


def _span(span: Span) -> dict[str, Any]:
    return {"part": span.part.value, "start": span.start, "end": span.end}
