"""Two rows found to be one paper: everything that hangs on the younger one is hung on the older one."""

from __future__ import annotations

from litgraph.store.known import mark_dirty
from litgraph.store.record import Record

_STEPS = (
    "UPDATE alias SET paper = ?1 WHERE paper = ?2",
    "UPDATE OR IGNORE title SET paper = ?1 WHERE paper = ?2",
    "DELETE FROM title WHERE paper = ?2",
    """INSERT INTO citation SELECT ?1, cited, source, contexts, intents, influential FROM citation
        WHERE citing = ?2 ON CONFLICT DO UPDATE SET contexts = union_of(contexts, excluded.contexts),
        intents = union_of(intents, excluded.intents), influential = max(influential, excluded.influential)""",
    "DELETE FROM citation WHERE citing = ?2",
    """INSERT INTO citation SELECT citing, ?1, source, contexts, intents, influential FROM citation
        WHERE cited = ?2 ON CONFLICT DO UPDATE SET contexts = union_of(contexts, excluded.contexts),
        intents = union_of(intents, excluded.intents), influential = max(influential, excluded.influential)""",
    "DELETE FROM citation WHERE cited = ?2",
    "UPDATE listing SET paper = ?1 WHERE paper = ?2",
    "UPDATE OR IGNORE assignment SET paper = ?1 WHERE paper = ?2",
    "DELETE FROM assignment WHERE paper = ?2",
    "UPDATE decision SET paper = ?1 WHERE paper = ?2",
    "UPDATE OR IGNORE fact SET paper = ?1 WHERE paper = ?2",
    "DELETE FROM fact WHERE paper = ?2",
    "UPDATE mention SET paper = ?1 WHERE paper = ?2",
    # What was read in the text of either is found anew when the techniques are resolved next.
    "UPDATE OR IGNORE technique_mention SET paper = ?1 WHERE paper = ?2",
    "DELETE FROM technique_mention WHERE paper = ?2",
    "UPDATE technique_sighting SET paper = ?1 WHERE paper = ?2",
    "UPDATE OR IGNORE relation SET paper = ?1 WHERE paper = ?2",
    "DELETE FROM relation WHERE paper = ?2",
    "UPDATE claim SET paper = ?1 WHERE paper = ?2",
    "DELETE FROM paper WHERE row = ?2",
)


def unite_rows(record: Record, gone: int, kept: int) -> None:
    """Unite identifiers, citations, listings, assignments, decisions and facts, and take the younger row away."""
    for statement in _STEPS:
        record.write(statement, (kept, gone))
    mark_dirty(record, [kept])
