"""Measure the classifier where a list has few papers or none: by hiding the papers of public lists.

    .venv/bin/python benchmarks/cold_start.py [SHARED] [--record FILE] [--learn]

SHARED (default ../shared) holds data/surveys, data/papers. Of six lists all papers but k at each heading are hidden and
then put back by the classifier: by the headings' vectors alone, by weights of scorers that were learnt on the five
other lists, by litgraph as it is, and with papers that the other lists lend. Then: five headings without any paper
(The Efficiency Spectrum), with the first survey's list to borrow from; rejections; and questions against chance. With
--learn the weights of classify/priors.py are learnt anew, and printed. FILE keeps the record and its vectors for the
next time. It takes some 20 minutes on two cores, the encoder's time included.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

import numpy as np
from classify import FIRST, TODAY, read_labels, take_list, take_papers
from numpy.typing import NDArray

from litgraph.classify.ask import questions_among
from litgraph.classify.classifier import Classifier, Listed, fit, judge
from litgraph.classify.features import Embed, Matrix, paper_vectors
from litgraph.classify.hints import NO_HINTS, Hints
from litgraph.classify.texts import has_text
from litgraph.classify.transfer import borrow
from litgraph.encode.sentence_encoder import open_encoder
from litgraph.encode.vectors import encode_texts
from litgraph.evaluate.metrics import area_under_curve
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy
from litgraph.pipeline.hinting import curated_places
from litgraph.store.lists import fetch_surveys, fetch_taxonomy
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record, open_record

LISTS = (
    *(FIRST, "Awesome-LLM-Compression", "Awesome-LLM-Inference"),
    *("Awesome-Efficient-LLM", "LLMSurvey", "LLM-Agent-Paper-List"),
)
KEPT = (0, 1, 2, 5)
SEED = 1
BUDGETS = (0, 20, 40, 80)
REJECTED = (10, 30, 80)
TRIALS = 15
# Where the first survey's headings would go among the Efficiency Spectrum's, by eye; prompts are at none of them.
SPECTRUM = (
    ("Data Selection", "Data Efficiency"),
    ("Efficient Architecture", "Architecture Efficiency"),
    ("Pre-Training", "Training and Tuning Efficiency"),
    ("Fine-Tuning", "Training and Tuning Efficiency"),
    ("Model Compression", "Inference Efficiency"),
    ("Efficient Inference", "Inference Efficiency"),
    ("Serving", "Inference Efficiency"),
    ("Co-Design", "Inference Efficiency"),
)


@dataclass(frozen=True, kw_only=True)
class Material:
    """The lists and their papers."""

    papers: Mapping[PaperId, Paper]
    taxonomies: Mapping[str, Taxonomy]
    listed: Mapping[str, Listed]
    embed: Embed


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """A list of which most papers are hidden: those that it keeps, and where the others stood."""

    taxonomy: Taxonomy
    kept: Listed
    truth: Listed
    lenders: tuple[str, ...]


def main(shared: FilePath, file: FilePath, *, learn: bool) -> None:
    """Run the whole study and print its tables."""
    start = time.perf_counter()
    encoder = open_encoder()
    with open_record(file, write=True, today=TODAY) as record:
        if not fetch_surveys(record):
            for name in LISTS:
                take_list(record, shared, name, file.parent)
            take_papers(record, shared, file.parent)
        material = read_material(record, lambda texts: encode_texts(encoder, texts, record))
        if learn:
            print_weights(material)
        measure_hidden(material)
        measure_spectrum(material, shared)
        measure_rejections(material, shared)
        measure_questions(material)
    print(f"{time.perf_counter() - start:.0f} s")


def read_material(record: Record, encode: Callable[[Sequence[str]], Any]) -> Material:
    """Read all lists as they are, with papers that have an abstract; every vector is asked for once."""
    known: dict[str, Any] = {}

    def embed(texts: Sequence[str]) -> Any:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, encode(missing), strict=True))
        return np.stack([known[text] for text in texts])

    papers = {key: one for key, one in fetch_papers(record).items() if has_text(one) and one.abstract}
    return Material(
        papers=papers,
        taxonomies={name: fetch_taxonomy(record, name) for name in LISTS},
        listed={
            name: {key: paths for key, paths in curated_places(record, name).items() if key in papers} for name in LISTS
        },
        embed=embed,
    )


def hide(material: Material, name: str, kept: int, seed: int = SEED) -> Hidden:
    """Hide all papers but some at each heading, chosen by chance."""
    random, by_heading = np.random.default_rng(seed), dict[Path, list[PaperId]]()
    for key in sorted(material.listed[name]):
        by_heading.setdefault(material.listed[name][key][0], []).append(key)
    chosen = {key for heading in sorted(by_heading) for key in random.permutation(by_heading[heading])[:kept]}
    places = material.listed[name].items()
    return Hidden(
        taxonomy=material.taxonomies[name],
        kept={key: paths for key, paths in places if key in chosen},
        truth={key: paths for key, paths in places if key not in chosen},
        lenders=tuple(other for other in LISTS if other != name),
    )


def learnt(material: Material, hidden: Hidden, hints: Hints = NO_HINTS) -> Classifier:
    """Fit to what a list keeps."""
    return fit(hidden.taxonomy, hidden.kept, material.papers, material.embed, hints=hints)


def with_lent(material: Material, hidden: Hidden, plain: Classifier) -> Classifier:
    """Fit once more, with what other lists lend; never a paper that is asked about."""
    lenders = [
        {key: paths for key, paths in material.listed[name].items() if key not in hidden.truth}
        for name in hidden.lenders
    ]
    lent = borrow(plain, hidden.kept, lenders, material.papers, material.embed)
    return learnt(material, hidden, Hints(lent=lent))


def right(material: Material, classifier: Classifier, truth: Listed) -> tuple[float, float]:
    """Give the share of papers whose first heading is right, and that of those with a right one among three."""
    asked = sorted(truth)
    judged = np.vstack(
        [b.probabilities for b in judge(classifier, [material.papers[key] for key in asked], material.embed)]
    )
    order = np.argsort(-judged, axis=1, kind="stable")[:, :3]
    hits = [[classifier.leaves[c] in truth[key] for c in row] for key, row in zip(asked, order, strict=True)]
    return float(np.mean([hit[0] for hit in hits])), float(np.mean([any(hit) for hit in hits]))


def measure_hidden(material: Material) -> None:
    """Print how many hidden papers each way puts back, list by list."""
    print("hidden papers put back: leaf top-1 / top-3")
    for kept in KEPT:
        means = []
        for name in LISTS:
            hidden = hide(material, name, kept)
            plain = learnt(material, hidden)
            ways = {
                "vectors alone": weighed(plain, {"centroid": 20.0}),
                "others' weights": weighed(plain, weights_of(material, kept > 0, leave_out=name)),
                "litgraph": plain,
                "with lent papers": with_lent(material, hidden, plain),
            }
            scores = {way: right(material, classifier, hidden.truth) for way, classifier in ways.items()}
            means.append(list(scores.values()))
            told = "; ".join(f"{way} {first:.3f} / {three:.3f}" for way, (first, three) in scores.items())
            print(f"  k={kept} {name} ({len(hidden.truth)}): {told}", flush=True)
        told = "; ".join(f"{a:.3f} / {b:.3f}" for a, b in np.mean(means, axis=0))
        print(f"  k={kept} mean of the lists: {told}\n", flush=True)


def weighed(classifier: Classifier, weights: Mapping[str, float]) -> Classifier:
    """Weigh the scorers of a classifier otherwise."""
    row = np.array([weights.get(name, 0.0) for name in classifier.fusion.scores])
    return replace(classifier, fusion=replace(classifier.fusion, weights=row))


_LEARNT: dict[tuple[bool, str], dict[str, float]] = {}


def weights_of(material: Material, few: bool, *, leave_out: str = "") -> dict[str, float]:
    """Learn the weights of scorers on all lists but one: with no papers at all, or with 1, 2 and 5 at each heading."""
    if (few, leave_out) not in _LEARNT:
        kept = KEPT[1:] if few else KEPT[:1]
        sets = [scores_of(material, name, count) for name in LISTS if name != leave_out for count in kept]
        names = tuple(learnt(material, hide(material, LISTS[0], 0)).fusion.scores)
        _LEARNT[few, leave_out] = dict(zip(names, conditional_logit(sets), strict=True))
    return _LEARNT[few, leave_out]


_SCORED: dict[tuple[str, int], tuple[NDArray[np.float64], Matrix]] = {}


def scores_of(material: Material, name: str, kept: int) -> tuple[NDArray[np.float64], Matrix]:
    """Give the centred scores of hidden papers, and where they stood."""
    if (name, kept) not in _SCORED:
        hidden = hide(material, name, kept)
        classifier = learnt(material, hidden)
        asked = [material.papers[key] for key in sorted(hidden.truth)]
        rows = [
            np.stack([score(block.features) for score in classifier.fusion.scores.values()], axis=-1)
            for block in judge(classifier, asked, material.embed)
        ]
        scores = np.concatenate(rows)
        targets = np.array([[leaf in hidden.truth[one.id] for leaf in classifier.leaves] for one in asked], float)
        shares = targets / np.maximum(targets.sum(axis=1, keepdims=True), 1)
        _SCORED[name, kept] = scores - scores.mean(axis=1, keepdims=True), shares
    return _SCORED[name, kept]


def conditional_logit(sets: Sequence[tuple[NDArray[np.float64], Matrix]]) -> NDArray[np.float64]:
    """Learn weights of 0 or more that all sets share; each counts as 200 papers."""
    from scipy.optimize import minimize

    spread = np.sqrt(np.mean([scores.std(axis=(0, 1)) ** 2 for scores, _ in sets], axis=0))
    scale = np.where(spread > 1e-9, spread, np.inf)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = float(weights @ weights) / 2, weights.copy()
        for scores, targets in sets:
            scaled, share = scores / scale, 200 / len(targets)
            utilities = scaled @ weights
            utilities -= utilities.max(axis=1, keepdims=True)
            logs = utilities - np.log(np.exp(utilities).sum(axis=1, keepdims=True))
            total -= share * float((targets * logs).sum())
            slope += share * np.einsum("nk,nkm->m", np.exp(logs) * targets.sum(axis=1, keepdims=True) - targets, scaled)
        return total, slope

    start = np.zeros(len(scale))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start))
    return np.asarray(found.x / scale)


def print_weights(material: Material) -> None:
    """Print the weights of classify/priors.py, learnt on all lists."""
    for title, few in (("_EMPTY", False), ("_FEW", True)):
        told = {name: round(float(weight), 2) for name, weight in weights_of(material, few).items() if weight >= 0.05}
        print(f"{title} = {told}")


def spectrum(material: Material, shared: FilePath) -> Hidden:
    """Give five headings without papers, and where labelled pool papers belong among them."""
    lines = (shared / "data/papers/scope_labels.jsonl").read_text().splitlines()
    paths = {category.name: category.path for category in material.taxonomies[FIRST].categories}
    truth: dict[PaperId, tuple[Path, ...]] = {}
    for label in map(json.loads, lines):
        key, path = PaperId(f"arxiv:{label['arxiv_id']}"), " > ".join(paths.get(label["category"], ()))
        place = next((ours for theirs, ours in SPECTRUM if theirs in path and "Prompt" not in path), None)
        if label["label"] == "in" and place and key in material.papers:
            truth[key] = ((place,),)
    names = ["Budget Efficiency", *dict.fromkeys(ours for _, ours in SPECTRUM)]
    headings = (Category(id=CategoryId(name), path=(name,), holds_entries=False) for name in names)
    tree = Taxonomy(survey="Efficient-LLM-Survey", categories=tuple(headings))
    return Hidden(taxonomy=tree, kept={}, truth=truth, lenders=(FIRST,))


def measure_spectrum(material: Material, shared: FilePath) -> None:
    """Print how well headings without papers do alone, and with the first survey's list to borrow from."""
    hidden = spectrum(material, shared)
    plain = learnt(material, hidden)
    print(f"The Efficiency Spectrum, {len(hidden.truth)} labelled papers: leaf top-1 / top-3")
    alone = weighed(plain, {"centroid": 20.0})
    for way, one in (("vectors", alone), ("litgraph", plain), ("lent", with_lent(material, hidden, plain))):
        print("  {} {:.3f} / {:.3f}".format(way, *right(material, one, hidden.truth)))


