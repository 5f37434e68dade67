"""Writing what was resolved: only what differs from what the record holds; the same once more changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from litgraph.model.identifiers import PaperId
from litgraph.model.resolved import Resolved, Sighting, TechniqueDecision, Verb
from litgraph.model.spelling import spelling_key
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record, Row
from litgraph.store.rows import as_json
from litgraph.store.text import storable

# Tables with their columns, those by which a row is found first, and how many these are.
_TECHNIQUE = ("technique", "id, name, kind, family", 1)
_ACCOUNT = ("technique_account", "technique, spelling, rule, evidence, key", 3)
_MENTION = ("technique_mention", "technique, paper, introduced, spans", 2)
_RELATION = ("relation", "paper, part, start, end, type, subject, object, extractor, sentence, confidence", 8)
_CLAIM = (
    "claim",
    "id, paper, part, start, end, technique, metric, value, unit, baseline, condition, sentence, confidence, extractor",
    1,
)
_SIGHTING = ("technique_sighting", "paper, part, said_by, text, start, end, technique", 7)

Table = tuple[str, str, int]


def replace_resolved(record: Record, resolved: Resolved) -> bool:
    """Take what was resolved in place of what was before; tell whether anything changed."""
    with record.transaction():
        papers = {one.paper for many in (resolved.mentions, resolved.relations, resolved.claims) for one in many}
        rows = rows_of(record, papers)
        changes = [
            _replace(record, _TECHNIQUE, ((t.id, t.name, t.kind, t.family) for t in resolved.techniques)),
            _replace(
                record,
                _ACCOUNT,
                ((a.technique, a.spelling, a.rule, a.evidence, spelling_key(a.spelling)) for a in resolved.accounts),
            ),
            _replace(
                record,
                _MENTION,
                (
                    (
                        m.technique,
                        rows[m.paper],
                        int(m.introduced),
                        as_json([(s.part, s.start, s.end) for s in m.spans]),
                    )
                    for m in resolved.mentions
                ),
            ),
            _replace(record, _RELATION, _relation_rows(resolved, rows)),
            _replace(record, _CLAIM, _claim_rows(resolved, rows)),
        ]
        return any(changes)


def replace_sightings(record: Record, sightings: Iterable[Sighting]) -> bool:
    """Take where other texts name techniques in place of what was before; tell whether anything changed."""
    told = set(sightings)
    with record.transaction():
        rows = rows_of(record, {one.paper for one in told})
        found = (
            (rows[s.paper], s.part, s.said_by, s.text, s.start, s.end, s.technique) for s in told if s.paper in rows
        )
        return _replace(record, _SIGHTING, found)


def put_decision(record: Record, decision: TechniqueDecision) -> None:
    """Keep what a person decided; what was decided last, said once more, changes nothing."""
    told = (decision.decision, storable(decision.technique), as_json(tuple(map(storable, decision.spellings))))
    with record.transaction():
        found = record.rows(
            "SELECT decision, technique, spellings FROM technique_decision ORDER BY number DESC LIMIT 1"
        )
        if found != [told]:
            record.write(
                "INSERT INTO technique_decision (decision, technique, spellings, date) VALUES (?, ?, ?, ?)",
                (*told, decision.date or record.today),
            )


def fetch_technique_decisions(record: Record) -> tuple[TechniqueDecision, ...]:
    """Give what people decided of techniques, the latest last."""
    sql = "SELECT decision, technique, spellings, date FROM technique_decision ORDER BY number"
    return tuple(
        TechniqueDecision(decision=Verb(verb), technique=name, spellings=tuple(json.loads(spellings)), date=date)
        for verb, name, spellings, date in record.rows(sql)
    )


def replace_technique_decisions(record: Record, decisions: Sequence[TechniqueDecision]) -> None:
    """Take the decisions that stand beside the lists, in their order, in place of those of the record."""
    told = [
        (d.decision.value, storable(d.technique), as_json(tuple(map(storable, d.spellings))), d.date) for d in decisions
    ]
    with record.transaction():
        before = record.rows("SELECT decision, technique, spellings, date FROM technique_decision ORDER BY number")
        if before != told:
            record.write("DELETE FROM technique_decision")
            record.write_many(
                "INSERT INTO technique_decision (decision, technique, spellings, date) VALUES (?, ?, ?, ?)", told
            )


def _relation_rows(resolved: Resolved, rows: dict[PaperId, int]) -> Iterable[Row]:
    for one in resolved.relations:
        place = (one.span.part, one.span.start, one.span.end)
        ends = (one.type, one.subject, one.object, one.extractor)
        yield (rows[one.paper], *place, *ends, one.sentence, one.confidence)


def _claim_rows(resolved: Resolved, rows: dict[PaperId, int]) -> Iterable[Row]:
    for one in resolved.claims:
        place = (one.span.part, one.span.start, one.span.end)
        said = (one.metric, as_json(one.value), one.unit, one.baseline, one.condition)
        yield (one.id, rows[one.paper], *place, one.technique, *said, one.sentence, one.confidence, one.extractor)


def _replace(record: Record, table: Table, rows: Iterable[Sequence[object]]) -> bool:
    """Bring a table to these rows by taking away and adding what differs."""
    name, columns, found_by = table
    told = {tuple(str(value) if isinstance(value, str) else value for value in row) for row in rows}
    before = set(record.stream(f"SELECT {columns} FROM {name}"))
    gone, new = before - told, told - before
    keys = columns.split(", ")[:found_by]
    record.write_many(
        f"DELETE FROM {name} WHERE {' AND '.join(f'{key} = ?' for key in keys)}",
        sorted({row[:found_by] for row in gone}, key=repr),
    )
    marks = ", ".join("?" * len(columns.split(", ")))
    record.write_many(f"INSERT INTO {name} ({columns}) VALUES ({marks})", sorted(new, key=repr))
    return bool(gone or new)
