"""The classifier of one list: fitted once, it judges any number of papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.calibration import Calibration, calibrated, fit_calibration
from litgraph.classify.features import (
    Embed,
    Features,
    Lexicon,
    Matrix,
    encode_papers,
    label_features,
    learn_lexicon,
    paper_features,
    paper_vectors,
    read_papers,
    stack,
)
from litgraph.classify.fusion import Fusion, fit_fusion, fused_probabilities
from litgraph.classify.hints import NO_HINTS, Hints, heading_features
from litgraph.classify.rejected import hear_rejections
from litgraph.classify.scope import Scope, fit_scope, in_scope
from litgraph.classify.scorers import Examples, ridge, scorers_for
from litgraph.classify.texts import has_text
from litgraph.classify.thin import Thinned, thin, worth_thinning
from litgraph.errors import InputError
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path, Taxonomy

SEED = 20231206  # the day on which the first survey appeared; any number does
_ROWS = 1_000

Listed = Mapping[PaperId, tuple[Path, ...]]


@dataclass(frozen=True, kw_only=True)
class Classifier:
    """What was learnt of a list. `leaves` are the headings that take papers, sorted; columns stand in their order."""

    taxonomy: Taxonomy
    leaves: tuple[Path, ...]
    listed: tuple[Paper, ...]
    examples: Examples
    lexicon: Lexicon
    fusion: Fusion
    calibration: Calibration
    scope: Scope
    phrase_weights: Matrix
    rejected: Matrix
    fast_embed: Embed | None


@dataclass(frozen=True, kw_only=True)
class Judgements:
    """Judged papers: a row of leaf probabilities, a scope, and the features of each."""

    papers: tuple[Paper, ...]
    probabilities: Matrix
    in_scope: NDArray[np.float64]
    features: Features


def fit(
    taxonomy: Taxonomy,
    listed: Listed,
    papers: Mapping[PaperId, Paper],
    embed: Embed,
    *,
    fast_embed: Embed | None = None,
    hints: Hints = NO_HINTS,
    seed: int = SEED,
) -> Classifier:
    """Learn a list from the papers at its headings; papers without text, and headings it no longer has, teach nothing.

    `embed` gives a row for each text, and `fast_embed` another, less good, a hundred times faster, by which very many
    papers are thinned before they are judged. An empty list is learnt from its headings alone.
    """
    leaves = tuple(sorted(category.path for category in taxonomy.leaves))
    if not leaves:
        raise InputError(f"The list of '{taxonomy.survey}' has no headings, so there is nothing to classify by.")
    known = _teaching(listed, papers, leaves)
    lexicon = learn_lexicon([*known, *hints.lent_papers], leaves, hints.words)
    headings = heading_features(leaves, hints, embed, lexicon)
    described = read_papers(known, embed, lexicon)
    targets = np.vstack([_targets(known, listed, leaves), np.eye(len(leaves))])
    examples = Examples(features=stack(described, headings), targets=targets, papers=len(known))
    fusion = fit_fusion(scorers_for(leaves), examples, seed=seed)
    return Classifier(
        taxonomy=taxonomy,
        leaves=leaves,
        listed=known,
        examples=examples,
        lexicon=lexicon,
        fusion=fusion,
        calibration=fit_calibration(fusion.held_out, targets[: len(fusion.held_out)]),
        scope=fit_scope(
            examples, partial(label_features, leaves, embed, lexicon, words=hints.words, survey=taxonomy.survey)
        ),
        phrase_weights=ridge(examples.features.phrases, targets),
        rejected=paper_vectors([paper for paper in hints.rejected if has_text(paper)], embed),
        fast_embed=fast_embed,
    )


def judge(classifier: Classifier, papers: Sequence[Paper], embed: Embed) -> Iterator[Judgements]:
    """Judge papers that have a text, in blocks that bound the memory, in the order given."""
    most_in_scope, vectors, titles = _thinned_vectors(classifier, papers, embed)
    for start in range(0, len(papers), _ROWS):
        block = slice(start, start + _ROWS)
        features = paper_features(papers[block], vectors[block], titles[block], classifier.lexicon)
        fused = fused_probabilities(classifier.fusion, features)
        listed = classifier.examples.features.vectors[: len(classifier.listed)]
        scope = hear_rejections(in_scope(classifier.scope, features), features.vectors, listed, classifier.rejected)
        yield Judgements(
            papers=tuple(papers[block]),
            probabilities=calibrated(classifier.calibration, fused),
            in_scope=np.minimum(scope, most_in_scope[block]),
            features=features,
        )


def _teaching(listed: Listed, papers: Mapping[PaperId, Paper], leaves: Sequence[Path]) -> tuple[Paper, ...]:
    """Choose the papers to learn from, sorted by id."""
    there = set(leaves)
    usable = (papers[key] for key in sorted(listed) if key in papers and there.intersection(listed[key]))
    return tuple(paper for paper in usable if has_text(paper))


def _targets(known: Sequence[Paper], listed: Listed, leaves: Sequence[Path]) -> Matrix:
    """Share out each paper equally among its categories."""
    column = {path: number for number, path in enumerate(leaves)}
    targets = np.zeros((len(known), len(leaves)))
    for row, paper in enumerate(known):
        targets[row, [column[path] for path in listed[paper.id] if path in column]] = 1
    return np.asarray(targets / np.maximum(targets.sum(axis=1, keepdims=True), 1))


def _thinned_vectors(
    classifier: Classifier, papers: Sequence[Paper], embed: Embed
) -> tuple[NDArray[np.float64], Matrix, Matrix]:
    """Encode the papers that are near enough to the list, all if they are not many.

    Give how far in scope each can be, the vectors of all, and of their titles; a far paper's title counts as the whole
    of it.
    """
    if classifier.fast_embed is None or not worth_thinning(papers, classifier.listed):
        return np.ones(len(papers)), *encode_papers(papers, embed)
    ours = classifier.examples.features.vectors[: len(classifier.listed)]
    thinned = thin(papers, classifier.listed, ours, classifier.lexicon, classifier.fast_embed)
    read = [paper for paper, near in zip(papers, thinned.near, strict=True) if near]
    vectors, titles = (_filled(thinned, near) for near in encode_papers(read, embed))
    return thinned.most_in_scope, vectors, titles


def _filled(thinned: Thinned, near_vectors: Matrix) -> Matrix:
    """Put the vectors of near and far papers into one matrix, in the order of the papers."""
    vectors = np.empty((len(thinned.near), thinned.far_vectors.shape[1]))
    vectors[~thinned.near] = thinned.far_vectors
    if len(near_vectors):
        vectors[thinned.near] = near_vectors
    return vectors
