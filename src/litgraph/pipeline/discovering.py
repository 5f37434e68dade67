"""Discover: papers that the list lacks, from arXiv, from citations of the corpus, from recommendations and lists."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from litgraph.errors import InputError
from litgraph.ingest.source import STATES, UNSETTLED, Found, Links
from litgraph.ingest.sources import Sources, source_shapes, trouble_of
from litgraph.ingest.subjects import categories_to_watch
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, scheme_of
from litgraph.model.paper import Paper, describe, known_from
from litgraph.model.survey import Survey
from litgraph.pipeline.asking import ask_for_learnt, put_accounts, put_links, put_states
from litgraph.pipeline.ingesting import ask_for_listed, ask_for_listed_again
from litgraph.pipeline.outcome import Outcome, Progress
from litgraph.pipeline.ranking import rank
from litgraph.pipeline.sister_lists import take_list
from litgraph.store.aliases import resolve_ids
from litgraph.store.assignments import fetch_candidates, fetch_decisions
from litgraph.store.facts import fetch_facts, withdrawn_papers
from litgraph.store.lists import fetch_listings
from litgraph.store.papers import fetch_papers
from litgraph.store.record import Record
from litgraph.store.runs import FetchState, fetch_states, log_run, put_fetch_states

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from litgraph.encode.encoder import Encoder

_RECENT_EXAMPLES = 100
# arXiv announces within days of the submission, and within weeks what its moderators hold back.
_ANNOUNCED_WITHIN = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a discovery is to find: first versions from `since` to `until`, and in these lists.

    Without `since` only the lists are read, and what they hold counts whatever its age. From `late` on first
    versions are taken into the record, too, that arXiv announced only after `since`; they are classified, not told.
    """

    since: str = ""
    late: str = ""
    until: str
    lists: tuple[FilePath, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Finds:
    """What was found so far, and by what; a class since it is added to while sources answer."""

    by: dict[PaperId, set[str]] = field(default_factory=lambda: defaultdict(set))
    missing: list[str] = field(default_factory=list)

    def add(self, accounts: Iterable[Account], way: str) -> None:
        for account in accounts:
            self.by[account.paper.id].add(way)

    def lack(self, what: str, answer: Found | Links) -> None:
        """Note what a source did not give; that a paper is unknown is an answer, that an endpoint is, is none."""
        if answer.state in (*UNSETTLED, "capped") or (isinstance(answer, Found) and answer.state == "not_found"):
            self.missing.append(f"{what}: {answer.state}, {answer.reason}")


def discover(
    record: Record,
    survey: Survey,
    sources: Sources,
    encoder: Encoder,
    *,
    since: str | None,
    until: str | None,
    lists: Sequence[FilePath],
    refresh: bool,
    progress: Progress,
    limit: int | None = None,
) -> Outcome:
    """Find the papers that a survey's list may lack, put them into the record, and rank them by relevance.

    `since` and `until` are days, both inclusive; `lists` are other lists, of which the papers of any age count where
    there is no `since`.
    """
    _check_days(since, until or record.today)
    ask_for_listed(record, survey, sources, refresh=refresh, progress=progress)
    ask_for_listed_again(record, survey, sources, progress=progress)
    question = _question(record, survey, since, until, lists)
    finds = _Finds()
    if question.since:
        _from_arxiv(record, survey, sources, question, finds, progress)
        _from_citations(record, survey, sources, question, finds, progress)
        _from_recommendations(record, survey, sources, finds)
    for file in question.lists:
        for key in take_list(record, sources, file, refresh=refresh, progress=progress):
            finds.by[key].add(file.name if file.stem.lower() != "readme" else file.parent.name)
    candidates = _candidates(record, survey, question, finds)
    # Only arXiv says what is withdrawn, and most abstracts stand there alone.
    ask_for_learnt(record, sources.arxiv, candidates.values(), progress=progress)
    candidates = _candidates(record, survey, question, finds)
    ranked = rank(record, survey, encoder, list(candidates), progress=progress)
    trouble = trouble_of(sources)
    if question.since and not finds.missing and trouble is None and not sources.offline:
        done = FetchState(name="discover", key=survey.name, state="ok", day=min(question.until, record.today))
        put_fetch_states(record, [done])
    log_run(record, "discover", record.today, {"candidates": len(candidates)})
    told = [_shape(candidates[key], score, ways) for key, score, ways in _told(ranked[:limit], record, finds)]
    value = {
        "since": question.since or None,
        "until": question.until,
        "candidates": told,
        "withdrawn": _withdrawn(record, finds),
        "sources": source_shapes(sources.web.reports()),
        "missing": finds.missing,
    }
    return Outcome(value=value, warnings=tuple(_summary(value, finds)), trouble=trouble)


def _question(
    record: Record, survey: Survey, since: str | None, until: str | None, lists: Sequence[FilePath]
) -> Question:
    end = until or record.today
    if since is None and lists:
        return Question(until=end, lists=tuple(lists))
    done = "" if since else _last_complete(record, survey)
    begin = since or done or _newest_entry(record, survey)
    _check_days(begin, end)
    late = (datetime.date.fromisoformat(done) - _ANNOUNCED_WITHIN).isoformat() if done else ""
    return Question(since=begin, late=late, until=end, lists=tuple(lists))


def _check_days(begin: str | None, end: str) -> None:
    if begin and begin > end:
        raise InputError(f"There is no day from {begin} to {end}. Give --since a day before --until.")


def _last_complete(record: Record, survey: Survey) -> str:
    """Give the day on which the last complete discovery ended, or nothing."""
    done = fetch_states(record, "discover", [survey.name])
    return done[survey.name].day if done else ""


def _newest_entry(record: Record, survey: Survey) -> str:
    """Give the day of the list's newest entry."""
    listings = fetch_listings(record, survey.name)
    # Without a history all entries came on the day on which the list was first read: then their papers tell.
    first_read = [was.day for was in fetch_states(record, "history", [survey.name]).values()]
    came = [
        listing.since
        for _, listing in listings
        if listing.since and listing.since < record.today and listing.since not in first_read
    ]
    if came:
        return max(came)
    papers = list(fetch_papers(record, {paper for paper, _ in listings}).values())
    if not papers and survey.arxiv:
        own = PaperId(f"arxiv:{survey.arxiv}")
        papers = [*fetch_papers(record, [own]).values(), describe(frozenset({own}), source="id", day=record.today)][:1]
    days = [day for paper in papers if (day := known_from(paper)) and day <= record.today]
    if not days:
        raise InputError("The list has no dated entry to go on from. Say since when to look: --since 2024-01-31.")
    return max(days)


def _from_arxiv(
    record: Record, survey: Survey, sources: Sources, question: Question, finds: _Finds, progress: Progress
) -> None:
    """Ask arXiv for new papers of the survey's categories, then what else it says has changed."""
    categories = _watched(record, survey)
    if not categories:
        finds.missing.append("arXiv by category: no paper of the survey is known to be in one; run litgraph ingest")
    for done, category in enumerate(categories, start=1):
        states = []
        for found in sources.arxiv.new_papers(category, question.since, question.until):
            _take_new(record, found.accounts, finds)
            finds.lack(f"arXiv {category}", found)
            states.append(found.state)
        asked = f"{category} {question.since} {question.until}"
        put_states(record, "window", {asked: max(states, key=_severity, default="empty")})
        progress("arxiv: categories", done, len(categories))
    for category in categories if sources.harvest else ():
        for found in sources.arxiv.changed(category, question.since):
            _take_changes(record, question, found, finds)
            finds.lack(f"changes of {category}", found)


def _severity(state: str) -> tuple[bool, int]:
    """Order states, those that must be asked again last."""
    return state in UNSETTLED, STATES.index(state)


def _take_new(record: Record, accounts: Sequence[Account], finds: _Finds) -> None:
    """Take papers that arXiv tells of; it need not be asked for them by name."""
    with record.transaction():
        put_accounts(record, accounts, "arxiv")
        put_states(record, "arxiv", {one.paper.id: "ok" for one in accounts})
    finds.add(accounts, "arxiv")


def _take_changes(record: Record, question: Question, found: Found, finds: _Finds) -> None:
    """Take what is new within the dates, what arXiv announced late, and what changed of the papers in the record.

    A paper appears days after its submission, at weekends and where moderators hold it back: what the last discovery
    could not see yet is no less new. https://info.arxiv.org/help/availability.html
    """
    known = resolve_ids(record, {one.paper.id for one in found.accounts})
    within = {one.paper.id for one in found.accounts if _is_within(one.paper, question)}
    late = {
        one.paper.id
        for one in found.accounts
        if one.paper.id not in known and question.late and question.late <= one.paper.date < question.since
    }
    put_accounts(record, [one for one in found.accounts if one.paper.id in known.keys() - within], "arxiv")
    _take_new(record, [one for one in found.accounts if one.paper.id in within | late], finds)


def _watched(record: Record, survey: Survey) -> list[str]:
    """Choose the arXiv categories of the listed papers; of an empty list, those of the survey's own references."""
    listed = [paper for paper, _ in fetch_listings(record, survey.name)]
    subjects = fetch_facts(record, "subjects", listed) if listed else {}
    if not subjects and survey.arxiv:
        subjects = fetch_facts(record, "subjects", [PaperId(f"arxiv:{survey.arxiv}")])
    return categories_to_watch(told["arxiv"].split() for told in subjects.values() if "arxiv" in told)


def _from_citations(
    record: Record, survey: Survey, sources: Sources, question: Question, finds: _Finds, progress: Progress
) -> None:
    """Ask what cites the papers of the list, and the survey itself, since a day."""
    corpus = _corpus(record, survey)
    for done, paper in enumerate(corpus, start=1):
        links = sources.s2.citations(paper.id, paper.aliases, since=question.since, until=question.until)
        with record.transaction():
            put_links(record, links, "s2")
            put_states(record, "citations", {paper.id: links.state})
        finds.add(links.accounts, "citations")
        finds.lack(f"citations of {paper.id}", links)
        progress("s2: citations", done, len(corpus))


def _corpus(record: Record, survey: Survey) -> list[Paper]:
    """Give the papers of the list, and the survey's own, that Semantic Scholar knows."""
    names = {paper for paper, _ in fetch_listings(record, survey.name)}
    if survey.arxiv:
        names.add(PaperId(f"arxiv:{survey.arxiv}"))
    papers = fetch_papers(record, names).values()
    known = fetch_states(record, "s2", {alias for paper in papers for alias in paper.aliases})
    return [p for p in papers if any(known[a].state == "ok" for a in p.aliases if a in known)]


def _from_recommendations(record: Record, survey: Survey, sources: Sources, finds: _Finds) -> None:
    """Ask for papers like the newest of the list and unlike the rejected ones."""
    listed = {paper for paper, _ in fetch_listings(record, survey.name)}
    known = [paper for paper in _corpus(record, survey) if paper.id in listed]
    newest = sorted(known, key=lambda paper: (known_from(paper) or "", paper.id), reverse=True)[:_RECENT_EXAMPLES]
    rejected = [one.paper for one in fetch_decisions(record, survey.name) if one.decision == "reject"]
    found = sources.s2.recommend([_s2_name(paper) for paper in newest], rejected)
    put_links(record, found, "s2")
    finds.add(found.accounts, "recommendations")
    finds.lack("recommendations", found)


def _s2_name(paper: Paper) -> PaperId:
    """Give the identifier of a paper by which Semantic Scholar takes examples."""
    return next((name for name in sorted(paper.aliases) if scheme_of(name) in ("arxiv", "s2", "doi")), paper.id)


def _candidates(record: Record, survey: Survey, question: Question, finds: _Finds) -> dict[PaperId, Paper]:
    """Give what was found and is neither listed nor decided nor withdrawn, within the dates.

    What arXiv announced late is in the record, and classified like any candidate, but not within the dates.
    """
    wanted = set(resolve_ids(record, finds.by).values()) & set(fetch_candidates(record, survey.name))
    papers = fetch_papers(record, wanted)
    return {key: paper for key, paper in papers.items() if not question.since or _is_within(paper, question)}


def _is_within(paper: Paper, question: Question) -> bool:
    day = known_from(paper)
    return day is not None and question.since <= day <= question.until


def _told(
    ranked: Sequence[tuple[PaperId, float]], record: Record, finds: _Finds
) -> Iterator[tuple[PaperId, float, list[str]]]:
    ways: dict[PaperId, set[str]] = defaultdict(set)
    for name, key in resolve_ids(record, finds.by).items():
        ways[key] |= finds.by[name]
    return ((key, score, sorted(ways[key])) for key, score in ranked)


def _shape(paper: Paper, score: float, found_by: list[str]) -> dict[str, Any]:
    return {"paper": paper.id, "title": paper.title, "date": paper.date, "score": score, "found_by": found_by}


def _withdrawn(record: Record, finds: _Finds) -> list[PaperId]:
    return sorted(set(resolve_ids(record, finds.by).values()) & withdrawn_papers(record).keys())


def _summary(value: dict[str, Any], finds: _Finds) -> Iterator[str]:
    if value["withdrawn"]:
        yield f"{len(value['withdrawn'])} papers that were found are withdrawn, and left out"
    if len(finds.missing) > 3:
        yield f"{len(finds.missing)} questions have no full answer, the first: {finds.missing[0]}"
    else:
        yield from finds.missing