def measure_rejections(material: Material, shared: FilePath) -> None:
    """Print what rejecting some of those labelled out does to the scope of the other labelled papers."""
    labels = {key: label for key, label in read_labels(shared).items() if key in material.papers}
    random = np.random.default_rng(SEED)
    fitted = fit(material.taxonomies[FIRST], material.listed[FIRST], material.papers, material.embed)
    out = sorted(key for key, label in labels.items() if label == "out")
    print("rejections: AUROC; of those labelled out at 95 % recall, at 0.5; of those labelled in at 0.5")
    for count in REJECTED:
        before: list[tuple[float, ...]] = []
        after: list[tuple[float, ...]] = []
        for _ in range(TRIALS):
            rejected = set(random.choice(out, count, replace=False))
            asked = [key for key in sorted(labels) if key not in rejected]
            for told, marks in (((), before), (tuple(material.papers[key] for key in sorted(rejected)), after)):
                classifier = replace(fitted, rejected=paper_vectors(told, material.embed))
                marks.append(marks_of(material, classifier, labels, asked))
        shown = (" ".join(f"{value:.3f}" for value in np.mean(marks, axis=0)) for marks in (before, after))
        print(f"  {count}: " + " → ".join(shown), flush=True)


def marks_of(
    material: Material, classifier: Classifier, labels: Mapping[PaperId, str], asked: Sequence[PaperId]
) -> tuple[float, ...]:
    """Mark the scope of labelled papers."""
    blocks = judge(classifier, [material.papers[key] for key in asked], material.embed)
    scopes, told = np.concatenate([block.in_scope for block in blocks]), np.array([labels[key] for key in asked])
    inside, outside = scopes[told == "in"], scopes[told == "out"]
    at = float(np.quantile(inside, 0.05))
    shares = ((outside >= at).mean(), (outside >= 0.5).mean(), (inside >= 0.5).mean())
    return area_under_curve(inside, outside), *map(float, shares)


