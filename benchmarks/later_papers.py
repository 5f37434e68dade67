"""Learn from the histories of public lists how much each scorer is worth for papers that come later.

    .venv/bin/python benchmarks/later_papers.py [SHARED] [--record FILE]

Every list is replayed at its rolling origins: scorers that know what stood are asked of what people added. Conditional
logits over all lists but one give the weights by which that one is scored, and the temperature by which its
probabilities are cooled; so what is printed of a list was learnt without it. The last lines are the `_MANY` of
classify/priors.py and the `DRIFT` of classify/calibration.py, learnt on all lists. FILE keeps the record and its
vectors for the next time. It takes some five minutes on two cores, the encoder's time not included.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from classify import TODAY, pasts, take_list, take_papers
from numpy.typing import NDArray

from litgraph.classify.calibration import Calibration, calibrated, fit_calibration
from litgraph.classify.classifier import SEED, fit
from litgraph.classify.features import Matrix, read_papers
from litgraph.classify.fusion import deal_folds, fit_logit, held_out_scores, spread_of
from litgraph.classify.priors import LATER_STRENGTH
from litgraph.classify.scorers import scorers_for
from litgraph.encode.sentence_encoder import open_encoder
from litgraph.encode.vectors import encode_texts
from litgraph.evaluate.metrics import area_under_curve
from litgraph.evaluate.past import Past
from litgraph.store.lists import fetch_surveys
from litgraph.store.record import open_record

LISTS = (
    *("Efficient-LLMs-Survey", "Awesome-LLM-Compression", "Awesome-LLM-Inference"),
    *("Awesome-Efficient-LLM", "LLMSurvey", "LLM-Agent-Paper-List"),
)
# A list's later papers count as so many at most, lest the longest list speaks for all.
MOST = 150
BARS = (0.7, 0.8, 0.9)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A list at one origin: scores of its papers, each held out, and of later papers, both centred and scaled."""

    name: str
    papers: NDArray[np.float64]
    targets: Matrix
    folds: NDArray[np.intp]
    later: NDArray[np.float64]
    truth: Matrix


def main(shared: Path, file: Path) -> None:
    """Print how well each list is scored by what the others taught, and what all of them teach."""
    encoder = open_encoder()
    with open_record(file, write=True, today=TODAY) as record:
        if not fetch_surveys(record):
            for name in LISTS:
                take_list(record, shared, name, file.parent)
            take_papers(record, shared, file.parent)

        def embed(texts: Sequence[str]) -> Any:
            return encode_texts(encoder, texts, record)

        names: tuple[str, ...] = ()
        origins: list[Origin] = []
        for name in LISTS:
            for past in pasts(record, name):
                names, origin = score(name, past, embed)
                origins.append(origin)
    everything: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    for name in LISTS:
        others = [origin for origin in origins if origin.name != name]
        prior = learn(others)
        drift = learn_drift(others, prior)
        told = [(cool(one, prior, drift), one.truth) for one in origins if one.name == name]
        marks = np.concatenate([hits(p, t) for p, t in told]), np.concatenate([p.max(axis=1) for p, _ in told])
        everything.append(marks)
        print(f"{name:24} drift {drift:.2f}  {summary(*marks)}", flush=True)
    print(f"{'all':24} {summary(*map(np.concatenate, zip(*everything, strict=True)))}\n")
    prior = learn(origins)
    print("_MANY", {scorer: round(float(weight), 2) for scorer, weight in zip(names, prior, strict=True)})
    print("DRIFT", round(learn_drift(origins, prior), 2))


