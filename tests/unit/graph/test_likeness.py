"""Likeness of texts."""

from __future__ import annotations

import numpy as np

from litgraph.graph.likeness import rank_by_cosine
from litgraph.model.identifiers import PaperId

PAPERS = [PaperId(name) for name in "cab"]


def test_the_nearest_stand_first_ties_by_id() -> None:
    matrix = np.array([[0.6, 0.8], [1, 0], [0.6, 0.8]], dtype=np.float32)

    assert rank_by_cosine(PAPERS, matrix, np.array([1, 0], dtype=np.float32)) == [("a", 1.0), ("b", 0.6), ("c", 0.6)]
    assert rank_by_cosine(PAPERS, matrix, np.array([0, 1], dtype=np.float32), limit=1) == [("b", 0.8)]
    assert rank_by_cosine([], np.zeros((0, 0), dtype=np.float32), np.array([0, 1], dtype=np.float32)) == []


def test_a_score_does_not_depend_on_what_else_is_ranked() -> None:
    drawn = np.random.default_rng(1).standard_normal((20_000, 384))
    matrix = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    papers = [PaperId(f"{place:05}") for place in range(len(matrix))]

    whole = dict(rank_by_cosine(papers, matrix, matrix[7]))

    for chosen in ([0, 7, 19_999], list(range(5, 900, 7))):
        part = rank_by_cosine([papers[place] for place in chosen], matrix[chosen], matrix[7])
        assert all(whole[paper] == score for paper, score in part)
