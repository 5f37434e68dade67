"""What a quantity measures, by its unit and by the nearest word that speaks of a metric."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from litgraph.model.technique import Metric
from litgraph.techniques.claims.quantities import Quantity, Sort

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[,;.]")
_REACH = 9  # words
_CLAUSE = 4  # words that a comma counts for
_SURE = 0.25  # nearness from which a word of its own outweighs the number before
_RELATIVE = (Sort.FACTOR, Sort.PERCENT)
_AFTER = 0.8  # how far a word behind the number counts, against one before it

# Each pattern speaks of a metric; the first that fits a word wins.
_SPEAKS: tuple[tuple[re.Pattern[str], Metric], ...] = tuple(
    (re.compile("|".join(words.split())), metric)
    for words, metric in (
        ("carbon emissions? co2e?", Metric.CARBON),
        ("energy power joules? watts? kwh", Metric.ENERGY),
        (r"throughputs? goodput petaflops utilization", Metric.THROUGHPUT),
        (r"latenc(?:y|ies) delays? ttft tpot", Metric.LATENCY),
        (r"memory\S* vram gpu-memory footprint", Metric.MEMORY),
        (r"speed-?ups? faster speed speeds accelerat\w+ wall-?clock quicker wall walltime", Metric.SPEEDUP),
        (r"sparsity sparse pruned sparsif\w+", Metric.SPARSITY),
        (
            r"perplexity ppl accurac(?:y|ies) s?acrebleu bleu rouge\S* f1 map scores? quality errors?",
            Metric.QUALITY_CHANGE,
        ),
        (
            r"improv\w+ gains? drops? degrad\w+ performance outperform\w* surpass\w* better win loss more",
            Metric.QUALITY_CHANGE,
        ),
        (r"compress\w* ratios? savings? saving", Metric.COMPRESSION),
        (r"context window sequences? length contexts lengths extension", Metric.CONTEXT_LENGTH),
        (r"storage size disk smaller larger checkpoints? archives? sizes", Metric.SIZE),
        (r"flops? computations? computational macs operations", Metric.FLOPS),
        (r"parameters? params", Metric.PARAMETERS),
        (r"training train trained pre-?training fine-?tun\w+ costs? budget data tokens samples", Metric.TRAINING_COST),
        (r"examples steps cheaper time compute hours", Metric.TRAINING_COST),
        (r"bits? bitwidth precision", Metric.BITS),
    )
)
# How much farther off a word of these seems: it stands near many numbers that it doesn't measure.
_WEAK = {
    Metric.TRAINING_COST: 1.8,
    Metric.COMPRESSION: 1.2,
    Metric.SIZE: 1.2,
    Metric.QUALITY_CHANGE: 1.3,
    Metric.BITS: 3.0,
    Metric.PARAMETERS: 1.5,
    Metric.FLOPS: 1.2,
}
# Words of gain that say nothing of what is gained: `an 86 % improvement in throughput`.
_VAGUE = re.compile(r"improv\w+|gains?|performance|outperform\w*|surpass\w*|better|more|drops?|loss|degrad\w+|win")
_VAGUER = 3.5
_CARRIED = re.compile(r"^[^.;]{0,90}$")
_TOKENS = re.compile(r"tokens?|words?|bytes|context", re.IGNORECASE)
_PARAMETERS = re.compile(r"[- ]?(?:parameters?|params?)\b", re.IGNORECASE)
_MAGNITUDE_AFTER = re.compile(
    r"^[- ]?(?:\w+[- ]){0,2}?(?P<what>parameters?|params?|tokens?|context|models?)\b", re.IGNORECASE
)


def guess_metrics(text: str, quantities: Sequence[Quantity]) -> list[tuple[Metric | None, float]]:
    """Give what each quantity of a tidied sentence seems to measure, and how near (0…1) the word is that says so.

    One that has no word of its own measures what the one before it does: `speedups of 2.1x on A and 1.8x on B`.
    """
    guesses: list[tuple[Metric | None, float]] = []
    for place, quantity in enumerate(quantities):
        guess = _guess(text, quantity, quantities)
        before = quantities[place - 1] if place else None
        if before and guesses[-1][0] and before.sort is quantity.sort and quantity.sort in _RELATIVE:
            between = text[before.end : quantity.start]
            if _CARRIED.match(between) and guess[1] < _SURE:
                guess = guesses[-1]
        guesses.append(guess)
    return guesses


def _guess(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> tuple[Metric | None, float]:
    if (certain := _by_unit(text, quantity)) is not None:
        return certain, 1.0
    found: dict[Metric, float] = {}
    for distance, metric in _cues(text, quantity, quantities):
        found[metric] = min(distance, found.get(metric, distance))
    if not found:
        return {Sort.FACTOR: Metric.SPEEDUP, Sort.PERCENT: Metric.QUALITY_CHANGE}.get(quantity.sort), 0.0
    metric = min(found, key=lambda one: (found[one], one))
    return metric, 1 / (1 + found[metric])


def _cues(text: str, quantity: Quantity, quantities: Sequence[Quantity]) -> Iterator[tuple[float, Metric]]:
    """Give how far off each word seems that speaks of a metric; what another number parts from this one is farther."""
    start = max((one.end for one in quantities if one.end <= quantity.start), default=0)
    end = min((one.start for one in quantities if one.start >= quantity.end), default=len(text))
    for words, other, weight in (
        (_WORD.findall(text[quantity.end : end].lower()), _WORD.findall(text[end : end + 80].lower()), _AFTER),
        (_WORD.findall(text[start : quantity.start].lower())[::-1], _WORD.findall(text[:start].lower())[::-1], 1.0),
    ):
        distance = 0.0
        for place, word in enumerate([*words, *other]):
            if word in ",;.":
                distance += _CLAUSE
                continue
            if (metric := spoken_of(word)) is not None:
                vague = _VAGUER if _VAGUE.fullmatch(word) else 1.0
                yield (
                    (distance * weight + (place >= len(words)) * _CLAUSE) * _WEAK.get(metric, 1.0) * vague + vague,
                    metric,
                )
            distance += 1
            if distance > _REACH:
                break


def spoken_of(word: str) -> Metric | None:
    """Give the metric that a word speaks of."""
    return next((metric for pattern, metric in _SPEAKS if pattern.fullmatch(word)), None)


def _by_unit(text: str, quantity: Quantity) -> Metric | None:
    """Give what a unit alone tells."""
    after = text[quantity.end : quantity.end + 40]
    if quantity.sort is Sort.BITS:
        return Metric.BITS
    if quantity.sort is Sort.RATE:
        return Metric.THROUGHPUT
    if quantity.sort is Sort.POINTS:
        return Metric.QUALITY_CHANGE
    if quantity.sort is Sort.FLOPS:
        return Metric.THROUGHPUT if "throughput" in text.lower() else Metric.FLOPS
    if quantity.sort is Sort.TIME:
        return Metric.LATENCY if re.match(r"m?s(?:econds?)?$|milli|sec", quantity.unit) else Metric.TRAINING_COST
    if quantity.sort is Sort.BYTES:
        return Metric.MEMORY if re.search(r"memory|ram\b|gpu", text, re.IGNORECASE) else Metric.SIZE
    if quantity.sort in (Sort.MAGNITUDE, Sort.COUNT):
        return _of_count(text, quantity, after)
    return None


def _of_count(text: str, quantity: Quantity, after: str) -> Metric | None:
    """Tell parameters from tokens of a context and from what training takes."""
    follows = _MAGNITUDE_AFTER.match(after)
    what = f"{quantity.unit} {follows['what'] if follows else ''}"
    if _PARAMETERS.search(what) or (re.match(r"[BT]\b|billion|trillion", quantity.unit) and not _TOKENS.search(what)):
        return Metric.PARAMETERS
    near = text[max(0, quantity.start - 80) : quantity.end + 40].lower()
    if re.search(r"context|window|sequence|length|input", near):
        return Metric.CONTEXT_LENGTH
    return Metric.TRAINING_COST
