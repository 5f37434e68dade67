"""Learning the models of techniques from labelled abstracts, and reading abstracts that they did not learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from litgraph.evaluate.gold import Labelled, spellings
from litgraph.model.technique import PAPER, Name, Part, Reading
from litgraph.techniques.claims import learn as claims
from litgraph.techniques.claims.reader import ClaimReader, claim_reader
from litgraph.techniques.names import learn as names
from litgraph.techniques.names.reader import NameReader, name_reader
from litgraph.techniques.names.unite import Group, look_around
from litgraph.techniques.offline import LIKELY_FROM, read_text
from litgraph.techniques.relations import learn as relations
from litgraph.techniques.relations.reader import RelationReader, relation_reader
from litgraph.techniques.text import Sentence, read_sentences

FOLDS = 5
LEARNED_FROM = "learned_from.json"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Models:
    """The models of the offline extractor."""

    names: NameReader
    relations: RelationReader
    claims: ClaimReader

    def read(self, title: str, abstract: str) -> Reading:
        """Read a text."""
        return read_text(title, abstract, self.names, self.relations, self.claims)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Give each file of weights."""
        return {
            "names.json": names.as_json(self.names),
            "relations.json": relations.as_json(self.relations),
            "claims.json": claims.as_json(self.claims),
        }


def learn_models(gold: Sequence[Labelled], more: Sequence[Labelled] = (), full: Sequence[Labelled] = ()) -> Models:
    """Fit all models; labels of `more` don't say reliably what a paper introduces, those of `full` miss claims.

    Relations are learned from names as they are labelled and as they are read, which is how they will be met.
    """
    every = [*gold, *full, *more]
    texts = [_named(one) for one in every]
    reader, met = names.learn_names(texts[: len(gold) + len(full)], texts[len(gold) + len(full) :])
    as_read = names.read_by_other_judges(reader, met, likely_from=LIKELY_FROM)
    told = [(one, text, _labelled_names(text)) for one, text in zip(every, texts, strict=True)]
    told_as_read = [(one, text, read) for one, text, read in zip(every, texts, as_read, strict=True)]
    return Models(
        names=reader,
        relations=relations.learn_relations([_related(*one) for one in (*told, *told_as_read)]),
        claims=claims.learn_claims([_claimed(*one) for one in told if one[0] not in full]),
    )


def shipped_models() -> Models:
    """Give the models that come with litgraph."""
    return Models(names=name_reader(), relations=relation_reader(), claims=claim_reader())


def learned_from() -> frozenset[str]:
    """Give the papers whose abstracts those models learned from."""
    ids = resources.files("litgraph").joinpath("data/techniques", LEARNED_FROM).read_text()
    return frozenset(json.loads(ids))


def read_by_others(
    gold: Sequence[Labelled], more: Sequence[Labelled] = (), *, folds: int = FOLDS
) -> Iterator[tuple[Labelled, Reading]]:
    """Read each abstract by models that learned from the other folds and from `more`."""
    for fold in range(folds):
        models = learn_models([one for place, one in enumerate(gold) if place % folds != fold], more)
        for one in gold[fold::folds]:
            yield one, models.read(one.text.title, one.text.abstract)


def _named(one: Labelled) -> names.LabelledText:
    return names.LabelledText(
        sentences=read_sentences(one.text.title, one.text.abstract),
        names=tuple(
            names.LabelledName(
                spellings=label.spellings,
                kind=label.kind,
                introduced=spellings(label.spellings[0], label.spellings) in one.told.introduced,
            )
            for label in one.names
        ),
    )


def _labelled_names(text: names.LabelledText) -> tuple[Name, ...]:
    """Give names as people labelled them, with their places."""
    groups = []
    for label in text.names:
        group = Group()
        group.spelled.update(label.spellings)
        groups.append(group)
    look_around(groups, text.sentences)
    return tuple(
        Name(
            text=label.spellings[0],
            kind=label.kind,
            aliases=label.spellings[1:],
            introduced=label.introduced,
            spans=group.spans(text.sentences),
        )
        for label, group in zip(text.names, groups, strict=True)
    )


def _related(one: Labelled, text: names.LabelledText, found: tuple[Name, ...]) -> relations.RelatedText:
    spelled = {label.spellings[0]: label.spellings for label in one.names} | {PAPER: (PAPER,)}
    return relations.RelatedText(
        sentences=text.sentences,
        names=found,
        relations=tuple(
            relations.LabelledRelation(
                sentence=place,
                type=label.type,
                subject=spelled.get(label.subject, (label.subject,)),
                object=spelled.get(label.object, (label.object,)),
            )
            for label in one.relations
            for place in _places(one, label.sentence, text.sentences)
        ),
    )


def _claimed(one: Labelled, text: names.LabelledText, found: tuple[Name, ...]) -> claims.ClaimedText:
    return claims.ClaimedText(
        sentences=text.sentences,
        names=found,
        claims=tuple(
            claims.LabelledClaim(sentence=place, metric=label.metric, value=label.value)
            for label in one.claims
            for place in _places(one, label.sentence, text.sentences)
        ),
    )


def _places(one: Labelled, number: int, sentences: Sequence[Sentence]) -> list[int]:
    """Find the sentences as they were read that overlap a labelled one; -1 is the title."""
    if number < 0:
        return [0] if sentences and sentences[0].span.part is Part.TITLE else []
    start = sum(len(sentence) + 1 for sentence in one.sentences[:number])
    end = start + len(one.sentences[number])
    return [
        place
        for place, sentence in enumerate(sentences)
        if sentence.span.part is Part.ABSTRACT and sentence.span.start < end and sentence.span.end > start
    ]
