"""Techniques of the record: what they are called, which papers name them, how they relate and what is claimed of them.

`as_of` keeps what a paper known by then says. A row of a list's tables of frameworks is a technique, too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Account, Rule, Sighting
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
from litgraph.store.record import Record, Row
from litgraph.store.rows import as_json
from litgraph.store.technique_lookup import find_all_in, find_one_in

# Parameters: ?1 techniques, ?2 papers (JSON lists, or NULL for all), ?3 the day or NULL.
_OF_PAPERS = """(?2 IS NULL OR paper.key IN (SELECT value FROM json_each(?2)))
    AND (?3 IS NULL OR paper.known_from <= ?3)"""
_AMONG = "(SELECT value FROM json_each(?1))"
_SHOWN = (Rule.SPELLED, Rule.PLURAL, Rule.SAID, Rule.SYSTEM, Rule.MERGED, Rule.APART)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueCounts:
    """How many techniques there are, and what is said of them."""

    techniques: int
    families: int
    mentions: int
    introduced: int
    relations: int
    claims: int


def fetch_techniques(
    record: Record, ids: Collection[TechniqueId] | None = None, *, as_of: str | None = None
) -> dict[TechniqueId, Technique]:
    """Give techniques by their id, in its order; as of a day those that are named by then, and their families."""
    among = None if ids is None else as_json(sorted(set(ids)))
    stored = _stored(record, among if as_of is None else None)
    known = stored.keys() if as_of is None else _known(record, stored, as_of)
    wanted = sorted(known if ids is None else known & set(ids))
    introduced = _introducers(record, among, as_of)
    aliases = _aliases(record, among)
    return {
        key: replace(
            stored[key],
            aliases=tuple(alias for alias in aliases.get(key, ()) if alias != stored[key].name),
            introduced_by=tuple(introduced.get(key, ())),
        )
        for key in wanted
    }


def fetch_mentions(
    record: Record,
    *,
    techniques: Collection[str] | None = None,
    papers: Collection[PaperId] | None = None,
    as_of: str | None = None,
) -> tuple[Mention, ...]:
    """Give which papers name which techniques in title or abstract, by technique, then paper."""
    sql = f"""SELECT technique, paper.key, introduced, spans FROM technique_mention JOIN paper ON row = paper
        WHERE {_OF_PAPERS} AND (?1 IS NULL OR technique IN {_AMONG}) ORDER BY technique, paper.key"""
    return tuple(
        Mention(paper=paper, technique=technique, introduced=bool(introduced), spans=_spans(spans))
        for technique, paper, introduced, spans in record.rows(sql, _filters(techniques, papers, as_of))
    )


def fetch_relations(
    record: Record,
    *,
    techniques: Collection[str] | None = None,
    papers: Collection[PaperId] | None = None,
    as_of: str | None = None,
) -> tuple[Relation, ...]:
    """Give the witnesses of relations that touch these techniques, by paper, place, type, subject and object."""
    touching = f"subject IN {_AMONG} OR object IN {_AMONG}"
    sql = f"""SELECT type, subject, object, paper.key, sentence, part, start, end, confidence, extractor,
        coalesce(known_from, '') FROM relation JOIN paper ON row = paper
        WHERE {_OF_PAPERS} AND (?1 IS NULL OR {touching})"""
    found = (_relation_of(row) for row in record.rows(sql, _filters(techniques, papers, as_of)))
    return tuple(sorted(found, key=relation_order))


def fetch_claims(
    record: Record,
    *,
    techniques: Collection[str] | None = None,
    papers: Collection[PaperId] | None = None,
    as_of: str | None = None,
) -> tuple[Claim, ...]:
    """Give the claims that papers make of these techniques, by paper, place, metric and id."""
    sql = f"""SELECT id, technique, metric, value, unit, baseline, condition, paper.key, sentence, part, start, end,
        confidence, extractor, coalesce(known_from, '') FROM claim JOIN paper ON row = paper
        WHERE {_OF_PAPERS} AND (?1 IS NULL OR technique IN {_AMONG})"""
    found = (_claim_of(row) for row in record.rows(sql, _filters(techniques, papers, as_of)))
    return tuple(sorted(found, key=claim_order))


def fetch_sightings(record: Record, papers: Collection[PaperId] | None = None) -> tuple[Sighting, ...]:
    """Give where texts about these papers that are not their own name techniques, by paper and text."""
    sql = f"""SELECT paper.key, part, said_by, text, start, end, technique FROM technique_sighting
        JOIN paper ON row = paper WHERE {_OF_PAPERS} AND ?1 IS NULL ORDER BY 1, 2, 3, 4, 5, 6, 7"""
    return tuple(
        Sighting(paper=key, part=Part(part), said_by=said_by, text=text, start=start, end=end, technique=technique)
        for key, part, said_by, text, start, end, technique in record.rows(sql, _filters(None, papers, None))
    )


def find_techniques(record: Record, text: str) -> list[TechniqueId]:
    """Find the techniques that an id, a name or a spelling means, those that are called so first."""
    return find_all_in(RecordedNames(record), text)


def find_technique(record: Record, text: str) -> TechniqueId:
    """Find the one technique that a name, an id or a spelling means; of homonyms what nearly all papers mean."""
    return find_one_in(RecordedNames(record), text)


def fetch_accounts(record: Record, technique: TechniqueId) -> tuple[Account, ...]:
    """Tell why each spelling is one of a technique, and why it stands where it does."""
    sql = "SELECT spelling, rule, evidence FROM technique_account WHERE technique = ? ORDER BY rule, spelling"
    return tuple(
        Account(technique=technique, spelling=spelling, rule=Rule(rule), evidence=evidence)
        for spelling, rule, evidence in record.rows(sql, (technique,))
    )


def count_techniques(record: Record) -> TechniqueCounts:
    """Count the techniques and what is said of them."""
    counted = record.rows(
        """SELECT (SELECT count(*) FROM technique), (SELECT count(family) FROM technique),
        (SELECT count(*) FROM technique_mention), (SELECT count(*) FROM technique_mention WHERE introduced),
        (SELECT count(*) FROM relation), (SELECT count(*) FROM claim)"""
    )[0]
    techniques, families, mentions, introduced, relations, claims = map(int, counted)
    return TechniqueCounts(
        techniques=techniques,
        families=families,
        mentions=mentions,
        introduced=introduced,
        relations=relations,
        claims=claims,
    )


def count_said(record: Record, as_of: str | None = None) -> dict[str, int]:
    """Count what papers known on a day say: witnesses by type, and mentions, introductions, claims, those of a name."""
    said = """WITH seen AS (SELECT row FROM paper WHERE ?1 IS NULL OR known_from <= ?1)
        SELECT type, count(*) FROM relation WHERE paper IN seen GROUP BY type
        UNION ALL SELECT 'mentions', count(*) FROM technique_mention WHERE paper IN seen
        UNION ALL SELECT 'introduced', count(*) FROM technique_mention WHERE introduced AND paper IN seen
        UNION ALL SELECT 'claims', count(*) FROM claim WHERE paper IN seen
        UNION ALL SELECT 'about', count(*) FROM claim WHERE technique <> ?2 AND paper IN seen"""
    return dict(record.rows(said, (as_of, PAPER)))


def fetch_families(record: Record, as_of: str | None = None) -> dict[TechniqueId, TechniqueId | None]:
    """Give the techniques known on a day, each with its family; without a day those of the papers, not of the lists."""
    stored = _stored(record, None)
    if as_of is not None:
        return {key: stored[key].family for key in _known(record, stored, as_of)}
    return {key: stored[key].family for (key,) in record.rows("SELECT id FROM technique")}


def fetch_spelling_keys(record: Record) -> dict[str, list[str]]:
    """Give how each technique of the papers is spelled, by `spelling_key`."""
    keys = defaultdict(list)
    for technique, key in record.rows("SELECT DISTINCT technique, key FROM technique_account ORDER BY 1, 2"):
        keys[technique].append(key)
    return keys


class RecordedNames:
    """The record as `technique_lookup.Names`; a class since it holds the record."""

    def __init__(self, record: Record) -> None:
        """Look in this record."""
        self._record = record

    def has(self, text: str) -> bool:
        """Tell whether a text is the id of a technique."""
        sql = "SELECT 1 FROM technique WHERE id = ?1 UNION SELECT 1 FROM framework WHERE technique = ?1"
        return bool(self._record.rows(sql, (text,)))

    def spelled(self, key: str) -> dict[TechniqueId, str]:
        """Give the techniques that are spelled so, by `spelling_key`, with their names."""
        systems = {one.id: one.name for one in _systems(self._record) if spelling_key(one.name) == key}
        found = {row[0] for row in self._record.rows("SELECT technique FROM technique_account WHERE key = ?", (key,))}
        sql = f"SELECT id, name FROM technique WHERE id IN {_AMONG}"
        return systems | dict(self._record.rows(sql, (as_json(sorted(found | systems.keys())),)))

    def count_papers(self, techniques: Collection[TechniqueId]) -> dict[TechniqueId, int]:
        """Count the papers that name each of these techniques."""
        sql = f"SELECT technique, count(*) FROM technique_mention WHERE technique IN {_AMONG} GROUP BY technique"
        return dict.fromkeys(techniques, 0) | dict(self._record.rows(sql, (as_json(sorted(techniques)),)))

    def names(self) -> list[str]:
        """Give the names of all techniques."""
        return [row[0] for row in self._record.rows("SELECT name FROM technique UNION SELECT name FROM framework")]


def _filters(techniques: Collection[str] | None, papers: Collection[PaperId] | None, as_of: str | None) -> Row:
    def listed(names: Collection[str] | None) -> str | None:
        return None if names is None else as_json(sorted(set(names)))

    return listed(techniques), listed(papers), as_of


def _stored(record: Record, among: str | None) -> dict[TechniqueId, Technique]:
    """Read bare techniques; rows of the lists' tables that were read since the last resolution are among them."""
    wanted = None if among is None else set(json.loads(among))
    found = {one.id: one for one in _systems(record) if wanted is None or one.id in wanted}
    sql = f"SELECT id, name, kind, family FROM technique WHERE ?1 IS NULL OR id IN {_AMONG}"
    for key, name, kind, family in record.rows(sql, (among,)):
        found[key] = Technique(id=key, name=name, kind=Kind(kind), family=family)
    return found


