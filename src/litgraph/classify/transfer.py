"""Transfer: papers of other lists stand in where a heading has none of its own.

Other lists cut a field up in other ways, so that the names of headings say little of which belong together. Their
alignment is learnt: where the classifier puts the papers of one foreign heading, and where the list itself has those
that both hold, tells how that heading is shared out among ours. Each of its papers then goes where it and its heading
together point to. Measured with hidden labels (docs/classification.md): the papers help where a heading has none, and
no more where it has one or two; the alignment adds little to where each paper by itself would go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from litgraph.classify.classifier import Classifier, Listed, judge
from litgraph.classify.features import Embed, Matrix
from litgraph.classify.texts import has_text
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path

_MOST_LENT = 10
_SMOOTHING = 2.0
_HEADING_WEIGHT = 0.5


def borrow(
    classifier: Classifier, listed: Listed, lenders: Sequence[Listed], papers: Mapping[PaperId, Paper], embed: Embed
) -> Mapping[Path, tuple[Paper, ...]]:
    """Give the headings without papers what other lists have for them: papers with an abstract, the surest ten each.

    `classifier` has learnt the list without them; `lenders` are the other lists' papers at their headings.
    """
    bare = bare_headings(classifier, listed)
    foreign = [(heading, members) for lender in lenders for heading, members in _by_heading(lender, papers).items()]
    asked = sorted({key for _, members in foreign for key in members})
    if not bare or not asked:
        return {}
    row = {key: number for number, key in enumerate(asked)}
    judged = _judge(classifier, listed, [papers[key] for key in asked], embed)
    surest = np.zeros_like(judged)
    for _, members in foreign:
        rows = [row[key] for key in members]
        surest[rows] = np.maximum(surest[rows], _aligned(judged[rows]))
    column = {leaf: number for number, leaf in enumerate(classifier.leaves)}
    known = [papers[key] for key in asked]
    return {leaf: lent for leaf in bare if (lent := _best(surest, column[leaf], known, listed))}


def bare_headings(classifier: Classifier, listed: Listed) -> list[Path]:
    """Give the headings without papers of their own, in the order of the classifier."""
    held = {path for paper in classifier.listed for path in listed[paper.id]}
    return [leaf for leaf in classifier.leaves if leaf not in held]


def _by_heading(lender: Listed, papers: Mapping[PaperId, Paper]) -> dict[Path, list[PaperId]]:
    members: dict[Path, list[PaperId]] = defaultdict(list)
    for key in sorted(lender):
        if key in papers and papers[key].abstract and has_text(papers[key]):
            for path in lender[key]:
                members[path].append(key)
    return members


def _judge(classifier: Classifier, listed: Listed, papers: Sequence[Paper], embed: Embed) -> Matrix:
    """Say where each paper belongs among our headings: those that the list has, where it has them."""
    judged = np.vstack([block.probabilities for block in judge(classifier, papers, embed)])
    column = {leaf: number for number, leaf in enumerate(classifier.leaves)}
    for row, paper in enumerate(papers):
        if known := [column[path] for path in listed.get(paper.id, ()) if path in column]:
            judged[row] = 0
            judged[row, known] = 1 / len(known)
    return np.asarray(judged)


def _aligned(judged: Matrix) -> Matrix:
    """Weigh where the papers of one foreign heading go by how that heading is shared out among ours."""
    share = (judged.sum(axis=0) + _SMOOTHING / judged.shape[1]) / (len(judged) + _SMOOTHING)
    weighed = judged * share**_HEADING_WEIGHT
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def _best(surest: Matrix, column: int, papers: Sequence[Paper], listed: Listed) -> tuple[Paper, ...]:
    """Choose the papers that are at a heading rather than at any other, the surest first; ties by id."""
    best = surest.argmax(axis=1)
    here = [r for r in range(len(papers)) if best[r] == column and papers[r].id not in listed]
    return tuple(papers[row] for row in sorted(here, key=lambda row: (-surest[row, column], row))[:_MOST_LENT])
