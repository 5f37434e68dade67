"""Learning to find and judge names, from abstracts in which people labelled them."""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litgraph.errors import InputError
from litgraph.model.technique import Kind, Name
from litgraph.techniques.linear import Linear, learn_linear
from litgraph.techniques.names.features import describe, survey_text
from litgraph.techniques.names.judge import Described, describe_group
from litgraph.techniques.names.reader import NO, YES, NameReader
from litgraph.techniques.names.spelling import plain
from litgraph.techniques.names.tagger import LABELS, Tagger, read_tagger
from litgraph.techniques.names.unite import Group, key_of, unite
from litgraph.techniques.text import Sentence, read_sentences

FOLDS = 5
_CRF = {"c1": 0.05, "c2": 0.05, "max_iterations": 80, "feature.possible_transitions": True}
_STRENGTHS = {"technique": 0.3, "kind": 1.0, "introduced": 1.0}
_PRUNED = 0.03  # smaller weights are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledName:
    """A name that people found in a text, by all of its spellings."""

    spellings: tuple[str, ...]
    kind: Kind
    introduced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text and its names."""

    sentences: tuple[Sentence, ...]
    names: tuple[LabelledName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A text, and what a tagger finds in it that did not learn from it. `full`: its labels say what is introduced."""

    text: LabelledText
    groups: tuple[Group, ...]
    described: tuple[Described, ...]
    full: bool


def learn_names(texts: Sequence[LabelledText], more: Sequence[LabelledText] = ()) -> tuple[NameReader, list[Met]]:
    """Fit the tagger, and the judges to what taggers of other folds find, so that they meet what they will meet.

    `more` are texts whose labels don't say reliably what is introduced: they teach all but that. What was met is given,
    too.
    """
    met = list(_meet(texts, more))
    return _learn_judges(learn_tagger([*texts, *more]), met), met


def read_by_other_judges(reader: NameReader, met: Sequence[Met], *, likely_from: float) -> list[tuple[Name, ...]]:
    """Read the texts that a reader learned from by judges that did not: so names will be met where relations are."""
    read: list[tuple[Name, ...]] = [()] * len(met)
    for fold in range(FOLDS):
        judges = _learn_judges(reader.tagger, [one for place, one in enumerate(met) if place % FOLDS != fold])
        for place in range(fold, len(met), FOLDS):
            one = met[place]
            read[place] = judges.judge(one.groups, one.described, one.text.sentences, likely_from=likely_from)
    return read


def _learn_judges(tagger: Tagger, met: Sequence[Met]) -> NameReader:
    matched = [
        (described, _match(group, one.text.names), one.full)
        for one in met
        for group, described in zip(one.groups, one.described, strict=True)
    ]
    found = [(described, name, full) for described, name, full in matched if name is not None]
    certain = [(described, name) for described, name, full in found if full]
    return NameReader(
        tagger=tagger,
        technique=_fit("technique", [one[0] for one in matched], [YES if one[1] else NO for one in matched]),
        kind=_fit("kind", [one[0] for one in found], [one[1].kind.value for one in found]),
        introduced=_fit("introduced", [d for d, _ in certain], [YES if name.introduced else NO for _, name in certain]),
    )


def learn_tagger(texts: Sequence[LabelledText]) -> Tagger:
    """Fit the conditional random field by CRFsuite (Okazaki 2007), which is needed for this alone."""
    try:
        crfsuite: Any = importlib.import_module("pycrfsuite")
    except ImportError as error:
        raise InputError("Learning names needs python-crfsuite: pip install 'litgraph[learn]'.") from error
    trainer = crfsuite.Trainer(verbose=False)
    trainer.set_params(_CRF)
    for text in texts:
        around = survey_text(text.sentences)
        for sentence, labels in zip(text.sentences, label_tokens(text), strict=True):
            if labels:
                trainer.append(describe(sentence, around), labels)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "names.crfsuite"))
        trainer.train(file)
        tagger = crfsuite.Tagger()
        tagger.open(file)
        return read_tagger(_weights(tagger.info()))


def as_json(reader: NameReader) -> dict[str, Any]:
    """Write the models of names."""
    tagger = reader.tagger
    return {
        "kept_from": reader.kept_from,
        "introduced_from": reader.introduced_from,
        "also_introduced_from": reader.also_introduced_from,
        "tagger": {
            "features": {name: tagger.weights[row].round(2).tolist() for name, row in sorted(tagger.rows.items())},
            "steps": tagger.steps.round(3).tolist(),
        },
        "technique": reader.technique.as_json(),
        "kind": reader.kind.as_json(),
        "introduced": reader.introduced.as_json(),
    }


def label_tokens(text: LabelledText) -> list[list[str]]:
    """Label the tokens of each sentence: wherever a name's spelling stands it is that name, longer ones first."""
    patterns = sorted(_patterns(text.names), key=lambda pattern: (-len(pattern[0]), pattern))
    return [_labels(sentence, patterns) for sentence in text.sentences]


def _patterns(names: Sequence[LabelledName]) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in names:
        for spelling in name.spellings:
            words = tuple(token.lower for sentence in read_sentences(spelling, "") for token in sentence.tokens)
            if words:
                yield words, "C" if name.kind is Kind.CONCEPT else "N"


def _labels(sentence: Sentence, patterns: Sequence[tuple[tuple[str, ...], str]]) -> list[str]:
    words = [token.lower for token in sentence.tokens]
    labels = ["O"] * len(words)
    for wanted, label in patterns:
        for start in range(len(words) - len(wanted) + 1):
            end = start + len(wanted)
            same = words[start : end - 1] == list(wanted[:-1]) and key_of(words[end - 1]) == key_of(wanted[-1])
            if same and set(labels[start:end]) == {"O"}:
                labels[start:end] = [f"B-{label}", *[f"I-{label}"] * (len(wanted) - 1)]
    return labels


def _weights(told: Any) -> dict[str, Any]:
    features: dict[str, list[float]] = {}
    for (feature, label), weight in told.state_features.items():
        if abs(weight) >= _PRUNED:
            features.setdefault(feature, [0.0] * len(LABELS))[LABELS.index(label)] = weight
    steps = [[told.transitions.get((before, after), 0.0) for after in LABELS] for before in LABELS]
    return {"features": dict(sorted(features.items())), "steps": steps}


def _meet(texts: Sequence[LabelledText], more: Sequence[LabelledText]) -> Iterator[Met]:
    """Give what a tagger finds in each text that did not learn from it, in the order of the texts."""
    every = [*texts, *more]
    taggers = [
        learn_tagger([text for place, text in enumerate(every) if place % FOLDS != fold]) for fold in range(FOLDS)
    ]
    for place, text in enumerate(every):
        groups = tuple(unite(text.sentences, taggers[place % FOLDS].find(text.sentences)))
        described = tuple(describe_group(group, text.sentences) for group in groups)
        yield Met(text=text, groups=groups, described=described, full=place < len(texts))


def _match(group: Group, names: Sequence[LabelledName]) -> LabelledName | None:
    spelled = set(map(plain, group.spelled))
    return next((name for name in names if spelled & set(map(plain, name.spellings))), None)


def _fit(task: str, described: Sequence[Mapping[str, float]], classes: Sequence[str]) -> Linear:
    return learn_linear(described, classes, strength=_STRENGTHS[task])
