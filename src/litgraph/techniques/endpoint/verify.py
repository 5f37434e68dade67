"""What a model says against what the text holds: whatever is not there is dropped, and counted."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeGuard

from litgraph.model.technique import (
    PAPER,
    Kind,
    Metric,
    Name,
    Reading,
    RelationType,
    SaidClaim,
    SaidRelation,
    Span,
)
from litgraph.techniques.text import Sentence

_CONFIDENCE = 0.95  # a model gives none that could be trusted; what it says has been verified to be there
_LONGEST_NAME = 100
_LONGEST_WORDS = 200
_MOST = 200  # names, relations or claims of one text that are looked at, and spellings of one name
_LEAST_QUOTE = 12  # characters; a shorter piece of a longer sentence could stand anywhere
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
# Chinese, Japanese and Korean script, which no blank parts from a name beside it.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_UNIT = re.compile(r"[\w%°µ/.·×²³ -]{0,40}")
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True, kw_only=True)
class Verified:
    """A reading, and how many things that the model said were dropped."""

    reading: Reading = field(default_factory=Reading)
    dropped: int = 0


def read_answer(content: str) -> Mapping[str, Any]:
    """Read the JSON object that a model answered with; ValueError where it is none."""
    try:
        told = json.loads(_FENCE.sub("", content))
    except RecursionError:
        raise ValueError("the answer is nested too deeply") from None
    if not isinstance(told, dict):
        raise ValueError("the answer is no JSON object")
    return told


def verify(told: Mapping[str, Any], sentences: Sequence[Sentence]) -> Verified:
    """Keep of what a model told the names that stand in the text, and what is said of them in a sentence of it."""
    verified = Verified()
    names = list(_names(_listed(told, "names", verified), sentences, verified))
    known = {spelling.casefold(): name.text for name in names for spelling in (name.text, *name.aliases)}
    own = any(name.introduced for name in names)
    relations = list(_relations(_listed(told, "relations", verified), known, own, sentences, verified))
    claims = list(_claims(_listed(told, "claims", verified), known, own, sentences, verified))
    verified.reading = Reading(
        names=tuple(names),
        relations=tuple(sorted(relations, key=lambda one: (one.sentence, one.subject, one.object, one.type))),
        claims=tuple(sorted(claims, key=lambda one: (one.sentence, one.metric, str(one.value)))),
    )
    return verified


def _listed(told: Mapping[str, Any], key: str, verified: Verified) -> list[Any]:
    value = told.get(key)
    if not isinstance(value, list):
        return []
    verified.dropped += max(0, len(value) - _MOST)
    return value[:_MOST]


def _is_one_of(value: Any, known: type[StrEnum]) -> TypeGuard[str]:
    """Tell whether a value is one of these words; what cannot be hashed is none."""
    return isinstance(value, str) and value in set(known)


def _names(listed: Sequence[Any], sentences: Sequence[Sentence], verified: Verified) -> Iterator[Name]:
    seen: set[str] = set()
    for one in listed:
        spellings = _spellings(one)
        places = [place for spelling in spellings for place in _places(spelling, sentences)]
        there = list(dict.fromkeys(text for text, _ in places))
        kind = one.get("kind") if isinstance(one, dict) else None
        if not there or not _is_one_of(kind, Kind) or there[0].casefold() in seen:
            verified.dropped += 1
            continue
        seen |= {spelling.casefold() for spelling in there}
        yield Name(
            text=there[0],
            kind=Kind(kind),
            aliases=tuple(there[1:]),
            introduced=one.get("introduced") is True,
            spans=tuple(sorted({span for _, span in places})),
            confidence=_CONFIDENCE,
        )


def _spellings(one: Any) -> list[str]:
    if not isinstance(one, dict):
        return []
    aliases = one.get("aliases")
    given = [one.get("name"), *(aliases[:_MOST] if isinstance(aliases, list) else [])]
    return [text.strip() for text in given if isinstance(text, str) and _may_be_name(text.strip())]


def _may_be_name(text: str) -> bool:
    """Tell whether a spelling could be a name: it has a letter or digit, and is not what stands for the paper."""
    return len(text) <= _LONGEST_NAME and text != PAPER and any(character.isalnum() for character in text)


def _places(spelling: str, sentences: Sequence[Sentence]) -> list[tuple[str, Span]]:
    """Find where a spelling stands as whole words, and how the text writes it there, as for case."""
    in_word = rf"[^\W{_UNSPACED}]"
    pattern = re.compile(rf"(?<!{in_word}){re.escape(spelling)}(?!{in_word})", re.IGNORECASE)
    return [
        (found[0], Span(part=one.span.part, start=one.span.start + found.start(), end=one.span.start + found.end()))
        for one in sentences
        for found in pattern.finditer(one.text)
    ]


def _relations(
    listed: Sequence[Any], known: Mapping[str, str], own: bool, sentences: Sequence[Sentence], verified: Verified
) -> Iterator[SaidRelation]:
    seen: set[tuple[str, str, str]] = set()
    for one in listed:
        told = one if isinstance(one, dict) else {}
        sentence = _sentence(told.get("quote"), sentences)
        subject, object_ = (_end(told.get(end), known) for end in ("subject", "object"))
        key = (str(told.get("type")), str(subject), str(object_))
        wrong = not _is_one_of(told.get("type"), RelationType) or object_ in (None, PAPER, subject)
        if wrong or sentence is None or subject is None or (subject == PAPER and own) or key in seen:
            verified.dropped += 1
            continue
        seen.add(key)
        assert object_ is not None
        yield SaidRelation(
            type=RelationType(told["type"]),
            subject=subject,
            object=object_,
            sentence=sentence.span,
            confidence=_CONFIDENCE,
        )


def _claims(
    listed: Sequence[Any], known: Mapping[str, str], own: bool, sentences: Sequence[Sentence], verified: Verified
) -> Iterator[SaidClaim]:
    seen: set[object] = set()
    for one in listed:
        told = one if isinstance(one, dict) else {}
        sentence = _sentence(told.get("quote"), sentences)
        technique, value = _end(told.get("technique"), known), _value(told)
        wrong = not _is_one_of(told.get("metric"), Metric) or value is None or not _is_unit(told.get("unit"))
        key = None if sentence is None else (technique, str(told.get("metric")), value, sentence.span)
        if wrong or sentence is None or technique is None or (technique == PAPER and own) or key in seen:
            verified.dropped += 1
            continue
        seen.add(key)
        assert value is not None
        yield SaidClaim(
            technique=technique,
            metric=Metric(told["metric"]),
            value=value,
            unit=told["unit"].strip(),
            baseline=_words(told.get("baseline"), sentence),
            condition=_words(told.get("condition"), sentence),
            sentence=sentence.span,
            confidence=_CONFIDENCE,
        )


def _end(name: Any, known: Mapping[str, str]) -> str | None:
    if name == PAPER:
        return PAPER
    return known.get(name.strip().casefold()) if isinstance(name, str) else None


def _sentence(quote: Any, sentences: Sequence[Sentence]) -> Sentence | None:
    """Find the sentence that holds a quote, runs of blanks aside."""
    if not isinstance(quote, str) or not quote.strip():
        return None
    wanted = _plain(quote)
    found = ((one, _plain(one.text)) for one in sentences)
    return next((one for one, text in found if wanted in text and len(wanted) >= min(len(text), _LEAST_QUOTE)), None)


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _value(told: Mapping[str, Any]) -> float | tuple[float, float] | None:
    low, high = told.get("value"), told.get("upper")
    if not _is_number(low) or not (high is None or _is_number(high)):
        return None
    return float(low) if high is None or high == low else (float(min(low, high)), float(max(low, high)))


def _is_unit(unit: Any) -> bool:
    """Tell whether a text is short and plain enough for a unit, which no text need spell as the rules do."""
    return isinstance(unit, str) and _UNIT.fullmatch(unit.strip()) is not None


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and math.isfinite(value)


def _words(words: Any, sentence: Sentence) -> str:
    """Keep a baseline or condition that stands in the sentence."""
    text = _plain(words)[:_LONGEST_WORDS] if isinstance(words, str) else ""
    return text if text and text in _plain(sentence.text) else ""
