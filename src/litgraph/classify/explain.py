"""Reasons for an assignment: the nearest listed papers, and the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.classifier import Classifier, Judgements
from litgraph.classify.texts import NO_TERM
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path

REASONS = 5
TERMS = 5
_NAMED = 2
_SHORT = 40


def nearest_listed(classifier: Classifier, judged: Judgements, row: int, category: Path) -> tuple[PaperId, ...]:
    """Name the nearest listed papers by their vectors, those at or below the category before all others."""
    if not classifier.listed:
        return ()
    cosines = classifier.examples.features.vectors[: len(classifier.listed)] @ judged.features.vectors[row]
    inside = _inside(classifier, category)
    order = np.lexsort((-cosines, ~inside))
    ids = (classifier.listed[number].id for number in order)
    return tuple([key for key in ids if key != judged.papers[row].id][:REASONS])


def deciding_terms(classifier: Classifier, judged: Judgements, row: int, category: Path) -> tuple[str, ...]:
    """Name the words that speak most for the category, against the average category, most telling first."""
    terms = judged.features.phrases[row]
    used = classifier.phrase_weights[terms.indices]
    telling = terms.data * (used[:, _columns(classifier, category)].mean(axis=1) - used.mean(axis=1))
    best = np.lexsort((terms.indices, -telling))
    named = (str(classifier.lexicon.terms[terms.indices[i]]) for i in best if telling[i] > 0)
    return tuple(islice(_saying_more(term for term in named if term != NO_TERM), TERMS))


def _saying_more(terms: Iterable[str]) -> Iterator[str]:
    """Leave out the terms whose words have been said, and lone characters, of which Chinese texts are full."""
    said: set[str] = set()
    for term in terms:
        if len(term) > 1 and not said.issuperset(term.split()):
            said.update(term.split())
            yield term


def _inside(classifier: Classifier, category: Path) -> NDArray[np.bool_]:
    """Tell which listed papers stand at or below a category."""
    targets = classifier.examples.targets[: len(classifier.listed)]
    return np.asarray(targets[:, _columns(classifier, category)].sum(axis=1) > 0)


def _columns(classifier: Classifier, category: Path) -> list[int]:
    """Give the columns of the leaves at or below a category."""
    return [number for number, leaf in enumerate(classifier.leaves) if leaf[: len(category)] == category]


def evidence(assignment: Assignment, listed: Mapping[PaperId, Sequence[Path]], papers: Mapping[PaperId, Paper]) -> str:
    """Say in words which listed papers a paper is like: those of its own section, else of its branch, else any."""
    near = [papers[key] for key in assignment.because if key in papers and papers[key].title]
    for words, depth in (("same section as", None), ("same branch as", len(assignment.category))):
        beside = [one for one in near if any(path[:depth] == assignment.category for path in listed.get(one.id, ()))]
        if beside:
            return f"{words} {' and '.join(short_title(one.title) for one in beside[:_NAMED])}"
    return f"most like {' and '.join(short_title(one.title) for one in near[:_NAMED])}" if near else ""


def short_title(title: str) -> str:
    """Give the name that a title begins with (`MInference: …`), else its first words."""
    name, colon, _ = title.partition(":")
    if colon and len(name) <= _SHORT:
        return name.strip()
    return title if len(title) <= _SHORT else title[: _SHORT + 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
