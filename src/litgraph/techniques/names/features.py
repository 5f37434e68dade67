"""What a token looks like to the tagger of names: its form, its neighbours, and what is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.model.technique import Part
from litgraph.techniques.clusters import cluster_features
from litgraph.techniques.names.abbreviations import find_abbreviations
from litgraph.techniques.names.gazetteer import COUNTED, NOUNS, counts, key_of, look_up, title_prefix
from litgraph.techniques.text import Sentence, Tag, Token

Features = list[str]
_LONGEST = 5  # tokens of a known name
_EDGE = "|"
_FAR = 10  # tokens behind the word that introduces

INTRODUCING = frozenset(
    "propose proposes proposed proposing present presents presented presenting introduce introduces introduced "
    "introducing develop develops developed design designs designed release releases released releasing describe "
    "describes create creates created build builds built offer offers devise devised contribute contributes unveil "
    "unveils publish open-source open-sourced construct constructed curate curated collect collected formulate "
    "formulates suggest suggests provide provides implement implements".split()
)
CALLING = frozenset("called named dubbed termed namely coined call name dub term denoted abbreviated titled".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a whole text tells of a token: how often it stands there, and the name that its title begins with."""

    times: Mapping[str, int]
    prefix: frozenset[str]
    title: frozenset[str]


def survey_text(sentences: Sequence[Sentence]) -> Surroundings:
    """Look over a text before its tokens are described."""
    times = Counter(token.text for sentence in sentences for token in sentence.tokens)
    title = next((one.text for one in sentences if one.span.part is Part.TITLE), "")
    words = (token.lower for one in sentences if one.span.part is Part.TITLE for token in one.tokens)
    return Surroundings(times=times, prefix=frozenset(title_prefix(title).split()), title=frozenset(words))


def describe(sentence: Sentence, around: Surroundings) -> list[Features]:
    """Give the features of each token of a sentence."""
    tokens = sentence.tokens
    forms = [_form(token, around, place) for place, token in enumerate(tokens)]
    for place, mark in _known(tokens):
        forms[place].append(mark)
    for short, long in find_abbreviations(sentence):
        for place in range(*short):
            forms[place].append("abbreviation")
        for place in range(*long):
            forms[place].append("spelled-out" if place > long[0] else "spelled-out-first")
    for place, mark in _announced(tokens):
        forms[place].append(mark)
    part = f"part={sentence.span.part.value}"
    return [[*form, part, *_context(tokens, forms, place)] for place, form in enumerate(forms)]


def _form(token: Token, around: Surroundings, place: int) -> Features:
    """Describe a token by itself."""
    text, lower = token.text, token.lower
    features = [f"word={lower}", f"tag={token.tag.value}", f"shape={shape(text)}", f"suffix={lower[-3:]}"]
    if place == 0:
        features.append("first")
    if token.tag is Tag.PUNCTUATION:
        return features
    features.append(f"prefix={lower[:3]}")
    features += cluster_features(lower, "")
    if "-" in lower:
        features += cluster_features(lower.rpartition("-")[2], "ending-")
    if "-" in text:
        features.append(f"ending={lower.rpartition('-')[2]}")
    if lower in around.title and len(lower) > 3:
        features.append("in-title")
    if text in around.prefix:
        features.append("in-title-prefix")
    features.append(f"times={min(around.times[text], 4)}:{token.tag.value}")
    return features + _counted(text)


def _counted(text: str) -> Features:
    """Tell how often a name was seen in other papers, and what it was called."""
    seen = counts().get(text)
    if seen is None:
        return ["uncounted"]
    most = max(range(len(COUNTED)), key=lambda place: seen.called[place])
    features = [f"papers={seen.papers.bit_length()}", f"title-share={(8 * seen.titles // max(seen.papers, 1))}"]
    return [*features, f"called={COUNTED[most].value}"] if 10 * seen.called[most] >= seen.papers else features


def _known(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Mark the tokens of the longest well-known names."""
    place = 0
    while place < len(tokens):
        for end in range(min(place + _LONGEST, len(tokens)), place, -1):
            key = key_of(tokens[place:end])
            if found := look_up(key):
                yield from ((at, f"known={found[0]}:{'B' if at == place else 'I'}") for at in range(place, end))
                place = end
                break
            if end - place > 1 and (seen := counts().get(key)) and seen.papers >= 3:
                yield from (
                    (at, f"run={'B' if at == place else 'I'}:{min(seen.papers.bit_length(), 6)}")
                    for at in range(place, end)
                )
        else:
            place += 1
            continue


def _announced(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Mark the tokens behind a word that introduces or names something, and those in quotation marks."""
    behind, quoted, word = _FAR, False, ""
    for place, token in enumerate(tokens):
        if token.lower in CALLING or token.lower in INTRODUCING:
            behind, word = 0, "called" if token.lower in CALLING else "introduced"
        elif token.text in ".;":
            behind = _FAR
        else:
            behind += 1
            if behind < _FAR:
                yield place, f"{word}:{min(behind, 6)}"
                yield place, f"{word}:{min(behind, 6)}:{token.tag.value}"
        if token.text in '"“”‘`{}':
            quoted = not quoted and token.text not in "”}"
        elif quoted:
            yield place, "quoted"


def _context(tokens: Sequence[Token], forms: Sequence[Features], place: int) -> Iterator[str]:
    """Describe the neighbours of a token: two words on each side, and what the nearest are."""
    for step in (-2, -1, 1, 2):
        at = place + step
        if not 0 <= at < len(tokens):
            yield f"{step}{_EDGE}"
            continue
        yield f"{step}word={tokens[at].lower}"
        yield from cluster_features(tokens[at].lower, f"{step}")
        if abs(step) == 1:
            yield f"{step}tag={tokens[at].tag.value}"
            yield f"{step}shape={shape(tokens[at].text)}"
            yield from (
                f"{step}{feature}" for feature in forms[at] if feature.startswith(("known", "run", "abbr", "spelled"))
            )
            if kind := NOUNS.get(tokens[at].lower):
                yield f"{step}noun={kind.value}"
    before = tokens[place - 1].lower if place else _EDGE
    yield f"-1-2={tokens[place - 2].lower if place > 1 else _EDGE} {before}"


def shape(text: str) -> str:
    """Write a token's form in few letters: X for capitals, x for small letters, 9 for digits, runs once."""
    shaped: list[str] = []
    for character in text[:30]:
        mark = "X" if character.isupper() else "x" if character.isalpha() else "9" if character.isdigit() else character
        if not shaped or shaped[-1] != mark:
            shaped.append(mark)
    return "".join(shaped)
