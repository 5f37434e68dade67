"""Emergence replayed: would the clusters that were named have been those that grew, and would headings have come early?

At each origin the corpus is cut to what was known then. Truth A is the fifth of the clusters that grew most in the next
twelve months: their share of the field's new papers over their share of the stock. Each method names as many; the
critical success index is hits over hits, misses and false alarms (Klavans, Boyack & Murdick 2020). Truth B are headings
that the list's maintainers made later: `lead_months` is how long before that a cluster among the first twenty held
half of the heading's papers then known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.bursts import find_bursts
from litgraph.emerging.communities import Labels, find_communities
from litgraph.emerging.corpus import Corpus, as_day, ordinal
from litgraph.emerging.growth import YEAR, Growth, measure_growth, ratio
from litgraph.emerging.joining import joined, share_out
from litgraph.emerging.naming import name_clusters
from litgraph.emerging.neighbours import tie_papers
from litgraph.evaluate.splits import quarter_ends
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Survey
from litgraph.pipeline.emerging import read_corpus
from litgraph.pipeline.hinting import curated_places
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.store.lists import fetch_category_stays
from litgraph.store.record import Record

if TYPE_CHECKING:
    from litgraph.encode.encoder import Encoder

METHODS = ("litgraph", "last-growth", "size", "newest", "bursts", "chance")
METRICS = ("csi", "precision_at_10", "recall_at_20", "lead_months")
_EXCEPTIONAL = 0.2  # share of the clusters
_FEWEST_BEFORE, _FEWEST_AFTER = 200, 50  # papers known at an origin, and new in the year after
_EARLY, _FIRST = 90, 20  # days before a heading, and clusters looked at
_SEED, _DRAWS = 1, 2000
_MONTH = 365.25 / 12
_FORMS = re.compile(r"survey|benchmark|dataset|tutorial|review|leaderboard|resource|tool|other|misc|blog|talk", re.I)

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that was made on a day (an ordinal), and its papers."""

    day: int
    papers: frozenset[PaperId]


def backtest(
    record: Record, survey: Survey, encoder: Encoder, *, first: str | None, last: str | None, progress: Progress
) -> Outcome:
    """Replay emergence at the ends of quarters between two days."""
    with record.transaction():
        corpus = read_corpus(record, encoder.fast or encoder, record.today, progress)
        headings = _later_headings(record, survey)
    origins = [] if not len(corpus) else _origins(corpus, first, last)
    replays = []
    for number, origin in enumerate(origins):
        progress("replaying", number, len(origins))
        replays.append(_replay(corpus, origin, headings))
    warnings = () if replays else ("no quarter has 200 papers before it and 50 in the year after it",)
    told = [
        {
            "as_of": as_day(origin),
            "until": as_day(origin + YEAR),
            "clusters": replay["clusters"],
            "methods": replay["told"],
        }
        for origin, replay in zip(origins, replays, strict=True)
    ]
    return Outcome(value={"origins": told, "pooled": pool(replays), "headings": len(headings)}, warnings=warnings)


def _origins(corpus: Corpus, first: str | None, last: str | None) -> list[int]:
    newest = int(corpus.days[-1])
    ends = quarter_ends([as_day(day) for day in (corpus.days[0], newest)], as_day(newest))
    wanted = [end for end in ends if (first or "") <= end <= (last or "9999")]
    return [day for day in map(ordinal, wanted) if day + YEAR <= newest and _has_enough(corpus, day)]


def _has_enough(corpus: Corpus, day: int) -> bool:
    known = corpus.known(day)
    return known >= _FEWEST_BEFORE and corpus.known(day + YEAR) - known >= _FEWEST_AFTER


def _replay(corpus: Corpus, origin: int, headings: Sequence[Heading]) -> dict[str, Any]:
    known = corpus.until(origin)
    labels = find_communities(tie_papers(known))
    sizes = np.bincount(labels[labels >= 0], minlength=int(labels.max(initial=-1)) + 1).astype(float)
    if not len(sizes):
        return {"clusters": 0, "told": {}, "hits": {}}
    truth = _first(_grown(corpus.until(origin + YEAR), labels, sizes), max(1, round(_EXCEPTIONAL * len(sizes))))
    ranked = {name: _ranked(scores) for name, scores in _score(known, labels, sizes, origin).items()}
    hits = {name: len(truth & set(order[: len(truth)])) for name, order in ranked.items()}
    leads = {name: _leads(known, labels, order[:_FIRST], origin, headings) for name, order in ranked.items()}
    told = {
        name: {
            "csi": hits[name] / (2 * len(truth) - hits[name]),
            "precision_at_10": len(truth & set(order[:10])) / min(10, len(order)),
            "recall_at_20": len(truth & set(order[:20])) / len(truth),
            "lead_months": float(np.mean(list(leads[name].values()))) if leads[name] else None,
        }
        for name, order in ranked.items()
    }
    return {"clusters": len(sizes), "told": told, "hits": hits, "of": len(truth), "leads": leads}


