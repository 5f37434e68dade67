"""arXiv's query API over served papers: its parameters, limits and feeds.

https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from tests.servers.arxiv_query import Refused, read_query
from tests.servers.faults import ATOM_TYPE, Answer
from tests.servers.records import ServedPaper

_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})(?:v(\d+))?")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEYS: Mapping[str, Callable[[ServedPaper], str]] = {
    "relevance": lambda paper: hashlib.sha256(paper.arxiv.encode()).hexdigest(),  # by nothing that means anything
    "lastUpdatedDate": lambda paper: paper.updated,
    "submittedDate": lambda paper: paper.published,
}
_ORDERS = ("ascending", "descending")
_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns="http://www.w3.org/2005/Atom">'
)
_UPDATED = "2026-11-24T00:00:00Z"
_MOST, _SLICE, _DEFAULT = 30_000, 2_000, 10


class QueryApi:
    """The API over papers with moments and categories; a class since it keeps the last searches."""

    def __init__(self, papers: Iterable[ServedPaper]) -> None:
        """Serve these papers."""
        self._papers = {paper.arxiv: paper for paper in papers}
        self._search = lru_cache(maxsize=64)(self._searched)

    def answer(self, asked: Mapping[str, str]) -> Answer:
        """Answer a question, or refuse it with an error feed."""
        try:
            return _feed_answer(self._feed(asked))
        except Refused as refused:
            return _feed_answer(_error_feed(str(refused)), status=400)

    def _feed(self, asked: Mapping[str, str]) -> str:
        start, most = _number(asked, "start", 0), _number(asked, "max_results", _DEFAULT)
        if most > _SLICE or start + most > _MOST:
            raise Refused(f"slices hold at most {_SLICE} of the first {_MOST} results")
        sort, order = asked.get("sortBy") or "relevance", asked.get("sortOrder") or "descending"
        if sort not in _KEYS or order not in _ORDERS:
            raise Refused("sortBy or sortOrder is unknown")
        text, ids = asked.get("search_query", ""), asked.get("id_list", "")
        query = read_query(text, raw=asked.get("raw") == "1")
        hits = self._search(text, ids, sort, order)
        entries = "".join(entry(paper, version) for paper, version in hits[start : start + most])
        title = f"arXiv Query: search_query={query.text}&id_list={ids}&start={start}&max_results={most}"
        return (
            f"{_HEAD}<id>https://arxiv.org/api/{hashlib.sha256(title.encode()).hexdigest()[:27]}</id>"
            f"<title>{escape(title)}</title><updated>{_UPDATED}</updated>"
            f"<opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>"
            f"<opensearch:totalResults>{len(hits)}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>{entries}</feed>"
        )

    def _searched(self, text: str, ids: str, sort: str, order: str) -> Sequence[tuple[ServedPaper, int]]:
        fits = read_query(text).fits
        if ids:
            named = self._named(ids)
            # A version is never found by a query as well.
            hits = [(p, v or p.versions) for p, v in named if fits(p) and not (text and v)]
        else:
            hits = [(paper, paper.versions) for paper in self._papers.values() if fits(paper)]
        hits.sort(key=lambda hit: (_KEYS[sort](hit[0]), hit[0].arxiv), reverse=order == "descending")
        return hits

    def _named(self, ids: str) -> list[tuple[ServedPaper, int]]:
        """Find papers by id, each once; of those that are unknown nothing is said."""
        found: dict[tuple[str, int], tuple[ServedPaper, int]] = {}
        for text in filter(None, map(str.strip, ids.split(","))):
            matched = _ID.fullmatch(text)
            if not matched:
                raise Refused(f"incorrect id format for {text}")
            number = re.sub(r"\.[A-Z]{2}/", "/", matched[1])
            paper, version = self._papers.get(number), int(matched[2] or 0)
            if paper and not paper.deleted and version <= paper.versions:
                found[number, version] = (paper, version)
        return list(found.values())


def entry(paper: ServedPaper, version: int) -> str:
    """Write the entry of one version."""
    name = f"{paper.arxiv}v{version}"
    updated = paper.updated if version == paper.versions else paper.published
    parts = [
        f"<id>http://arxiv.org/abs/{name}</id><title>{text(paper.title)}</title><updated>{updated}</updated>",
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>',
        f"<summary>{text(paper.abstract)}</summary>",
        *(f'<category term="{text(c)}" scheme="http://arxiv.org/schemas/atom"/>' for c in paper.categories),
        f"<published>{paper.published}</published>",
        f"<arxiv:comment>{text(paper.comment)}</arxiv:comment>" if paper.comment else "",
        f'<arxiv:primary_category term="{text(paper.categories[0])}"/>',
        f"<arxiv:journal_ref>{text(paper.journal_ref)}</arxiv:journal_ref>" if paper.journal_ref else "",
        f"<arxiv:doi>{text(paper.doi)}</arxiv:doi>" if paper.doi else "",
        *(f"<author><name>{text(name)}</name></author>" for name in paper.authors),
    ]
    return f"<entry>{''.join(parts)}</entry>"


def text(value: str) -> str:
    """Write text as XML, less what XML cannot hold."""
    return escape(_NOT_XML.sub("", value))


def error_entry(words: str) -> str:
    """Write the entry by which arXiv tells of an error."""
    place = f"https://arxiv.org/api/errors#{re.sub('[^0-9A-Za-z.]+', '_', words)}"
    return (
        f"<entry><id>{place}</id><title>Error</title><updated>{_UPDATED}</updated>"
        f'<link href="{place}" rel="alternate" type="text/html"/><summary>{text(words)}</summary>'
        "<author><name>arXiv api core</name></author></entry>"
    )


def _error_feed(words: str) -> str:
    return (
        f"{_HEAD}<id>https://arxiv.org/</id><title>arXiv Search Results</title><updated>{_UPDATED}</updated>"
        "<opensearch:itemsPerPage>1</opensearch:itemsPerPage><opensearch:totalResults>1</opensearch:totalResults>"
        f"<opensearch:startIndex>0</opensearch:startIndex>{error_entry(words)}</feed>"
    )


def _feed_answer(feed: str, status: int = 200) -> Answer:
    return Answer(body=feed.encode(), status=status, headers={"Content-Type": ATOM_TYPE})


def _number(asked: Mapping[str, str], name: str, default: int) -> int:
    given = asked.get(name, "")
    if not re.fullmatch(r"\d*", given):
        raise Refused(f"{name} must be a whole number from 0")
    return int(given or default)
