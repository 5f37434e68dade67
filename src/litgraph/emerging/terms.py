"""Bursts of a term: when papers that use it came faster than usual."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from litgraph.emerging.bursts import find_bursts
from litgraph.emerging.corpus import as_day, ordinal
from litgraph.errors import InputError
from litgraph.graph.backend import GraphBackend
from litgraph.model.dates import last_day
from litgraph.model.paper import Paper
from litgraph.queries.answer import Answer, Row, Scope, said


def bursts(backend: GraphBackend, term: str, scope: Scope, *, s: float = 2.0, gamma: float = 1.0) -> Answer:
    """Give the bursts of a term in the titles and abstracts of the papers known, by level, then time.

    Level 0 is the whole time. `s` is by how much a level is faster than the one below it, `gamma` how dear it is to
    rise. Papers of which the month or the year alone is known are taken to be spread evenly over it.
    """
    if not term.strip():
        raise InputError("Nothing to look for: give a term of a word or more.")
    if not s > 1 or not gamma >= 0:
        raise InputError(f"--s {s:g} --gamma {gamma:g} makes no levels: s is above 1, gamma not below 0.")
    found = backend.search(term.strip(), limit=max(len(backend.paper_ids(as_of=scope.as_of)), 1), as_of=scope.as_of)
    pattern = _phrase(term)
    papers = backend.papers([paper for paper, _ in found], as_of=scope.as_of).values()
    times = times_of(paper for paper in papers if pattern.search(f"{paper.title}\n{paper.abstract}"))
    rows = _rows(term.strip(), times, s, gamma)
    return Answer(
        query="bursts",
        parameters={"term": term.strip(), "s": s, "gamma": gamma, **said(scope)},
        backend=backend.name,
        rows=tuple(rows[: scope.limit]),
        truncated=scope.limit is not None and len(rows) > scope.limit,
        warnings=() if rows else (f"fewer than two dated papers use '{term.strip()}'",),
        more={"papers": len(times)},
    )


def times_of(papers: Iterable[Paper]) -> list[float]:
    """Give when papers came, in days: those of one month or year are spread over it. Undated ones are left out."""
    times: list[float] = []
    spread: dict[str, int] = defaultdict(int)
    for paper in papers:
        date = paper.date or (str(paper.year) if paper.year else "")
        if len(date) == len("2024-01-31"):
            times.append(float(ordinal(date)))
        elif date:
            spread[date] += 1
    for date, count in spread.items():
        start, end = (
            ordinal(f"{date}-01-01"[:10] if len(date) == len("2024") else f"{date}-01"),
            ordinal(last_day(date)),
        )
        times += [float(start + int((end + 1 - start) * (place + 0.5) / count)) for place in range(count)]
    return sorted(times)


def _rows(term: str, times: Sequence[float], s: float, gamma: float) -> list[Row]:
    return [
        {
            "term": term,
            "level": burst.level,
            "start": _day(burst.start),
            "end": _day(burst.end),
            "papers": sum(burst.start <= time <= burst.end for time in times),
        }
        for burst in find_bursts(times, s=s, gamma=gamma)
    ]


def _day(time: float) -> str:
    return as_day(min(int(time), datetime.date.max.toordinal()))


def _phrase(term: str) -> re.Pattern[str]:
    """Match a term without regard to case and to what stands between its words."""
    words = re.findall(r"\w+", term)
    body = r"[\W_]+".join(map(re.escape, words)) if words else re.escape(term.strip())
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)
