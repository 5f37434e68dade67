"""Likeness of headings across two lists, measured so that what all headings of a list have in common counts nothing.

Cosines of an encoder are high for any two headings of one field, and a heading that holds a whole list shares papers
with everything. So vectors are taken as they differ from their list's mean, and shared papers as the correlation of
two headings over the papers that both lists have.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import Path
from litgraph.queries.vectors import Likeness

Vector = NDArray[np.float32]
Likenesses = Mapping[str, float]
Pair = tuple[Path, Path]

WEIGHTS = {"overlap": 0.4, "centroid": 0.35, "label": 0.25}
SHOWN_FROM = 0.2  # score from which two headings correspond,
SHOWN_BY_NAME = 0.25  # or where names alone tell
SHOWN_BY_PAPERS = 0.15  # overlap from which they correspond whatever else is alike
_BESIDES = 0.8  # of the best score: what else corresponds
_INHERITED = 0.75  # of a heading's likeness goes to those right beneath it
_CONTAINER = 0.9  # share of its list's papers from which a heading says nothing
_MANY = 5  # papers of the smaller heading from which more than half of the weight of what they share counts
_DOUBT = 2  # of one shared paper a third of the correlation is believed, of two two thirds
_MOSTLY = 0.7  # share of a heading's shared papers that make it a part of the other
_ENDINGS = tuple(
    "izations ization isation izing ized izes ize ations ation encies ency ents ent ings ing ers er ies es s ed".split()
)
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset("a an and or of for the in on with by to from based via other others".split())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """A survey's headings in the order of its list, the papers at and beneath each, and vectors where they are known.

    `names` and `centroids` are unit vectors of how a heading's name and its papers differ from those of its list.
    """

    paths: tuple[Path, ...]
    papers: Mapping[Path, frozenset[PaperId]]
    by_people: frozenset[PaperId] = frozenset()
    words: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    names: Mapping[Path, Vector] = field(default_factory=dict)
    centroids: Mapping[Path, Vector] = field(default_factory=dict)

    @property
    def everything(self) -> frozenset[PaperId]:
        """Give all papers of the side."""
        return frozenset().union(*self.papers.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How like two headings are, by each measure that is known, and by all."""

    likenesses: Likenesses
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two headings that correspond."""

    path_a: Path
    path_b: Path
    score: float
    likenesses: Likenesses
    relation: str


def draw_side(
    paths: Sequence[Path],
    papers: Mapping[Path, frozenset[PaperId]],
    by_people: frozenset[PaperId],
    vectors: Likeness | None,
) -> Side:
    """Draw a side, without the headings above others that hold nearly all of its list."""
    everything = frozenset().union(*papers.values())
    above = {path[:depth] for path in paths for depth in range(1, len(path))}
    most = _CONTAINER * len(everything)
    kept = [path for path in paths if path not in above or not everything or len(papers[path]) < most]
    return Side(
        paths=tuple(kept),
        papers={path: papers[path] for path in kept},
        by_people=by_people,
        words={path: words_of(path[-1]) for path in kept},
        names=_centred({path: vectors.encode(" ".join(path)) for path in kept}) if vectors else {},
        centroids=_centroids({path: papers[path] for path in kept}, everything, vectors) if vectors else {},
    )


def compare_sides(one: Side, other: Side) -> list[Match]:
    """Match each heading of either side with the likest of the other: from both sides the same pairs come out."""
    both = one.everything & other.everything
    scored = _compare(one, other, both)
    found = {pair for a in one.paths for pair in _best([(a, b) for b in other.paths], scored)}
    found |= {pair for b in other.paths for pair in _best([(a, b) for a in one.paths], scored)}
    matches = (_match(one, other, pair, scored[pair], both) for pair in found)
    return sorted(matches, key=lambda match: (-match.score, match.path_a, match.path_b))


def _compare(one: Side, other: Side, both: frozenset[PaperId]) -> dict[Pair, Compared]:
    rarity = _rarity([*one.words.values(), *other.words.values()])
    return {
        (a, b): _weigh(
            {"label": _label(one, other, a, b, rarity), **dict(_by_papers(one, other, a, b, both))},
            min(len(one.papers[a]), len(other.papers[b])),
        )
        for a in one.paths
        for b in other.paths
    }


def _weigh(likenesses: Likenesses, papers: int) -> Compared:
    """Weigh what is known into a score; of few papers it tells little that they are not the other's."""
    weights = {**WEIGHTS, "overlap": WEIGHTS["overlap"] * papers / (papers + _MANY)}
    total = sum(weights[name] for name in likenesses)
    return Compared(
        likenesses=likenesses, score=sum(weights[name] * value for name, value in likenesses.items()) / total
    )