def _systems(record: Record) -> Iterator[Technique]:
    for key, name in record.rows("SELECT technique, name FROM framework ORDER BY survey DESC, place DESC"):
        yield Technique(id=key, name=name, kind=Kind.SYSTEM)


def _known(record: Record, stored: dict[TechniqueId, Technique], as_of: str) -> set[TechniqueId]:
    named = """SELECT technique FROM technique_mention JOIN paper ON row = paper WHERE known_from <= ?1
        UNION SELECT technique FROM capability_stay
        WHERE coalesce(since, '') <= ?1 AND coalesce(until, '9999') > ?1"""
    known = {TechniqueId(key) for (key,) in record.rows(named, (as_of,))} & stored.keys()
    for key in tuple(known):
        while (family := stored[key].family) and family in stored and family not in known:
            known.add(family)
            key = family
    return known


def _introducers(record: Record, among: str | None, as_of: str | None) -> dict[str, list[PaperId]]:
    sql = f"""SELECT technique, key FROM technique_mention JOIN paper ON row = paper
        WHERE introduced AND (?2 IS NULL OR known_from <= ?2) AND (?1 IS NULL OR technique IN {_AMONG})
        ORDER BY coalesce(known_from, '9999'), key"""
    found = defaultdict(list)
    for technique, paper in record.rows(sql, (among, as_of)):
        found[technique].append(paper)
    return found


