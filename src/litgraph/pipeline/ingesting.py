"""Ingest: every entry of a list to a paper that a source knows, its references, and the survey's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litgraph.ingest.resolve import Answers, bearer, is_called_otherwise, judge, needs_match
from litgraph.ingest.source import STATES, UNSETTLED
from litgraph.ingest.sources import Sources, source_shapes, trouble_of
from litgraph.model.identifiers import PaperId
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, Survey, Unresolved
from litgraph.pipeline.asking import (
    ask_for_learnt,
    ask_for_papers,
    ask_for_vectors,
    put_accounts,
    put_links,
    put_states,
    standing_states,
    states_by_paper,
)
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.own_text import read_own_text
from litgraph.store.census import take_census
from litgraph.store.find import by_whole_title
from litgraph.store.lists import fetch_listings
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.resolutions import Resolution, fetch_resolutions, mark_of, put_resolutions, rehome_listings
from litgraph.store.runs import fetch_states, log_run

_KNOWN = ("ok", "empty", "capped")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """An entry of the list and its paper as the record has it."""

    entry: Entry
    paper: Paper


def ingest(
    record: Record, survey: Survey, sources: Sources, *, refresh: bool, progress: Progress, vectors: bool = False
) -> Outcome:
    """Resolve every entry, then ask for the references of each resolved paper and of the survey itself.

    With `vectors`, Semantic Scholar's SPECTER2 vectors of the resolved papers are kept, too.
    """
    ask_for_listed(record, survey, sources, refresh=refresh, progress=progress)
    _match_titles(record, survey, sources, refresh=refresh, progress=progress)
    _ask_arxiv_for_learnt(record, survey, sources, progress)
    _settle_entries(record, survey, sources)
    _ask_arxiv_for_learnt(record, survey, sources, progress)
    resolved = _resolved_papers(record, survey)
    _ask_for_references(record, resolved, sources, refresh=refresh, progress=progress)
    if vectors:
        ask_for_vectors(record, sources.s2, resolved, refresh=refresh, progress=progress)
    warnings = read_own_text(record, survey, sources, refresh=refresh)
    value = _summary(record, survey, sources)
    log_run(record, "ingest", record.today, {"entries": value["entries"], "resolved": value["resolved"]})
    trouble = trouble_of(sources)
    missing = (*_silent_lookups(record, survey, sources), *_what_is_missing(value, sources))
    return Outcome(value=value, warnings=(*warnings, *missing), trouble=trouble)


def ask_for_listed(record: Record, survey: Survey, sources: Sources, *, refresh: bool, progress: Progress) -> None:
    """Ask arXiv, then Semantic Scholar, for the papers of the list and for the survey's own."""
    for source in (sources.arxiv, sources.s2):
        papers = [one.paper for one in _listed(record, survey)]
        own = PaperId(f"arxiv:{survey.arxiv}")
        papers += [Paper(id=own, aliases=frozenset({own}))] if survey.arxiv else []
        ask_for_papers(record, source, papers, refresh=refresh, progress=progress)


def _ask_arxiv_for_learnt(record: Record, survey: Survey, sources: Sources, progress: Progress) -> None:
    """Ask arXiv for papers whose arXiv ids Semantic Scholar has just told."""
    ask_for_learnt(record, sources.arxiv, [one.paper for one in _listed(record, survey)], progress=progress)


def unresolved_entries(record: Record, survey: Survey) -> list[Unresolved]:
    """Give the entries that no source could name, in the order of the list."""
    resolutions = fetch_resolutions(record, survey.name)
    return [
        Unresolved(line=one.entry.line, title=one.entry.title, reason=said.reason, paper=one.paper.id)
        for one in _listed(record, survey)
        if (said := resolutions.get(mark_of(one.entry))) and not said.resolved
    ]


def count_pending(record: Record, survey: Survey) -> int:
    """Count what an ingest would ask: entries not looked at yet, and references without an answer."""
    resolutions = fetch_resolutions(record, survey.name)
    fresh = sum(mark_of(listing.entry) not in resolutions for _, listing in fetch_listings(record, survey.name))
    resolved = _resolved_papers(record, survey)
    states = states_by_paper(record, "references", resolved)
    return fresh + sum(states.get(paper.id, "deferred") in UNSETTLED for paper in resolved)


