"""Which tokens of a text are names: a linear-chain conditional random field (Lafferty et al. 2001) over their features.

Its weights were learned by CRFsuite; here they are only summed, and the labels found by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litgraph.model.technique import Part
from litgraph.techniques.names.candidates import likely_names
from litgraph.techniques.names.features import Features, describe, survey_text
from litgraph.techniques.text import Sentence

Scores = NDArray[np.float64]

OUTSIDE = "O"
NAME, CONCEPT = "N", "C"
# How much less than it was learned a token outside of names counts: what is found too much is judged again.
_EAGER = 1.0
LABELS = (OUTSIDE, "B-N", "I-N", "B-C", "I-C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A run of tokens of a sentence taken for a name: how probable that is, and how probable that it is a concept."""

    sentence: int
    start: int
    end: int
    probability: float
    concept: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tagger:
    """The weights: a row of label scores for each feature, and the score of each label after each."""

    rows: Mapping[str, int]
    weights: Scores
    steps: Scores

    def find(self, sentences: Sequence[Sentence]) -> list[Found]:
        """Find the names of a text, sentence by sentence."""
        around = survey_text(sentences)
        return [
            found
            for number, sentence in enumerate(sentences)
            if sentence.tokens
            for found in self._find(number, sentence, describe(sentence, around))
        ]

    def _find(self, number: int, sentence: Sentence, described: Sequence[Features]) -> list[Found]:
        scores = self._scores(described)
        shares = _shares(scores, self.steps)
        scores[:, 0] -= _EAGER
        labels = _best(scores, self.steps)
        runs = list(_runs(labels))
        taken = [label > 0 for label in labels]
        if sentence.span.part is Part.ABSTRACT:
            runs += likely_names(sentence.tokens, taken)
        return [_found(number, start, end, shares) for start, end in sorted(runs)]

    def _scores(self, described: Sequence[Features]) -> Scores:
        known = [[self.rows[name] for name in features if name in self.rows] for features in described]
        flat = np.fromiter((row for rows in known for row in rows), np.intp)
        owners = np.repeat(np.arange(len(known)), [len(rows) for rows in known])
        scores = np.zeros((len(known), len(LABELS)))
        np.add.at(scores, owners, self.weights[flat])
        return scores


def _runs(labels: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the runs of tokens that are labelled as one name each."""
    place = 0
    while place < len(labels):
        end = place + 1
        if labels[place]:
            inside = LABELS.index(f"I-{LABELS[labels[place]][2]}")
            while end < len(labels) and labels[end] == inside:
                end += 1
            yield place, end
        place = end


def _found(number: int, start: int, end: int, shares: Scores) -> Found:
    named = 1 - shares[start:end, 0]
    concept = shares[start:end, 3:].sum(axis=1) / np.maximum(named, 1e-9)
    return Found(sentence=number, start=start, end=end, probability=float(named.min()), concept=float(concept.mean()))


def read_tagger(told: Mapping[str, Any]) -> Tagger:
    """Read the weights: a row of numbers in the order of `LABELS` for each feature."""
    return Tagger(
        rows={name: place for place, name in enumerate(told["features"])},
        weights=np.array(list(told["features"].values()), np.float64).reshape(-1, len(LABELS)),
        steps=np.array(told["steps"], np.float64),
    )


def _best(scores: Scores, steps: Scores) -> list[int]:
    """Give the most probable labels (Viterbi 1967)."""
    total, back = scores[0], []
    for row in scores[1:]:
        ways = total[:, None] + steps
        back.append(ways.argmax(axis=0))
        total = ways.max(axis=0) + row
    labels = [int(total.argmax())]
    for came_from in reversed(back):
        labels.append(int(came_from[labels[-1]]))
    return labels[::-1]


def _shares(scores: Scores, steps: Scores) -> Scores:
    """Give the probability of each label at each token (forward-backward), scaled token by token."""
    local, step = np.exp(scores - scores.max(axis=1, keepdims=True)), np.exp(steps)
    forward, backward = np.empty_like(local), np.ones_like(local)
    forward[0] = local[0] / local[0].sum()
    for place in range(1, len(local)):
        reached = (forward[place - 1] @ step) * local[place]
        forward[place] = reached / reached.sum()
    for place in range(len(local) - 2, -1, -1):
        reached = step @ (local[place + 1] * backward[place + 1])
        backward[place] = reached / reached.sum()
    shares = forward * backward
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