def _aliases(record: Record, among: str | None) -> dict[str, list[str]]:
    marks = ", ".join("?" * len(_SHOWN))
    sql = f"""SELECT DISTINCT technique, spelling FROM technique_account
        WHERE (?1 IS NULL OR technique IN {_AMONG}) AND rule IN ({marks}) ORDER BY 1, 2"""
    found = defaultdict(list)
    for technique, spelling in record.rows(sql, (among, *_SHOWN)):
        found[technique].append(spelling)
    return found


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(part=Part(part), start=start, end=end) for part, start, end in json.loads(text))


def _relation_of(row: Row) -> Relation:
    type_, subject, object_, paper, sentence, part, start, end, confidence, extractor, date = row
    return Relation(
        type=RelationType(type_),
        subject=subject,
        object=object_,
        paper=paper,
        sentence=sentence,
        span=Span(part=Part(part), start=start, end=end),
        confidence=confidence,
        extractor=extractor,
        date=date,
    )


def _claim_of(row: Row) -> Claim:
    key, technique, metric, value, unit, baseline, condition, paper, sentence, part, start, end, *rest = row
    confidence, extractor, date = rest
    number: Any = json.loads(value)
    return Claim(
        id=key,
        technique=technique,
        metric=Metric(metric),
        value=tuple(number) if isinstance(number, list) else number,
        unit=unit,
        baseline=baseline,
        condition=condition,
        paper=paper,
        sentence=sentence,
        span=Span(part=Part(part), start=start, end=end),
        confidence=confidence,
        extractor=extractor,
        date=date,
    )
