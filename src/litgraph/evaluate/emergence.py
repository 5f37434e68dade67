"""Emergence replayed: would the clusters that were named have been those that grew, and would headings have come early?

At each origin the corpus is cut to what was known then. Truth A is the fifth of the clusters that grew most in the next
twelve months: their share of the field's new papers over their share of the stock. Each method names as many; the
critical success index is hits over hits, misses and false alarms (Klavans, Boyack & Murdick 2020). Truth B are headings
that the list's maintainers made later: `lead_months` is how long before that a cluster among the first twenty held
half of the heading's papers then known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from litgraph.emerging.bursts import find_bursts
from litgraph.emerging.communities import Labels, count_members, find_communities
from litgraph.emerging.corpus import Corpus, as_day, ordinal
from litgraph.emerging.growth import QUARTER, YEAR, measure_growth, ratio
from litgraph.emerging.joining import joined, share_out
from litgraph.emerging.naming import Phrase, name_clusters, phrase_of, phrases_in
from litgraph.emerging.neighbours import tie_papers
from litgraph.model.dates import quarter_ends
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
Sizes = NDArray[np.int64]


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
    origins = choose_origins(corpus, first, last)
    replays = []
    for number, origin in enumerate(origins):
        progress("replaying", number, len(origins))
        replays.append(replay(corpus, origin, headings))
    warnings = () if replays else ("no quarter has 200 papers before it and 50 in the year after it",)
    told = [
        {
            "as_of": as_day(origin),
            "until": as_day(origin + YEAR),
            "clusters": replayed["clusters"],
            "methods": replayed["told"],
        }
        for origin, replayed in zip(origins, replays, strict=True)
    ]
    return Outcome(value={"origins": told, "pooled": pool(replays), "headings": len(headings)}, warnings=warnings)


def choose_origins(corpus: Corpus, first: str | None = None, last: str | None = None) -> list[int]:
    """Give the ends of quarters between two days that have enough papers before them and in the year after."""
    if not len(corpus):
        return []
    newest = int(corpus.days[-1])
    ends = quarter_ends([as_day(day) for day in (corpus.days[0], newest)], as_day(newest))
    wanted = [end for end in ends if (first or "") <= end <= (last or "9999")]
    return [day for day in map(ordinal, wanted) if day + YEAR <= newest and _has_enough(corpus, day)]


def _has_enough(corpus: Corpus, day: int) -> bool:
    known = corpus.known(day)
    return known >= _FEWEST_BEFORE and corpus.known(day + YEAR) - known >= _FEWEST_AFTER


def replay(corpus: Corpus, origin: int, headings: Sequence[Heading] = ()) -> dict[str, Any]:
    """Score each method at an origin: `told` as the command tells it, `hits` of `of`, and `leads` by heading."""
    known = corpus.until(origin)
    labels = find_communities(tie_papers(known))
    sizes = count_members(labels)
    if not len(sizes):
        return {"clusters": 0, "told": {}, "hits": {}}
    truth = _first(_grown(corpus.until(origin + YEAR), labels, sizes), max(1, round(_EXCEPTIONAL * len(sizes))))
    ranked = {name: _ranked(scores) for name, scores in _score(known, labels, sizes, origin).items()}
    hits = {name: len(truth & set(order[: len(truth)])) for name, order in ranked.items()}
    held = _held(known, labels, origin, headings)
    leads = {name: _leads(held, set(order[:_FIRST])) for name, order in ranked.items()}
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


def _grown(later: Corpus, labels: Labels, sizes: Sizes) -> Scores:
    """Give the growth of each cluster by the papers that came after those labelled."""
    came = joined(share_out(later, labels, np.arange(len(labels), len(later))))
    return ratio(np.bincount(came[came >= 0], minlength=len(sizes)), sizes)


def _score(known: Corpus, labels: Labels, sizes: Sizes, origin: int) -> Mapping[str, Scores]:
    growth = measure_growth(known, labels, origin)
    members = labels >= 0
    days = np.bincount(labels[members], weights=known.days[members], minlength=len(sizes))
    return {
        "litgraph": growth.expected,
        "last-growth": growth.quarter,
        "size": sizes.astype(float),
        "newest": days / sizes,
        "bursts": _bursting(known, labels, len(sizes), origin),
        "chance": np.random.default_rng((_SEED, origin)).random(len(sizes)),
    }


def _bursting(known: Corpus, labels: Labels, clusters: int, origin: int) -> Scores:
    """Sum the levels at which the terms of each cluster burst in the last quarter, in the titles of the whole field."""
    groups = [[known.papers[place] for place in np.flatnonzero(labels == number)] for number in range(clusters)]
    terms = [[phrase_of(term) for term in terms] for _, terms in name_clusters(groups)]
    days: dict[Phrase, list[int]] = {phrase: [] for phrases in terms for phrase in phrases}
    for paper, day in zip(known.papers, known.days.tolist(), strict=True):
        for phrase in phrases_in(paper.title) & days.keys():
            days[phrase].append(day)
    levels = {
        phrase: max((one.level for one in find_bursts(when) if one.end > origin - QUARTER), default=0)
        for phrase, when in days.items()
    }
    return np.array([sum(levels[phrase] for phrase in phrases) for phrases in terms], float)


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


def _held(known: Corpus, labels: Labels, origin: int, headings: Sequence[Heading]) -> dict[int, tuple[float, set[int]]]:
    """Give of each heading made 90 days or more after the origin in how many months it comes, and who holds half of it.

    Of its papers two or more must be known, and two or more be in a cluster that holds half of those.
    """
    cluster = dict(zip(known.ids, labels.tolist(), strict=True))
    found = {}
    for number, heading in enumerate(headings):
        if heading.day - origin >= _EARLY:
            own = Counter(cluster[paper] for paper in heading.papers if paper in cluster)
            holding = {one for one, count in own.items() if one >= 0 and count >= max(2, own.total() / 2)}
            found[number] = ((heading.day - origin) / _MONTH, holding)
    return found


def _leads(held: Mapping[int, tuple[float, set[int]]], first: set[int]) -> dict[int, float]:
    """Give by how many months the first clusters foresaw each heading that one of them holds."""
    return {heading: months for heading, (months, holding) in held.items() if holding & first}


def pool(replays: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Pool the origins, with 95 % bootstrap intervals over them; a heading's lead is that of the earliest origin."""
    made = [one for one in replays if one["told"]]
    if not made:
        return {}
    draws = np.random.default_rng(_SEED).integers(0, len(made), (_DRAWS, len(made)))
    return {name: {metric: _pooled(made, name, metric, draws) for metric in METRICS} for name in METHODS}


