"""Ingest: every entry of a list to a paper that a source knows, its references, and the survey's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from litgraph.ingest.resolve import RUN_AGAIN
from litgraph.ingest.source import STATES, UNSETTLED
from litgraph.ingest.sources import Sources, source_shapes, trouble_of
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Survey, Unresolved
from litgraph.pipeline.asking import (
    ask_for_learnt,
    ask_for_papers,
    ask_for_vectors,
    put_links,
    put_states,
    standing_states,
    states_by_paper,
)
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.own_text import read_own_text
from litgraph.pipeline.settling import answers_of, listed_of, match_titles, settle_entries
from litgraph.store.census import take_census
from litgraph.store.lists import fetch_listings
from litgraph.store.record import Record
from litgraph.store.resolutions import fetch_resolutions, mark_of
from litgraph.store.runs import log_run

_KNOWN = ("ok", "empty", "capped")
_SHOWN = 3  # examples in a warning


def ingest(
    record: Record, survey: Survey, sources: Sources, *, refresh: bool, progress: Progress, vectors: bool = False
) -> Outcome:
    """Resolve every entry, then ask for the references of each resolved paper and of the survey itself.

    With `vectors`, Semantic Scholar's SPECTER2 vectors of the resolved papers are kept, too.
    """
    ask_for_listed(record, survey, sources, refresh=refresh, progress=progress)
    match_titles(record, survey, sources, refresh=refresh, progress=progress)
    ask_for_listed_again(record, survey, sources, progress=progress)
    settle_entries(record, survey, sources, refresh=refresh)
    ask_for_listed_again(record, survey, sources, progress=progress)
    resolved = _resolved_papers(record, survey)
    _ask_for_references(record, resolved, sources, refresh=refresh, progress=progress)
    if vectors:
        ask_for_vectors(record, sources.s2, resolved, refresh=refresh, progress=progress)
    warnings = read_own_text(record, survey, sources, refresh=refresh)
    value = _summary(record, survey, sources)
    log_run(record, "ingest", record.today, {"entries": value["entries"], "resolved": value["resolved"]})
    trouble = trouble_of(sources)
    missing = (
        *_wrong_links(record, survey),
        *_silent_lookups(record, survey, sources),
        *_what_is_missing(value, sources),
    )
    return Outcome(value=value, warnings=(*warnings, *missing), trouble=trouble)


def ask_for_listed(record: Record, survey: Survey, sources: Sources, *, refresh: bool, progress: Progress) -> None:
    """Ask arXiv, then Semantic Scholar, for the papers of the list and for the survey's own."""
    for source in (sources.arxiv, sources.s2):
        papers = [one.paper for one in listed_of(record, survey)]
        own = PaperId(f"arxiv:{survey.arxiv}")
        papers += [Paper(id=own, aliases=frozenset({own}))] if survey.arxiv else []
        ask_for_papers(record, source, papers, refresh=refresh, progress=progress)


def ask_for_listed_again(record: Record, survey: Survey, sources: Sources, *, progress: Progress) -> None:
    """Ask for listed papers by identifiers that were told only since: Semantic Scholar tells arXiv ids."""
    for source in (sources.arxiv, sources.s2):
        ask_for_learnt(record, source, [one.paper for one in listed_of(record, survey)], progress=progress)


def unresolved_entries(record: Record, survey: Survey) -> list[Unresolved]:
    """Give the entries that no source could name, in the order of the list."""
    resolutions = fetch_resolutions(record, survey.name)
    return [
        Unresolved(line=one.entry.line, title=one.entry.title, reason=said.reason, paper=one.paper.id)
        for one in listed_of(record, survey)
        if (said := resolutions.get(mark_of(one.entry))) and not said.resolved
    ]


