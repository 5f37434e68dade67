"""Settling what becomes of each entry: searched by title where no identifier serves, and looked behind its link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from litgraph.ingest.resolve import Answers, bearer, is_called_otherwise, judge, may_be_renamed, needs_match
from litgraph.ingest.sources import Sources
from litgraph.model.identifiers import PaperId, title_id
from litgraph.model.paper import Paper
from litgraph.model.survey import Entry, Survey
from litgraph.pipeline.asking import put_accounts, put_states, standing_states
from litgraph.pipeline.outcome import Progress
from litgraph.store.aliases import resolve_ids
from litgraph.store.entries import upsert_entries
from litgraph.store.find import by_whole_title
from litgraph.store.lists import fetch_listings
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.resolutions import Resolution, fetch_resolutions, mark_of, put_resolutions, rehome_listings
from litgraph.store.runs import fetch_states

_QUOTED = "”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry of the list and its paper as the record has it."""

    entry: Entry
    paper: Paper


def listed_of(record: Record, survey: Survey) -> list[Listed]:
    """Give the entries of a list, in its order, with their papers."""
    listings = fetch_listings(record, survey.name)
    papers = fetch_papers(record, {paper for paper, _ in listings})
    return [Listed(entry=listing.entry, paper=papers[paper]) for paper, listing in listings]


def answers_of(record: Record, papers: Sequence[Paper], sources: Sources) -> Answers:
    """Give how lookups and searches of papers came out so far."""
    names = {name for paper in papers for name in paper.aliases}

    def states(name: str) -> dict[PaperId, str]:
        return {PaperId(key): was.state for key, was in fetch_states(record, name, names).items()}

    by_source = {source.name: states(source.name) for source in (sources.arxiv, sources.s2)}
    return Answers(by_source=by_source, match=states("match"))


def match_titles(record: Record, survey: Survey, sources: Sources, *, refresh: bool, progress: Progress) -> None:
    """Search by title the papers that no source knows by an identifier."""
    papers = [one.paper for one in listed_of(record, survey)]
    answers = answers_of(record, papers, sources)
    wanted = {paper.id: paper for paper in papers if needs_match(paper, answers)}
    standing = {} if refresh else standing_states(record, "match", wanted)
    asked = [paper for key, paper in wanted.items() if key not in standing]
    for done, paper in enumerate(asked, start=1):
        _match(record, sources, paper)
        progress("s2: titles", done, len(asked))


def settle_entries(record: Record, survey: Survey, sources: Sources, *, refresh: bool) -> None:
    """Write down what became of each entry; one whose link leads to another paper goes with the right one."""
    listed = listed_of(record, survey)
    answers = answers_of(record, [one.paper for one in listed], sources)
    before = fetch_resolutions(record, survey.name)
    resolutions = {}
    for one in listed:
        mark = mark_of(one.entry)
        resolutions[mark] = _settle(record, sources, one, answers, before.get(mark), refresh=refresh)
    with record.transaction():
        put_resolutions(record, survey.name, resolutions)
        rehome_listings(record, survey.name, resolutions)


def _settle(
    record: Record, sources: Sources, one: Listed, answers: Answers, before: Resolution | None, *, refresh: bool
) -> Resolution:
    if before and before.instead and before.resolved:
        return before
    verdict = judge(one.paper, answers)
    if before and before.instead:
        link = before.reason[: before.reason.rindex(_QUOTED) + 1]
        why = f"taken for {one.paper.id}" if verdict.known else verdict.reason
        return Resolution(resolved=verdict.known, reason=f"{link}; {why}", instead=before.instead)
    if verdict.known and is_called_otherwise(one.entry.title, one.paper):
        return _look_behind(record, sources, one, refresh=refresh)
    return Resolution(resolved=verdict.known, reason=verdict.reason)


def _look_behind(record: Record, sources: Sources, one: Listed, *, refresh: bool) -> Resolution:
    """Find the paper that an entry names, where its link leads to one with quite another title.

    Where none is found, and the title cannot be an older one of the same paper, the entry gets a paper of its own, with
    nothing but what the list says.
    """
    link = f"its link leads to {one.paper.id}, “{one.paper.title}{_QUOTED}"
    named = _named_alone(one.entry)
    right = _known_bearer(record, one, named)
    if right is None:
        if refresh or named.id not in standing_states(record, "match", [named.id]):
            _match(record, sources, named)
        right = _known_bearer(record, one, named)
    if right:
        return Resolution(resolved=True, reason=f"{link}; taken for {right}", instead=right)
    why = judge(named, answers_of(record, [named], sources)).reason
    if may_be_renamed(one.entry.title, one.paper.title):
        return Resolution(resolved=True, reason=f"{link}; perhaps renamed: {why}")
    upsert_entries(record, [replace(one.entry, identifiers=())])
    home = resolve_ids(record, [named.id])[named.id]
    return Resolution(resolved=False, reason=f"{link}; {why}", instead=home if home != one.paper.id else None)


def _named_alone(entry: Entry) -> Paper:
    """Give the paper of an entry as its title, authors and year name it, without its links."""
    name = title_id(entry.title, next(iter(entry.authors), ""), entry.year)
    return Paper(id=name, title=entry.title, authors=entry.authors, year=entry.year, aliases=frozenset({name}))


def _known_bearer(record: Record, one: Listed, named: Paper) -> PaperId | None:
    """Find the paper that bears the entry's title, or that a search by it has found; never the one behind its link."""
    titled = fetch_papers(record, by_whole_title(record, one.entry.title))
    if found := bearer(one.entry.title, titled.values(), one.paper):
        return found.id
    matched = resolve_ids(record, [named.id]).get(named.id)
    return matched if matched != one.paper.id else None


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
