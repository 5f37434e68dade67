"""Measure the classifier on the histories of public lists: fitted to what stood, scored on what people added later.

    .venv/bin/python benchmarks/classify.py [SHARED] [--quick] [--record FILE]

SHARED (default ../shared) holds data/surveys, data/papers. Every list's papers get the abstracts that are there. Then:
rolling origins of each list; the differences to each baseline, paper by paper, pooled over three lists and all six;
the first survey's list of 2024-01-31; scope and thinning against the hand-made labels; the speed of the encoder. FILE
keeps the record and its vectors for the next run: a first run takes some ten minutes on two cores. --quick leaves out
the other three lists, the single split, thinning and speed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_path

from litgraph.classify.classifier import SEED, Classifier, fit, judge
from litgraph.classify.features import Embed, paper_vectors
from litgraph.classify.thin import thin
from litgraph.encode.sentence_encoder import open_encoder
from litgraph.encode.vectors import encode_texts
from litgraph.evaluate.metrics import area_under_curve, false_positive_rate, mark, score_scope
from litgraph.evaluate.past import Past, read_past
from litgraph.evaluate.replay import Replayed, replay, summarise
from litgraph.evaluate.splits import choose_splits
from litgraph.ingest.files import PaperLine, read_file
from litgraph.ingest.importing import import_files
from litgraph.lists.history import read_history
from litgraph.lists.parse import parse_list
from litgraph.model.dates import Split
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey
from litgraph.store.lists import fetch_listings, fetch_surveys, replace_list, upsert_survey
from litgraph.store.papers import fetch_papers, paper_ids
from litgraph.store.record import Record, open_record

TODAY = "2026-11-22"
CACHE = user_cache_path("litgraph") / "encoders"
FIRST = "Efficient-LLMs-Survey"
LISTS = (FIRST, "Awesome-LLM-Compression", "Awesome-LLM-Inference")
OTHERS = ("Awesome-Efficient-LLM", "LLMSurvey", "LLM-Agent-Paper-List")
SHOWN = (
    "leaf_top1",
    "leaf_top3",
    "second_level",
    "hier_f1",
    "filed_precision",
    "filed_coverage",
    "ece",
    "coverage_at_90",
    "precision_at_40",
)
BARS = (0.5, 0.6, 0.7, 0.8, 0.9)
# A heading that holds a day, as "Paper from May 26, 2024" does, tells when a paper came and not what it is about.
DAY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}, \d{4}\b|\b\d{4}-\d\d-\d\d\b",
    re.IGNORECASE,
)


def main(shared: Path, kept: Path | None, *, names: Sequence[str], whole: bool) -> None:
    """Run the study on some lists, whole or only what is quick, and print its tables."""
    start, encoder = time.perf_counter(), open_encoder()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_record(kept or Path(folder) / "record.sqlite", write=True, today=TODAY) as record,
    ):
        fill(record, shared, names, Path(folder))

        def embed(texts: Sequence[str]) -> Any:
            return encode_texts(encoder, texts, record)

        if whole:
            measure_encoder(record, embed)
        compare(record, names, embed)
        if whole:
            measure_floor(record, embed)
        measure_scope(record, shared, embed, whole=whole)
    print(f"all of it took {time.perf_counter() - start:.0f} s")


def fill(record: Record, shared: Path, names: Sequence[str], folder: Path) -> None:
    """Read the lists and the papers that a kept record lacks."""
    missing = [name for name in names if name not in {survey.name for survey in fetch_surveys(record)}]
    for name in missing:
        take_list(record, shared, name, folder)
    if missing:
        take_papers(record, shared, folder)


def compare(record: Record, names: Sequence[str], embed: Embed) -> None:
    """Replay each list, then pool the papers of three lists, and of all."""
    replayed: dict[str, list[Replayed]] = {}
    for name in names:
        replayed[name] = [replay(past, embed) for past in pasts(record, name)]
        report(f"{name}, rolling origins", replayed[name])
    for pooled in dict.fromkeys((LISTS, tuple(names))):
        together = [one for name in pooled for one in replayed[name]]
        report(f"pooled: {', '.join(pooled)}", together)
        report_differences(together)
    topical = [one for name in names for one in replayed[name] if not is_dated(one)]
    if len(topical) < sum(map(len, replayed.values())):
        report("pooled, without origins where most papers went under headings that hold a day", topical)
        report_differences(topical)


def is_dated(one: Replayed) -> bool:
    """Tell an origin at which most later papers went under headings that hold a day."""
    dated = sum(any(DAY.search(heading) for heading in paths[0]) for paths in one.truths)
    return 2 * dated > len(one.truths)


def report_differences(replayed: Sequence[Replayed]) -> None:
    """Print litgraph minus each baseline, with intervals over pairs."""
    print("litgraph minus each baseline, paper by paper")
    for method, scores in summarise(replayed)["differences"].items():
        print(f"{method:12}" + "".join(f"{shown(scores.get(metric)):>24}" for metric in SHOWN))
    print(flush=True)


def take_list(record: Record, shared: Path, name: str, folder: Path) -> None:
    """Read a list and its history from its bundle."""
    clone = folder / name
    subprocess.run(["git", "clone", "-q", shared / f"data/surveys/{name}.bundle", clone], check=True)
    file = clone / "README.md"
    upsert_survey(record, Survey(name=name, list=str(file)))
    replace_list(record, name, parse_list(file.read_bytes()), read_history(file), TODAY)


def take_papers(record: Record, shared: Path, folder: Path) -> None:
    """Import what is known of the listed and of the labelled papers, and of no others."""
    wanted = [*paper_ids(record), *read_labels(shared)]
    (folder / "ids.txt").write_text("\n".join(wanted))
    files = [shared / "data/papers/efficient_llms_papers.jsonl", shared / "data/papers/arxiv_pool.jsonl.gz"]
    import_files(record, files[:1])
    import_files(record, files[1:], ids=folder / "ids.txt")


def read_labels(shared: Path) -> Mapping[PaperId, str]:
    """Read which pool papers belong on the first survey's list: in, border or out."""
    lines = (shared / "data/papers/scope_labels.jsonl").read_text().splitlines()
    return {PaperId(f"arxiv:{label['arxiv_id']}"): label["label"] for label in map(json.loads, lines)}


