"""How much the texts of papers are about the same, by their words (tf-idf)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from litgraph.techniques.resolve.uses import PaperReading

_WORD = re.compile(r"[a-z][a-z-]{2,}")
_READ = 4000  # characters of an abstract
_COMPARED = 8  # papers that stand for a sense

Weights = Mapping[str, float]


@dataclass(slots=True, kw_only=True, eq=False)
class Likeness:
    """Compares texts of a corpus; a class since it keeps the vectors that it has made."""

    of: Sequence[PaperReading]
    _frequency: Counter[str] = field(default_factory=Counter)
    _vectors: dict[str, Weights] = field(default_factory=dict)
    _sums: dict[str, Weights] = field(default_factory=dict)

    def between(self, one: PaperReading, others: Sequence[PaperReading]) -> float:
        """Give the cosine of a paper's words with those of the first of others together, 0 without a common word."""
        vector, together = self._vector(one), self._together(others[:_COMPARED])
        return sum(weight * together.get(word, 0.0) for word, weight in vector.items())

    def _together(self, others: Sequence[PaperReading]) -> Weights:
        key = "\n".join(other.paper for other in others)
        if key not in self._sums:
            total: dict[str, float] = {}
            for other in others:
                for word, weight in self._vector(other).items():
                    total[word] = total.get(word, 0.0) + weight
            self._sums[key] = _normed(total)
        return self._sums[key]

    def _vector(self, one: PaperReading) -> Weights:
        if one.paper not in self._vectors:
            if not self._frequency:
                for each in self.of:
                    self._frequency.update(set(_words(each)))
            counts = Counter(_words(one))
            total = len(self.of) + 1
            raw = {
                word: (1 + math.log(n)) * math.log(total / (self._frequency[word] + 0.5)) for word, n in counts.items()
            }
            self._vectors[one.paper] = _normed(raw)
        return self._vectors[one.paper]


def _normed(weights: Weights) -> Weights:
    norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / norm for word, weight in weights.items()}


def _words(one: PaperReading) -> list[str]:
    return _WORD.findall(f"{one.title} {one.abstract[:_READ]}".lower())
