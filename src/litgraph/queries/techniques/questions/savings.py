"""Strategies that save without losing quality: chains of techniques, with what is saved and what becomes of quality."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from litgraph.graph.backend import GraphBackend
from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.model.technique import PAPER, Claim, Kind, Metric, RelationType, Technique, TechniqueId
from litgraph.queries.answer import Row, Scope
from litgraph.queries.correspondence import words_of
from litgraph.queries.techniques.questions.evidence import Found, headings_of
from litgraph.queries.techniques.rows import Bar, claim_row, names_of

SAVING = frozenset(
    {
        *(Metric.SPEEDUP, Metric.THROUGHPUT, Metric.LATENCY, Metric.MEMORY, Metric.SIZE, Metric.COMPRESSION),
        *(Metric.FLOPS, Metric.TRAINING_COST, Metric.ENERGY, Metric.CARBON),
    }
)
_KEPT = re.compile(
    r"\bwithout (?:\w+ ){0,3}(?:loss|losing|sacrific\w+|compromis\w+|degrad\w+|drop|hurting|harming|impairing)"
    r"|\b(?:near[- ]?)?lossless(?:ly)?\b|\bnegligible\b|\bno (?:\w+ ){0,2}(?:loss|drop|degradation)\b"
    r"|\b(?:maintain|preserv|retain)(?:s|ed|e|ing)?\b|\bcomparable\b|\bon par\b|\bminimal (?:\w+ ){0,2}(?:loss|drop)\b"
    r"|\bsame (?:\w+ )?(?:quality|accuracy|performance|outputs?)\b|\bidentical\b",
    re.IGNORECASE,
)
_ALONG = (RelationType.USES, RelationType.COMBINES, RelationType.EXTENDS)
_PARTS = (Kind.METHOD, Kind.CONCEPT, Kind.SYSTEM)


def saving_without_loss(graph: GraphBackend, scope: Scope, bar: Bar) -> Found:
    """Give savings whose paper says that quality is kept, or by how much it changes.

    `chain` is the technique with what its paper says that it extends, combines or uses; chains over most headings come
    first, then what is said in words to keep quality, then the surest.
    """
    claims = [one for one in graph.claims(as_of=scope.as_of) if one.confidence >= bar.claim]
    changes: dict[PaperId, list[Claim]] = {}
    for one in claims:
        if one.metric is Metric.QUALITY_CHANGE:
            changes.setdefault(one.paper, []).append(one)
    kept = [one for one in claims if one.metric in SAVING and (_KEPT.search(one.sentence) or one.paper in changes)]
    chains = _chains(graph, {one.paper for one in kept}, scope, bar)
    names = names_of(graph, [one.technique for one in kept], scope)
    titles = graph.papers({one.paper for one in kept}, as_of=scope.as_of)
    rows = [
        {
            **claim_row(one, names),
            **_chain(chains, one, names),
            "title": titles[one.paper].title,
            "quality": [_quality(change) for change in changes.get(one.paper, ())],
            "says_quality_kept": bool(_KEPT.search(one.sentence)),
        }
        for one in kept
    ]
    return Found(rows=sorted(rows, key=_rank))


def _rank(row: Row) -> tuple[Any, ...]:
    chained = min(len(row["chain"]), 2)
    return (
        -len(row["categories"]) * (chained > 1),
        -chained,
        not row["says_quality_kept"],
        -row["confidence"],
        row["paper"],
    )


def _quality(change: Claim) -> Row:
    told = claim_row(change, {})
    return {name: told[name] for name in ("value", "unit", "baseline", "condition", "sentence")}


def _chain(chains: Mapping[tuple[PaperId, str], Row], claim: Claim, names: Mapping[str, str]) -> Row:
    alone: Row = {"chain": [names.get(claim.technique, claim.technique)], "categories": []}
    return chains.get((claim.paper, claim.technique), alone)


def _chains(graph: GraphBackend, papers: Collection[PaperId], scope: Scope, bar: Bar) -> dict[tuple[PaperId, str], Row]:
    """Give by paper and technique what that paper says that it extends, combines and uses, and the headings of all."""
    told = [
        one
        for one in (graph.relations(papers=papers, as_of=scope.as_of) if papers else ())
        if one.type in _ALONG and one.confidence >= bar.relation
    ]
    known = graph.techniques(
        {TechniqueId(end) for one in told for end in (one.subject, one.object)} - {TechniqueId(PAPER)}
    )
    parts: dict[tuple[PaperId, str], list[TechniqueId]] = {}
    for one in sorted(told, key=lambda one: (-one.confidence, one.object)):
        there = parts.setdefault((one.paper, one.subject), [])
        if one.object in known and known[one.object].kind in _PARTS and one.object not in there:
            there.append(one.object)
    places = _places(graph, known, papers, scope)
    return {
        (paper, subject): {
            "chain": [
                known[TechniqueId(subject)].name if subject in known else PAPER,
                *(known[key].name for key in held),
            ],
            "categories": _over(places, paper, held),
        }
        for (paper, subject), held in parts.items()
        if held
    }


def _over(places: Mapping[str, Sequence[Path]], paper: PaperId, parts: Sequence[TechniqueId]) -> list[list[str]]:
    """Give the headings of a chain: its paper's first, then those of its parts."""
    paths = [path for key in (paper, *parts) for path in places.get(key, ())]
    return [list(path) for path in dict.fromkeys(paths)]


def _places(
    graph: GraphBackend, known: Mapping[TechniqueId, Technique], papers: Collection[PaperId], scope: Scope
) -> dict[str, Sequence[Path]]:
    """Give the headings of papers, and of techniques: where they were introduced, else those of the same name."""
    homes = {paper for one in known.values() for paper in one.introduced_by}
    filed = headings_of(graph, homes | set(papers), scope)
    named: dict[frozenset[str], list[Path]] = {}
    for category in graph.taxonomy(scope.survey, as_of=scope.as_of).categories:
        named.setdefault(words_of(category.name), []).append(category.path)
    places: dict[str, Sequence[Path]] = {str(paper): paths for paper, paths in filed.items()}
    for key, one in known.items():
        at_home = [path for paper in one.introduced_by for path in filed.get(paper, ())]
        places[key] = at_home or named.get(words_of(one.name), [])
    return places
