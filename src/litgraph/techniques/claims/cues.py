"""What stands around a quantity, as features of the model that tells what it measures, if anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from litgraph.model.technique import Metric, Part
from litgraph.techniques.claims.quantities import Quantity
from litgraph.techniques.clusters import cluster_features

_DOING = frozenset(
    "reduces reduce reducing reduced reduction reductions achieves achieve achieving achieved yields delivers saves "
    "saving enables enable provides up by only merely just over within attains reaching reaches cuts shrinks".split()
)
_HOPING = frozenset("could may might potentially hope aim future if would".split())
_OURS = frozenset("we our ours it its method approach".split())
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'-]*|\d[\d.,]*|[%×,;:().]")
_NEAR, _FAR = 3, 10  # words
_TRUST = 3.0  # how much more than a word the metric counts that unit and cues tell

Described = dict[str, float]


def describe_quantity(
    text: str,
    quantity: Quantity,
    others: Sequence[Quantity],
    guess: tuple[Metric | None, float],
    part: Part,
    names: Sequence[tuple[int, bool]],
) -> Described:
    """Describe a quantity of a tidied sentence. `names` gives where names stand, and which are the paper's own."""
    before = [word.lower() for word in _WORD.findall(text[: quantity.start])][-_FAR:]
    after = [word.lower() for word in _WORD.findall(text[quantity.end :])][:_FAR]
    told = dict.fromkeys(_itself(text, quantity, others, part), 1.0)
    told |= dict.fromkeys(_around(before, after), 1.0)
    guessed, nearness = guess
    told[f"guess={guessed}"] = _TRUST
    told[f"guess={guessed}:{quantity.sort.value}"] = _TRUST
    told["near"] = nearness
    if any(own for _, own in names):
        told["own-name"] = 1.0
    return told


def _itself(text: str, quantity: Quantity, others: Sequence[Quantity], part: Part) -> Iterator[str]:
    yield f"sort={quantity.sort.value}"
    yield f"unit={quantity.unit.lower()}"
    yield f"part={part.value}"
    yield f"range={isinstance(quantity.value, tuple)}"
    yield f"quantities={min(len(others), 4)}"
    yield f"said={text[quantity.start : quantity.end].lower()[-12:]}"
    first = quantity.value[0] if isinstance(quantity.value, tuple) else quantity.value
    yield f"digits={len(str(int(abs(first))))}{'.' if first != int(first) else ''}"
    same = [one for one in others if one.sort is quantity.sort]
    yield f"place={min(same.index(quantity), 2)}/{min(len(same), 3)}"
    previous = [one for one in others if one.end <= quantity.start]
    if previous:
        between = text[previous[-1].end : quantity.start].strip().lower()
        yield f"previous={previous[-1].sort.value}:{between if len(between) < 8 else '…'}"


def _around(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(reversed(before[-_NEAR:])):
        yield f"<{place}{word}"
        yield from cluster_features(word, f"<{place}")
    for place, word in enumerate(after[:_NEAR]):
        yield f">{place}{word}"
        yield from cluster_features(word, f">{place}")
    for label, words in (("doing", _DOING), ("hoping", _HOPING), ("ours", _OURS)):
        if words & set(before):
            yield f"{label}-before"
        if words & set(after):
            yield f"{label}-after"
