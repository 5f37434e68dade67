"""The classifier on a list small enough to see through, with words hashed to vectors."""

from __future__ import annotations

import pytest

from litgraph.classify.assign import classify_papers
from litgraph.classify.decide import FILED_BAR, decide
from litgraph.errors import InputError
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Category, CategoryId, Path, Taxonomy
from tests.encoders import HashEncoder

QUANTIZATION, PRUNING, CACHE = ("Compression", "Quantization"), ("Compression", "Pruning"), ("Serving", "KV Cache")
LEAVES = (QUANTIZATION, PRUNING, CACHE)
TITLES = {
    QUANTIZATION: "four bit quantization of weights {}",
    PRUNING: "pruning of sparse layers {}",
    CACHE: "cache eviction of keys {}",
}


def _taxonomy(*paths: Path, holds_entries: bool = True) -> Taxonomy:
    above = dict.fromkeys(path[:depth] for path in paths for depth in range(1, len(path)))
    categories = [
        Category(id=CategoryId("/".join(path)), path=path, holds_entries=holds_entries and path in paths)
        for path in sorted({*above, *paths})
    ]
    return Taxonomy(survey="s", categories=tuple(categories))


def _paper(name: str, title: str) -> Paper:
    return Paper(id=PaperId(f"local:{name}"), title=title)


LISTED = {
    _paper(f"{leaf[1]}{number}", title.format(word)): (leaf,)
    for leaf, title in TITLES.items()
    for number, word in enumerate(("alpha", "beta", "gamma", "delta", "epsilon"))
}


def _classify(*candidates: Paper, taxonomy: Taxonomy | None = None, listed: bool = True) -> dict[str, Assignment]:
    known = LISTED if listed else {}
    papers = {paper.id: paper for paper in (*known, *candidates)}
    found = classify_papers(
        taxonomy or _taxonomy(*LEAVES),
        {paper.id: paths for paper, paths in known.items()},
        papers,
        [paper.id for paper in candidates],
        HashEncoder().encode,
    )
    return {assignment.paper.removeprefix("local:"): assignment for assignment in found}


def test_each_candidate_goes_where_its_words_are() -> None:
    found = _classify(
        _paper("a", "two bit quantization of weights"),
        _paper("b", "sparse pruning"),
        _paper("c", "eviction of a cache"),
    )

    assert [found[name].alternatives[0].category for name in "abc"] == [QUANTIZATION, PRUNING, CACHE]
    assert all(a.because and set(a.because) <= {paper.id for paper in LISTED} for a in found.values())
    assert "quantization" in " ".join(found["a"].terms)


def test_alternatives_are_the_most_probable_headings_best_first() -> None:
    (assignment,) = _classify(_paper("a", "two bit quantization of weights")).values()

    probabilities = [alternative.probability for alternative in assignment.alternatives]
    assert probabilities == sorted(probabilities, reverse=True)
    assert {alternative.category for alternative in assignment.alternatives} == set(LEAVES)
    assert sum(probabilities) == pytest.approx(1)


def test_what_is_off_the_list_is_out_of_scope_and_not_filed() -> None:
    found = _classify(_paper("near", "four bit quantization of weights"), _paper("far", "growing tea upon mountains"))

    assert found["far"].in_scope < 0.5 < found["near"].in_scope
    assert not found["far"].filed


def test_a_paper_without_a_text_is_left_out() -> None:
    assert _classify(_paper("empty", "")) == {}


def test_a_listed_paper_stays_where_people_put_it() -> None:
    listed = next(paper for paper, paths in LISTED.items() if paths == (PRUNING,))

    (assignment,) = _classify(listed).values()

    assert (assignment.category, assignment.probability, assignment.method) == (PRUNING, 1.0, "CURATED")


def test_an_empty_list_is_learnt_from_its_headings() -> None:
    taxonomy = _taxonomy(("Data Efficiency",), ("Inference Efficiency",), holds_entries=False)

    found = _classify(_paper("a", "inference made cheap"), taxonomy=taxonomy, listed=False)

    assert found["a"].alternatives[0].category == ("Inference Efficiency",)


def test_a_list_without_headings_is_refused() -> None:
    with pytest.raises(InputError, match="no headings"):
        _classify(_paper("a", "anything"), taxonomy=_taxonomy())


def test_the_answer_is_the_same_again() -> None:
    paper = _paper("a", "two bit quantization of sparse layers")

    assert _classify(paper) == _classify(paper)


@pytest.mark.parametrize(
    ("row", "scope", "category", "filed"),
    [
        ((0.9, 0.1, 0.0), 1.0, QUANTIZATION, True),
        ((0.9, 0.1, 0.0), 0.2, QUANTIZATION, False),
        ((0.5, 0.4, 0.1), 1.0, ("Compression",), False),
        ((0.4, 0.25, 0.35), 1.0, QUANTIZATION, False),
    ],
)
def test_a_paper_goes_to_the_deepest_heading_that_is_sure_enough(
    row: tuple[float, ...], scope: float, category: Path, filed: bool
) -> None:
    import numpy as np

    place = decide(_taxonomy(*LEAVES), LEAVES, np.array(row), scope)

    assert (place.category, place.filed) == (category, filed)
    assert not filed or place.probability >= FILED_BAR
