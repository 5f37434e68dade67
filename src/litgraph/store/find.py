"""Finding the paper that a person means, in the record."""

from __future__ import annotations

import json
from collections.abc import Sequence

from litgraph.model.identifiers import PaperId
from litgraph.store.aliases import resolve_ids
from litgraph.store.identity import title_digest
from litgraph.store.lookup import LOOKED_AT, find_in
from litgraph.store.record import Record
from litgraph.store.search import phrases_of, rank


def find_paper(record: Record, text: str) -> PaperId:
    """Find the paper that an identifier, an address, a local id, or a unique part of a title names."""
    return find_in(_RecordCatalogue(record), text)


def by_whole_title(record: Record, text: str) -> list[PaperId]:
    """Give the papers that are called so, whatever its spelling, by key."""
    sql = "SELECT key FROM title JOIN paper ON row = title.paper WHERE digest = ? ORDER BY key"
    return [key for (key,) in record.rows(sql, (title_digest(text),))]


class _RecordCatalogue:
    """The record as a `Catalogue`."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def by_identifier(self, identifier: PaperId) -> Sequence[PaperId]:
        """Give the paper that has this identifier, or had it."""
        return list(resolve_ids(self._record, [identifier]).values())

    def by_local_name(self, name: str) -> Sequence[PaperId]:
        """Give what a person's own file calls so in whatever namespace; of a plain name, that one alone."""
        if known := self.by_identifier(PaperId(f"local:{name}")):
            return known
        sql = """SELECT DISTINCT key FROM alias JOIN paper ON row = alias.paper
            WHERE name >= 'local:' AND name < 'local;'
            AND substr(name, instr(name, '/') + 1) = ? AND instr(name, '/') > 0 ORDER BY key"""
        return [key for (key,) in self._record.rows(sql, (name,))]

    def by_whole_title(self, title: str) -> Sequence[PaperId]:
        """Give the papers that are called so, whatever its spelling."""
        return by_whole_title(self._record, title)

    def by_part_of_title(self, text: str) -> Sequence[PaperId]:
        """Give the papers whose title holds the text, without regard to the case of A to Z."""
        # LIKE takes no patterns of more than 50,000 bytes; `lower` of SQLite folds A to Z alone.
        sql = "SELECT key FROM paper WHERE instr(lower(title), lower(?)) > 0 ORDER BY key LIMIT ?"
        return [key for (key,) in self._record.rows(sql, (text, LOOKED_AT))]

    def titles(self, papers: Sequence[PaperId]) -> dict[PaperId, str]:
        """Give the titles of papers."""
        sql = "SELECT key, title FROM paper WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
        return dict(self._record.rows(sql, (json.dumps(papers),)))

    def identifiers_like(self, text: str) -> Sequence[str]:
        """Give the identifiers that share the longest beginning with the text, of more than half of it."""
        sql = "SELECT name FROM alias WHERE name >= ? AND name < ? ORDER BY name LIMIT ?"
        for end in range(len(text), len(text) // 2, -1):
            if found := self._record.rows(sql, (text[:end], text[:end] + "\U0010ffff", LOOKED_AT)):
                return [name for (name,) in found]
        return []

    def papers_like(self, text: str) -> Sequence[PaperId]:
        """Give the papers that share words with the text, best first."""
        question = " OR ".join(phrases_of(text))
        return [key for key, _ in rank(self._record, question, limit=LOOKED_AT)] if question else []
