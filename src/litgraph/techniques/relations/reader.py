"""The relations that a text states: each pair of names in a sentence is judged, then each pair is told once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from litgraph.model.technique import Name, RelationType, SaidRelation
from litgraph.techniques.linear import Linear, read_linear
from litgraph.techniques.relations.cues import describe_pair
from litgraph.techniques.relations.pairs import find_pairs
from litgraph.techniques.text import Sentence

WEIGHTS = "relations.json"
NOTHING = "none"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RelationReader:
    """The model of relations, and the probability from which one is told."""

    type: Linear
    told_from: float = 0.33

    def read(self, sentences: Sequence[Sentence], names: Sequence[Name]) -> tuple[SaidRelation, ...]:
        """Give the relations of a text in its order, each once, from the sentence that says it most surely."""
        pairs = list(find_pairs(sentences, names))
        shares = self.type.probabilities([describe_pair(pair, marks, sentences) for pair, marks in pairs])
        best: dict[tuple[str, str, RelationType], SaidRelation] = {}
        for (pair, _), row in zip(pairs, shares, strict=True):
            for label, share in zip(self.type.classes, row.tolist(), strict=True):
                if label == NOTHING or share < self.told_from:
                    continue
                relation = SaidRelation(
                    type=RelationType(label),
                    subject=pair.subject,
                    object=pair.object.name.text,
                    sentence=sentences[pair.sentence].span,
                    confidence=round(share, 4),
                )
                key = (relation.subject, relation.object, relation.type)
                if key not in best or best[key].confidence < relation.confidence:
                    best[key] = relation
        return tuple(sorted(best.values(), key=lambda one: (one.sentence, one.subject, one.object, one.type)))


def as_relation_reader(told: Mapping[str, Any]) -> RelationReader:
    """Read the model from what `learn` wrote."""
    return RelationReader(type=read_linear(told["type"]), told_from=told["told_from"])


@cache
def relation_reader() -> RelationReader:
    """Give the model that comes with litgraph."""
    weights = resources.files("litgraph").joinpath("data/techniques", WEIGHTS).read_bytes()
    return as_relation_reader(json.loads(weights))
