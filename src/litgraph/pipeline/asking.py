"""Asking sources for papers, and putting what they answer into the record, a batch at a time."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from litgraph.ingest.source import UNSETTLED, Found, Links, PaperSource
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, precedence
from litgraph.model.paper import Paper
from litgraph.pipeline.outcome import Progress
from litgraph.store.citations import upsert_citations
from litgraph.store.facts import put_facts
from litgraph.store.papers import upsert_papers
from litgraph.store.record import Record
from litgraph.store.runs import FetchState, fetch_states, put_fetch_states
from litgraph.store.vectors import put_vectors

if TYPE_CHECKING:
    from litgraph.ingest.semantic_scholar.source import S2Source

SPECTER2 = "s2/specter_v2"  # the name under which the record keeps these vectors
# Days for which an answer stands before it is asked for again.
_STANDS = {"ok": 30, "empty": 30, "elided": 90, "capped": 30, "not_found": 7}


def ask_for_papers(
    record: Record, source: PaperSource, papers: Iterable[Paper], *, refresh: bool, progress: Progress
) -> None:
    """Ask a source for each paper by the best identifier that it takes, unless its last answer still stands.

    Found under one identifier, a paper is not asked for under another that was learnt since.
    """
    named = {paper.id: (name, paper.aliases) for paper in papers if (name := name_for(source, paper))}
    aliases = {alias for _, known in named.values() for alias in known}
    standing = {} if refresh else standing_states(record, source.name, aliases)
    found = {alias for alias, state in standing.items() if state == "ok"}
    wanted = [name for name, known in named.values() if name not in standing and known.isdisjoint(found)]
    done = 0
    for batch in source.lookup(wanted) if wanted else ():
        with record.transaction():
            put_accounts(record, batch.accounts.values(), source.name)
            put_states(record, source.name, batch.states)
        done += len(batch.states)
        progress(f"{source.name}: papers", done, len(wanted))


def ask_for_learnt(record: Record, source: PaperSource, papers: Iterable[Paper], *, progress: Progress) -> None:
    """Ask a source for papers of which it was never asked, since the identifiers that it takes were learnt only now."""
    known = list(papers)
    asked = fetch_states(record, source.name, {alias for paper in known for alias in paper.aliases})
    fresh = [paper for paper in known if paper.aliases.isdisjoint(asked)]
    ask_for_papers(record, source, fresh, refresh=False, progress=progress)


def ask_for_vectors(
    record: Record, s2: S2Source, papers: Iterable[Paper], *, refresh: bool, progress: Progress
) -> None:
    """Ask Semantic Scholar for its SPECTER2 vectors (768 floats of 32 bits), kept under the papers' keys."""
    named = {name: paper.id for paper in papers if (name := name_for(s2, paper))}
    standing = {} if refresh else standing_states(record, "vectors", named)
    wanted = [name for name in named if name not in standing]
    done = 0
    for batch in s2.lookup(wanted, vectors=True) if wanted else ():
        made: dict[str, bytes] = {
            named[n]: array("f", one.vector).tobytes() for n, one in batch.accounts.items() if one.vector
        }
        with record.transaction():
            put_accounts(record, batch.accounts.values(), s2.name)
            put_vectors(record, SPECTER2, made)
            put_states(record, "vectors", batch.states)
        done += len(batch.states)
        progress("s2: vectors", done, len(wanted))


def name_for(source: PaperSource, paper: Paper) -> PaperId | None:
    """Give the best identifier of a paper that a source can be asked by; its own corpus id comes last."""
    taken = sorted((name for name in paper.aliases if source.takes(name)), key=precedence)
    return taken[0] if taken else None


def put_accounts(record: Record, accounts: Iterable[Account], source: str) -> None:
    """Put what a source says of papers into the record, its facts too."""
    told = list(accounts)
    with record.transaction():
        upsert_papers(record, [account.paper for account in told])
        put_facts(record, ((account.paper.id, source, account.facts) for account in told if account.facts))


def put_links(record: Record, links: Links | Found, source: str) -> None:
    """Put papers and the citations between them into the record."""
    with record.transaction():
        put_accounts(record, links.accounts, source)
        upsert_citations(record, links.citations, source=source)


def put_states(record: Record, name: str, states: Mapping[PaperId, str] | Mapping[str, str]) -> None:
    """Remember how questions came out; one that has an answer already is not taken back by a failure."""
    known = fetch_states(record, name, [str(key) for key in states])
    settled = {key for key, was in known.items() if was.state not in UNSETTLED}
    put_fetch_states(
        record,
        (
            FetchState(name=name, key=str(key), state=state, day=record.today)
            for key, state in states.items()
            if state not in UNSETTLED or key not in settled
        ),
    )


def standing_states(record: Record, name: str, keys: Collection[str]) -> dict[str, str]:
    """Give the states of questions whose last answer still stands; `failed` and `deferred` never do."""
    today = datetime.date.fromisoformat(record.today)
    return {
        key: was.state
        for key, was in fetch_states(record, name, keys).items()
        if was.state in _STANDS and (today - datetime.date.fromisoformat(was.day)).days < _STANDS[was.state]
    }


def states_by_paper(record: Record, name: str, papers: Sequence[Paper]) -> dict[PaperId, str]:
    """Give the state of a question about each paper, under whichever of its identifiers it was asked."""
    states = fetch_states(record, name, {alias for paper in papers for alias in paper.aliases})
    return {paper.id: state for paper in papers if (state := _best(states[a].state for a in _asked(paper, states)))}


def _asked(paper: Paper, states: Mapping[str, FetchState]) -> Iterator[PaperId]:
    return (alias for alias in sorted(paper.aliases, key=precedence) if alias in states)


def _best(states: Iterable[str]) -> str | None:
    """Choose the state that says most; a paper merged of two may have been asked for twice."""
    order = ("ok", "capped", "elided", "empty", "not_found", "failed", "deferred")
    return min(states, key=order.index, default=None)
