"""Numbers with their units, as abstracts write them: `2.4×`, `$17.4\\%$-$43.3\\%$`, `three-fold`, `by half`, `INT4`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

# A sentence is read this far.
_LONGEST = 3_000  # characters

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "twenty": 20, "hundred": 100,
}  # fmt: skip
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_DIGITS = r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|(?:{'|'.join(_WORDS)})\b)"
_BYTES = r"(?:[KMGTP]i?B|(?:kilo|mega|giga|tera)?bytes?)(?![A-Za-z])"
_HARDWARE = r"(?:(?:GPU|TPU|CPU|node|[AVH]100)[- ]?)?"
_TIME = rf"{_HARDWARE}(?:hours?|days?|minutes?|mins?|seconds?|weeks?|hrs?|ms|milliseconds?)(?![A-Za-z])"
_COUNTED = (
    r"(?:(?:context|input|output|training|trainable|extra|fewer|fine-tuning|SFT|DPO|model|new|additional)\s)*"
    r"(?:tokens?|parameters?|params|words|steps|samples|examples|epochs|iterations|documents|data|models?)\b"
)
_SCALES = r"BLEU|SacreBLEU|ROUGE|perplexity|PPL|F1|mAP|WER|Elo|absolute|accuracy"
_HALF = r"\b(?:halves|halved|halving|by half|(?:in|by|to|at|only|about|nearly|roughly) (?:a )?half)\b"
_UNIT = rf"""
    (?P<factor>[x×X](?![A-Za-z0-9])|times\b|[- ]?fold\b)
  | (?P<percent>%(?:\s?points?)?|percent(?:age)?(?:[- ]points?)?(?![A-Za-z]))
  | (?P<bits>[- ]?bits?(?![A-Za-z]))
  | (?P<rate>(?:tokens?|samples?|images?|requests?|queries|words?|[KMGT]i?B)\s?(?:/|per)\s?(?:s|sec|second)\b|fps\b)
  | (?P<flops>(?:[kMGTPE]|peta|tera|giga|exa)[- ]?flops?(?:/s)?(?![A-Za-z]))
  | (?P<time>{_TIME})
  | (?P<bytes>{_BYTES})
  | (?P<points>(?:{_SCALES})\b\s?(?:points?|scores?)?|points?\b)
  | (?P<magnitude>(?:thousand|million|billion|trillion|[KkMBT])(?![A-Za-z])(?:[- ]{_COUNTED})?)
  | (?P<count>{_COUNTED})
"""
_QUANTITY = re.compile(
    rf"""
    (?<![\w.,-])
    (?P<low>{_NUMBER})
    (?: \s?(?:%|[x×]|times)? \s?(?:-{{1,2}}|–|—|to(?=\s)|\bor(?=\s\d+[- ]bit)) \s? (?P<high>{_DIGITS}) )?
    [\s~-]{{0,2}} (?:{_UNIT})
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Ways to say a number without one.
_SAID = (
    (re.compile(r"\b(?:an? order|one order)s? of magnitude\b", re.IGNORECASE), 10.0, "x"),
    (re.compile(r"\btwo orders of magnitude\b", re.IGNORECASE), 100.0, "x"),
    (re.compile(r"\bthree orders of magnitude\b", re.IGNORECASE), 1000.0, "x"),
    (
        re.compile(
            r"\b(?:halves|halved|halving|by half|(?:in|by|to|at|only|about|nearly|roughly) (?:a )?half)\b",
            re.IGNORECASE,
        ),
        50.0,
        "%",
    ),
    (re.compile(r"\b(?:doubles|doubled|doubling|twice)\b", re.IGNORECASE), 2.0, "x"),
    (re.compile(r"\b(?:triples|tripled|tripling|thrice)\b", re.IGNORECASE), 3.0, "x"),
    (re.compile(r"\bquadrupl(?:es|ed|ing)\b", re.IGNORECASE), 4.0, "x"),
    *(
        (re.compile(rf"\b(?:an?|one)[- ]{word}\b", re.IGNORECASE), float(part), "x")
        for word, part in _PARTS.items()
        if part > 2
    ),
)
_FORMAT = re.compile(r"\b(?:INT|FP|NF|W)(?P<bits>[1-9]\d?)(?:A\d\d?)?\b")
_FACTOR_BEFORE = re.compile(r"(?<![\w.])[x×]\s?(?P<low>\d+(?:\.\d+)?)(?![\w.]*\d?[x×])")
_LATEX = (
    (re.compile(r"\\(?:,|;|!| |quad|text(?:bf|it|rm)?|mathbf|mathrm|emph)(?![A-Za-z])"), " "),
    (re.compile(r"\\times(?![A-Za-z])"), "×"),
    (re.compile(r"\\(?:sim|approx)(?![A-Za-z])"), "~"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"(?<=\d)\{,\}(?=\d)"), ","),
    (re.compile(r"[$\u200b{}]"), ""),
    (re.compile(r"&times;"), "×"),
    (re.compile(r"[\u00a0\u2009\u202f]"), " "),
)
_MAGNITUDES = {"thousand": "K", "million": "million", "billion": "billion", "trillion": "trillion"}