def score(name: str, past: Past, embed: Any) -> tuple[tuple[str, ...], Origin]:
    """Score what stood, each paper by scorers that have not seen it, and what came later."""
    classifier = fit(past.taxonomy, past.listed, past.papers, embed)
    scorers, examples = scorers_for(classifier.leaves), classifier.examples
    targets = examples.targets[: examples.papers]
    folds = deal_folds(targets, SEED)
    papers = held_out_scores(scorers, examples, folds)
    asked = sorted(past.truth)
    texts = read_papers([past.papers[paper] for paper in asked], embed, classifier.lexicon)
    later = np.stack([ask(texts) for ask in classifier.fusion.scores.values()], axis=-1)
    papers, later = (scores - scores.mean(axis=1, keepdims=True) for scores in (papers, later))
    truth = np.array([[leaf in past.truth[paper] for leaf in classifier.leaves] for paper in asked], float)
    known = truth.sum(axis=1) > 0
    spread = spread_of(papers)
    return tuple(scorers), Origin(
        name=name,
        papers=papers / spread,
        targets=targets,
        folds=folds,
        later=later[known] / spread,
        truth=truth[known] / truth[known].sum(axis=1, keepdims=True),
    )


def learn(origins: Sequence[Origin]) -> NDArray[np.float64]:
    """Learn weights, in standard deviations of each score, from later papers."""
    lists = [(one.later, one.truth, min(1.0, MOST / max(len(one.truth), 1))) for one in origins]
    return fit_logit(lists, np.zeros(origins[0].later.shape[-1]), 1.0)


def fuse(origin: Origin, prior: NDArray[np.float64]) -> tuple[Matrix, Calibration]:
    """Give the probabilities of later papers, and the temperature that the list's own held-out papers ask for."""
    held_out = np.zeros_like(origin.targets)
    for fold in np.unique(origin.folds):
        seen = origin.folds != fold
        weights = fit_logit([(origin.papers[seen], origin.targets[seen], 1.0)], prior, LATER_STRENGTH)
        held_out[~seen] = softmax(origin.papers[~seen] @ weights)
    weights = fit_logit([(origin.papers, origin.targets, 1.0)], prior, LATER_STRENGTH)
    return softmax(origin.later @ weights), fit_calibration(held_out, origin.targets, drift=1.0)


def cool(origin: Origin, prior: NDArray[np.float64], drift: float) -> Matrix:
    """Give the probabilities of later papers, cooled as the list and the passing of time ask for."""
    fused, calibration = fuse(origin, prior)
    return calibrated(Calibration(temperature=calibration.temperature * drift), fused)


def learn_drift(origins: Sequence[Origin], prior: NDArray[np.float64]) -> float:
    """Learn by how much later papers must be cooled beyond a list's own temperature; each list counts alike."""
    from scipy.optimize import minimize_scalar

    fused = [(calibrated(calibration, p), one.truth) for one in origins for p, calibration in [fuse(one, prior)]]

    def loss(drift: float) -> float:
        cooled = ((calibrated(Calibration(temperature=drift), p), truth) for p, truth in fused)
        return sum(min(1.0, MOST / max(len(t), 1)) * -float((t * np.log(np.maximum(p, 1e-9))).sum()) for p, t in cooled)

    return float(minimize_scalar(loss, bounds=(0.5, 3.0), method="bounded").x)


def hits(probabilities: Matrix, truth: Matrix) -> NDArray[np.float64]:
    """Tell which papers' most probable heading is one of theirs."""
    return np.asarray(truth[np.arange(len(truth)), probabilities.argmax(axis=1)] > 0, float)


def summary(right: NDArray[np.float64], probability: NDArray[np.float64]) -> str:
    """Write how many are right, how probable they were said to be, and what bars would give."""
    bins = np.minimum((probability * 10).astype(int), 9)
    gap = np.abs(np.bincount(bins, weights=right - probability, minlength=10)).sum() / len(right)
    sure = "  ".join(
        f"at {bar}: {right[s].mean():.3f} of {s.mean():.2f}" for bar in BARS if (s := probability >= bar).any()
    )
    ranked = area_under_curve(probability[right > 0], probability[right == 0])
    return f"n {len(right)}  top-1 {right.mean():.3f}  ECE {gap:.3f}  AUROC of being right {ranked:.3f}  {sure}"


def softmax(utilities: Matrix) -> Matrix:
    """Turn utilities into probabilities, row by row."""
    powers = np.exp(utilities - utilities.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", nargs="?", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    if not (given.shared / "data").is_dir():
        print(f"{given.shared}/data is not here: nothing to measure on")
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(given.shared, given.record or Path(folder) / "record.sqlite")
