"""The survey's own text: what it cites by its reference list, and in which of its sections by its LaTeX source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from litgraph.ingest.source import Links
from litgraph.ingest.sources import Sources
from litgraph.model.account import Account
from litgraph.model.citation import Citation
from litgraph.model.identifiers import PaperId, title_id
from litgraph.model.paper import describe
from litgraph.model.survey import Survey
from litgraph.pipeline.asking import put_links, put_states, standing_states
from litgraph.store.record import Record
from litgraph.store.sections import Mention, fetch_sections, replace_sections
from litgraph.web.request import NoAnswer

if TYPE_CHECKING:
    from litgraph.ingest.tex.entries import BibEntry
    from litgraph.ingest.tex.source import TexSurvey

_CONTEXTS = 20


def read_own_text(record: Record, survey: Survey, sources: Sources, *, refresh: bool) -> tuple[str, ...]:
    """Ask for what the survey cites, read its LaTeX source, and give warnings.

    What it cites is a candidate, not periphery.
    """
    if not survey.arxiv:
        return ("what the survey itself cites is not known: give its arXiv id with `litgraph init --arxiv ID`",)
    own = PaperId(f"arxiv:{survey.arxiv}")
    links = _own_references(record, own, sources, refresh=refresh)
    trouble = _own_source(record, survey, own, sources, refresh=refresh)
    if links or fetch_sections(record, survey.name):
        return ()
    why = "; ".join(trouble) or "no source had its references when it was last asked"
    return (f"what the survey itself cites is not known: {why}",)


def _own_references(record: Record, own: PaperId, sources: Sources, *, refresh: bool) -> bool:
    """Ask Semantic Scholar for the survey's reference list, unless its answer stands; tell whether there is one."""
    standing = {} if refresh else standing_states(record, "references", [own])
    if own in standing:
        return standing[own] in ("ok", "capped")
    links = sources.s2.references(own, [own])
    cited = tuple(replace(account, paper=replace(account.paper, stub=False)) for account in links.accounts)
    with record.transaction():
        put_links(record, replace(links, accounts=cited), "s2")
        put_states(record, "references", {own: links.state})
    return links.state in ("ok", "capped")


def _own_source(record: Record, survey: Survey, own: PaperId, sources: Sources, *, refresh: bool) -> tuple[str, ...]:
    """Read the survey's LaTeX source into the record, unless that was done; give what stood in the way."""
    if not sources.texts or (not refresh and own in standing_states(record, "source", [own])):
        return ()
    from litgraph.ingest.tex.archive import TexTrouble, unpack
    from litgraph.ingest.tex.source import read_source

    try:
        read = read_source(unpack(sources.arxiv.fetch_source(own)))
    except NoAnswer as error:
        put_states(record, "source", {own: error.state})
        return (str(error),)
    except TexTrouble as error:
        put_states(record, "source", {own: "empty"})
        return (f"its LaTeX source cannot be read: {error}",)
    with record.transaction():
        take_source(record, survey, own, read)
        put_states(record, "source", {own: "ok"})
    return ()


def take_source(record: Record, survey: Survey, own: PaperId, read: TexSurvey) -> None:
    """Put what a survey's LaTeX source cites into the record, with the sections and sentences that cite it."""
    accounts = {
        key: _account_of(entry, record.today) for key, entry in read.bibliography.items() if _can_be_named(entry)
    }
    sentences: dict[str, list[str]] = defaultdict(list)
    for section in read.sections:
        for cite in section.cites:
            sentences[cite.key].append(cite.sentence)
    cited = {key: account for key, account in accounts.items() if key in sentences}
    citations = tuple(
        Citation(citing=own, cited=account.paper.id, contexts=tuple(dict.fromkeys(sentences[key]))[:_CONTEXTS])
        for key, account in cited.items()
    )
    put_links(record, Links(state="ok", accounts=tuple(cited.values()), citations=citations), "tex")
    replace_sections(record, survey.name, [one.path for one in read.sections], _mentions(read, cited))


def _mentions(read: TexSurvey, cited: Mapping[str, Account]) -> Iterator[Mention]:
    for place, section in enumerate(read.sections):
        for cite in section.cites:
            if cite.key in cited:
                yield Mention(place=place, paper=cited[cite.key].paper.id, sentence=cite.sentence)


def _can_be_named(entry: BibEntry) -> bool:
    return bool(entry.identifiers or entry.title)


def _account_of(entry: BibEntry, day: str) -> Account:
    names = entry.identifiers or frozenset({title_id(entry.title, (entry.authors or ("",))[0], entry.year)})
    paper = describe(
        names,
        source="citation",
        day=day,
        title=entry.title,
        authors=entry.authors,
        year=entry.year,
        venue=entry.venue,
    )
    return Account(paper=paper)
