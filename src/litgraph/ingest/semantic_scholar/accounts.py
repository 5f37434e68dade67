"""What Semantic Scholar says of a paper, as an account."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from litgraph.ingest.fields import Fields
from litgraph.ingest.semantic_scholar.names import identifiers_of
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, arxiv_month, normalise_title, title_id
from litgraph.model.paper import describe

# Where preprints lie is no venue.
_PREPRINTS = re.compile(
    r"(?:arxiv|corr|computing research repository|biorxiv|medrxiv|chemrxiv|techrxiv|psyarxiv|ssrn"
    r"|social science research network|research square|preprints)\b",
    re.IGNORECASE,
)
_COUNTS = {
    "citation_count": "citationCount",
    "reference_count": "referenceCount",
    "influential_citation_count": "influentialCitationCount",
}


def account_of(
    record: Fields, *, asked: PaperId | None = None, source: str = "s2", stub: bool = False
) -> Account | None:
    """Make an account of a sound record; one with neither an identifier nor a title gives None.

    `asked` is the identifier by which the service was asked for the record: it names the paper, too.
    """
    shown = identifiers_of(record) | ({asked} if asked else frozenset())
    identifiers = shown or _identifiers_by_title(record)
    if not identifiers:
        return None
    paper = describe(
        identifiers,
        source=source,
        day=record["day"],
        title=record.get("title", ""),
        abstract=record.get("abstract", ""),
        authors=_authors_of(record),
        date=_date_of(record, identifiers),
        year=record.get("year"),
        venue=venue_of(record),
        stub=stub,
    )
    vector = tuple(record.get("embedding", {}).get("vector", ()))
    return Account(paper=paper, facts=MappingProxyType(facts_of(record)), vector=vector)


def venue_of(record: Fields) -> str:
    """Give where the paper appeared, the fullest name first; where preprints lie is no venue."""
    names = (_name_in(record, "publicationVenue"), record.get("venue", ""), _name_in(record, "journal"))
    return next((name for name in names if name and not _PREPRINTS.match(name)), "")


def facts_of(record: Fields) -> dict[str, str]:
    """Give what a record says beside the paper's own fields."""
    venue = venue_of(record)
    facts = {
        "venue_name": venue,
        "venue_kind": _kind_of(record, venue) if venue else "",
        "publication_types": " ".join(kind.replace(" ", "") for kind in record.get("publicationTypes", ())),
        "publication_date": record.get("publicationDate", ""),
        "publication_year": str(record.get("year", "")),
        "dblp": record.get("externalIds", {}).get("DBLP", ""),
    }
    counts = {name: str(record[field]) for name, field in _COUNTS.items() if field in record}
    return {name: value for name, value in facts.items() if value} | counts


def _kind_of(record: Fields, venue: str) -> str:
    """Tell journal, conference and workshop apart; a workshop is called a conference upstream."""
    if "workshop" in venue.lower():
        return "workshop"
    said = record.get("publicationVenue", {})
    if said.get("name") == venue and said.get("type") in ("journal", "conference"):
        return str(said["type"])
    types = record.get("publicationTypes", ())
    return "conference" if "Conference" in types else "journal" if "JournalArticle" in types else ""


def _date_of(record: Fields, identifiers: frozenset[PaperId]) -> str:
    """Give the day of the first version, so far as it is known: an arXiv id's month outweighs a later publication."""
    date: str = record.get("publicationDate", "")
    months = set(filter(None, map(arxiv_month, identifiers)))
    return date if not months or date[:7] in months else ""


def _authors_of(record: Fields) -> tuple[str, ...]:
    return tuple(author["name"] for author in record.get("authors", ()))


def _identifiers_by_title(record: Fields) -> frozenset[PaperId]:
    title = record.get("title", "")
    if not normalise_title(title):
        return frozenset()
    first_author = next(iter(_authors_of(record)), "")
    return frozenset({title_id(title, first_author, record.get("year"))})


def _name_in(record: Fields, field: str) -> str:
    named: dict[str, Any] = record.get(field, {})
    return str(named.get("name", ""))
