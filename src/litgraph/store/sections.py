"""The sections of a survey's own text: a taxonomy that stands apart from the list's, and what each section cites."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.store.aliases import rows_of
from litgraph.store.record import Record
from litgraph.store.rows import as_json
from litgraph.store.text import storable


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A section (by its place in the text) cites a paper in a sentence."""

    place: int
    paper: PaperId
    sentence: str


def replace_sections(record: Record, survey: str, paths: Sequence[Path], mentions: Iterable[Mention]) -> None:
    """Put the sections of a survey, in the order of its text, and their citations in place of the earlier ones."""
    told = sorted({(one.place, one.paper, storable(one.sentence)) for one in mentions})
    with record.transaction():
        rows = rows_of(record, {paper for _, paper, _ in told})
        new = (
            [(place, as_json(path)) for place, path in enumerate(paths)],
            sorted({(place, rows[paper], sentence) for place, paper, sentence in told if paper in rows}),
        )
        if new == _stored(record, survey):
            return
        for table in ("section", "mention"):
            record.write(f"DELETE FROM {table} WHERE survey = ?", (survey,))
        record.write_many("INSERT INTO section VALUES (?, ?, ?)", ((survey, *row) for row in new[0]))
        record.write_many("INSERT INTO mention VALUES (?, ?, ?, ?)", ((survey, *row) for row in new[1]))


def fetch_sections(record: Record, survey: str) -> tuple[Path, ...]:
    """Give the heading paths of a survey's sections in the order of its text."""
    found = record.rows("SELECT path FROM section WHERE survey = ? ORDER BY place", (survey,))
    return tuple(tuple(json.loads(path)) for (path,) in found)


def fetch_mentions(record: Record, survey: str) -> tuple[Mention, ...]:
    """Give what the sections of a survey cite, by place, paper and sentence."""
    sql = """SELECT place, key, sentence FROM mention JOIN paper ON row = mention.paper
        WHERE survey = ? ORDER BY place, key, sentence"""
    return tuple(Mention(place=p, paper=key, sentence=text) for p, key, text in record.rows(sql, (survey,)))


def _stored(record: Record, survey: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    return (
        record.rows("SELECT place, path FROM section WHERE survey = ? ORDER BY place", (survey,)),
        record.rows("SELECT place, paper, sentence FROM mention WHERE survey = ? ORDER BY 1, 2, 3", (survey,)),
    )
