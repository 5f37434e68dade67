"""Measure the record in bulk: papers and citations put in a second, and what reading them back takes.

    .venv/bin/python benchmarks/store.py [PAPERS] [CITATIONS] [FOLDER]

The papers are made of random words (seeded): a title of about 9 words, an abstract of about 60 for every other paper,
two authors. The citations go from random papers to earlier ones, most of them to few.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper, describe
from litgraph.store.citations import upsert_citations
from litgraph.store.columns import read_columns
from litgraph.store.papers import fetch_papers, find_paper, upsert_papers
from litgraph.store.record import Record, open_record
from litgraph.store.search import search

_SEED = 7
_TODAY = "2026-01-01"
_WORDS = [f"{a}{b}{c}" for a in ("qua", "lo", "mi", "ser", "tra", "pru") for b in ("n", "d", "ph") for c in range(60)]


def make_papers(count: int) -> Iterator[Paper]:
    """Make papers with arXiv ids, three hundred a day from 2010."""
    chance = random.Random(_SEED)
    for number in range(count):
        yield describe(
            frozenset({_id(number)}),
            source="file",
            day=_TODAY,
            title=" ".join(chance.choices(_WORDS, k=9)).capitalize(),
            abstract=" ".join(chance.choices(_WORDS, k=60)) if number % 2 else "",
            authors=(f"Ada N{number % 5000}", f"Bo M{number % 7001}"),
            date=f"{2010 + number // 120_000 % 16}-{number // 10_000 % 12 + 1:02d}-{number // 400 % 25 + 1:02d}",
        )


def make_citations(papers: int, count: int) -> Iterator[Citation]:
    """Make citations: the cited one is the earlier the more popular."""
    chance = random.Random(_SEED)
    per_paper = max(1, count // papers)
    for number in range(count):
        citing = min(papers - 1, number // per_paper)
        yield Citation(citing=_id(citing), cited=_id(int(citing * chance.random() ** 3)))


def main(papers: int, citations: int, folder: Path) -> None:
    """Measure each step and print it; what making the values costs is measured first and taken off."""
    with _timed("papers made", papers) as making_papers:
        sum(1 for _ in make_papers(papers))
    with _timed("citations made", citations) as making_citations:
        sum(1 for _ in make_citations(papers, citations))
    path = folder / "record.sqlite"
    with open_record(path, write=True, today=_TODAY) as record:
        with _timed("papers put in", papers, less=making_papers):
            upsert_papers(record, make_papers(papers))
        with _timed("citations put in", citations, less=making_citations):
            upsert_citations(record, make_citations(papers, citations), source="file")
        with _timed("papers put in once more", papers, less=making_papers):
            upsert_papers(record, make_papers(papers))
        with _timed("integrity checked"):
            print(record.check_integrity() or "sound")
    print(f"{path.stat().st_size / 1e6:.0f} MB")
    with open_record(path, write=False, today=_TODAY) as record:
        _measure_reading(record, papers)


def _measure_reading(record: Record, papers: int) -> None:
    with _timed("columns read"):
        read_columns(record)
    with _timed("1,000 papers read", 1_000):
        fetch_papers(record, [_id(number) for number in range(0, papers, max(1, papers // 1_000))])
    with _timed("searched"):
        search(record, " ".join(_WORDS[:2]), limit=20)
    with _timed("found by a part of its title"):
        title = next(iter(fetch_papers(record, [_id(papers // 2)]).values())).title
        find_paper(record, title[3:-3])


def _id(number: int) -> PaperId:
    return PaperId(f"arxiv:{number // 100_000 + 10}{number // 10_000 % 10 + 1:02d}.{number % 10_000:05d}")


@contextmanager
def _timed(what: str, count: int = 0, less: Sequence[float] = (0.0,)) -> Iterator[list[float]]:
    """Print the seconds that a step takes, less those of `less`; they stand in the list that it gives."""
    start, taken = time.perf_counter(), [0.0]
    yield taken
    taken[0] = time.perf_counter() - start - less[0]
    rate = f", {count / taken[0]:,.0f} a second" if count else ""
    print(f"{what}: {taken[0]:.2f} s{rate}", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=given[2] if len(given) > 2 else None) as made:
        main(int(given[0]) if given else 200_000, int(given[1]) if len(given) > 1 else 2_000_000, Path(made))
