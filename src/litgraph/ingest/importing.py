"""Importing: files → the record, in batches, with a count of what became of every line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from litgraph.errors import InputError
from litgraph.ingest.fields import BadLine, reference
from litgraph.ingest.files import Read, Rejected, read_records
from litgraph.ingest.lines import SOURCE
from litgraph.model.citation import Citation
from litgraph.model.dates import last_day
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.store.aliases import resolve_ids
from litgraph.store.citations import upsert_citations
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from litgraph.store.runs import log_run

BATCH = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which papers are wanted: by arXiv category, by the day of their first version, by id. Empty means all."""

    categories: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    ids: frozenset[PaperId] | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether everything passes."""
        return not (self.categories or self.since or self.until or self.ids is not None)

    def passes(self, read: Read) -> bool:
        """Tell whether a paper is wanted; one whose date may lie within the days is."""
        paper = read.paper
        if paper is None:
            return True
        if self.ids is not None and not self.ids & paper.aliases:
            return False
        if self.categories and not self.categories & set(read.categories):
            return False
        return self._is_in_time(paper)

    def _is_in_time(self, paper: Paper) -> bool:
        if not (self.since or self.until):
            return True
        date = paper.date or str(paper.year or "")
        return bool(date) and (self.since or "") <= last_day(date) and _first_day(date) <= (self.until or "9999")


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What became of the lines so far."""

    read: int = 0
    added: int = 0
    merged: int = 0
    unchanged: int = 0
    filtered: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def import_files(
    record: Record,
    files: Iterable[Path],
    *,
    namespace: str = "",
    categories: Collection[str] = (),
    since: str | None = None,
    until: str | None = None,
    ids: Path | None = None,
) -> dict[str, Any]:
    """Take every paper and citation of the files that passes into the record; a batch is a transaction.

    Every line read is counted once: as added, merged, unchanged, filtered or rejected.
    """
    wanted = Filter(
        categories=frozenset(categories),
        since=since,
        until=until,
        ids=_read_ids(ids, namespace) if ids else None,
    )
    tally = _Tally()
    for file in files:
        if not file.exists():
            raise InputError(f"The file {file} does not exist. What came before it is imported.")
        for batch in _batches(read_records(file, today=record.today, namespace=namespace)):
            with record.transaction():
                _take(record, batch, wanted, tally)
    counts = {name: getattr(tally, name) for name in ("read", "added", "merged", "unchanged", "filtered")}
    log_run(record, "import", record.today, counts)
    rejected = [{"file": r.file, "line": r.line, "reason": r.reason} for r in tally.rejected]
    return {**counts, "rejected": rejected}


def _take(record: Record, batch: list[Read | Rejected], wanted: Filter, tally: _Tally) -> None:
    reads = [read for read in batch if isinstance(read, Read)]
    passed = [read for read in reads if wanted.passes(read)]
    papers = [read.paper for read in passed if read.paper is not None]
    _count(tally, upsert_papers(record, papers))
    alone = [citation for read in passed if read.paper is None for citation in read.citations]
    kept = alone if wanted.is_open else _touching_known(record, alone)
    _count(tally, upsert_citations(record, kept, source=SOURCE))
    listed = [citation for read in passed if read.paper is not None for citation in read.citations]
    upsert_citations(record, listed, source=SOURCE)
    tally.read += len(batch)
    tally.filtered += len(reads) - len(passed) + len(alone) - len(kept)
    tally.rejected += [read for read in batch if isinstance(read, Rejected)]


def _count(tally: _Tally, counts: Any) -> None:
    tally.added += counts.added
    tally.merged += counts.merged
    tally.unchanged += counts.unchanged


def _touching_known(record: Record, citations: list[Citation]) -> list[Citation]:
    """Keep, where papers are chosen, the citations of which the record knows an end."""
    known = resolve_ids(record, {end for c in citations for end in (c.citing, c.cited)})
    return [c for c in citations if c.citing in known or c.cited in known]


def _batches(reads: Iterator[Read | Rejected]) -> Iterator[list[Read | Rejected]]:
    while batch := list(islice(reads, BATCH)):
        yield batch


def _first_day(date: str) -> str:
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def _read_ids(file: Path, namespace: str) -> frozenset[PaperId]:
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        return frozenset(reference(line, namespace) for line in lines if line.strip())
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}. Check the path.") from error
    except BadLine as error:
        raise InputError(f"{file} does not hold one id a line: {error}.") from error
