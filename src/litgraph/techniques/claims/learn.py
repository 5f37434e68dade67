"""Learning which quantities are claims, and of what, from abstracts in which people labelled them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from litgraph.model.technique import Metric, Name
from litgraph.techniques.claims.cues import Described
from litgraph.techniques.claims.quantities import Quantity
from litgraph.techniques.claims.reader import NO, YES, ClaimReader, describe_sentence
from litgraph.techniques.linear import learn_linear
from litgraph.techniques.text import Sentence

_STRENGTH = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledClaim:
    """A claim of a sentence, by what it measures and its value."""

    sentence: int  # its place among the sentences that were read
    metric: Metric
    value: float | tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedText:
    """A text, the names found in it, and the claims that people found."""

    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    claims: tuple[LabelledClaim, ...]


def learn_claims(texts: Sequence[ClaimedText]) -> ClaimReader:
    """Fit the model of which quantities are claims: those that people labelled."""
    examples = [example for text in texts for example in _examples(text)]
    claimed = learn_linear([one for one, _ in examples], [label for _, label in examples], strength=_STRENGTH)
    return ClaimReader(claimed=claimed)


def as_json(reader: ClaimReader) -> dict[str, Any]:
    """Write the model of claims."""
    return {"claimed_from": reader.claimed_from, "claimed": reader.claimed.as_json()}


def _examples(text: ClaimedText) -> Iterator[tuple[Described, str]]:
    for place, sentence in enumerate(text.sentences):
        left = [claim for claim in text.claims if claim.sentence == place]
        _, quantities, _, described = describe_sentence(sentence, text.names)
        for quantity, told in zip(quantities, described, strict=True):
            label = next((claim for claim in left if _same(claim, quantity)), None)
            if label is not None:
                left.remove(label)
            yield told, YES if label else NO


def _same(claim: LabelledClaim, quantity: Quantity) -> bool:
    return _numbers(claim.value) == _numbers(quantity.value)


def _numbers(value: float | Sequence[float]) -> tuple[float, ...]:
    numbers = (value,) if isinstance(value, int | float) else tuple(value)
    return tuple(float(f"{abs(number):.6g}") for number in numbers)
