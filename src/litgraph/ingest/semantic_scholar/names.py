"""How papers are named to Semantic Scholar, and which of their identifiers its records show."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from litgraph.ingest.fields import Fields
from litgraph.model.identifiers import PaperId, arxiv_id, doi, parse_identifier, precedence, scheme_of, value_of

_PREFIXES = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL", "s2": "CorpusId"}


def is_known_kind(paper: PaperId) -> bool:
    """Tell whether Semantic Scholar can be asked by such an identifier."""
    return scheme_of(paper) in _PREFIXES


def s2_name(paper: PaperId) -> str:
    """Write an identifier as Semantic Scholar reads it: `ARXIV:2306.00978`, `CorpusId:258999941`."""
    return f"{_PREFIXES[scheme_of(paper)]}:{value_of(paper)}"


def name_in_path(paper: PaperId) -> str:
    """Write an identifier for an address, encoded once: a DOI may hold `#`, `?`, `<` or `%`."""
    name = s2_name(paper)
    # Slashes are left as in the service's own examples, except where dots beside them would climb the path.
    return quote(name, safe=":" if "/." in name else ":/")


def best_name(papers: Collection[PaperId]) -> PaperId | None:
    """Choose the identifier to ask by: Semantic Scholar's own where it is known, then the best public key."""
    known = [paper for paper in papers if is_known_kind(paper)]
    return min(known, key=lambda paper: (scheme_of(paper) != "s2", precedence(paper)), default=None)


def identifiers_of(record: Fields) -> frozenset[PaperId]:
    """Read the identifiers of a record. Two arXiv ids never come of one: an arXiv DOI yields to the arXiv id."""
    outside = record.get("externalIds", {})
    arxiv, published = arxiv_id(outside.get("ArXiv", "")), doi(outside.get("DOI", ""))
    acl = parse_identifier(f"acl:{outside['ACL']}") if "ACL" in outside else None
    if arxiv and published and scheme_of(published) == "arxiv":
        published = None
    return frozenset(filter(None, (arxiv, published, acl, _corpus_id(record, outside))))


def contradiction(asked: PaperId, shown: frozenset[PaperId]) -> PaperId | None:
    """Give the identifier by which a record shows that it is another paper than the one asked for.

    A DOI is no such sign: a record shows one of the DOIs that preprint and published version have together.
    """
    if asked in shown or scheme_of(asked) == "doi":
        return None
    return min((other for other in shown if scheme_of(other) == scheme_of(asked)), default=None)


def _corpus_id(record: Fields, outside: dict[str, Any]) -> PaperId | None:
    number = record.get("corpusId", outside.get("CorpusId"))
    return parse_identifier(f"s2:{number}") if number else None