def _pooled(made: Sequence[Mapping[str, Any]], name: str, metric: str, draws: NDArray[np.int64]) -> Any:
    value = _measure(made, name, metric)
    if value is None:
        return {"value": None, "low": None, "high": None}
    drawn = [_measure([made[place] for place in draw], name, metric) for draw in draws]
    low, high = np.percentile([found for found in drawn if found is not None], [2.5, 97.5])
    return {"value": value, "low": float(low), "high": float(high)}


def _measure(chosen: Sequence[Mapping[str, Any]], name: str, metric: str) -> float | None:
    if metric == "csi":
        return _csi(chosen, name)
    if metric == "lead_months":
        return _lead(chosen, name)
    return float(np.mean([one["told"][name][metric] for one in chosen]))


def _csi(chosen: Sequence[Mapping[str, Any]], name: str) -> float:
    hits = sum(one["hits"][name] for one in chosen)
    return float(hits / (sum(2 * one["of"] for one in chosen) - hits))


def _lead(chosen: Sequence[Mapping[str, Any]], name: str) -> float | None:
    longest: dict[int, float] = {}
    for one in chosen:
        for heading, lead in one["leads"][name].items():
            longest[heading] = max(lead, longest.get(heading, 0.0))
    return float(np.mean(list(longest.values()))) if longest else None
