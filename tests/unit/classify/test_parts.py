"""The parts of the classifier, each by itself, with answers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from litgraph.classify.calibration import Calibration, calibrated, fit_calibration
from litgraph.classify.decide import branch_probability, decide, level_probabilities
from litgraph.classify.features import Features, stack
from litgraph.classify.fusion import deal_folds, fit_fusion, fused_probabilities
from litgraph.classify.likeness import likeness_among, likeness_to
from litgraph.classify.scope import fit_scope, in_scope
from litgraph.classify.scorers import (
    Examples,
    by_branch,
    by_centroid,
    by_label,
    by_label_phrases,
    by_nearest,
    by_phrase_centroid,
    by_size,
    by_title_label,
    by_title_phrases,
    ridge,
    scorers_for,
)
from litgraph.classify.texts import character_grams, label_text, lexical_text, phrases, whole_text
from litgraph.model.taxonomy import Path
from tests.unit.classify.lists import DECODING, PRUNING, QUANTIZATION, paper, taxonomy

LEAVES: list[Path] = [PRUNING, QUANTIZATION, DECODING]


def features(*rows: tuple[float, ...]) -> Features:
    """Make features whose three matrices are all the same rows."""
    vectors = np.array(rows, float)
    sparse = sp.csr_matrix(vectors)
    return Features(
        vectors=vectors, titles=vectors, phrases=sparse, title_phrases=sparse, characters=sparse, words=sparse
    )


# Two papers of the first category, one of the second, then the two headings.
EXAMPLES = Examples(
    features=features((1, 0), (0.8, 0.6), (0, 1), (1, 0), (0, 1)),
    targets=np.array([[1, 0], [1, 0], [0, 1], [1, 0], [0, 1]], float),
    papers=3,
)


def test_phrases_are_words_and_pairs_without_function_words() -> None:
    assert phrases("The KV-cache of LLMs") == ["kv", "cache", "llms", "kv cache", "cache llms"]


def test_chinese_falls_into_characters_and_pairs() -> None:
    assert phrases("模型 KV") == ["模", "型", "kv", "模 型", "型 kv"]


def test_characters_stay_within_words() -> None:
    assert character_grams("ab") == [" ab", "ab ", " ab "]


def test_a_title_stands_for_a_missing_abstract() -> None:
    assert whole_text(paper("A title")) == "A title"
    assert whole_text(paper("A title", "An abstract.")) == "A title. An abstract."
    assert lexical_text(paper("T", "A")) == "T. T. A"


def test_a_label_is_the_heading_with_the_one_above() -> None:
    assert label_text(("Methods", "Compression", "Pruning")) == "Compression: Pruning"


def test_label_centroid_neighbours_and_size_by_hand() -> None:
    text = features((1, 0))

    assert by_label(EXAMPLES)(text).tolist() == [[1, 0]]
    assert by_centroid(EXAMPLES)(text)[0] == pytest.approx([2.8 / np.hypot(2.8, 0.6), 0])
    assert by_nearest(EXAMPLES)(text)[0] == pytest.approx([1, 0])
    assert by_size(EXAMPLES)(text)[0] == pytest.approx([np.log(4), np.log(3)])


def test_titles_are_compared_with_headings_by_vectors_and_by_terms() -> None:
    text = replace(features((1, 0)), titles=np.array([[0.6, 0.8]]), title_phrases=sp.csr_matrix([[0.0, 1.0]]))

    assert by_title_label(EXAMPLES)(text)[0] == pytest.approx([0.6, 0.8])
    assert by_title_phrases(EXAMPLES)(text)[0] == pytest.approx([0, 1])
    assert by_label_phrases(EXAMPLES)(text)[0] == pytest.approx([1, 0])
    assert by_phrase_centroid(EXAMPLES)(text)[0] == pytest.approx([2.8 / np.hypot(2.8, 0.6), 0])


def test_ridge_solves_the_normal_equations() -> None:
    rows, targets = np.array([[1.0, 0], [0, 2]]), np.eye(2)

    assert ridge(rows, targets) == pytest.approx(np.array([[1 / 1.3, 0], [0, 2 / 4.3]]))
    assert ridge(sp.csr_matrix(rows), targets) == pytest.approx(ridge(rows, targets))


def test_a_branch_is_scored_as_one() -> None:
    together = by_branch(by_centroid, np.ones((2, 1)))

    scores = together(EXAMPLES)(features((1, 0)))

    assert scores[0, 0] == scores[0, 1]


def test_folds_are_dealt_category_by_category_and_the_same_each_time() -> None:
    targets = np.repeat(np.eye(2), 10, axis=0)

    folds = deal_folds(targets, 1)

    assert [np.bincount(folds[:10]).tolist(), np.bincount(folds[10:]).tolist()] == [[2] * 5, [2] * 5]
    assert np.array_equal(folds, deal_folds(targets, 1))


def test_few_papers_are_fused_by_the_centroid_alone() -> None:
    fusion = fit_fusion(scorers_for([("A",), ("B",)]), EXAMPLES, seed=1)

    probabilities = fused_probabilities(fusion, features((1, 0), (0, 1)))

    assert probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert probabilities.argmax(axis=1).tolist() == [0, 1]
    assert len(fusion.held_out) == 0


def test_fusion_learns_from_held_out_papers() -> None:
    random = np.random.default_rng(0)
    angles = np.concatenate([random.normal(0, 0.2, 20), random.normal(1.5, 0.2, 20), [0, 1.5]])
    targets = np.array([[1.0, 0]] * 20 + [[0, 1.0]] * 20 + [[1, 0], [0, 1]])
    rows = features(*zip(np.cos(angles), np.sin(angles), strict=True))

    fusion = fit_fusion(scorers_for([("A",), ("B",)]), Examples(features=rows, targets=targets, papers=40), seed=1)

    assert (fusion.held_out.argmax(axis=1) == targets[:40].argmax(axis=1)).all()
    assert fusion.held_out[:20, 0].mean() > 0.9


def test_overconfidence_is_cooled() -> None:
    held_out = np.array([[0.99, 0.01]] * 10)
    targets = np.array([[1.0, 0]] * 7 + [[0, 1.0]] * 3)

    calibration = fit_calibration(held_out, targets)

    assert calibration.temperature > 1
    assert calibrated(calibration, held_out)[0, 0] < 0.9


def test_calibration_keeps_order_and_sum() -> None:
    row = calibrated(Calibration(temperature=2), np.array([[0.64, 0.36, 0.0]]))[0]

    assert row.sum() == pytest.approx(1)
    assert row[:2] == pytest.approx([0.8 / 1.4, 0.6 / 1.4], abs=1e-5)


def test_what_is_sure_of_a_leaf_is_filed_there() -> None:
    place = decide(taxonomy(LEAVES), LEAVES, np.array([0.9, 0.05, 0.05]), 0.9)

    assert (place.category, place.filed) == (PRUNING, True)


def test_what_is_sure_only_of_a_branch_is_for_review_there() -> None:
    place = decide(taxonomy(LEAVES), LEAVES, np.array([0.5, 0.45, 0.05]), 0.9)

    assert (place.category, place.filed) == (("Compression",), False)
    assert place.probability == pytest.approx(0.95)


def test_what_is_sure_of_nothing_is_for_review_at_the_best_leaf() -> None:
    place = decide(taxonomy(LEAVES), LEAVES, np.array([0.35, 0.3, 0.35]), 0.9)

    assert (place.category, place.filed) == (PRUNING, False)


def test_what_is_out_of_scope_is_for_review() -> None:
    assert not decide(taxonomy(LEAVES), LEAVES, np.array([0.9, 0.05, 0.05]), 0.1).filed


def test_probabilities_add_up_the_tree() -> None:
    row = np.array([0.5, 0.3, 0.2])

    assert branch_probability(LEAVES, row, ("Compression",)) == pytest.approx(0.8)
    names, sums = level_probabilities(LEAVES, row[None, :], 1)
    assert names == [("Compression",), ("Inference",)]
    assert sums[0] == pytest.approx([0.8, 0.2])


def test_likeness_does_not_count_a_paper_as_its_own_neighbour() -> None:
    rows = np.array([[1.0, 0], [0, 1]])

    assert likeness_among(rows).tolist() == [0, 0]
    assert likeness_to(rows, rows).tolist() == [0.5, 0.5]
    assert likeness_to(sp.csr_matrix(rows), sp.csr_matrix(rows)).tolist() == [0.5, 0.5]


def _under_one_heading(listed: Features, heading: tuple[float, ...]) -> Examples:
    return Examples(
        features=stack(listed, features(heading)), targets=np.ones((len(listed) + 1, 1)), papers=len(listed)
    )


def _circle(spread: float, count: int) -> Features:
    angles = np.random.default_rng(3).normal(0, spread, count)
    return features(*zip(np.cos(angles), np.sin(angles), np.zeros(count), strict=True))


def test_scope_is_measured_by_the_list_itself() -> None:
    listed = _circle(0.5, 100)
    scope = fit_scope(_under_one_heading(listed, (1, 0, 0)), lambda: features((1, 0, 0)))

    inside, outside = in_scope(scope, features((1, 0, 0), (0, 0, 1)))

    assert inside > 0.9
    assert outside < 0.01


def test_scope_of_a_short_list_goes_by_the_headings_too() -> None:
    scope = fit_scope(_under_one_heading(_circle(0.1, 2), (0, 1, 0)), lambda: features((0, 1, 0)))

    inside, outside = in_scope(scope, features((0, 1, 0), (0, 0, 1)))

    assert inside > 0.9 > 0.1 > outside