def _grown(later: Corpus, labels: Labels, sizes: Scores) -> Scores:
    """Give the growth of each cluster by the papers that came after those labelled."""
    came = joined(share_out(later, labels, np.arange(len(labels), len(later))))
    return ratio(np.bincount(came[came >= 0], minlength=len(sizes)), sizes)


def _score(known: Corpus, labels: Labels, sizes: Scores, origin: int) -> Mapping[str, Scores]:
    growth: Growth = measure_growth(known, labels, origin)
    members = labels >= 0
    days = np.bincount(labels[members], weights=known.days[members], minlength=len(sizes))
    return {
        "litgraph": growth.expected,
        "last-growth": growth.quarter,
        "size": sizes,
        "newest": days / sizes,
        "bursts": _bursting(known, labels, len(sizes), origin),
        "chance": np.random.default_rng((_SEED, origin)).random(len(sizes)),
    }


def _bursting(known: Corpus, labels: Labels, clusters: int, origin: int) -> Scores:
    """Sum the levels at which the terms of each cluster burst in the last quarter, in the titles of the whole field."""
    titles = [paper.title.casefold() for paper in known.papers]
    groups = [[known.papers[place] for place in np.flatnonzero(labels == number)] for number in range(clusters)]
    scores = np.zeros(clusters)
    for number, (_, terms) in enumerate(name_clusters(groups)):
        for term in terms:
            days = [int(known.days[place]) for place, title in enumerate(titles) if term.casefold() in title]
            bursts = find_bursts(days)
            scores[number] += max((one.level for one in bursts if one.end > origin - YEAR / 4), default=0)
    return scores


def _ranked(scores: Scores) -> list[int]:
    return [int(place) for place in np.lexsort((np.arange(len(scores)), -np.round(scores, 9)))]


def _first(scores: Scores, count: int) -> set[int]:
    return set(_ranked(scores)[:count])


def _later_headings(record: Record, survey: Survey) -> list[Heading]:
    """Give the headings that were made after the list's first day, of five papers or more; forms of papers left out."""
    stays = fetch_category_stays(record, survey.name)
    since: dict[tuple[str, ...], list[str]] = defaultdict(list)
    firsts: dict[str, str] = {}
    for key, stay in stays:
        firsts[key] = min(firsts.get(key, "9999"), stay.since or "")
        since[stay.path].append(key)
    start = min(firsts.values(), default="")
    held: dict[tuple[str, ...], set[PaperId]] = defaultdict(set)
    for paper, paths in curated_places(record, survey.name).items():
        for path in paths:
            held[path].add(paper)
    made = {path: min(firsts[key] for key in keys) for path, keys in since.items()}
    return [
        Heading(day=ordinal(day), papers=frozenset(held[path]))
        for path, day in sorted(made.items())
        if day > start and day and len(held[path]) >= 5 and not _FORMS.search(path[-1])
    ]


def _leads(
    known: Corpus, labels: Labels, first: Sequence[int], origin: int, headings: Sequence[Heading]
) -> dict[int, float]:
    """Give by how many months the first clusters foresaw each heading made 90 days or more after the origin."""
    place = {key: number for number, key in enumerate(known.ids)}
    leads = {}
    for number, heading in enumerate(headings):
        own = [labels[place[paper]] for paper in heading.papers if paper in place]
        if heading.day - origin < _EARLY or len(own) < 2:
            continue
        best = max(own.count(cluster) for cluster in first)
        if best >= 2 and best >= len(own) / 2:
            leads[number] = (heading.day - origin) / _MONTH
    return leads


def pool(replays: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Pool the origins, with 95 % bootstrap intervals over them; a heading's lead is that of the earliest origin."""
    made = [replay for replay in replays if replay["told"]]
    if not made:
        return {}
    draws = np.random.default_rng(_SEED).integers(0, len(made), (_DRAWS, len(made)))
    return {name: {metric: _pooled(made, name, metric, draws) for metric in METRICS} for name in METHODS}


def _pooled(made: Sequence[Mapping[str, Any]], name: str, metric: str, draws: NDArray[np.int64]) -> Any:
    measure: Callable[[Sequence[Mapping[str, Any]]], float | None]
    if metric == "csi":
        measure = lambda chosen: _csi(chosen, name)  # noqa: E731
    elif metric == "lead_months":
        measure = lambda chosen: _lead(chosen, name)  # noqa: E731
    else:
        measure = lambda chosen: float(np.mean([one["told"][name][metric] for one in chosen]))  # noqa: E731
    value = measure(made)
    drawn = [found for draw in draws if (found := measure([made[place] for place in draw])) is not None]
    if value is None:
        return {"value": None, "low": None, "high": None}
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {"value": value, "low": float(low), "high": float(high)}


def _csi(chosen: Sequence[Mapping[str, Any]], name: str) -> float:
    hits = sum(one["hits"][name] for one in chosen)
    return float(hits / (sum(2 * one["of"] for one in chosen) - hits))


def _lead(chosen: Sequence[Mapping[str, Any]], name: str) -> float | None:
    longest: dict[int, float] = {}
    for one in chosen:
        for heading, lead in one["leads"][name].items():
            longest[heading] = max(lead, longest.get(heading, 0.0))
    return float(np.mean(list(longest.values()))) if longest else None
