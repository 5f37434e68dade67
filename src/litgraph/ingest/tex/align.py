"""Which heading of a survey's list each section of its text feeds.

Labels are whole paths (`label_of`), compared by the cosine of an encoder. Measured with all-MiniLM-L6-v2 on 139 section
names against the headings of five lists, one of them without papers; 107 belong at a heading, 32 at none. Whole paths
name the right heading first for 93, last headings alone for 73, since `Quantization` is nothing like `Inference
Efficiency`. Right pairs score 0.45 (5th percentile) to 1; what belongs nowhere scores 0.27 (median) to 0.61 at best. At
0.50, 85 of the 93 are kept and 4 of the 32 let in; most sections that fall short are caught by the section above them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litgraph.model.taxonomy import Path, join_path

THRESHOLD = 0.50

# Sections that every survey has, whatever it is about, by what they are for. They say nothing of where a paper belongs.
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)+[.)]?|\d+[.)]|[IVX]+[.)])\s+")
_COMMON = {
    "opening": "introduction|motivation|(?:our |main )?contributions?\\b|organi[sz]ation|overview$|abstract|scope\\b",
    "ground": "background(?:$| and | & | on | of |:|,)|preliminar|notation|definitions?\\b|terminology"
    "|problem (?:definition|statement|formulation)",
    "others": "related (?:work|survey|review|literature|stud)|(?:existing|previous|prior|other) (?:survey|review|work)"
    "|surveys?$|reviews?$|comparison with",
    "method": "(?:survey |review |research |search )?(?:methodology|protocol)$|paper (?:selection|collection)",
    "future": "future\\b|outlook|challenges?(?:$| and | & |,)|discussion|limitations?\\b|opportunit|perspectives?$"
    "|(?:open|remaining|key|main|cross-cutting|research) (?:\\w+ )?(?:challenge|problem|issue|question|direction)",
    "end": "conclu|summary|acknowledg|references$|bibliography|appendi|funding|author|broader impact|ethic|declaration"
    "|supplement",
}
_PATTERNS = {purpose: re.compile(pattern, re.IGNORECASE) for purpose, pattern in _COMMON.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The heading that a section feeds, None for none; its score, and the section that has it: itself or one above."""

    section: Path
    heading: Path | None = None
    score: float = 0.0
    by: Path = ()


def label_of(path: Path) -> str:
    """Write a path as the text to encode, without the numbers that some lists put before headings."""
    return join_path(_NUMBER.sub("", name) for name in path)


def align_sections(
    sections: Sequence[Path], headings: Sequence[Path], similarity: NDArray[np.floating], threshold: float = THRESHOLD
) -> tuple[Alignment, ...]:
    """Find the heading that each section feeds: the most similar, from `threshold` up, or that of the one above.

    `similarity[i, j]` compares the labels of `sections[i]` and `headings[j]`. Of two equally similar headings the first
    counts. What belongs to an introduction, background, outlook, … feeds only a heading of that purpose.
    """
    if similarity.shape != (len(sections), len(headings)):
        raise ValueError(f"similarity is {similarity.shape}, not {(len(sections), len(headings))}")
    rows = {path: row for row, path in reversed(list(enumerate(sections)))}
    purposes = [_purpose(path[-1]) if path else "" for path in headings]
    return tuple(_aligned(path, rows, headings, purposes, similarity, threshold) for path in sections)


def _aligned(
    section: Path,
    rows: dict[Path, int],
    headings: Sequence[Path],
    purposes: Sequence[str],
    similarity: NDArray[np.floating],
    threshold: float,
) -> Alignment:
    purpose = _purpose(section[0]) if section else ""
    usual = np.array([not purpose or purpose == own for own in purposes], dtype=bool)
    for depth in range(len(section), 0, -1):
        above = section[:depth]
        if above not in rows or not usual.any():
            continue
        scores = np.where(usual, similarity[rows[above]], -np.inf)
        best = int(scores.argmax())
        if scores[best] >= threshold:
            return Alignment(section=section, heading=headings[best], score=float(scores[best]), by=above)
    return Alignment(section=section)


def _purpose(name: str) -> str:
    """Tell what a section that every survey has is for; empty for one about the field."""
    name = _NUMBER.sub("", name.strip())
    return next((purpose for purpose, pattern in _PATTERNS.items() if pattern.match(name)), "")
