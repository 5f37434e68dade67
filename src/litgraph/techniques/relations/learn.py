"""Learning which relations a sentence states, from abstracts in which people labelled them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from litgraph.model.technique import PAPER, Name, RelationType
from litgraph.techniques.linear import learn_linear
from litgraph.techniques.names.spelling import plain
from litgraph.techniques.relations.cues import Described, describe_pair
from litgraph.techniques.relations.pairs import find_pairs
from litgraph.techniques.relations.reader import NOTHING, RelationReader
from litgraph.techniques.text import Sentence

_STRENGTH = 0.05
_EVENED = 0.5  # rare relations weigh more, by this power of how rare they are


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRelation:
    """A relation of a sentence; each end by all of its spellings, or `PAPER`."""

    sentence: int  # its place among the sentences that were read
    type: RelationType
    subject: tuple[str, ...]
    object: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedText:
    """A text, names found in it or labelled, and the relations that people found."""

    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    relations: tuple[LabelledRelation, ...]


def learn_relations(texts: Sequence[RelatedText]) -> RelationReader:
    """Fit the model of relations to every pair that the texts may relate."""
    examples = [example for text in texts for example in _examples(text)]
    labels = [label for _, label in examples]
    counted = Counter(labels)
    weights = [counted[label] ** -_EVENED for label in labels]
    even = [weight * len(weights) / sum(weights) for weight in weights]
    model = learn_linear([one for one, _ in examples], labels, strength=_STRENGTH, weights=even)
    return RelationReader(type=model)


def as_json(reader: RelationReader) -> dict[str, Any]:
    """Write the model of relations."""
    return {"told_from": reader.told_from, "type": reader.type.as_json()}


def _examples(text: RelatedText) -> Iterator[tuple[Described, str]]:
    """Give each pair with its labels; one related in another sentence alone may be so here: it teaches nothing."""
    spelled = {name.text: _plain((name.text, *name.aliases)) for name in text.names} | {PAPER: frozenset({PAPER})}
    told = [(one, _plain(one.subject), _plain(one.object)) for one in text.relations]
    for pair, marks in find_pairs(text.sentences, text.names):
        subject, object_ = spelled[pair.subject], spelled[pair.object.name.text]
        related = [one for one, first, second in told if first & subject and second & object_]
        labels = [one.type.value for one in related if one.sentence == pair.sentence]
        if related and not labels:
            continue
        described = describe_pair(pair, marks, text.sentences)
        for label in labels or [NOTHING]:
            yield described, label


def _plain(spellings: Sequence[str]) -> frozenset[str]:
    return frozenset(spelling if spelling == PAPER else plain(spelling) for spelling in spellings)
