"""Real sources of surveys, where they are there. Their sections were counted in the files by hand."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from litgraph.ingest.tex.archive import read_folder
from litgraph.ingest.tex.source import TexSurvey, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    main: str
    files: int
    levels: tuple[int, int, int]
    keys: int
    paths: tuple[tuple[str, ...], ...]
    unresolved: tuple[str, ...] = ()


_SOURCES = {
    "chart-to-table": _Known(
        main="main.tex",
        files=3,
        levels=(10, 14, 6),
        keys=32,
        paths=(
            ("Chart-to-Table in Literature", "Multimodal Large Language Models (MLLMs)"),
            ("Results and Discussion", "Quantitative Analysis", "Scores"),
            ("Evaluation Metrics", "metrics introduced in ChartOCR", "Pie Chart Metric"),
            ("Examples for Failing Plot Types", "Box Plots"),
        ),
    ),
    "deep-anomaly-detection": _Known(
        main="ARXIV_DAD_Survey/main.tex",
        files=25,
        levels=(13, 29, 22),
        keys=451,
        paths=(
            ("What are novelties?",),
            (
                "Different aspects of deep learning-based anomaly detection",
                "Type of Anomaly",
                "Collective or Group Anomaly Detection",
            ),
            ("Applications of Deep Anomaly Detection", "Fraud Detection", "Healthcare fraud"),
            (
                "Deep Anomaly Detection (DAD) Models",
                "Miscellaneous Techniques",
                "Zero Shot learning based anomaly detection",
            ),
            ("Deep neural network architectures for locating anomalies", "Autoencoders"),
        ),
    ),
    "diffusion-models": _Known(
        main="main.tex",
        files=16,
        levels=(9, 29, 0),
        keys=88,
        paths=(
            ("Guiderails for Constrained Generation", "ControlNet"),
            ("Applications", "Text-driven Video Modification"),
            ("References",),
        ),
        unresolved=("zhang2022fast",),
    ),
    "gpu-storage-io": _Known(
        main="main.tex",
        files=12,
        levels=(8, 27, 0),
        keys=25,
        paths=(
            ("Taxonomy of GPU-Integrated I/O Architectures", "Control plane evolution"),
            ("Future Directions", "Memory–storage hierarchy design for LLM-era systems"),
        ),
    ),
    "latency-attacks": _Known(
        main="paper/survey.tex",
        files=2,
        levels=(16, 28, 0),
        keys=84,
        paths=(
            (
                "Latency and Resource-Consumption Attacks on LLMs and VLMs",
                "Reasoning-model and “infinite-thinking” attacks",
            ),
            ("Defenses", "System-level and serving control"),
            ("Catalog of Latency, Energy, and Timing Attacks and Defenses",),
        ),
    ),
    "multilinguality-at-the-edge": _Known(
        main="tacl2021v1-template.tex",
        files=5,
        levels=(8, 12, 5),
        keys=181,
        paths=(
            ("Results of the Survey", "Challenges and Methods for Building Multilingual Edge LMs", "Post-training"),
            ("Discussion: Reaching the Last Mile", "Recommendations to Stakeholders"),
            ("Acknowledgments",),
        ),
    ),
    "multimedia-analytics": _Known(
        main="survey.tex",
        files=6,
        levels=(5, 6, 3),
        keys=39,
        paths=(
            ("Preliminary", "Network Architectures", "Generative Adversarial Networks"),
            ("High-Level Tasks", "Captioning"),
        ),
    ),
    "gan-inversion": _Known(
        main="gan_inversion.tex",
        files=13,
        levels=(8, 20, 19),
        keys=238,
        paths=(("GAN的隐空间", "Z 空间和W空间"), ("GAN Inversion Methods", "GAN逆向方法的特点", "感兴趣区域ROI")),
    ),
}
_NAMES = sorted(_SOURCES)


@pytest.fixture(scope="module")
def surveys(shared: Path) -> dict[str, tuple[TexSurvey, float]]:
    """Read each source once, and tell how many seconds that took."""
    read = {}
    for name in _NAMES:
        begun = time.monotonic()
        survey = read_source(read_folder(shared / "tex" / name))
        read[name] = survey, time.monotonic() - begun
    return read


@pytest.mark.parametrize("name", _NAMES)
def test_the_section_tree_is_that_of_the_files(surveys: dict[str, tuple[TexSurvey, float]], name: str) -> None:
    survey, known = surveys[name][0], _SOURCES[name]

    levels = Counter(section.level for section in survey.sections)

    assert survey.main == known.main
    assert len(survey.files) == known.files
    assert tuple(levels[level] for level in (1, 2, 3)) == known.levels
    assert set(known.paths) <= {section.path for section in survey.sections}


@pytest.mark.parametrize("name", _NAMES)
def test_keys_resolve_to_entries(surveys: dict[str, tuple[TexSurvey, float]], name: str) -> None:
    survey, known = surveys[name][0], _SOURCES[name]

    resolved = [key for key in survey.cited_keys if key in survey.bibliography]

    assert len(survey.cited_keys) == known.keys
    if name == "gan-inversion":
        assert resolved == []
        assert survey.missing_bibliographies == ("IEEEfull",)
        assert set(survey.unresolved_keys) == set(survey.cited_keys)
    else:
        assert survey.unresolved_keys == known.unresolved
        assert len(resolved) >= 0.95 * known.keys
        assert all(survey.bibliography[key].title for key in resolved)


@pytest.mark.parametrize("name", _NAMES)
def test_each_source_is_read_in_seconds(surveys: dict[str, tuple[TexSurvey, float]], name: str) -> None:
    assert surveys[name][1] < 5


def test_sentences_are_short_plain_text(surveys: dict[str, tuple[TexSurvey, float]]) -> None:
    sentences = [c.sentence for survey, _ in surveys.values() for section in survey.sections for c in section.cites]
    readable = [sentence for sentence in sentences if sentence]

    assert len(sentences) > 2_000
    assert len(readable) > 0.97 * len(sentences)
    assert all(len(sentence) <= 600 and "[..]" in sentence for sentence in readable)
    assert not [sentence for sentence in readable if re.search(r"\\[a-z]|[{}]{2}", sentence)]


def test_citations_of_figures_made_by_macros_stand_where_they_are_used(
    surveys: dict[str, tuple[TexSurvey, float]],
) -> None:
    survey = surveys["gan-inversion"][0]

    assert survey.sections[0].path == ("Introduction",)
    assert "zhu2020indomain" in {cite.key for cite in survey.sections[0].cites}


def test_missing_inputs_are_told(surveys: dict[str, tuple[TexSurvey, float]]) -> None:
    counts = {name: len(survey.missing_inputs) for name, (survey, _) in surveys.items()}

    assert counts == dict.fromkeys(_NAMES, 0) | {"chart-to-table": 23}
