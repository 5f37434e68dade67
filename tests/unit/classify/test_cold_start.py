"""A heading without papers: words that people say of it, papers that others lend, and questions; and rejections."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from litgraph.classify.also import further_places, often_together
from litgraph.classify.ask import choose_questions, questions_among
from litgraph.classify.assign import assign
from litgraph.classify.classifier import Classifier, fit
from litgraph.classify.explain import evidence, short_title
from litgraph.classify.hints import NO_HINTS, Hints
from litgraph.classify.rejected import hear_rejections
from litgraph.classify.transfer import bare_headings, borrow
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path
from tests.encoders import HashEncoder
from tests.unit.classify.lists import DECODING, LISTED, PAPERS, PRUNING, QUANTIZATION, by_id, paper, taxonomy

EMBED = HashEncoder().encode


def classifier(listed: Mapping[PaperId, tuple[Path, ...]] = LISTED, hints: Hints = NO_HINTS) -> Classifier:
    return fit(taxonomy(holding=bool(listed)), listed, PAPERS, EMBED, hints=hints)


def best(fitted: Classifier, one: Paper, listed: Mapping[PaperId, tuple[Path, ...]] = LISTED) -> Path:
    (assignment,) = assign(fitted, listed, by_id(one), [one.id], EMBED)
    return assignment.alternatives[0].category


def test_a_definition_brings_papers_to_an_empty_heading() -> None:
    asked = paper("Fewer bits for integer kernels")
    hints = Hints(words={QUANTIZATION: "fewer bits, integer kernels"})

    assert best(classifier({}, hints), asked, {}) == QUANTIZATION
    assert best(classifier({}, Hints(words={PRUNING: "fewer bits, integer kernels"})), asked, {}) == PRUNING


def test_lent_papers_bring_papers_to_an_empty_heading() -> None:
    asked = paper("Sampling by verified trees of tokens")
    lent = tuple(PAPERS[key] for key, paths in LISTED.items() if paths == (DECODING,))

    assert best(classifier({}, Hints(lent={DECODING: lent})), asked, {}) == DECODING
    assert best(classifier({}, Hints(lent={PRUNING: lent})), asked, {}) == PRUNING


def test_only_headings_without_papers_borrow_and_none_borrows_what_is_listed() -> None:
    few = {key: paths for key, paths in LISTED.items() if paths != (DECODING,)}
    theirs = [
        Paper(id=PaperId(f"arxiv:2401.0000{number}"), title=title, abstract="Draft tokens are verified by decoding.")
        for number, title in enumerate(("Speculative decoding with drafts", "Draft decoding of verified tokens"))
    ]
    lender = {one.id: (("Faster",),) for one in theirs} | {next(iter(few)): (("Faster",),)}
    fitted = classifier(few)

    lent = borrow(fitted, few, [lender], {**PAPERS, **by_id(*theirs)}, EMBED)

    assert bare_headings(fitted, few) == [DECODING]
    assert {path: {one.id for one in papers} for path, papers in lent.items()} == {DECODING: {one.id for one in theirs}}


def test_without_lenders_nothing_is_borrowed() -> None:
    assert borrow(classifier({}), {}, [], {}, EMBED) == {}


def test_rejections_lower_the_scope_of_what_is_like_them_alone() -> None:
    listed, rejected = np.tile([1.0, 0, 0], (20, 1)), np.tile([0, 1.0, 0], (3, 1))
    texts = np.array([[1.0, 0, 0], [0.1, 0.99, 0]])

    near, far = hear_rejections(np.array([0.8, 0.8]), texts, listed, rejected)

    assert near == pytest.approx(0.8)
    odds = 4 * np.exp(-3 * 0.3)
    assert far == pytest.approx(odds / (1 + odds))


def test_rejections_in_an_empty_list_count_too() -> None:
    lowered = hear_rejections(np.array([0.5]), np.eye(2)[:1], np.zeros((0, 0)), np.eye(2)[:1])

    assert lowered[0] < 0.1


def test_without_rejections_scope_stays() -> None:
    assert hear_rejections(np.array([0.3]), np.eye(2)[:1], np.eye(2), np.zeros((0, 0))).tolist() == [0.3]


def test_a_question_is_doubtful_typical_and_unlike_the_one_before() -> None:
    vectors = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0.6, 0.8]])
    probabilities = np.array([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1], [0.6, 0.4], [0.9, 0.1], [1.0, 0.0]])

    chosen = choose_questions(probabilities, vectors, 2)

    assert chosen == [0, 3]
    assert len(choose_questions(probabilities, vectors, 99)) == len(vectors)


def test_questions_are_asked_of_papers_in_scope_alone() -> None:
    inside, outside = paper("Quantization and pruning of weights by sparse masks"), paper("Tea in mountain gardens")

    assert questions_among(classifier(), [inside, outside], 5, EMBED) == [inside.id]
    assert questions_among(classifier(), [outside], 5, EMBED) == []


def test_an_empty_list_goes_by_words_and_vectors_as_other_lists_taught() -> None:
    fusion = classifier({}).fusion

    weights = dict(zip(fusion.scores, fusion.weights, strict=True))

    assert weights["phrase-ridge"] > 0
    assert weights["vector-ridge"] > 0
    assert min(weights.values()) == 0


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("GPTQ: Accurate Quantization", "GPTQ"),
        ("A plain title", "A plain title"),
        ("The very long title of a paper that goes on and on", "The very long title of a paper that goes…"),
    ],
)
def test_titles_are_shortened(title: str, short: str) -> None:
    assert short_title(title) == short


def test_reasons_name_the_same_section_before_the_branch_before_any() -> None:
    one, two = paper("GPTQ: Accurate Quantization"), paper("Wanda: Pruning")
    listed, papers = {one.id: (QUANTIZATION,), two.id: (PRUNING,)}, by_id(one, two)

    def told(category: Path) -> str:
        made = Assignment(paper=PaperId("x"), category=category, probability=0.5, because=(one.id, two.id))
        return evidence(made, listed, papers)

    assert told(PRUNING) == "same section as Wanda"
    assert told(("Compression",)) == "same branch as GPTQ and Wanda"
    assert told(DECODING) == "most like GPTQ and Wanda"


def test_a_further_place_is_told_only_where_people_put_papers_at_both() -> None:
    both = {key: (PRUNING, QUANTIZATION) for key, paths in LISTED.items() if paths == (PRUNING,)}
    row = np.array([0.6, 0.25, 0.15])

    def further(listed: Mapping[PaperId, tuple[Path, ...]]) -> list[tuple[Path, float]]:
        fitted = classifier(listed)
        assert fitted.leaves == (PRUNING, QUANTIZATION, DECODING)
        told = further_places(fitted, often_together(fitted), row)
        return [(one.category, one.probability) for one in told]

    assert further({**LISTED, **both}) == [(QUANTIZATION, 0.25)]
    assert further(LISTED) == []


def test_a_decided_paper_keeps_all_its_places() -> None:
    key = next(iter(LISTED))
    listed = {**LISTED, key: (PRUNING, QUANTIZATION)}

    (assignment,) = assign(fit(taxonomy(), listed, PAPERS, EMBED), listed, PAPERS, [key], EMBED)

    assert assignment.category == PRUNING
    assert [one.category for one in assignment.also] == [QUANTIZATION]


def test_terms_say_no_word_twice() -> None:
    asked = paper("Speculative decoding with draft tokens")

    (assignment,) = assign(classifier(), LISTED, by_id(asked), [asked.id], EMBED)

    assert assignment.terms
    for number, term in enumerate(assignment.terms):
        earlier = {word for before in assignment.terms[:number] for word in before.split()}
        assert not set(term.split()) <= earlier
