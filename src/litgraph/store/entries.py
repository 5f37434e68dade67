"""Entries of a list: what each says of its paper, and as text of the record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from litgraph.model.identifiers import PaperId, best_key, scheme_of, title_id
from litgraph.model.paper import Paper, describe
from litgraph.model.survey import Entry, Link, Span
from litgraph.store.aliases import resolve_ids
from litgraph.store.identity import titles_agree
from litgraph.store.papers import fetch_papers, upsert_papers
from litgraph.store.record import Record
from litgraph.store.rows import as_json


def upsert_entries(record: Record, entries: Sequence[Entry]) -> None:
    """Make a paper of every entry, from the list's own facts."""
    groups: dict[PaperId, list[Entry]] = {}
    present = resolve_ids(record, {key_of(entry) for entry in entries})
    for entry in entries:
        groups.setdefault(present.get(key_of(entry), key_of(entry)), []).append(entry)
    papers = fetch_papers(record, groups)
    telling = (entry for key, group in groups.items() for entry in _telling(group, papers.get(key)))
    upsert_papers(record, [account_of(entry, record.today) for entry in telling])


def key_of(entry: Entry) -> PaperId:
    """Give the best identifier of an entry; by it alone its paper is found again."""
    return best_key(_identifiers(entry))


def entry_as_text(entry: Entry) -> str:
    """Write an entry as JSON."""
    return as_json(asdict(entry))


def entry_from_text(text: str) -> Entry:
    """Read an entry that `entry_as_text` wrote."""
    said = json.loads(text)
    return Entry(
        title=said["title"],
        category=tuple(said["category"]),
        line=said["line"],
        span=Span(**said["span"]),
        identifiers=tuple(said["identifiers"]),
        venue=said["venue"],
        year=said["year"],
        authors=tuple(said["authors"]),
        date=said["date"],
        links=tuple(Link(**link) for link in said["links"]),
    )


def _telling(group: Sequence[Entry], paper: Paper | None) -> Iterable[Entry]:
    """Choose the entries that tell of the paper they link to.

    A title that strongly differs comes by a wrong link. The one that agrees with what is known is right, otherwise the
    first one; what stood alone in the list and was corrected there is believed anew.
    """
    known = paper.title if paper else ""
    from_list = paper is not None and "title" in paper.provenance and paper.provenance["title"].source == "list"
    agreeing = [entry for entry in group if titles_agree(entry.title, known)] if known else []
    if agreeing or (known and not from_list):
        return agreeing
    return [entry for entry in group if titles_agree(entry.title, group[0].title)]


def account_of(entry: Entry, day: str) -> Paper:
    """Give what an entry says of its paper."""
    return describe(
        _identifiers(entry),
        source="list",
        day=day,
        title=entry.title,
        authors=entry.authors,
        date=entry.date,
        year=entry.year,
        venue=entry.venue,
        code=entry.code,
    )


def _identifiers(entry: Entry) -> frozenset[PaperId]:
    """Give the identifiers of an entry, of arXiv ids the first alone; without any, the hash of its title."""
    spare = [name for name in entry.identifiers if scheme_of(name) == "arxiv"][1:]
    named = frozenset(entry.identifiers) - frozenset(spare)
    return named or frozenset({title_id(entry.title, (entry.authors or ("",))[0], entry.year)})
