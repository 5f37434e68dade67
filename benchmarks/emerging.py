"""Measure emerging clusters: what was foreseen in three histories, how steady clusters are, and how long they take.

    .venv/bin/python benchmarks/emerging.py [SHARED]

SHARED (default ../shared) holds data/papers and data/citations: the papers collected around the first survey, hep-ph
with abstracts, and ieee-vis. Each is replayed at the ends of quarters as `litgraph emerging --backtest` does, alone and
together, and litgraph is compared with each baseline over the same origins. Then a tenth of the papers is left out,
twice, and partitions are compared by the adjusted Rand index (Hubert & Arabie 1985). It takes some ten minutes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from litgraph.emerging.communities import find_communities
from litgraph.emerging.corpus import Corpus, ordinal
from litgraph.emerging.find import find_clusters
from litgraph.emerging.neighbours import tie_papers
from litgraph.encode.encoder import Encoder
from litgraph.encode.sentence_encoder import open_encoder
from litgraph.evaluate.emergence import METHODS, choose_origins, pool, replay
from litgraph.pipeline import take_files
from litgraph.pipeline.emerging import read_corpus
from litgraph.store.record import open_record

TODAY = "2026-11-22"
SEED, DRAWS = 1, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Files of papers and citations, the origins to replay, and the day on which steadiness is measured."""

    files: tuple[str, ...]
    first: str
    last: str
    day: str


HISTORIES = {
    "first survey": History(
        files=("papers/arxiv_pool.jsonl.gz", "papers/efficient_llms_papers.jsonl"),
        first="2023-03-31",
        last="2025-06-30",
        day="2024-06-30",
    ),
    "hep-ph": History(
        files=("citations/hep-ph-text/nodes.jsonl.gz", "citations/hep-ph-text/edges.csv.gz"),
        first="1995-12-31",
        last="2001-12-31",
        day="1999-12-31",
    ),
    "ieee-vis": History(
        files=("citations/ieee-vis/nodes.jsonl.gz", "citations/ieee-vis/edges.csv.gz"),
        first="2000-12-31",
        last="2013-12-31",
        day="2012-12-31",
    ),
}


def main(shared: Path) -> None:
    """Run the study and print its tables."""
    start, encoder = time.perf_counter(), open_encoder("fast")
    corpora = {name: read_history(shared / "data", history, encoder) for name, history in HISTORIES.items()}
    measure_foresight(corpora)
    measure_steadiness(corpora)
    measure_time(corpora["first survey"])
    print(f"{time.perf_counter() - start:.0f} s")


def read_history(folder: Path, history: History, encoder: Encoder) -> Corpus:
    """Import the files into a record and read it as the command does."""
    with (
        tempfile.TemporaryDirectory() as place,
        open_record(Path(place) / "record.sqlite", write=True, today=TODAY) as record,
    ):
        take_files(record, [folder / file for file in history.files])
        return read_corpus(record, encoder, TODAY, lambda what, done, of: None)


def measure_foresight(corpora: Mapping[str, Corpus]) -> None:
    """Print each method's scores by history and over all, and how far litgraph is ahead."""
    together: list[dict[str, Any]] = []
    for name, corpus in corpora.items():
        history = HISTORIES[name]
        replays = [replay(corpus, origin) for origin in choose_origins(corpus, history.first, history.last)]
        report(f"{name}, {len(corpus)} papers, {len(replays)} origins", replays)
        together += replays
    report(f"together, {len(together)} origins", together)


def report(title: str, replays: Sequence[Mapping[str, Any]]) -> None:
    """Print the scores of each method, and litgraph's CSI minus its own over the same origins, resampled in pairs."""
    print(f"{title}\n  {'':12}{'csi':>24}{'precision at 10':>24}{'recall at 20':>24}{'litgraph minus it':>24}")
    pooled, draws = pool(replays), np.random.default_rng(SEED).integers(0, len(replays), (DRAWS, len(replays)))
    for method in METHODS:
        scores = [shown(pooled[method][metric]) for metric in ("csi", "precision_at_10", "recall_at_20")]
        ahead = [csi([replays[place] for place in draw], method) for draw in draws]
        low, high = np.percentile(ahead, [2.5, 97.5])
        scores.append(shown({"value": csi(replays, method), "low": low, "high": high}))
        print(f"  {method:12}" + "".join(f"{score:>24}" for score in scores), flush=True)


def csi(replays: Iterable[Mapping[str, Any]], method: str) -> float:
    """Give litgraph's critical success index minus that of a method."""
    chosen = list(replays)
    of = 2 * sum(one["of"] for one in chosen)
    hits = [sum(one["hits"][name] for one in chosen) for name in ("litgraph", method)]
    return float(hits[0] / (of - hits[0]) - hits[1] / (of - hits[1]))


def shown(score: Mapping[str, float]) -> str:
    """Write a score with its interval."""
    return f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]"


def measure_steadiness(corpora: Mapping[str, Corpus]) -> None:
    """Print how alike partitions are with and without a tenth of the papers."""
    for name, corpus in corpora.items():
        known = corpus.until(ordinal(HISTORIES[name].day))
        labels = find_communities(tie_papers(known))
        alike = []
        for draw in range(2):
            kept = np.sort(np.random.default_rng(draw).choice(len(known), int(0.9 * len(known)), replace=False))
            alike.append(adjusted_rand_score(labels[kept], find_communities(tie_papers(thinned(known, kept)))))
        told = ", ".join(f"{one:.3f}" for one in alike)
        print(f"without a tenth of {name}'s {len(known)} papers, adjusted Rand index: {told}", flush=True)


def thinned(corpus: Corpus, kept: Any) -> Corpus:
    """Give the corpus of some of its papers."""
    place = np.full(len(corpus), -1)
    place[kept] = np.arange(len(kept))
    citations = place[corpus.citations]
    return replace(
        corpus,
        papers=tuple(corpus.papers[number] for number in kept),
        days=corpus.days[kept],
        citations=citations[(citations >= 0).all(axis=1)],
        vectors=corpus.vectors[kept],
    )


def measure_time(corpus: Corpus) -> None:
    """Print how long the first papers take, and all, when their vectors are there."""
    for size in (10_000, len(corpus)):
        start = time.perf_counter()
        found = find_clusters(corpus.until(int(corpus.days[size - 1])), int(corpus.days[size - 1]))
        print(f"{size} papers: {len(found)} clusters in {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=Path("../shared"), help="holds data/")
    main(parser.parse_args().shared)