def pasts(record: Record, survey: str) -> list[Past]:
    """Read the rolling origins of a list, without candidates that were never listed."""
    first: dict[PaperId, str] = {}
    for paper, listing in fetch_listings(record, survey, ever=True):
        first[paper] = min(first.get(paper, listing.since), listing.since)
    splits = choose_splits(first.values(), TODAY)
    return [replace(read_past(record, survey, split), others=()) for split in splits]


def measure_encoder(record: Record, embed: Embed) -> None:
    """Time the encoder on abstracts; every later step finds these in the cache."""
    texts = [f"{paper.title}. {paper.abstract}" for paper in fetch_papers(record).values() if paper.abstract]
    start = time.perf_counter()
    embed(texts)
    print(f"encoder: {len(texts) / (time.perf_counter() - start):.1f} abstracts a second, {len(texts)} of them\n")


def measure_floor(record: Record, embed: Embed) -> None:
    """Fit to the first survey's list of 2024-01-31, by titles alone and with abstracts."""
    past = replace(read_past(record, FIRST, Split(as_of="2024-01-31", until=TODAY)), others=())
    report("2024-01-31, titles alone", [replay(titles_alone(past), embed)])
    report("2024-01-31, title and abstract", [replay(past, embed)])
    truth = {paper: paths for paper, paths in past.truth.items() if past.papers[paper].abstract}
    report("2024-01-31, tested where there is an abstract", [replay(replace(past, truth=truth), embed)])


def titles_alone(past: Past) -> Past:
    """Forget all abstracts."""
    return replace(past, papers={key: replace(paper, abstract="") for key, paper in past.papers.items()})


