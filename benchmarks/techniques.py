"""Measure the reading of techniques: learned from a part of the labelled abstracts, scored on the other; its speed.

    .venv/bin/python benchmarks/techniques.py [SHARED]

SHARED (default ../shared) holds data/gold and data/papers. The development part is the abstracts of
data/gold/techniques.jsonl whose id has a SHA-256 that begins with a byte of 3 or more modulo 10; the test part is
the rest and data/gold/techniques_twice_a.jsonl. Models learn from the development part and from
the labels that come with litgraph, none of whose abstracts is in either. Needs python-crfsuite; takes a minute.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from litgraph.evaluate.gold import Labelled, read_gold, told_by
from litgraph.evaluate.labels import read_full_labels, read_more_labels, read_papers
from litgraph.evaluate.learning import Models, learn_models
from litgraph.evaluate.reading import score_reading
from litgraph.model.technique import SHOWN_CLAIM, SHOWN_RELATION
from litgraph.techniques.text import read_sentences

TIMED = 400  # abstracts


def main() -> None:
    """Print a table of scores, the precision and recall by confidence, and abstracts a second."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared") / "data"
    papers = list(read_papers([shared / "papers/efficient_llms_papers.jsonl", shared / "papers/arxiv_pool.jsonl.gz"]))
    once, twice = (read_gold(shared / f"gold/{name}.jsonl") for name in ("techniques", "techniques_twice_a"))
    development = [one for one in once if is_development(one)]
    test = [one for one in (*once, *twice) if one not in development]
    models = learn_models(development, read_more_labels(papers), read_full_labels(papers))
    print_scores(models, test, len(development))
    print_speed(models, [(p["title"], p.get("abstract") or "") for p in islice(papers, TIMED)])


def is_development(one: Labelled) -> bool:
    """Tell by its id alone whether an abstract is of the development part."""
    return hashlib.sha256(str(one.text.paper).removeprefix("arxiv:").encode()).digest()[0] % 10 >= 3


def print_scores(models: Models, test: Sequence[Labelled], learned_from: int) -> None:
    """Score what the models read in abstracts that they never saw."""
    pairs = [(one.told, told_by(models.read(one.text.title, one.text.abstract))) for one in test]
    scored = score_reading(pairs, shown={"relations": SHOWN_RELATION, "claims": SHOWN_CLAIM})
    print(f"learned from {learned_from} abstracts and its own labels, scored on {len(test)} others")
    rows = {**scored["scores"], **{f"{name} shown": score for name, score in scored["shown"].items()}}
    for name, score in rows.items():
        told = "  ".join(
            f"{metric} {score[metric]['value']:.3f} [{score[metric]['low']:.3f}, {score[metric]['high']:.3f}]"
            for metric in ("precision", "recall", "f1")
        )
        print(f"{name:28} {told}  of {score['of']}")
    print(f"kinds right: {scored['kind_accuracy']:.3f}")
    for name, swept in scored["by_confidence"].items():
        print(f"{name}, most recall at precision .75: {swept['best_recall_at_75']}")


def print_speed(models: Models, texts: Sequence[tuple[str, str]]) -> None:
    """Time the pattern part (sentences, tokens) and the whole, on one core."""
    started = time.perf_counter()
    for title, abstract in texts:
        read_sentences(title, abstract)
    patterns = time.perf_counter() - started
    started = time.perf_counter()
    for title, abstract in texts:
        models.read(title, abstract)
    whole = time.perf_counter() - started
    print(
        f"{len(texts) / patterns:,.0f} abstracts/s cut into sentences and tokens, {len(texts) / whole:,.0f} read whole"
    )


if __name__ == "__main__":
    main()
