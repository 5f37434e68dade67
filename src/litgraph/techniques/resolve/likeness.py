"""How much the texts of papers are about the same, by their words (tf-idf)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from litgraph.techniques.resolve.uses import PaperReading

_WORD = re.compile(r"[a-z][a-z-]{2,}")
_READ = 4000  # characters of an abstract

Weights = Mapping[str, float]


@dataclass(slots=True, kw_only=True, eq=False)
class Likeness:
    """Compares texts of a corpus; a class since it keeps the vectors that it has made."""

    of: Sequence[PaperReading]
    _frequency: Counter[str] = field(default_factory=Counter)
    _vectors: dict[str, Weights] = field(default_factory=dict)

    def between(self, one: PaperReading, others: Iterable[PaperReading]) -> float:
        """Give the cosine of a paper's words with those of others taken together, 0 without a common word."""
        vector = self._vector(one)
        together: Counter[str] = Counter()
        for other in others:
            if other.paper != one.paper:
                together.update(self._vector(other))
        norm = math.sqrt(sum(weight * weight for weight in together.values()))
        return sum(weight * together[word] for word, weight in vector.items()) / norm if norm else 0.0

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
            norm = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
            self._vectors[one.paper] = {word: weight / norm for word, weight in raw.items()}
        return self._vectors[one.paper]


def _words(one: PaperReading) -> list[str]:
    return _WORD.findall(f"{one.title} {one.abstract[:_READ]}".lower())