def measure_scope(record: Record, shared: Path, embed: Embed, *, whole: bool) -> None:
    """Hold scope, in the whole study thinning too, against the labels, with the first survey's list of 2024-01-31."""
    past = read_past(record, FIRST, Split(as_of="2024-01-31", until=TODAY))
    labels = {paper: label for paper, label in read_labels(shared).items() if paper in past.papers}
    classifier = fit(past.taxonomy, past.listed, past.papers, embed)
    papers = [past.papers[paper] for paper in sorted(labels)]
    scopes = np.concatenate([block.in_scope for block in judge(classifier, papers, embed)])
    told = np.array([labels[paper.id] for paper in papers])
    inside, outside = scopes[told == "in"], scopes[told == "out"]
    for name, measure in (("AUROC", area_under_curve), ("false positives at 95 % recall", false_positive_rate)):
        told_score = score_scope(inside, outside, seed=SEED, measure=measure)
        print(f"scope, labelled pool papers: {name} {shown(asdict(told_score) if told_score else None)}")
    print(f"at 0.5 {(inside >= 0.5).mean():.3f} of those in, {(outside >= 0.5).mean():.3f} of those out")
    if whole:
        measure_thinning(shared, classifier, labels, embed)


def measure_thinning(shared: Path, classifier: Classifier, labels: Mapping[PaperId, str], embed: Embed) -> None:
    """Count how much of the pool passes, and of the papers labelled in."""
    pool = list(read_pool(shared))
    start = time.perf_counter()
    ours = paper_vectors(classifier.listed, embed)
    near = thin(pool, classifier.listed, ours, classifier.lexicon, open_encoder("fast", cache=CACHE).encode).near
    seconds = time.perf_counter() - start
    kept = {paper.id for paper, is_near in zip(pool, near, strict=True) if is_near}
    known = [paper for paper in labels if labels[paper] == "in"]
    passed = sum(paper in kept for paper in known) / len(known)
    print(f"thinning: {near.mean():.3f} of {len(pool)} pool papers pass, {passed:.3f} of those in; {seconds:.1f} s")


def read_pool(shared: Path) -> Iterator[Paper]:
    """Read the titles and abstracts of the pool."""
    told = read_file(shared / "data/papers/arxiv_pool.jsonl.gz", today=TODAY)
    return (line.paper for line in told if isinstance(line, PaperLine))


def report(title: str, replayed: Sequence[Replayed]) -> None:
    """Print the scores of all methods, and what filing at other bars would give."""
    summary = summarise(replayed)
    splits = ", ".join(f"{s['as_of']} ({s['n_train']} → {s['n_test']})" for s in summary["splits"])
    print(f"{title}: {splits}\n{'':12}" + "".join(f"{metric:>24}" for metric in SHOWN))
    for method, scores in summary["classification"].items():
        print(f"{method:12}" + "".join(f"{shown(scores.get(metric)):>24}" for metric in SHOWN))
    guesses = [guess for one in replayed for guess in one.told["litgraph"].guesses]
    marks = mark(guesses, [truth for one in replayed for truth in one.truths])
    for bar in BARS:
        sure = marks.probability >= bar
        precision = f"{marks.top1[sure].mean():.3f}" if sure.any() else "-"
        print(f"  at {bar}: precision {precision}, coverage {sure.mean():.3f}")
    print(flush=True)


def shown(score: Mapping[str, float] | None) -> str:
    """Write a score with its interval."""
    return f"{score['value']:.3f} [{score['low']:.3f}, {score['high']:.3f}]" if score else "-"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--record", type=Path)
    told = options.parse_args()
    if not (told.shared / "data").is_dir():
        print(f"{told.shared}/data is not here: nothing to measure on")
    else:
        lists = LISTS if told.quick else (*LISTS, *OTHERS)
        main(told.shared, told.record, names=lists, whole=not told.quick)
