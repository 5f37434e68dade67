"""Citations of the record. A citation may name papers that the record lacks: they become stubs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.store.aliases import rows_of
from litgraph.store.counts import UpsertCounts
from litgraph.store.known import mark_dirty
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, Row
from litgraph.store.rows import as_json, in_batches

_BATCH = 100_000
_INSERT = """INSERT OR IGNORE INTO citation (citing, cited, contexts, intents, influential, source)
    VALUES (?, ?, ?, ?, ?, ?)"""
_INSERT_PLAIN = "INSERT OR IGNORE INTO citation (citing, cited, source, influential) VALUES (?, ?, ?, 0)"
# What a richer account adds to a poorer one; told again, it changes no row.
_ENRICH = """UPDATE citation SET contexts = union_of(contexts, ?3), intents = union_of(intents, ?4),
    influential = max(influential, ?5) WHERE citing = ?1 AND cited = ?2 AND (union_of(contexts, ?3) IS NOT contexts
    OR union_of(intents, ?4) IS NOT intents OR ?5 > influential)"""


def upsert_citations(record: Record, citations: Iterable[Citation], *, source: str) -> UpsertCounts:
    """Put citations into the record, each pair of papers once; a paper that cites itself is kept as it is said."""
    counts = UpsertCounts()
    with record.transaction():
        for batch in in_batches(citations, _BATCH):
            counts += _upsert_batch(record, batch, source)
    return counts


def fetch_citations(
    record: Record, ids: Iterable[PaperId] | None = None, as_of: str | None = None
) -> tuple[Citation, ...]:
    """Read the citations out of or into these papers (None means all), by citing, then cited; both must be known."""
    sql = """SELECT citing.key, cited.key, contexts, intents, influential FROM citation
        JOIN paper AS citing ON citing.row = citation.citing JOIN paper AS cited ON cited.row = citation.cited
        WHERE (?1 IS NULL OR (citing.known_from <= ?1 AND cited.known_from <= ?1))"""
    if ids is None:
        return tuple(sorted(map(_citation_of, record.stream(sql, (as_of,))), key=_ends))
    among = json.dumps(sorted(rows_of(record, ids).values()))
    ends = ("citation.citing", "citation.cited")
    found = {
        row
        for end in ends
        for row in record.rows(f"{sql} AND {end} IN (SELECT value FROM json_each(?2))", (as_of, among))
    }
    return tuple(sorted(map(_citation_of, found), key=_ends))


def _upsert_batch(record: Record, citations: Sequence[Citation], source: str) -> UpsertCounts:
    rows = _rows_with_stubs(record, citations)
    rich = sorted({_row_of(citation, rows) for citation in citations if _is_rich(citation)}, key=repr)
    added = record.write_many(_INSERT, ((*row, source) for row in rich))
    merged = record.write_many(_ENRICH, rich)
    plain = sorted({(rows[citation.citing], rows[citation.cited]) for citation in citations})
    added += record.write_many(_INSERT_PLAIN, ((*pair, source) for pair in plain))
    if added:
        _mark_undated(record, {cited for _, cited in plain})
    return UpsertCounts(added=added, merged=merged, unchanged=len(citations) - added - merged)


def _is_rich(citation: Citation) -> bool:
    return bool(citation.contexts or citation.intents or citation.influential)


def _rows_with_stubs(record: Record, citations: Sequence[Citation]) -> dict[PaperId, int]:
    """Find the rows of both ends, making stubs of papers that are unknown."""
    names = {name for citation in citations for name in (citation.citing, citation.cited)}
    rows = rows_of(record, names)
    if unknown := sorted(names - rows.keys()):
        stubs = (describe(frozenset({name}), source="citation", day=record.today, stub=True) for name in unknown)
        upsert_papers(record, stubs)
        rows.update(rows_of(record, unknown))
    return rows


def _row_of(citation: Citation, rows: dict[PaperId, int]) -> Row:
    contexts = as_json(sorted(set(citation.contexts))) if citation.contexts else None
    intents = as_json(sorted(set(citation.intents))) if citation.intents else None
    return rows[citation.citing], rows[citation.cited], contexts, intents, int(citation.influential)


def _mark_undated(record: Record, cited: Iterable[int]) -> None:
    sql = "SELECT row FROM paper WHERE row IN (SELECT value FROM json_each(?)) AND own_from IS NULL"
    if undated := [row for (row,) in record.rows(sql, (json.dumps(sorted(cited)),))]:
        mark_dirty(record, undated)


def _citation_of(row: Row) -> Citation:
    citing, cited, contexts, intents, influential = row
    return Citation(
        citing=citing,
        cited=cited,
        contexts=tuple(json.loads(contexts)) if contexts else (),
        intents=tuple(json.loads(intents)) if intents else (),
        influential=bool(influential),
    )


def _ends(citation: Citation) -> tuple[PaperId, PaperId]:
    return citation.citing, citation.cited
