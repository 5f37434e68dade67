"""Addresses at which a reader finds a paper. Only http and https addresses come out of here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from litgraph.model.identifiers import PaperId, identifier_in_url, precedence, scheme_of, value_of
from litgraph.model.survey import Link
from litgraph.model.text import clean_text

# https://info.arxiv.org/help/arxiv_identifier.html, https://www.doi.org, and Semantic Scholar's own redirects.
_PLACES = {
    "arxiv": ("arXiv", "https://arxiv.org/abs/"),
    "doi": ("DOI", "https://doi.org/"),
    "acl": ("ACL Anthology", "https://aclanthology.org/"),
    "openreview": ("OpenReview", "https://openreview.net/forum?id="),
    "s2": ("Semantic Scholar", "https://api.semanticscholar.org/CorpusID:"),
}
_UNFIT = re.compile(r"[\s\\<>\"'`{}|^\x00-\x20\x7f-\x9f]")


def paper_links(identifiers: Iterable[PaperId], others: Iterable[Link] = ()) -> tuple[Link, ...]:
    """Give the links that identifiers make, best first, then other ones that lead elsewhere, each address once."""
    known = frozenset(identifiers)
    made = [link for link in map(_identifier_link, sorted(known, key=precedence)) if link]
    seen = {link.url for link in made}
    for link in others:
        if is_web_address(link.url) and link.url not in seen and identifier_in_url(link.url) not in known:
            seen.add(link.url)
            made.append(Link(label=clean_text(link.label) or _host(link.url), url=link.url))
    return tuple(made)


def is_web_address(url: str) -> bool:
    """Tell whether an address is http or https, names a host, and holds nothing that could end an attribute."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not _UNFIT.search(url)
    except ValueError:
        return False


def _identifier_link(paper: PaperId) -> Link | None:
    place = _PLACES.get(scheme_of(paper))
    if place is None:
        return None
    return Link(label=place[0], url=place[1] + quote(value_of(paper), safe="/:;().,-_~"))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
