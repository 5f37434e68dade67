"""Assignments: from a list and candidates to answers, with an encoder that only counts words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from litgraph.classify.assign import classify_papers
from litgraph.errors import InputError
from litgraph.model.assignment import Assignment
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.taxonomy import Path, Taxonomy
from tests.encoders import HashEncoder
from tests.unit.classify.lists import DECODING, LISTED, PAPERS, PRUNING, QUANTIZATION, by_id, paper, taxonomy


def classify(
    *candidates: Paper,
    tree: Taxonomy | None = None,
    listed: Mapping[PaperId, tuple[Path, ...]] = LISTED,
) -> tuple[Assignment, ...]:
    """Classify candidates into the made-up list."""
    known = {**PAPERS, **by_id(*candidates)}
    asked = [one.id for one in candidates]
    return classify_papers(tree or taxonomy(), listed, known, asked, HashEncoder().encode)


def best(assignment: Assignment) -> Path:
    return assignment.alternatives[0].category


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Quantization of weights to three bits", QUANTIZATION),
        ("Pruning with structured masks", PRUNING),
        ("Speculative decoding by draft trees", DECODING),
    ],
)
def test_a_paper_goes_where_its_words_stand(title: str, path: Path) -> None:
    (assignment,) = classify(paper(title))

    assert best(assignment) == path


def test_an_assignment_gives_its_reasons() -> None:
    (assignment,) = classify(paper("Pruning layers and masks"))

    assert set(assignment.because[:5]) == {key for key, paths in LISTED.items() if paths == (PRUNING,)}
    assert "pruning" in assignment.terms
    assert 0 <= assignment.in_scope <= 1


def test_alternatives_are_the_leaves_best_first() -> None:
    (assignment,) = classify(paper("Pruning layers and masks"))

    assert {a.category for a in assignment.alternatives} == {QUANTIZATION, PRUNING, DECODING}
    shares = [a.probability for a in assignment.alternatives]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)


def test_answers_are_sorted_and_do_not_depend_on_the_order_of_the_question() -> None:
    first, second = paper("Pruning heads"), paper("Draft tokens")

    assert classify(first, second) == classify(second, first)
    assert [a.paper for a in classify(first, second)] == sorted([first.id, second.id])


def test_what_a_person_decided_stays() -> None:
    misplaced = paper("Pruning of heads by sparse masks")
    listed = {**LISTED, misplaced.id: (DECODING,)}

    (assignment,) = classify(misplaced, listed=listed)

    assert (assignment.category, assignment.probability, assignment.method) == (DECODING, 1.0, "CURATED")
    assert assignment.filed
    assert misplaced.id not in assignment.because


def test_an_empty_list_is_classified_by_its_headings() -> None:
    (assignment,) = classify(paper("Speculative decoding"), tree=taxonomy(holding=False), listed={})

    assert best(assignment) == DECODING
    assert assignment.because == ()


def test_a_list_of_one_category_and_two_papers() -> None:
    two = dict(list(LISTED.items())[:2])

    (assignment,) = classify(paper("Pruning heads"), tree=taxonomy([QUANTIZATION]), listed=two)

    assert assignment.category == QUANTIZATION
    assert len(assignment.because) == 2


def test_one_paper_a_category_is_enough() -> None:
    paths = [(f"Topic {number}",) for number in range(12)]
    papers = [paper(f"About subject{number} alone") for number in range(12)]
    listed = {one.id: (path,) for one, path in zip(papers, paths, strict=True)}
    asked = paper("More of subject7")

    (assignment,) = classify_papers(taxonomy(paths), listed, by_id(*papers, asked), [asked.id], HashEncoder().encode)

    assert best(assignment) == ("Topic 7",)


def test_a_heading_without_papers_is_found_by_its_words() -> None:
    bare: Path = ("Inference", "Prompt Caching")

    (assignment,) = classify(paper("Prompt caching"), tree=taxonomy([*(QUANTIZATION, PRUNING, DECODING), bare]))

    assert bare in {a.category for a in assignment.alternatives[:2]}


def test_papers_without_text_are_left_out_and_an_abstract_is_enough() -> None:
    silent = Paper(id=PaperId("local:hep-1"))
    untitled = paper("", abstract="We prune layers by sparse masks. Pruning heads.")

    (assignment,) = classify(silent, untitled)

    assert assignment.paper == untitled.id
    assert best(assignment) == PRUNING


def test_listed_papers_without_text_teach_nothing() -> None:
    listed = {**LISTED, PaperId("local:bare"): (PRUNING,), PaperId("local:absent"): (PRUNING,)}
    bare = Paper(id=PaperId("local:bare"))
    asked = paper("Pruning heads")

    (assignment,) = classify_papers(
        taxonomy(), listed, {**PAPERS, **by_id(bare, asked)}, [asked.id], HashEncoder().encode
    )

    assert best(assignment) == PRUNING
    assert bare.id not in assignment.because


def test_chinese_is_read_by_its_characters() -> None:
    listed = {**LISTED, paper("大模型量化方法").id: (QUANTIZATION,), paper("模型剪枝研究").id: (PRUNING,)}
    asked = paper("结构化剪枝")
    known = {**PAPERS, **by_id(paper("大模型量化方法"), paper("模型剪枝研究"), asked)}

    (assignment,) = classify_papers(taxonomy(), listed, known, [asked.id], HashEncoder().encode)

    assert best(assignment) == PRUNING


@pytest.mark.parametrize("title", ["\ud800", "the of and", "</script>\0", "'; DROP TABLE paper; --", "🙂"])
def test_odd_titles_do_no_harm(title: str) -> None:
    (assignment,) = classify(paper(title))

    assert 0 <= assignment.in_scope <= 1
    assert "\0" not in "".join(assignment.terms)


def test_a_list_without_headings_is_refused() -> None:
    with pytest.raises(InputError, match="no headings"):
        classify(paper("Pruning"), tree=Taxonomy(survey="bare"))


def test_no_candidates_no_assignments() -> None:
    assert classify() == ()


def test_a_paper_in_two_categories_teaches_both() -> None:
    both = paper("Jointly pruned quantization")
    listed = {**LISTED, both.id: (PRUNING, QUANTIZATION)}

    asked = paper("Jointly pruned")

    (assignment,) = classify_papers(
        taxonomy(), listed, {**PAPERS, **by_id(both, asked)}, [asked.id], HashEncoder().encode
    )

    assert {a.category for a in assignment.alternatives[:2]} == {PRUNING, QUANTIZATION}