def measure_questions(material: Material) -> None:
    """Print how fast a list without papers is learnt: half of its papers are asked about, the others are scored."""
    print(f"leaf top-1 after {', '.join(map(str, BUDGETS))} answers, mean of 3 trials")
    for name in (FIRST, "Awesome-LLM-Inference", "LLMSurvey"):
        for way, choose in (("chance", by_chance), ("doubt alone", by_doubt), ("litgraph", by_worth)):
            curves = [list(curve(material, name, choose, seed)) for seed in range(3)]
            length = min(map(len, curves))
            means = np.mean([one[:length] for one in curves], axis=0)
            print(f"  {name}, {way}: " + " ".join(f"{value:.3f}" for value in means), flush=True)


Choose = Callable[[Material, Classifier, Sequence[PaperId], int, int], list[PaperId]]


def curve(material: Material, name: str, choose: Choose, seed: int) -> Iterator[float]:
    """Yield the share of right first headings at each budget."""
    hidden = hide(material, name, 0)
    order = [PaperId(key) for key in np.random.default_rng(seed).permutation(sorted(hidden.truth))]
    pool, asked = set(order[: len(order) // 2]), dict[PaperId, tuple[Path, ...]]()
    scored = {key: hidden.truth[key] for key in order[len(order) // 2 :]}
    for budget in BUDGETS:
        if budget > len(asked) + len(pool):
            return
        while len(asked) < budget:
            classifier = learnt(material, replace(hidden, kept=asked))
            chosen = choose(material, classifier, sorted(pool), 20, seed)
            asked |= {key: hidden.truth[key] for key in chosen}
            pool -= set(chosen)
        yield right(material, learnt(material, replace(hidden, kept=asked)), scored)[0]


def by_chance(material: Material, classifier: Classifier, pool: Sequence[PaperId], n: int, seed: int) -> list[PaperId]:
    """Ask about any papers."""
    return [PaperId(key) for key in np.random.default_rng(seed).choice(pool, n, replace=False)]


def by_doubt(material: Material, classifier: Classifier, pool: Sequence[PaperId], n: int, seed: int) -> list[PaperId]:
    """Ask about the papers whose best two headings are nearest to each other."""
    blocks = judge(classifier, [material.papers[key] for key in pool], material.embed)
    best = np.sort(np.vstack([block.probabilities for block in blocks]), axis=1)[:, -2:]
    return [pool[row] for row in np.argsort(best[:, 1] - best[:, 0], kind="stable")[:n]]


def by_worth(material: Material, classifier: Classifier, pool: Sequence[PaperId], n: int, seed: int) -> list[PaperId]:
    """Ask as `litgraph classify --ask` does; where too few are in scope, about any papers besides."""
    chosen = questions_among(classifier, [material.papers[key] for key in pool], n, material.embed)
    rest = [key for key in pool if key not in chosen]
    return [*chosen, *by_chance(material, classifier, rest, n - len(chosen), seed)] if len(chosen) < n else chosen


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure the classifier where a list has few papers or none.")
    beside = FilePath(__file__).resolve().parents[2] / "shared"
    parser.add_argument("shared", nargs="?", type=FilePath, default=beside)
    parser.add_argument("--record", type=FilePath)
    parser.add_argument("--learn", action="store_true")
    given = parser.parse_args()
    if not (given.shared / "data").is_dir():
        print(f"{given.shared}/data is not here: nothing to measure on")
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(given.shared, given.record or FilePath(folder) / "record.sqlite", learn=given.learn)
