"""What a sentence says around a pair of names, as features of the model of relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from litgraph.model.technique import Part
from litgraph.techniques.clusters import cluster_features
from litgraph.techniques.names.features import INTRODUCING
from litgraph.techniques.relations.pairs import Mark, Pair
from litgraph.techniques.text import Sentence, Tag

Described = dict[str, float]

# Words that speak of a way to relate; the first pattern that fits a word wins.
_TRIGGERS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile("|".join(words.split()))
    for kind, words in {
        "better": (
            r"outperform\w* surpass\w* exceed\w* beat beats beating superior better faster higher lower "
            r"fewer improves? improving improvements? gains? reduc\w+ over"
        ),
        "than": r"than versus vs against",
        "compared": r"compar\w+ contrast unlike contrary relative baselines?",
        "equal": r"match\w* comparable par competitive equivalent similar rival\w* closing",
        "evaluated": (
            r"evaluat\w+ benchmarks? experiments? datasets? tasks? test\w* results? extensive "
            r"empirical\w* validat\w+ demonstrat\w+ show\w* measur\w+ achiev\w+ scores?"
        ),
        "extends": (
            r"extend\w* extension generali[sz]\w+ built build builds upon variant modif\w+ enhanc\w+ "
            r"adapt\w+ improved inspired"
        ),
        "combines": (
            r"combin\w+ integrat\w+ hybrid mix\w* unif\w+ fus\w+ together jointly merg\w+ marr\w+ "
            r"incorporat\w+"
        ),
        "uses": (
            r"us(?:e|es|ed|ing) leverag\w+ employ\w* adopt\w* utili[sz]\w+ apply applies applied "
            r"applying via through by based exploit\w* consists? compris\w+ includ\w+ contain\w* "
            r"implement\w* train\w* fine-?tun\w+ quanti[sz]\w+ prun\w+ distill\w+ compress\w* "
            r"accelerat\w+ support\w* enabl\w+ perform\w*"
        ),
        "such": r"such like including e\.g namely",
        "negated": r"not without no never cannot fails? instead rather lack\w* unlike",
        "hedged": r"could may might potential\w* can aim\w* hope future",
        "problem": (
            r"however although challeng\w+ suffer\w* limit\w+ expensive costly bottleneck struggl\w+ "
            r"existing traditional conventional recent"
        ),
    }.items()
}
_OURS = frozenset("we our ours us it its this".split())
_NO = frozenset("not without no never instead unlike rather cannot fails".split())
_REACH = 8  # words
_CROSSED = ("near=", "<0", "any=", "after=", "trigger=")  # what means another thing for another kind of object


def describe_pair(pair: Pair, marks: Sequence[Mark], sentences: Sequence[Sentence]) -> Described:
    """Describe a pair of names in a sentence."""
    sentence = sentences[pair.sentence]
    told = dict.fromkeys(_ends(pair, sentence), 1.0)
    told |= dict.fromkeys(_around(pair, sentence), 1.0)
    told |= dict.fromkeys(_whole(pair, marks, sentences), 1.0)
    told |= dict.fromkeys(_triggers(pair, sentence), 1.0)
    kind = pair.object.name.kind.value
    for feature in [one for one in told if one.startswith(_CROSSED)]:
        told[f"{kind}:{feature}"] = 1.0
    told["sure"] = pair.object.name.confidence
    return told


def _ends(pair: Pair, sentence: Sentence) -> Iterator[str]:
    """Tell of the two names themselves."""
    name = pair.object.name
    yield f"object={name.kind.value}"
    yield f"object-introduced={name.introduced}"
    yield f"subject={'paper' if pair.subject == '@paper' else 'said' if pair.said else 'meant'}"
    if pair.said:
        yield "subject-before" if pair.said.end <= pair.object.start else "subject-behind"
        yield f"subject-kind={pair.said.name.kind.value}"
        if pair.said.name.text.lower() in name.text.lower() or name.text.lower() in pair.said.name.text.lower():
            yield "one-in-other"
    yield f"times={min(len(name.spans), 3)}"
    yield from cluster_features(name.text.split()[-1] if name.text.split() else "", "object-")
    first = min(name.spans, default=None)
    if first and first.part is sentence.span.part and sentence.span.start <= first.start < sentence.span.end:
        yield "first-time"


def _around(pair: Pair, sentence: Sentence) -> Iterator[str]:
    """Tell of the words around the enumeration in which the object stands, and between it and the subject."""
    tokens = sentence.tokens
    first, last = pair.enumerated
    before = [token.lower for token in tokens[: first.start]]
    after = [token.lower for token in tokens[last.end :]]
    for place, word in enumerate(reversed(before[-3:])):
        yield f"<{place}{word}"
        yield from cluster_features(word, f"<{place}")
    for place, word in enumerate(after[:2]):
        yield f">{place}{word}"
        yield from cluster_features(word, f">{place}")
    if len(before) > 1:
        yield f"<<{before[-2]} {before[-1]}"
    near = next(
        ((trigger(word), place) for place, word in enumerate(reversed(before[-_REACH:])) if trigger(word)), None
    )
    yield f"near={near[0] if near else None}"
    if near:
        yield f"near={near[0]}:{min(near[1], 4)}"
    nears = [kind for word in reversed(before[-2 * _REACH :]) if (kind := trigger(word))]
    if len(nears) > 1:
        yield f"nears={nears[0]},{nears[1]}"
    behind = next((kind for word in after[:5] if (kind := trigger(word))), None)
    yield f"after={behind}"
    yield f"list={pair.object is not first}{last is not first}"
    if pair.said and pair.said.end <= first.start:
        between = [token.lower for token in tokens[pair.said.end : first.start]]
        yield from (f"between={kind}" for kind in _kinds(between))
        yield f"gap={min(len(between), 8)}"
        if between:
            yield f"between-first={between[0]}"
    if any(word in _OURS for word in before):
        yield "ours-before"
    verb = next((word for word in reversed(before) if word in INTRODUCING), None)
    if verb:
        yield "introduced-before"


def _triggers(pair: Pair, sentence: Sentence) -> Iterator[str]:
    """Tell of the words before the object that speak of a way to relate, and of what turns them into the contrary."""
    before = [token.lower for token in sentence.tokens[: pair.enumerated[0].start]]
    spoken = [(word, kind) for word in before[-12:] if (kind := trigger(word))]
    yield from (f"trigger={word}" for word, _ in spoken[-1:])
    yield "row=" + ",".join(kind for _, kind in spoken[-3:])
    yield f"no={any(word in _NO for word in before[-5:])}"
    yield f"clause={',' in before[-6:]}"
    if pair.said:
        yield f"said-first={pair.said.start == 0}"
    if "we" in before:
        yield from (f"we={word}" for word in before[before.index("we") + 1 :][:3])
    yield from (f"first={word}" for word in before[:1])


def _whole(pair: Pair, marks: Sequence[Mark], sentences: Sequence[Sentence]) -> Iterator[str]:
    """Tell of the sentence, and of its place in the text."""
    sentence = sentences[pair.sentence]
    words = [token.lower for token in sentence.tokens]
    yield from (f"any={kind}" for kind in _kinds(words))
    yield f"names={min(len({mark.name.text for mark in marks}), 5)}"
    yield f"part={sentence.span.part.value}"
    if any(token.tag in (Tag.NUMBER, Tag.MATH) for token in sentence.tokens):
        yield "number"
    started = next((place for place, one in enumerate(sentences) if place and _begins(one)), len(sentences))
    yield "background" if pair.sentence < started and sentence.span.part is not Part.TITLE else "contribution"
    yield f"from-end={min(len(sentences) - pair.sentence, 4)}"
    yield f"place={min(marks.index(pair.object), 5)}"
    yield f"third={3 * pair.sentence // max(len(sentences), 1)}"
    if words and words[0] in ("however", "although", "while", "recent", "existing", "despite"):
        yield f"starts={words[0]}"


def _begins(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of the paper's own work."""
    words = {token.lower for token in sentence.tokens}
    return bool(words & {"we", "our"} or {"this", "paper"} <= words or {"this", "work"} <= words)


def _kinds(words: Sequence[str]) -> list[str]:
    return sorted({kind for word in words if (kind := trigger(word))})


@lru_cache(maxsize=20_000)
def trigger(word: str) -> str | None:
    """Give the way to relate that a word speaks of."""
    return next((name for name, pattern in _TRIGGERS.items() if pattern.fullmatch(word)), None)
