"""Measure the fast encoder, and what thinning by it loses, on the histories of public lists.

    .venv/bin/python benchmarks/encoders.py [SHARED]

SHARED (default ../shared) holds data/surveys, data/papers. Each list is taken as it stood at its rolling origins; the
papers that people added later are thinned among the whole pool. No slow encoder is asked: some two minutes on a core.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from classify import CACHE, FIRST, LISTS, TODAY, pasts, read_labels, read_pool, take_list, take_papers

from litgraph.classify.features import Embed, learn_lexicon, paper_vectors
from litgraph.classify.texts import has_text, whole_text
from litgraph.classify.thin import thin
from litgraph.encode.sentence_encoder import open_encoder
from litgraph.evaluate.past import Past
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.store.record import open_record

OTHERS = ("Awesome-Efficient-LLM", "LLMSurvey", "LLM-Agent-Paper-List")


@dataclass(frozen=True, kw_only=True)
class Passed:
    """How many of the later papers with abstracts passed at one origin, what share of the pool, in what time."""

    name: str
    as_of: str
    listed: int
    passed: int
    of: int
    share: float
    seconds: float
    kept: frozenset[PaperId]


def main(shared: Path) -> None:
    """Run the whole study and print its tables."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the start")
    pool = list(read_pool(shared))
    measure_speed(pool)
    embed = remembering(open_encoder("fast", cache=CACHE).encode)
    told = [measure(past, pool, embed) for past in read_origins(shared)]
    for one in told:
        counts = f"{one.passed:4} of {one.of:4} later papers pass, {one.share:.3f} of the pool, {one.seconds:5.1f} s"
        print(f"{one.name:24} {one.as_of} ({one.listed:3} listed): {counts}")
    report("the first survey's list", [one for one in told if one.name == FIRST])
    report("the other lists", [one for one in told if one.name != FIRST])
    last = [one for one in told if one.name == FIRST][-1]
    inside = [paper for paper, label in read_labels(shared).items() if label == "in"]
    outside = [paper for paper, label in read_labels(shared).items() if label == "out"]
    shares = [f"{np.mean([paper in last.kept for paper in papers]):.3f}" for papers in (inside, outside)]
    print(f"labelled pool papers, by the list of {last.as_of}: {shares[0]} of those in pass, {shares[1]} of those out")


def measure_speed(pool: Sequence[Paper]) -> None:
    """Time the distillation, and encoding by a kept table."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        open_encoder("fast", cache=Path(folder)).encode(["a"])
        made = time.perf_counter()
        fast = open_encoder("fast", cache=Path(folder))
        fast.encode(["a"])
        read = time.perf_counter()
        texts = [whole_text(paper) for paper in pool if paper.abstract][:10_000]
        ready = time.perf_counter()
        fast.encode(texts)
        rate = len(texts) / (time.perf_counter() - ready)
    print(f"fast: distilled in {made - start:.1f} s, read in {read - made:.2f} s, {rate:.0f} abstracts a second")


def remembering(embed: Embed) -> Embed:
    """Encode no text twice in this study."""
    known: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}

    def embed_once(texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(missing, embed(missing), strict=True))
        return np.stack([known[text] for text in texts])

    return embed_once


def read_origins(shared: Path) -> list[Past]:
    """Read every list at its rolling origins, with what is known of its papers."""
    names = (*LISTS, *OTHERS)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_record(Path(folder) / "record.sqlite", write=True, today=TODAY) as record,
    ):
        for name in names:
            take_list(record, shared, name, Path(folder))
        take_papers(record, shared, Path(folder))
        return [past for name in names for past in pasts(record, name)]


def measure(past: Past, pool: Sequence[Paper], embed: Embed) -> Passed:
    """Thin the pool and the later papers by the list as it stood."""
    listed = [past.papers[key] for key in sorted(past.listed) if key in past.papers and has_text(past.papers[key])]
    later = [past.papers[key] for key in sorted(past.truth) if past.papers[key].abstract]
    others = [paper for paper in pool if paper.id not in past.listed and paper.id not in past.truth]
    lexicon = learn_lexicon(listed, [category.path for category in past.taxonomy.leaves])
    start = time.perf_counter()
    near = thin([*later, *others], listed, paper_vectors(listed, embed), lexicon, embed).near
    return Passed(
        name=past.taxonomy.survey,
        as_of=past.split.as_of,
        listed=len(listed),
        passed=int(near[: len(later)].sum()),
        of=len(later),
        share=float(near.mean()),
        seconds=time.perf_counter() - start,
        kept=frozenset(paper.id for paper, is_near in zip([*later, *others], near, strict=True) if is_near),
    )


def report(title: str, told: Sequence[Passed]) -> None:
    """Pool the later papers of several origins."""
    passed, of = sum(one.passed for one in told), sum(one.of for one in told)
    low, high = interval([one.passed for one in told], [one.of for one in told])
    share = np.mean([one.share for one in told])
    print(f"{title}: {passed / of:.3f} [{low:.3f}, {high:.3f}] of {of} later papers pass, {share:.3f} of the pool")


def interval(passed: Sequence[int], of: Sequence[int]) -> tuple[float, float]:
    """Give the 95 % interval of Wilson (1927) of a share."""
    from scipy.stats import binomtest

    found = binomtest(sum(passed), sum(of)).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared"
    if not (root / "data").is_dir():
        print(f"{root}/data is not here: nothing to measure on")
    else:
        main(root)
