"""Writes batches into a record and acknowledges each on its standard output, until it is killed.

    python kill_child.py RECORD FIRST_BATCH

A batch is `BATCH` papers, each citing the one before, and an entry more in a list; it is acknowledged by its number.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import describe
from litgraph.model.survey import Entry, ListDocument, Span, Survey
from litgraph.store.citations import upsert_citations
from litgraph.store.lists import replace_list, upsert_survey
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record, open_record

BATCH = 50
TODAY = "2026-01-01"


def key_of(batch: int, number: int) -> PaperId:
    """Name a paper of a batch."""
    return PaperId(f"local:{batch}-{number}")


def write_batch(record: Record, batch: int) -> None:
    """Write one batch: all of it or nothing."""
    keys = [key_of(batch, number) for number in range(BATCH)]
    entries = tuple(
        Entry(title=f"Entry {n}", category=("A",), line=n + 1, span=Span(start=0, end=1), identifiers=(key_of(n, 0),))
        for n in range(max(0, batch - 5), batch + 1)
    )
    with record.transaction():
        upsert_papers(
            record,
            (
                describe(frozenset({key}), source="file", day=TODAY, title=f"Paper {key} 论文", abstract="word " * 50)
                for key in keys
            ),
        )
        citations = (Citation(citing=citing, cited=cited) for citing, cited in zip(keys[1:], keys, strict=False))
        upsert_citations(record, citations, source="file")
        upsert_survey(record, Survey(name="s", list="README.md"))
        replace_list(record, "s", ListDocument(entries=entries, headings=(), categories=(("A",),)), None, TODAY)


def main(path: Path, first: int) -> None:
    """Write batches for ever."""
    with open_record(path, write=True, today=TODAY) as record:
        for batch in count(first):
            write_batch(record, batch)
            print(batch, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
