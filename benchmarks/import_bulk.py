"""Measure the import of an arXiv metadata snapshot: the filter pass, the full import, and the memory that they take.

    .venv/bin/python benchmarks/import_bulk.py [RECORDS] [TAKEN] [FOLDER]

The snapshot is made up, in the form and size of the real one (1.6 kB a record): titles and authors of the bundled
papers, shuffled, and abstracts of the titles' words (seeded). Each measurement is of a process of its own, so that
its peak of memory is its own; of the filter pass the best of three counts.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from litgraph.ingest.importing import import_files
from litgraph.store.record import open_record

_SEED = 7
_TODAY = "2026-01-01"
_RARE = "cs.AR"  # of one record in a hundred
_CATEGORIES = ("cs.CL cs.LG", "hep-ph", "math.AG math.NT", "cond-mat.mtrl-sci physics.chem-ph", "astro-ph.CO gr-qc")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MEASURES: dict[str, dict[str, Any]] = {
    "filter by category (1 %)": {"categories": [_RARE]},
    "filter by date (1 %)": {"since": "2012-01-01", "until": "2012-02-25"},
}


def make_snapshot(count: int) -> Iterator[dict[str, Any]]:
    """Make up records of the snapshot's form, two hundred a day from 2007."""
    chance = random.Random(_SEED)
    known = [json.loads(line) for line in files("litgraph.data").joinpath("papers.jsonl").read_text().splitlines()]
    titles = [paper["title"] for paper in known]
    names = [author for paper in known for author in paper.get("authors", ())]
    words = [word for title in titles for word in title.split()]
    for number in range(count):
        authors = chance.choices(names, k=chance.randint(1, 6))
        title = " ".join(chance.choices(words, k=10))
        year, month, day = 2010 + number // 18_750 % 16, number // 1_562 % 12, number // 55 % 28 + 1
        created = f"Mon, {day} {_MONTHS[month]} {year} 12:00:00 GMT"
        yield {
            "id": f"{year % 100:02d}{month + 1:02d}.{number % 99_999:05d}",
            "submitter": authors[0],
            "authors": ", ".join(authors),
            "title": f"{title[:40]}\n  {title[40:]}",
            "comments": f"{chance.randint(4, 40)} pages, {chance.randint(1, 9)} figures",
            "journal-ref": None,
            "doi": f"10.1000/{number}" if number % 2 else None,
            "report-no": None,
            "categories": _RARE if number % 100 == 50 else chance.choice(_CATEGORIES),
            "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
            "abstract": f"  {' '.join(chance.choices(words, k=120))}\n",
            "versions": [{"version": "v1", "created": created}, {"version": "v2", "created": created}],
            "update_date": f"{year}-{month + 1:02d}-{day:02d}",
            "authors_parsed": [[name.split()[-1], " ".join(name.split()[:-1]), ""] for name in authors],
        }


def write_snapshot(path: Path, count: int) -> None:
    """Write a made-up snapshot, a line a record."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in make_snapshot(count))


def measure(snapshot: Path, choice: dict[str, Any]) -> dict[str, float]:
    """Import into an empty record, in this process, and give the seconds, what was taken and the peak of memory."""
    with (
        tempfile.TemporaryDirectory(dir=snapshot.parent) as folder,
        open_record(Path(folder) / "record.sqlite", write=True, today=_TODAY) as record,
    ):
        before, start = _peak(), time.perf_counter()
        counts = import_files(record, [snapshot], **choice)
        seconds = time.perf_counter() - start
    return {**{key: counts[key] for key in ("read", "added")}, "seconds": seconds, "before": before, "peak": _peak()}


def main(records: int, taken: int, folder: Path) -> None:
    """Measure filters over `records` and a full import of `taken`, and print what came out."""
    whole, part = folder / "whole.jsonl", folder / "part.jsonl"
    write_snapshot(whole, records)
    write_snapshot(part, taken)
    print(f"snapshot of {records:,} made-up records, {whole.stat().st_size / records / 1e3:.1f} kB each")
    for name, choice in _MEASURES.items():
        _show(name, min((_apart(whole, choice) for _ in range(3)), key=lambda measured: measured["seconds"]))
        _show(f"{name}, of {taken:,}", _apart(part, choice))
    _show("full import", _apart(part, {}))


def _apart(snapshot: Path, choice: dict[str, Any]) -> dict[str, float]:
    """Measure in a new process."""
    run = subprocess.run(
        [sys.executable, __file__, "--one", snapshot, json.dumps(choice)], capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(run.stdout)
    return measured


def _show(name: str, measured: dict[str, float]) -> None:
    rate = measured["read"] / measured["seconds"]
    print(
        f"{name}: {measured['read']:,} read, {measured['added']:,} added in {measured['seconds']:.2f} s, "
        f"{rate:,.0f} records/s, peak {measured['peak']:.0f} MB (before: {measured['before']:.0f} MB)",
        flush=True,
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--one"]:
        print(json.dumps(measure(Path(given[1]), json.loads(given[2]))))
    else:
        with tempfile.TemporaryDirectory(dir=given[2] if len(given) > 2 else None) as made:
            main(int(given[0]) if given else 300_000, int(given[1]) if len(given) > 1 else 100_000, Path(made))
