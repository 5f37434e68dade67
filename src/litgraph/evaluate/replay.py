"""`litgraph evaluate`: fit to the list as it stood, and compare with what people did next, origin by origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litgraph.classify.classifier import SEED, Classifier, Judgements, fit, judge
from litgraph.classify.features import Embed
from litgraph.encode.encoder import Encoder
from litgraph.errors import InputError
from litgraph.evaluate.discovery import count_found, rank_candidates
from litgraph.evaluate.guesses import METHODS, Belief, Guess, guesses
from litgraph.evaluate.metrics import METRICS, Marks, mark, reliability, score, score_difference, score_scope
from litgraph.evaluate.past import Past, read_past
from litgraph.evaluate.splits import choose_splits
from litgraph.model.dates import Split
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.model.taxonomy import Path
from litgraph.pipeline import Outcome, Progress, embedder, fast_embedder
from litgraph.store.lists import fetch_listings
from litgraph.store.record import Record

_CONFUSIONS = 20


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a method told of the papers that came later, and the scopes that it gave to all candidates, if any."""

    guesses: Sequence[Guess]
    inside: NDArray[np.float64]
    outside: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """One split replayed, method by method, and the places where people put the papers."""

    split: Mapping[str, Any]
    told: Mapping[str, Told]
    truths: Sequence[tuple[Path, ...]]
    discovery: Mapping[str, int]


def evaluate_survey(
    record: Record,
    survey: Survey,
    encoder: Encoder,
    *,
    as_of: Sequence[str] = (),
    until: str | None = None,
    progress: Progress,
) -> Outcome:
    """Replay a list at the days `as_of`, or at origins that suit its history; give the scores of all methods.

    Each day's future lasts to the next one, and the last day's to `until`, by default today.
    """
    splits = _splits(record, survey.name, as_of, until or record.today)
    embed, fast_embed = embedder(encoder, record, progress), fast_embedder(encoder)
    replayed = []
    for number, split in enumerate(splits):
        progress("replaying", number, len(splits))
        replayed.append(replay(read_past(record, survey.name, split), embed, fast_embed))
    return Outcome(value=summarise(replayed), warnings=tuple(_warnings(replayed)))


def replay(past: Past, embed: Embed, fast_embed: Embed | None = None) -> Replayed:
    """Fit to the list of then, and guess where later papers go and which candidates belong."""
    classifier = fit(past.taxonomy, past.listed, past.papers, embed, fast_embed=fast_embed)
    tests = sorted(past.truth)
    asked = [*tests, *(paper for paper in past.others if not past.papers[paper].stub)]
    beliefs = _beliefs(classifier, judge(classifier, [past.papers[paper] for paper in asked], embed))
    own = beliefs["litgraph"]
    scopes = np.zeros(len(asked)) if own.scope is None else own.scope
    ranked = rank_candidates(asked, scopes, own.probabilities.max(axis=1, initial=0.0))
    return Replayed(
        split=_split_shape(past, classifier),
        told={name: _tell(classifier, belief, len(tests)) for name, belief in beliefs.items()},
        truths=[past.truth[paper] for paper in tests],
        discovery=count_found(ranked, tests, past.papers),
    )


def summarise(replayed: Sequence[Replayed]) -> dict[str, Any]:
    """Pool the papers of all splits and give the scores in the shape that scripts read."""
    return {
        "splits": [{**one.split, "classification": _values(one)} for one in replayed],
        "classification": {name: _scores(name, replayed) for name in METHODS},
        "differences": _differences(replayed),
        "reliability": reliability(_marks("litgraph", replayed)),
        "discovery": _added_up([one.discovery for one in replayed]),
        "confusions": _confusions(replayed),
    }


def _splits(record: Record, survey: str, as_of: Sequence[str], until: str) -> tuple[Split, ...]:
    days = sorted(set(as_of))
    if days:
        return tuple(Split(as_of=day, until=end) for day, end in pairwise([*days, max(days[-1], until)]))
    first: dict[PaperId, str] = {}
    for paper, listing in fetch_listings(record, survey, ever=True):
        first[paper] = min(first.get(paper, listing.since), listing.since)
    splits = choose_splits((day for day in first.values() if day <= until), until)
    if not splits:
        raise InputError(
            f"The history of '{survey}' has too few papers to learn from and to test on. Give the list as a git clone "
            "with its history, or choose a day with --as-of."
        )
    return splits


def _beliefs(classifier: Classifier, blocks: Iterable[Judgements]) -> dict[str, Belief]:
    """Ask every method block by block: the features of all candidates at once would fill the memory."""
    believe = {name: method(classifier) for name, method in METHODS.items()}
    told: dict[str, list[Belief]] = {name: [] for name in METHODS}
    for judged in blocks:
        for name, ask in believe.items():
            told[name].append(ask(judged))
    return {name: _joined(beliefs, len(classifier.leaves)) for name, beliefs in told.items()}


