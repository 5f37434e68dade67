"""What a text reports in numbers: each quantity is judged for what it measures, then told of a technique."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from litgraph.model.technique import PAPER, Kind, Metric, Name, SaidClaim
from litgraph.techniques.claims.cues import Described, describe_quantity
from litgraph.techniques.claims.metrics import guess_metrics
from litgraph.techniques.claims.quantities import Quantity, find_quantities, tidy
from litgraph.techniques.linear import Linear, read_linear
from litgraph.techniques.text import Sentence

WEIGHTS = "claims.json"
YES, NO = "yes", "no"

_BASELINE = re.compile(
    r"\b(?:compared (?:to|with)|in comparison (?:to|with)|relative to|(?:faster|better|lower|higher|fewer|less|more|"
    r"smaller|larger|cheaper) than|than|over|against|versus|vs\.?)\s+(?P<what>[^.;:()]+)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:on|for|with|when|at|under|in|across|using|during|while)\s+(?P<what>[^.;:(),]+)", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:down |up )?to\s+(?:only |just |about |as low as )?$", re.IGNORECASE)
_ENDS = re.compile(
    r",?\s+(?:while|without|and|with|on|in|when|across|for|by|but|which|thereby|respectively)\b.*", re.IGNORECASE
)
_LONGEST = 100  # characters of a baseline or a condition
_TECHNIQUES = (Kind.METHOD, Kind.SYSTEM, Kind.MODEL)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClaimReader:
    """The model of claims, and the probability from which a quantity is one."""

    claimed: Linear
    claimed_from: float = 0.5

    def read(self, sentences: Sequence[Sentence], names: Sequence[Name]) -> tuple[SaidClaim, ...]:
        """Give the claims of a text in its order."""
        return tuple(claim for sentence in sentences for claim in self._read(sentence, names))

    def _read(self, sentence: Sentence, names: Sequence[Name]) -> Iterator[SaidClaim]:
        text, quantities, guesses, described = describe_sentence(sentence, names)
        shares = self.claimed.probabilities(described)[:, self.claimed.classes.index(YES)]
        for quantity, (metric, _), share in zip(quantities, guesses, shares, strict=True):
            if share < self.claimed_from or metric is None:
                continue
            yield SaidClaim(
                technique=_technique(sentence, names, quantity, text),
                metric=metric,
                value=quantity.value,
                unit=quantity.unit,
                baseline=_baseline(text, quantity, quantities),
                condition=_condition(text, quantity, quantities),
                sentence=sentence.span,
                confidence=round(float(share), 4),
            )


def describe_sentence(
    sentence: Sentence, names: Sequence[Name]
) -> tuple[str, list[Quantity], list[tuple[Metric | None, float]], list[Described]]:
    """Give a sentence tidied, its quantities, what each seems to measure, and what the model is told of each."""
    text = tidy(sentence.text)
    quantities = _without_origins(text, find_quantities(text))
    guesses = guess_metrics(text, quantities)
    there = [(name, name.introduced) for name in names if _stands_in(name, sentence)]
    places = [(text.find(name.text), own) for name, own in there]
    described = [
        describe_quantity(text, quantity, quantities, guess, sentence.span.part, places)
        for quantity, guess in zip(quantities, guesses, strict=True)
    ]
    return text, quantities, guesses, described


def _without_origins(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Leave out what a quantity comes from: of `from 80 GB to 48 GB` the claim is 48 GB."""
    kept = [one for one, after in pairwise(quantities) if not _is_origin(text, one, after)]
    return [*kept, *quantities[-1:]]


def _is_origin(text: str, one: Quantity, after: Quantity) -> bool:
    same = one.sort is after.sort
    return same and bool(_FROM.search(text[: one.start]) and _TO.match(text[one.end : after.start]))


def _stands_in(name: Name, sentence: Sentence) -> bool:
    span = sentence.span
    return any(one.part is span.part and span.start <= one.start < span.end for one in name.spans)


def _technique(sentence: Sentence, names: Sequence[Name], quantity: Quantity, text: str) -> str:
    """Give whose number it is: the paper's own technique nearby, else its first one, else the paper."""
    own = [name for name in names if name.introduced]
    here = [name for name in own if _stands_in(name, sentence)]
    if here:
        places = {name.text: [at.start() for at in re.finditer(re.escape(name.text), text)] for name in here}
        before = [(place, name) for name, found in places.items() for place in found if place < quantity.start]
        return max(before)[1] if before else here[0].text
    if own:
        return next((name.text for name in own if name.kind in _TECHNIQUES), own[0].text)
    return PAPER


def _baseline(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> str:
    """Give what the number is compared with, in the text's words; empty where it is not said."""
    before = _FROM.search(text[max(0, quantity.start - 60) : quantity.start])
    origin = re.search(r"\bfrom\s+([\d.,]+\s?[A-Za-z%]+)\s+(?:down |up )?to\s+\S*$", text[: quantity.end])
    if origin and not before:
        return origin[1]
    end = next((one.start for one in quantities if one.start > quantity.end), len(text))
    found = _BASELINE.search(text, quantity.end, max(end, min(len(text), quantity.end + 120)))
    return _short(found["what"]) if found else ""


def _condition(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> str:
    end = next((one.start for one in quantities if one.start > quantity.end), len(text))
    found = _CONDITION.search(text, quantity.end, end)
    return _short(found["what"]) if found else ""


def _short(words: str) -> str:
    cut = _ENDS.sub("", " ".join(words.split())).strip(" ,")
    return cut if len(cut) <= _LONGEST else cut[:_LONGEST].rsplit(" ", 1)[0]


def as_claim_reader(told: Mapping[str, Any]) -> ClaimReader:
    """Read the model from what `learn` wrote."""
    return ClaimReader(claimed=read_linear(told["claimed"]), claimed_from=told["claimed_from"])


@cache
def claim_reader() -> ClaimReader:
    """Give the model that comes with litgraph."""
    weights = resources.files("litgraph").joinpath("data/techniques", WEIGHTS).read_bytes()
    return as_claim_reader(json.loads(weights))
