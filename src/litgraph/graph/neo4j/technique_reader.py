"""What a server knows of techniques, read back as the record would tell it; of several workspaces each thing once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from neo4j import Record

from litgraph.graph.neo4j import technique_statements as statements
from litgraph.graph.neo4j.codec import node_id
from litgraph.model.identifiers import PaperId
from litgraph.model.spelling import spelling_key
from litgraph.model.technique import (
    PAPER,
    Claim,
    Kind,
    Mention,
    Metric,
    Part,
    Relation,
    RelationType,
    Span,
    Technique,
    TechniqueId,
    claim_order,
    relation_order,
)

Read = Callable[..., list[Record]]


class ServerNames:
    """A server as `store.technique_lookup.Names`; a class since it holds the way to ask it."""

    def __init__(self, read: Read) -> None:
        """Ask by `read`."""
        self._read = read

    def has(self, text: str) -> bool:
        """Tell whether a text is the id of a technique."""
        return bool(self._read(statements.TECHNIQUE, id=text))

    def spelled(self, key: str) -> dict[TechniqueId, str]:
        """Give the techniques that are spelled so, by `spelling_key`, with their names."""
        found = self._read(statements.SPELLED, key=key)
        return {row["id"]: row["name"] for row in found if row["resolved"] or spelling_key(row["name"]) == key}

    def count_papers(self, techniques: Collection[TechniqueId]) -> dict[TechniqueId, int]:
        """Count the papers that name each of these techniques."""
        found = self._read(statements.PAPERS_NAMING, ids=sorted(techniques)) if techniques else []
        return dict.fromkeys(techniques, 0) | {row["id"]: row["papers"] for row in found}

    def names(self) -> list[str]:
        """Give the names of all techniques."""
        return [row["name"] for row in self._read(statements.NAMES)]


def read_techniques(
    read: Read, ids: Collection[TechniqueId] | None, standing: Collection[str], as_of: str | None
) -> dict[TechniqueId, Technique]:
    """Give techniques by id; `standing` are the systems that the lists name on the day."""
    asked = {"as_of": as_of, "standing": sorted(standing)}
    rows = read(statements.techniques(among=ids is not None), ids=sorted(set(ids or ())), **asked)
    return {row["id"]: _technique_of(row) for row in sorted(rows, key=lambda row: row["id"])}


def read_mentions(
    read: Read, techniques: Collection[str] | None, papers: Collection[PaperId] | None, as_of: str | None
) -> tuple[Mention, ...]:
    """Give which papers name which techniques, by technique, then paper."""
    found: dict[tuple[TechniqueId, PaperId], Mention] = {}
    for row in _asked(read, statements.mentions, techniques, papers, as_of):
        spans = tuple(Span(part=Part(part), start=start, end=end) for part, start, end in json.loads(row["spans"]))
        one = Mention(paper=row["paper"], technique=row["technique"], introduced=row["introduced"], spans=spans)
        found[one.technique, one.paper] = one
    return tuple(found[key] for key in sorted(found))


def read_relations(
    read: Read, techniques: Collection[str] | None, papers: Collection[PaperId] | None, as_of: str | None
) -> tuple[Relation, ...]:
    """Give the witnesses of relations with any of the techniques at either end, by paper and place."""
    found = {_relation_of(row) for row in _asked(read, statements.relations, techniques, papers, as_of)}
    return tuple(sorted(found, key=relation_order))


def read_claims(
    read: Read, techniques: Collection[str] | None, papers: Collection[PaperId] | None, as_of: str | None
) -> tuple[Claim, ...]:
    """Give the claims of any of the techniques, by paper and place."""
    found = {_claim_of(row) for row in _asked(read, statements.claims, techniques, papers, as_of)}
    return tuple(sorted(found, key=claim_order))


def _asked(
    read: Read,
    statement: Callable[[bool, bool], str],
    techniques: Collection[str] | None,
    papers: Collection[PaperId] | None,
    as_of: str | None,
) -> Sequence[Record]:
    """Ask of some techniques, of what some papers say, of both or of all."""
    asked: dict[str, Any] = {"as_of": as_of}
    if techniques is not None:
        asked["techniques"] = sorted(set(techniques))
    if papers is not None:
        asked["papers"] = sorted(set(map(node_id, papers)))
    return read(statement(techniques is not None, papers is not None), **asked)


def _technique_of(row: Record) -> Technique:
    return Technique(
        id=row["id"],
        name=row["name"],
        kind=Kind(row["kind"]),
        aliases=tuple(row["aliases"]),
        introduced_by=tuple(dict.fromkeys(PaperId(paper) for _, paper in sorted(row["homes"]))),
        family=min(row["families"], default=None),
    )


def _relation_of(row: Record) -> Relation:
    told = row["told"]
    return Relation(
        type=RelationType(row["type"]),
        subject=row["subject"] or PAPER,
        object=row["object"],
        paper=row["paper"],
        sentence=told.get("sentence", ""),
        span=_span_of(told),
        confidence=told["confidence"],
        extractor=told.get("extractor", ""),
        date=row["date"],
    )


def _claim_of(row: Record) -> Claim:
    told = row["told"]
    return Claim(
        id=told["id"],
        technique=min(row["about"], default=PAPER),
        metric=Metric(told["metric"]),
        value=told["value"] if "value" in told else (told["low"], told["high"]),
        unit=told.get("unit", ""),
        baseline=told.get("baseline", ""),
        condition=told.get("condition", ""),
        paper=row["paper"],
        sentence=told.get("sentence", ""),
        span=_span_of(told),
        confidence=told["confidence"],
        extractor=told.get("extractor", ""),
        date=row["date"],
    )


def _span_of(told: Mapping[str, Any]) -> Span:
    return Span(part=Part(told["part"]), start=told["start"], end=told["end"])
