"""Sections of a survey's text and headings of its list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from litgraph.encode.sentence_encoder import open_encoder
from litgraph.ingest.tex.align import Alignment, align_sections, label_of

Path = tuple[str, ...]

# The headings of the bundled list that holds no papers.
_EMPTY_LIST = [
    ("Budget Efficiency",),
    ("Data Efficiency",),
    ("Architecture Efficiency",),
    ("Training and Tuning Efficiency",),
    ("Inference Efficiency",),
]


def _fed(
    sections: Sequence[Path], headings: Sequence[Path], similarity: Sequence[Sequence[float]]
) -> list[Path | None]:
    return [found.heading for found in align_sections(sections, headings, np.array(similarity))]


def test_a_section_feeds_the_most_similar_heading() -> None:
    found = align_sections([("Pruning",)], [("A",), ("B",), ("C",)], np.array([[0.6, 0.9, 0.9]]))

    assert found == (Alignment(section=("Pruning",), heading=("B",), score=0.9, by=("Pruning",)),)


def test_a_section_without_a_good_counterpart_feeds_what_the_section_above_feeds() -> None:
    sections = [("X",), ("X", "Y"), ("X", "Y", "Z"), ("V",), ("V", "W")]
    similarity = [[0.8, 0.1], [0.2, 0.3], [0.1, 0.7], [0.4, 0.4], [0.1, 0.2]]

    found = align_sections(sections, [("A",), ("B",)], np.array(similarity))

    assert [(one.heading, one.score, one.by) for one in found] == [
        (("A",), 0.8, ("X",)),
        (("A",), 0.8, ("X",)),
        (("B",), 0.7, ("X", "Y", "Z")),
        (None, 0.0, ()),
        (None, 0.0, ()),
    ]


def test_the_threshold_is_the_callers() -> None:
    similarity = np.array([[0.4]])

    assert align_sections([("X",)], [("A",)], similarity, threshold=0.3)[0].heading == ("A",)
    assert align_sections([("X",)], [("A",)], similarity, threshold=0.4)[0].heading == ("A",)
    assert align_sections([("X",)], [("A",)], similarity)[0].heading is None


@pytest.mark.parametrize(
    "section",
    [
        ("Introduction",),
        ("1. Introduction",),
        ("II. BACKGROUND",),
        ("Background", "Quantization"),
        ("Background and Definitions",),
        ("Preliminaries of Diffusion Models",),
        ("Related Work",),
        ("Related Surveys", "Of Compression"),
        ("Existing surveys",),
        ("Methodology",),
        ("Future Directions",),
        ("Challenges and Future Directions",),
        ("Cross-Cutting Open Challenges",),
        ("Discussion: Reaching the Last Mile",),
        ("Conclusion and Outlook",),
        ("Acknowledgments",),
        ("Acknowledgements",),
        ("References",),
    ],
)
def test_sections_that_every_survey_has_feed_nothing(section: Path) -> None:
    assert _fed([section], [("Quantization",)], [[0.99]]) == [None]


@pytest.mark.parametrize(
    "section",
    [
        ("Background Subtraction",),
        ("Open-source models",),
        ("Challenges in Quantization",),
        ("Surveying drones",),
        ("Evaluation",),
        ("Inference", "Background"),
        ("Video",),
    ],
)
def test_sections_about_the_field_feed_theirs(section: Path) -> None:
    assert _fed([section], [("Quantization",)], [[0.99]]) == [("Quantization",)]


def test_a_heading_of_the_same_purpose_is_fed() -> None:
    headings = [("Quantization",), ("Papers", "Surveys"), ("Introduction",)]
    similarity = [[0.9, 0.7, 0.6], [0.9, 0.7, 0.6], [0.9, 0.8, 0.2]]

    assert _fed([("Related Surveys",), ("Introduction",), ("Motivation",)], headings, similarity) == [
        ("Papers", "Surveys"),
        ("Introduction",),
        None,
    ]


def test_nothing_to_align() -> None:
    assert align_sections([], [("A",)], np.zeros((0, 1))) == ()
    assert _fed([("X",), ()], [], [[], []]) == [None, None]
    assert _fed([()], [("A",)], [[0.9]]) == [None]


def test_a_matrix_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="similarity"):
        align_sections([("X",)], [("A",)], np.zeros((2, 1)))


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("Inference Efficiency", "Quantization"), "Inference Efficiency > Quantization"),
        (("1. Agents", "1.2 Brain", "II. Memory"), "Agents > Brain > Memory"),
        (("3D generation", "I/O Scheduling", "4-bit weights"), "3D generation > I/O Scheduling > 4-bit weights"),
    ],
)
def test_labels_are_paths_without_numbers(path: Path, label: str) -> None:
    assert label_of(path) == label


def test_the_five_headings_of_the_empty_list_are_fed_by_plausible_sections_of_its_survey() -> None:
    sections_of: dict[int | None, list[Path]] = {
        0: [("Budget Efficiency: Scaling Laws",), ("Budget Efficiency: Scaling Laws", "Scaling Law")],
        1: [
            ("Data Efficiency", "Data Filtering"),
            ("Data Efficiency", "Data Filtering", "Deduplication"),
            ("Data Efficiency", "Curriculum Learning"),
            ("Efficient Use of Data",),
        ],
        2: [
            ("Architecture Efficiency", "Efficient Attention"),
            ("Architecture Efficiency", "Sparse Modeling", "Mixture of Experts"),
            ("Efficient Architectures", "Linear Attention"),
        ],
        3: [
            ("Training and Tuning Efficiency", "Scalable Training", "Mixed Precision Training"),
            ("Training and Tuning Efficiency", "Efficient Fine-Tuning"),
            ("Efficient Fine-Tuning", "LoRA"),
        ],
        4: [
            ("Inference Efficiency", "Pruning"),
            ("Inference Efficiency", "Quantization"),
            ("Efficient Inference", "KV Cache Compression"),
        ],
        None: [
            ("Introduction",),
            ("Background", "Evaluation Metrics"),
            ("Applications", "Medicine"),
            ("Robotics",),
            ("Conclusion",),
        ],
    }
    pairs = [(section, number) for number, sections in sections_of.items() for section in sections]
    encoder = open_encoder()
    vectors = encoder.encode([label_of(section) for section, _ in pairs])
    similarity = vectors @ encoder.encode([label_of(heading) for heading in _EMPTY_LIST]).T

    found = align_sections([section for section, _ in pairs], _EMPTY_LIST, similarity)

    assert [one.heading for one in found] == [None if n is None else _EMPTY_LIST[n] for _, n in pairs]