class Sort(StrEnum):
    """What kind of unit a quantity has."""

    FACTOR = "factor"
    PERCENT = "percent"
    BITS = "bits"
    RATE = "rate"
    FLOPS = "flops"
    TIME = "time"
    BYTES = "bytes"
    POINTS = "points"
    MAGNITUDE = "magnitude"
    COUNT = "count"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a tidied sentence, from `start` up to and without `end`; a range is a pair."""

    value: float | tuple[float, float]
    unit: str
    sort: Sort
    start: int
    end: int


def tidy(sentence: str) -> str:
    """Write a sentence without the LaTeX around its numbers: `$2.35\\times$` as `2.35×`."""
    text = sentence[:_LONGEST]
    for pattern, instead in _LATEX:
        text = pattern.sub(instead, text)
    return text


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities of a tidied sentence in their order; none overlap."""
    found = sorted(_all(text), key=lambda one: (one.start, -one.end))
    kept: list[Quantity] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _all(text: str) -> Iterator[Quantity]:
    for found in _QUANTITY.finditer(text):
        if quantity := _quantity(found):
            yield quantity
    for pattern, value, unit in _SAID:
        for found in pattern.finditer(text):
            sort = Sort.PERCENT if unit == "%" else Sort.FACTOR
            yield Quantity(value=value, unit=unit, sort=sort, start=found.start(), end=found.end())
    for found in _FORMAT.finditer(text):
        bits = float(found["bits"])
        yield Quantity(value=bits, unit="bits", sort=Sort.BITS, start=found.start(), end=found.end())
    for found in _FACTOR_BEFORE.finditer(text):
        value = float(found["low"])
        yield Quantity(value=value, unit="x", sort=Sort.FACTOR, start=found.start(), end=found.end())


def _quantity(found: re.Match[str]) -> Quantity | None:
    sort = next(Sort(name) for name in Sort if name in found.groupdict() and found[name] is not None)
    low, high = _number(found["low"]), _number(found["high"]) if found["high"] else None
    if low is None or (found["high"] and high is None):
        return None
    if high is not None and abs(high) < abs(low):
        high = None if sort is Sort.BITS else high
    value = low if high is None else (low, abs(high))
    return Quantity(value=value, unit=_unit(sort, found[sort]), sort=sort, start=found.start(), end=found.end())


def _number(text: str) -> float | None:
    """Read a number in digits or as a word; one that is beyond all measure is none."""
    if (word := text.lower()) in _WORDS:
        return float(_WORDS[word])
    number = float(text.replace(",", "").replace("−", "-").lstrip("+"))
    return number if math.isfinite(number) and abs(number) < 1e16 else None


def _unit(sort: Sort, text: str) -> str:
    """Write a unit the usual way."""
    written = " ".join(text.split()).strip(" -")
    if sort is Sort.FACTOR:
        return "x"
    if sort is Sort.PERCENT:
        return "%"
    if sort is Sort.BITS:
        return "bits"
    return written
