"""Hints: what is known of headings and of papers beside the list, and how headings are described by it.

A heading counts as one paper under it. What people say of it, and papers that another list lends it, make that one
paper say more; so a hint weighs the less, the more papers of its own a heading has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import scipy.sparse as sp

from litgraph.classify.features import Embed, Features, Lexicon, label_features, read_papers, unit
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path

# Against the heading's own text. Between 0.5 and 1.5 little changes (`benchmarks/cold_start.py`).
_LENT_WEIGHT = 1.5


@dataclass(frozen=True, kw_only=True)
class Hints:
    """`words` are said of headings beside their names, `lent` papers stand for what belongs under them.

    `rejected` are papers that people want nowhere on the list.
    """

    words: Mapping[Path, str] = field(default_factory=lambda: MappingProxyType({}))
    lent: Mapping[Path, Sequence[Paper]] = field(default_factory=lambda: MappingProxyType({}))
    rejected: Sequence[Paper] = ()

    @property
    def lent_papers(self) -> list[Paper]:
        """Give every lent paper once, by id."""
        return sorted({paper.id: paper for lent in self.lent.values() for paper in lent}.values(), key=lambda p: p.id)


NO_HINTS = Hints()


def heading_features(leaves: Sequence[Path], hints: Hints, embed: Embed, lexicon: Lexicon) -> Features:
    """Describe each heading by its text and by the mean of the papers that are lent to it."""
    headings = label_features(leaves, embed, lexicon, words=hints.words)
    papers = hints.lent_papers
    if not papers:
        return headings
    lent = read_papers(papers, embed, lexicon)
    shares = _LENT_WEIGHT * _shares(leaves, hints, papers)
    return Features(
        vectors=unit(headings.vectors + shares @ lent.vectors),
        titles=unit(headings.titles + shares @ lent.titles),
        title_phrases=_unit_sparse(headings.title_phrases + shares @ lent.title_phrases),
        phrases=_unit_sparse(headings.phrases + shares @ lent.phrases),
        characters=_unit_sparse(headings.characters + shares @ lent.characters),
        words=_unit_sparse(headings.words + shares @ lent.words),
    )


def _shares(leaves: Sequence[Path], hints: Hints, papers: Sequence[Paper]) -> sp.csr_matrix:
    """Give each heading, a row, equal shares of its lent papers, the columns."""
    column = {paper.id: number for number, paper in enumerate(papers)}
    shares = np.zeros((len(leaves), len(papers)))
    for row, leaf in enumerate(leaves):
        lent = hints.lent.get(leaf, ())
        shares[row, [column[paper.id] for paper in lent]] = 1 / max(len(lent), 1)
    return sp.csr_matrix(shares)


def _unit_sparse(rows: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sp.csr_matrix(sp.diags(1 / np.maximum(lengths, 1e-12)) @ rows)