def count_pending(record: Record, survey: Survey) -> int:
    """Count what an ingest would ask: entries not looked at or not answered yet, and references without an answer."""
    resolutions = fetch_resolutions(record, survey.name)
    marks = [mark_of(listing.entry) for _, listing in fetch_listings(record, survey.name)]
    fresh = sum(mark not in resolutions or resolutions[mark].reason.endswith(RUN_AGAIN) for mark in marks)
    resolved = _resolved_papers(record, survey)
    states = states_by_paper(record, "references", resolved)
    return fresh + sum(states.get(paper.id, "deferred") in UNSETTLED for paper in resolved)


def _resolved_papers(record: Record, survey: Survey) -> list[Paper]:
    """Give the papers of resolved entries, each once, by key."""
    resolutions = fetch_resolutions(record, survey.name)
    papers = {
        one.paper.id: one.paper
        for one in listed_of(record, survey)
        if (said := resolutions.get(mark_of(one.entry))) and said.resolved
    }
    return [papers[key] for key in sorted(papers)]


def _ask_for_references(
    record: Record, papers: Sequence[Paper], sources: Sources, *, refresh: bool, progress: Progress
) -> None:
    standing = {} if refresh else standing_states(record, "references", {n for p in papers for n in p.aliases})
    asked = [paper for paper in papers if paper.aliases.isdisjoint(standing)]
    for done, paper in enumerate(asked, start=1):
        links = sources.s2.references(paper.id, paper.aliases)
        with record.transaction():
            put_links(record, links, "s2")
            put_states(record, "references", {paper.id: links.state})
        progress("s2: references", done, len(asked))


def _summary(record: Record, survey: Survey, sources: Sources) -> dict[str, Any]:
    """Give the whole state after the run, as `ingest --json` shows it."""
    resolved = _resolved_papers(record, survey)
    states = states_by_paper(record, "references", resolved)
    items = Counter(states.get(paper.id, "deferred") for paper in resolved)
    unresolved = unresolved_entries(record, survey)
    entries = len(fetch_listings(record, survey.name))
    return {
        "entries": entries,
        "resolved": entries - len(unresolved),
        "unresolved": [{"line": one.line, "title": one.title, "reason": one.reason} for one in unresolved],
        "references": {"known": sum(items[state] for state in _KNOWN), "of": len(resolved)},
        "citations": take_census(record).citations,
        "items": {state: items[state] for state in STATES},
        "sources": source_shapes(sources.web.reports()),
    }


def _wrong_links(record: Record, survey: Survey) -> Iterator[str]:
    """Tell which entries link to another paper than the one that they name."""
    resolutions = fetch_resolutions(record, survey.name)
    told = [
        f"line {one.entry.line}: {said.reason}"
        for one in listed_of(record, survey)
        if (said := resolutions.get(mark_of(one.entry))) and said.resolved and said.reason
    ]
    if told:
        more = " …" if len(told) > _SHOWN else ""
        yield f"entries that link to another paper than they name: {len(told)}; {'; '.join(told[:_SHOWN])}{more}"


def _silent_lookups(record: Record, survey: Survey, sources: Sources) -> Iterator[str]:
    """Say of how many papers a source was asked without an answer; a source that takes no question seems well."""
    papers = [one.paper for one in listed_of(record, survey)]
    for name, states in answers_of(record, papers, sources).by_source.items():
        asked = [{states[alias] for alias in paper.aliases & states.keys()} for paper in papers]
        if silent := sum(bool(one) and one <= set(UNSETTLED) for one in asked):
            yield f"{name} did not answer for {silent} of {len(papers)} papers"


def _what_is_missing(value: Mapping[str, Any], sources: Sources) -> Iterator[str]:
    known, of = value["references"]["known"], value["references"]["of"]
    if known < of:
        yield f"references known for {known} of {of} papers"
    if value["unresolved"]:
        yield f"{len(value['unresolved'])} of {value['entries']} entries are unresolved"
    failed = [one for one in value["sources"] if one["state"] != "ok"]
    waiting = sum(value["items"][state] for state in UNSETTLED)
    if failed or waiting:
        again = "run again without --offline" if sources.offline else "run again"
        yield f"{waiting} questions for references are open, {len(failed)} sources did not answer all: {again}"
