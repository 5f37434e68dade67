"""Papers of the record: putting accounts of them in, and reading them as they are or as they were known."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.store.aliases import resolve_ids, rows_of
from litgraph.store.bench import Bench, Outcome, lay_out
from litgraph.store.counts import UpsertCounts
from litgraph.store.find import find_paper
from litgraph.store.identity import with_one_arxiv_id
from litgraph.store.known import mark_dirty
from litgraph.store.record import Record, Row
from litgraph.store.rows import COLUMNS, clean, in_batches, load_papers, row_of
from litgraph.store.text import spaced
from litgraph.store.uniting import unite_rows

__all__ = ["UpsertCounts", "fetch_papers", "find_paper", "paper_ids", "resolve_ids", "upsert_papers"]

_BATCH = 10_000
# Sources that do not change their mind: what they said once more adds nothing, whatever was learnt in between.
_STANDING = frozenset({"file", "list", "id", "citation"})
_INSERT = f"INSERT INTO paper (row, {COLUMNS}, own_from, dated_from, known_from) VALUES ({', '.join('?' * 14)})"
_UPDATE = f"UPDATE paper SET ({COLUMNS}, own_from) = ({', '.join('?' * 11)}) WHERE row = ?"
_UNINDEX = "INSERT INTO paper_text (paper_text, rowid, title, abstract) VALUES ('delete', ?, ?, ?)"
_INDEX = "INSERT INTO paper_text (rowid, title, abstract) VALUES (?, ?, ?)"


def upsert_papers(record: Record, papers: Iterable[Paper]) -> UpsertCounts:
    """Put accounts of papers into the record: new ones are added, others merged with what is known."""
    counts = UpsertCounts()
    with record.transaction():
        for batch in in_batches(papers, _BATCH):
            counts += _upsert_batch(record, [with_one_arxiv_id(clean(paper)) for paper in batch])
    return counts


def fetch_papers(
    record: Record, ids: Iterable[PaperId] | None = None, as_of: str | None = None
) -> dict[PaperId, Paper]:
    """Read the papers behind these identifiers (None means all) by their present key, in the order of the keys."""
    with record.transaction():
        rows = _known_rows(record, ids, as_of)
        papers = [paper for batch in in_batches(rows, _BATCH) for paper in load_papers(record, batch).values()]
    return {paper.id: paper for paper in sorted(papers, key=lambda paper: paper.id)}


def paper_ids(record: Record, as_of: str | None = None) -> list[PaperId]:
    """Give the keys of all papers, or of those that could be known on a day, in their order."""
    sql = "SELECT key FROM paper WHERE ?1 IS NULL OR known_from <= ?1 ORDER BY key"
    return [key for (key,) in record.rows(sql, (as_of,))]


def tell_again(record: Record, papers: Iterable[Paper]) -> None:
    """Put accounts into the record that may have been told before and forgotten since."""
    told = [with_one_arxiv_id(clean(paper)) for paper in papers]
    with record.transaction():
        bench = lay_out(record, told)
        for account in told:
            bench.take(account)
        _settle(record, bench)


def forget_fields(record: Record, row: int, *, source: str) -> None:
    """Empty the fields of a row that `source` alone has told, since it was not telling of this paper."""
    paper = load_papers(record, [row])[row]
    gone = [name for name, said in paper.provenance.items() if said.source == source]
    kept = {name: said for name, said in paper.provenance.items() if name not in gone}
    empty: dict[str, Any] = {name: None if name == "year" else () if name == "authors" else "" for name in gone}
    bench = Bench({row: paper}, {}, row + 1)
    bench.papers[row] = replace(paper, provenance=MappingProxyType(kept), **empty)
    with record.transaction():
        _settle(record, bench)


def _known_rows(record: Record, ids: Iterable[PaperId] | None, as_of: str | None) -> list[int]:
    known = "(?1 IS NULL OR known_from <= ?1)"
    if ids is None:
        return [row for (row,) in record.rows(f"SELECT row FROM paper WHERE {known} ORDER BY row", (as_of,))]
    wanted = json.dumps(sorted(rows_of(record, ids).values()))
    sql = f"SELECT row FROM paper WHERE row IN (SELECT value FROM json_each(?2)) AND {known} ORDER BY row"
    return [row for (row,) in record.rows(sql, (as_of, wanted))]


def _upsert_batch(record: Record, accounts: Sequence[Paper]) -> UpsertCounts:
    fresh = _not_heard_before(record, accounts)
    bench = lay_out(record, fresh)
    outcomes = Counter(bench.take(account) for account in fresh)
    _settle(record, bench)
    return UpsertCounts(
        added=outcomes[Outcome.ADDED],
        merged=outcomes[Outcome.MERGED],
        unchanged=outcomes[Outcome.UNCHANGED] + len(accounts) - len(fresh),
    )


def _not_heard_before(record: Record, accounts: Sequence[Paper]) -> list[Paper]:
    """Leave out what a standing source has said before, and remember the rest of what such sources say."""
    digests = [_digest(account) for account in accounts]
    heard = _heard(record, [digest for digest in digests if digest])
    fresh, new = [], []
    for account, digest in zip(accounts, digests, strict=True):
        if digest is None:
            fresh.append(account)
        elif digest not in heard:
            heard.add(digest)
            fresh.append(account)
            new.append((digest,))
    record.note_many("INSERT INTO account VALUES (?)", sorted(new))
    return fresh


def _heard(record: Record, digests: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for batch in in_batches(digests, 30_000):
        marks = ", ".join("?" * len(batch))
        found.update(
            digest for (digest,) in record.rows(f"SELECT digest FROM account WHERE digest IN ({marks})", batch)
        )
    return found


def _digest(paper: Paper) -> bytes | None:
    """Hash what an account says and who says it, without the day; None for sources that may change their mind."""
    sources = sorted((name, said.source) for name, said in paper.provenance.items())
    if not all(source in _STANDING for _, source in sources):
        return None
    said = (paper.title, paper.abstract, paper.authors, paper.date, paper.year, paper.venue, paper.code, paper.stub)
    text = repr((sorted(paper.aliases), said, sources))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _settle(record: Record, bench: Bench) -> None:
    """Write what the batch made of its papers."""
    changed = [row for row, paper in bench.papers.items() if paper is not bench.before.get(row)]
    new, old = [row for row in changed if row not in bench.before], [row for row in changed if row in bench.before]
    record.write_many(_INSERT, (_new_row(row, bench.papers[row]) for row in new))
    for gone in bench.united:
        if gone in bench.before:
            unite_rows(record, gone, bench.home(gone))
    record.write_many(_UPDATE, ((*row_of(bench.papers[row]), row) for row in old))
    _write_names(record, bench, changed)
    _write_text(record, bench, changed)
    if redated := [row for row in old if _dates(bench.before[row]) != _dates(bench.papers[row])]:
        mark_dirty(record, redated)


def _new_row(number: int, paper: Paper) -> Row:
    row = row_of(paper)
    return (number, *row, row[-1], row[-1])


def _dates(paper: Paper) -> tuple[str, int | None]:
    return paper.date, paper.year


def _write_names(record: Record, bench: Bench, changed: Iterable[int]) -> None:
    known = {row: bench.before[row].aliases if row in bench.before else frozenset() for row in changed}
    gone = {alias for row in bench.united if row in bench.before for alias in bench.before[row].aliases}
    aliases = ((alias, row) for row, had in known.items() for alias in bench.papers[row].aliases - had - gone)
    record.write_many("INSERT INTO alias VALUES (?, ?)", sorted(aliases))
    lost = ((digest, bench.home(row)) for digest, row in bench.titles_lost)
    record.note_many("DELETE FROM title WHERE digest = ? AND paper = ?", sorted(lost))
    gained = {(digest, bench.home(row)) for digest, row in bench.titles_gained}
    record.note_many("INSERT OR IGNORE INTO title VALUES (?, ?)", sorted(gained))


def _write_text(record: Record, bench: Bench, changed: Iterable[int]) -> None:
    """Keep the full-text index in step; rows go up, since going back costs FTS5 a flush."""
    texts = {row: _words(bench.papers[row]) for row in sorted(changed)}
    before = {row: _words(bench.before[row]) for row in sorted({*texts, *bench.united} & bench.before.keys())}
    stale = [row for row, words in before.items() if texts.get(row) != words]
    record.note_many(_UNINDEX, ((row, *before[row]) for row in stale if any(before[row])))
    newly = [row for row, words in texts.items() if any(words) and before.get(row) != words]
    record.note_many(_INDEX, ((row, *texts[row]) for row in newly))


def _words(paper: Paper) -> tuple[str, str]:
    return spaced(paper.title), spaced(paper.abstract)