def _joined(beliefs: Sequence[Belief], leaves: int) -> Belief:
    scopes = [belief.scope for belief in beliefs if belief.scope is not None]
    return Belief(
        probabilities=np.concatenate([np.zeros((0, leaves)), *(belief.probabilities for belief in beliefs)]),
        scope=np.concatenate(scopes) if scopes else None,
        scope_bar=max((belief.scope_bar for belief in beliefs), default=-np.inf),
    )


def _tell(classifier: Classifier, belief: Belief, tests: int) -> Told:
    """Part what a method believes of the later papers, which stand first, from the scopes of the others."""
    scope = np.zeros(0) if belief.scope is None else belief.scope
    later = replace(
        belief,
        probabilities=belief.probabilities[:tests],
        scope=None if belief.scope is None else scope[:tests],
    )
    return Told(guesses=guesses(classifier, later), inside=scope[:tests], outside=scope[tests:])


def _split_shape(past: Past, classifier: Classifier) -> dict[str, Any]:
    return {
        "as_of": past.split.as_of,
        "until": past.split.until,
        "n_train": len(classifier.listed),
        "n_test": len(past.truth),
        "n_under_new_headings": past.elsewhere,
    }


def _marks(name: str, replayed: Sequence[Replayed]) -> Marks:
    """Mark what a method guessed in all splits together."""
    guessed = [guess for one in replayed for guess in one.told[name].guesses]
    return mark(guessed, [truth for one in replayed for truth in one.truths])


def _values(one: Replayed) -> dict[str, dict[str, float]]:
    """Give each metric of one split, without intervals: a split alone has few papers."""
    if not one.truths:
        return {}
    everything = np.arange(len(one.truths))
    marked = {name: _marks(name, [one]) for name in METHODS}
    values = {
        name: {key: metric(marks, everything) for key, metric in METRICS.items()} for name, marks in marked.items()
    }
    return {name: {key: value for key, value in told.items() if not np.isnan(value)} for name, told in values.items()}


def _differences(replayed: Sequence[Replayed]) -> dict[str, dict[str, dict[str, float]]]:
    """Give litgraph minus each baseline, paper by paper, with intervals."""
    own = _marks("litgraph", replayed)
    told: dict[str, dict[str, dict[str, float]]] = {}
    for name in METHODS:
        if name != "litgraph":
            theirs = _marks(name, replayed)
            found = {key: score_difference(own, theirs, metric, seed=SEED) for key, metric in METRICS.items()}
            told[name] = {key: asdict(score) for key, score in found.items() if score is not None}
    return told


def _scores(name: str, replayed: Sequence[Replayed]) -> dict[str, dict[str, float]]:
    """Give each metric that is defined, with its interval."""
    marks = _marks(name, replayed)
    told = [one.told[name] for one in replayed]
    scores = {key: score(marks, metric, seed=SEED) for key, metric in METRICS.items()}
    inside, outside = (
        np.concatenate(scopes) for scopes in zip(*((one.inside, one.outside) for one in told), strict=True)
    )
    scores["scope_auroc"] = score_scope(inside, outside, seed=SEED)
    return {key: asdict(found) for key, found in scores.items() if found is not None}


def _added_up(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(one[name] for one in counts) for name in counts[0]}


def _confusions(replayed: Sequence[Replayed]) -> list[dict[str, Any]]:
    """Count where litgraph's best leaf was not where people put the paper, most frequent first; ties by path."""
    pairs = (
        (g.leaves[0], truth)
        for one in replayed
        for g, truth in zip(one.told["litgraph"].guesses, one.truths, strict=True)
    )
    counts = Counter((truth[0], guess) for guess, truth in pairs if guess not in truth)
    ranked = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
    return [
        {"category": list(actual), "guessed": list(guess), "count": count}
        for (actual, guess), count in ranked[:_CONFUSIONS]
    ]


def _warnings(replayed: Sequence[Replayed]) -> Iterator[str]:
    """Say what the scores leave out."""
    if elsewhere := sum(one.split["n_under_new_headings"] for one in replayed):
        yield f"{elsewhere} papers went under headings that did not exist then; they are left out"
    if not any(one.truths for one in replayed):
        yield "no paper was listed later, so there is nothing to score"
    elif not any(len(one.told["litgraph"].outside) for one in replayed):
        yield "scope_auroc needs papers that were never listed: litgraph import FILE…"
    if late := sum(one.discovery["of"] - one.discovery["n_with_abstract"] for one in replayed):
        yield f"{late} of the papers listed later have no abstract and are judged by their titles"