def _best(pairs: Sequence[Pair], scored: Mapping[Pair, Compared]) -> list[Pair]:
    """Choose of one heading's pairs the likest and those nearly as like, and any with enough papers in common."""
    near = _BESIDES * max((scored[pair].score for pair in pairs), default=0.0)
    return [pair for pair in pairs if _is_shown(scored[pair], near)]


def _is_shown(compared: Compared, near: float) -> bool:
    enough = SHOWN_FROM if len(compared.likenesses) > 1 else SHOWN_BY_NAME
    return compared.score >= max(near, enough) or compared.likenesses.get("overlap", 0.0) >= SHOWN_BY_PAPERS


def _by_papers(one: Side, other: Side, a: Path, b: Path, both: frozenset[PaperId]) -> Iterator[tuple[str, float]]:
    """Tell how like two headings are by the papers that they share, and by what their papers say."""
    if both and one.papers[a] and other.papers[b]:
        yield "overlap", _correlation(one.papers[a] & both, other.papers[b] & both, len(both))
    if a in one.centroids and b in other.centroids:
        few = math.prod(len(papers) / (len(papers) + 1) for papers in (one.papers[a], other.papers[b]))
        yield "centroid", few * max(0.0, float(one.centroids[a] @ other.centroids[b]))


def _correlation(first: frozenset[PaperId], second: frozenset[PaperId], of: int) -> float:
    """Give the phi coefficient of two sets among `of` papers and one more that neither has, less where few agree."""
    together, size = len(first & second), of + 1
    spread = len(first) * len(second) * (size - len(first)) * (size - len(second))
    if not together or not spread:
        return 0.0
    phi = (together * size - len(first) * len(second)) / math.sqrt(spread)
    return max(0.0, phi) * together**2 / (together**2 + _DOUBT)


def _label(one: Side, other: Side, a: Path, b: Path, rarity: Mapping[str, float]) -> float:
    """Compare the names of two headings, or less so of those that they stand beneath, by words and by sense."""
    best = 0.0
    for above_a, steps_a in _upwards(one, a):
        for above_b, steps_b in _upwards(other, b):
            alike = _common(one.words[above_a], other.words[above_b], rarity)
            if above_a in one.names and above_b in other.names:
                alike = max(alike, float(one.names[above_a] @ other.names[above_b]))
            best = max(best, alike * _INHERITED ** (steps_a + steps_b))
    return best


def _upwards(side: Side, path: Path) -> list[tuple[Path, int]]:
    return [(path[:depth], len(path) - depth) for depth in range(len(path), 0, -1) if path[:depth] in side.words]


def _common(first: frozenset[str], second: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Give the share of words that two names have in common (Jaccard), rare words counting more."""
    union = sum(rarity[word] for word in first | second)
    return sum(rarity[word] for word in first & second) / union if union else 0.0


def _rarity(names: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(word for name in names for word in name)
    return {word: math.log(1 + len(names) / count) for word, count in counts.items()}


def words_of(name: str) -> frozenset[str]:
    """Give the words of a name, roughly stemmed, without those that only join others."""
    words = _WORD.findall(name.casefold())
    return frozenset(_stem(word) for word in words if word not in _STOP) or frozenset(map(_stem, words))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _centroids(
    papers: Mapping[Path, frozenset[PaperId]], everything: frozenset[PaperId], vectors: Likeness
) -> dict[Path, Vector]:
    known = vectors.among(everything)
    means = {path: _mean([known[paper] for paper in sorted(held) if paper in known]) for path, held in papers.items()}
    there = {path: mean for path, mean in means.items() if mean is not None}
    return _centred(there, _mean([known[paper] for paper in sorted(known)]))


def _centred(vectors: Mapping[Path, Vector], middle: Vector | None = None) -> dict[Path, Vector]:
    """Give how each vector differs from the middle, by default their own mean; one alone stays as it is."""
    if len(vectors) < 2:
        return {path: _unit(vector) for path, vector in vectors.items()}
    mean = middle if middle is not None else np.mean(list(vectors.values()), axis=0)
    return {path: _unit(vector - mean) for path, vector in vectors.items()}


def _mean(vectors: Sequence[Vector]) -> Vector | None:
    return np.asarray(np.mean(vectors, axis=0), np.float32) if vectors else None


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)


def _match(one: Side, other: Side, pair: Pair, compared: Compared, both: frozenset[PaperId]) -> Match:
    a, b = pair
    relation = _relation(one.papers[a] & both, other.papers[b] & both)
    return Match(path_a=a, path_b=b, score=compared.score, likenesses=compared.likenesses, relation=relation)


def _relation(first: frozenset[PaperId], second: frozenset[PaperId]) -> str:
    """Say which of two headings is the wider one, among the papers that both lists have."""
    together = len(first & second)
    if together < 2:
        return "alike"
    inside, around = together >= _MOSTLY * len(first), together >= _MOSTLY * len(second)
    if inside and around:
        return "same"
    if inside or around:
        return "narrower" if inside else "wider"
    return "overlapping"