def _listed(record: Record, survey: Survey) -> list[_Listed]:
    listings = fetch_listings(record, survey.name)
    papers = fetch_papers(record, {paper for paper, _ in listings})
    return [_Listed(entry=listing.entry, paper=papers[paper]) for paper, listing in listings]


def _match_titles(record: Record, survey: Survey, sources: Sources, *, refresh: bool, progress: Progress) -> None:
    """Search by title the papers that no source knows by an identifier."""
    listed = _listed(record, survey)
    answers = _answers(record, [one.paper for one in listed], sources)
    wanted = {one.paper.id: one.paper for one in listed if needs_match(one.paper, answers)}
    standing = {} if refresh else standing_states(record, "match", wanted)
    asked = [paper for key, paper in wanted.items() if key not in standing]
    for done, paper in enumerate(asked, start=1):
        _match(record, sources, paper)
        progress("s2: titles", done, len(asked))


def _match(record: Record, sources: Sources, paper: Paper) -> None:
    found = sources.s2.match(paper.title, paper.authors, paper.year)
    named = [
        replace(one, paper=replace(one.paper, aliases=one.paper.aliases | {paper.id}))
        for one in found.accounts.values()
    ]
    with record.transaction():
        put_accounts(record, named, sources.s2.name)
        put_states(record, "match", {paper.id: next(iter(found.states.values()))})
        put_states(record, sources.s2.name, {one.paper.id: "ok" for one in named})  # need not be asked for by name


def _settle_entries(record: Record, survey: Survey, sources: Sources) -> None:
    """Write down what became of each entry; one whose link leads to another paper goes with the right one."""
    listed = _listed(record, survey)
    answers = _answers(record, [one.paper for one in listed], sources)
    before = fetch_resolutions(record, survey.name)
    resolutions: dict[str, Resolution] = {}
    for one in listed:
        mark = mark_of(one.entry)
        known = before.get(mark)
        if known and known.instead:
            resolutions[mark] = known
            continue
        verdict = judge(one.paper, answers)
        resolutions[mark] = Resolution(resolved=verdict.known, reason=verdict.reason)
        if verdict.known and is_called_otherwise(one.entry.title, one.paper):
            resolutions[mark] = _look_behind(record, sources, one)
    with record.transaction():
        put_resolutions(record, survey.name, resolutions)
        rehome_listings(record, survey.name, resolutions)


def _look_behind(record: Record, sources: Sources, one: _Listed) -> Resolution:
    """Find the paper that an entry names, where its link leads to one with quite another title."""
    link = f"its link leads to {one.paper.id}, “{one.paper.title}”"
    right = _known_bearer(record, one)
    if right is None:
        _match(record, sources, Paper(id=PaperId(f"title:{mark_of(one.entry)}"), title=one.entry.title))
        right = _known_bearer(record, one)
    if right is None:
        return Resolution(resolved=True, reason=link)
    return Resolution(resolved=True, reason=f"{link}; taken for {right.id}", instead=right.id)


def _known_bearer(record: Record, one: _Listed) -> Paper | None:
    titled = fetch_papers(record, by_whole_title(record, one.entry.title))
    return bearer(one.entry.title, titled.values(), one.paper)


def _answers(record: Record, papers: Sequence[Paper], sources: Sources) -> Answers:
    names = {name for paper in papers for name in paper.aliases}

    def states(name: str) -> dict[PaperId, str]:
        return {PaperId(key): was.state for key, was in fetch_states(record, name, names).items()}

    by_source = {source.name: states(source.name) for source in (sources.arxiv, sources.s2)}
    return Answers(by_source=by_source, match=states("match"))


def _resolved_papers(record: Record, survey: Survey) -> list[Paper]:
    """Give the papers of resolved entries, each once, by key."""
    resolutions = fetch_resolutions(record, survey.name)
    papers = {
        one.paper.id: one.paper
        for one in _listed(record, survey)
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


def _silent_lookups(record: Record, survey: Survey, sources: Sources) -> Iterator[str]:
    """Say of how many papers a source was asked without an answer; a source that takes no question seems well."""
    papers = [one.paper for one in _listed(record, survey)]
    for name, states in _answers(record, papers, sources).by_source.items():
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
