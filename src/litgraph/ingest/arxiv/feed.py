"""The query API's Atom feeds, checked before the arxiv package reads them.

The package mends broken XML and takes any body for a feed without entries; a feed that passes here is neither.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from litgraph.ingest.arxiv.strict_xml import parse_xml
from litgraph.model.identifiers import PaperId, arxiv_id
from litgraph.model.text import clean_text
from litgraph.web.request import BadReply, NotAccepted

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_ERROR = "/api/errors"
_BAD_ID = re.compile("incorrect.id.format", re.IGNORECASE)
_YEARS = range(1990, 2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of a feed: `body` holds its readable entries alone, `damaged` counts those that are left out.

    `entries` may tell of a paper twice, `papers` counts each once. `total` is how many papers the service counts for
    the question, None where it doesn't say.
    """

    body: bytes
    total: int | None
    entries: int
    papers: int
    damaged: int

    @property
    def length(self) -> int:
        """Count how far the page reaches in the list."""
        return self.papers + self.damaged


def read_feed(body: bytes, *, start: int, ids: int) -> Feed:
    """Read what answers a question for so many ids, or a search from `start` on if for none.

    Raises BadReply for what is no answer, NotAccepted for the message that an id is malformed.
    """
    root = parse_xml(body, f"{_ATOM}feed")
    entries = root.findall(f"{_ATOM}entry")
    errors = [entry for entry in entries if _ERROR in _text(entry, "id")]
    damaged = [entry for entry in entries if entry not in errors and not _is_readable(entry)]
    _raise_errors(errors, alone=len(errors) == len(entries))
    left_out = [*errors, *damaged]
    for entry in left_out:
        root.remove(entry)
    feed = Feed(
        body=etree.tostring(root, encoding="utf-8"),
        total=_total(root),
        entries=len(entries) - len(left_out),
        papers=len({id_in(_text(entry, "id")) for entry in entries if entry not in left_out}),
        damaged=len(left_out),
    )
    _refuse_hollow(feed, start, ids)
    return feed


def id_in(entry_id: str) -> PaperId | None:
    """Read the id of an entry, an address that ends in id and version."""
    return arxiv_id(entry_id.rpartition("/abs/")[2])


def _raise_errors(errors: list[Any], *, alone: bool) -> None:
    for entry in errors:
        words = clean_text(_text(entry, "summary"))[:200] or "an error without words"
        if not _BAD_ID.search(words + _text(entry, "id")):
            raise BadReply(f"an error entry: {words}")
        if alone:
            raise NotAccepted(f"arxiv does not take the question: {words}", status=400)


def _refuse_hollow(feed: Feed, start: int, ids: int) -> None:
    """Refuse a page that lacks what it says there is."""
    if not feed.papers and feed.damaged:
        raise BadReply("a feed none of whose entries can be read")
    if feed.total is None and not (ids and feed.papers):
        raise BadReply("a feed that does not say how many papers there are")
    total = feed.total or 0
    # An id that arXiv doesn't know has been seen counted as 1 beside no entry.
    if not feed.papers and (start or (total and ids != 1)):
        raise BadReply(f"an empty page from {start} on of {total} papers")
    if not ids and total < start + feed.papers:
        raise BadReply(f"{feed.papers} papers from {start} on of {total}")


def _is_readable(entry: Any) -> bool:
    """Tell whether an entry has what every paper has; the package drops those that lack a date, or fails on them."""
    dates = [_text(entry, name) for name in ("published", "updated")]
    return bool(id_in(_text(entry, "id")) and clean_text(_text(entry, "title")) and all(map(_is_moment, dates)))


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return False
    return moment.year in _YEARS


def _total(root: Any) -> int | None:
    text = (root.findtext(_TOTAL) or "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _text(entry: Any, name: str) -> str:
    return entry.findtext(f"{_ATOM}{name}") or ""
