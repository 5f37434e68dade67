"""A local Semantic Scholar: Graph and Recommendations endpoints over papers handed to it, as strict as the real one.

    python -m tests.servers.semantic_scholar PAPERS.jsonl… --citations EDGES.csv… --port 8002

Its own ids are made from the papers' (the same in every run), and the day within a known month is made up.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import unquote

from litgraph.model.dates import last_day
from tests.servers.faults import Answer, Handler, json_answer
from tests.servers.records import read_papers
from tests.servers.s2_library import PAPER_FIELDS, ROW_FIELDS, KnownPaper, Library, Row, known_papers, read_citations
from tests.servers.scripted import LoopbackServer

_GRAPH, _RECOMMENDATIONS = "/graph/v1/paper/", "/recommendations/v1/papers/"
_MOST_IDS, _MOST_ROWS, _REACH, _MOST_RECOMMENDED = 500, 1_000, 10_000, 500
_LARGEST = 10 * 2**20  # bytes of a reply
_PAGING = {"fields", "offset", "limit"}
_ELISION = (
    "Notice: The following paper fields have been elided by the publisher: {'references'}. Paper or abstract available "
    "at the publisher's, subject to the licence provided there."
)
_NOTICE = "Notice: Paper or abstract available at the publisher's, subject to the licence provided there."


class Refusal(Exception):
    """Says why a question is not answered, with the real service's words where they are known."""

    def __init__(self, text: str, status: int = 400) -> None:
        """Keep the words and the status."""
        super().__init__(text)
        self.status = status


class S2Server(LoopbackServer):
    """Semantic Scholar on this machine; with `key` it takes no other, with `interval` it answers 429 to the hasty."""

    def __init__(
        self,
        library: Library,
        *,
        key: str = "",
        interval: float = 0.0,
        largest: int = _LARGEST,
        port: int = 0,
    ) -> None:
        """Serve a library."""
        self._port = port
        super().__init__(_Handler)
        self.library = library
        self.key = key
        self.interval = interval
        self.largest = largest
        self._last = float("-inf")

    def server_bind(self) -> None:
        """Bind to the port that was asked for, if one was."""
        self.server_address = ("127.0.0.1", self._port)
        super().server_bind()

    def is_hasty(self) -> bool:
        """Tell whether a request comes too soon after the last one that was answered."""
        now = time.monotonic()
        hasty = now - self._last < self.interval
        self._last = self._last if hasty else now
        return hasty


class _Handler(Handler):
    _lists: ClassVar[Sequence[str]] = ("references", "citations")

    @property
    def _server(self) -> S2Server:
        return cast(S2Server, self.server)

    @property
    def _library(self) -> Library:
        return self._server.library

    def honest(self) -> Answer:
        if self._server.key and self.seen.headers.get("x-api-key") != self._server.key:
            return json_answer({"message": "Forbidden"}, 403)
        if self._server.is_hasty():
            text = "Too Many Requests. Please wait and try again or apply for a key for higher rate limits."
            return json_answer({"message": text, "code": "429"}, 429)
        try:
            answer = json_answer(self._answer())
        except Refusal as refusal:
            return json_answer({"error": str(refusal)}, refusal.status)
        if len(answer.body) > self._server.largest:
            return json_answer({"error": "Response would exceed maximum size. Ask for less at once."}, 400)
        return answer

    def _answer(self) -> Any:
        method, path = self.seen.method, self.seen.path
        if (method, path) == ("POST", f"{_GRAPH}batch"):
            return self._batch()
        if (method, path) == ("POST", _RECOMMENDATIONS):
            return self._recommended()
        if method != "GET" or not path.startswith(_GRAPH):
            raise Refusal("Not found", 404)
        rest = path.removeprefix(_GRAPH)
        if rest == "search/match":
            return self._match()
        if rest == "search":
            return self._search()
        for name in self._lists:
            if rest.endswith(f"/{name}"):
                return self._list(name, self._paper(rest.removesuffix(f"/{name}")))
        return self._library.record(self._paper(rest), self._fields(PAPER_FIELDS, "title"))

    def _batch(self) -> list[dict[str, Any] | None]:
        self._check({"fields"})
        fields, ids = self._fields(PAPER_FIELDS, "title"), self._json().get("ids")
        if not isinstance(ids, list) or not ids:
            raise Refusal("No paper ids given")
        if len(ids) > _MOST_IDS:
            raise Refusal(f"Too many ids: {len(ids)}, at most {_MOST_IDS}")
        papers = [self._library.find(one) for one in ids]
        if not any(papers):
            raise Refusal("No valid paper ids given")
        return [self._library.record(paper, fields) if paper else None for paper in papers]

    def _list(self, name: str, paper: KnownPaper) -> dict[str, Any]:
        self._check(_PAGING if name == "references" else _PAGING | {"publicationDateOrYear", "year"})
        fields = self._fields(PAPER_FIELDS | ROW_FIELDS, "title")
        offset, limit = self._number("offset", 0), self._number("limit", 100)
        if not 0 < limit <= _MOST_ROWS or offset < 0:
            raise Refusal(f"Unacceptable query params: [limit={limit}]")
        if offset + limit >= _REACH:
            raise Refusal("Requested data for this limit and/or offset is not available")
        if name == "references" and paper.elided:
            return {"data": None, "citingPaperInfo": self._told(paper, _ELISION)}
        rows = self._library.references(paper) if name == "references" else self._within(self._library.citing(paper))
        page = [self._row(name, row, fields) for row in rows[offset : offset + limit]]
        after = {"next": offset + limit} if offset + limit < len(rows) else {}
        about = {"citingPaperInfo": self._told(paper, _NOTICE)} if name == "references" else {}
        return {"offset": offset, **about, **after, "data": page}

    def _row(self, name: str, row: Row, fields: Sequence[str]) -> dict[str, Any]:
        reference, paper = row
        told = {
            "contexts": list(reference.contexts),
            "intents": list(reference.intents),
            "isInfluential": reference.influential,
        }
        shown = self._library.record(paper, fields) if paper else _unplaced(row[0], fields)
        if name == "references" and paper and "corpusId" in shown:
            shown["corpusId"] = str(shown["corpusId"])  # as the real one has it here and there
        nested = "citedPaper" if name == "references" else "citingPaper"
        return {field: value for field, value in told.items() if field in fields} | {nested: shown}

    def _within(self, rows: Sequence[Row]) -> list[Row]:
        """Keep what is within the days asked for; a paper without a date counts as of the first day of its year."""
        first, colon, last = self.seen.parameter("publicationDateOrYear").partition(":")
        last = (last_day(last) if last else "9999") if colon else last_day(first) if first else "9999"
        if not first and last == "9999":
            return list(rows)
        days = {row[1].key: row[1].date or f"{row[1].year or 0:04d}-01-01" for row in rows if row[1]}
        return [row for row in rows if row[1] and first <= days[row[1].key] <= last]

    def _match(self) -> dict[str, Any]:
        self._check(_PAGING | {"query"})
        fields, query = self._fields(PAPER_FIELDS, "title"), self.seen.parameter("query")
        found = None if "-" in query else self._library.matching(query)
        if not found:
            raise Refusal("Title match not found", 404)
        return {"data": [self._library.record(found[0], fields) | {"matchScore": found[1]}]}

    def _search(self) -> dict[str, Any]:
        self._check(_PAGING | {"query"})
        fields, offset, limit = (
            self._fields(PAPER_FIELDS, "title"),
            self._number("offset", 0),
            self._number("limit", 10),
        )
        if not 0 < limit <= 100 or offset + limit > 1_000:
            raise Refusal("Requested data for this limit and/or offset is not available")
        words = self.seen.parameter("query").lower().split()
        hits = [one for one in self._library.papers if set(words) <= set((one.title or "").lower().split())]
        if not hits:
            return {"total": 0, "offset": 0}
        after = {"next": offset + limit} if offset + limit < len(hits) else {}
        page = [self._library.record(one, fields) for one in hits[offset : offset + limit]]
        return {"total": len(hits), "offset": offset, **after, "data": page}

    def _recommended(self) -> dict[str, Any]:
        self._check({"fields", "limit"})
        fields, limit, body = self._fields(PAPER_FIELDS, "title"), self._number("limit", 100), self._json()
        if not 0 < limit <= _MOST_RECOMMENDED:
            raise Refusal(f"Unacceptable query params: [limit={limit}]")
        if not body.get("positivePaperIds"):
            raise Refusal("No positive paper examples given")
        liked, disliked = (
            [paper for name in body.get(field) or () if (paper := self._library.find(name))]
            for field in ("positivePaperIds", "negativePaperIds")
        )
        found = self._library.like(liked, disliked, limit)
        return {"recommendedPapers": [self._library.record(paper, fields) for paper in found]}

    def _paper(self, name: str) -> KnownPaper:
        paper = self._library.find(unquote(name))
        if not paper:
            raise Refusal(f"Paper with id {unquote(name)} not found", 404)
        return paper

    def _told(self, paper: KnownPaper, notice: str) -> dict[str, Any]:
        closed = {"url": "", "status": "CLOSED", "license": None, "disclaimer": notice}
        return {"paperId": paper.sha, "title": paper.title, "openAccessPdf": closed}

    def _check(self, allowed: set[str]) -> None:
        if foreign := [f"{name}={value}" for name, value in self.seen.query if name not in allowed]:
            raise Refusal(f"Unacceptable query params: [{', '.join(foreign)}]")

    def _fields(self, allowed: frozenset[str], default: str) -> list[str]:
        fields = (self.seen.parameter("fields") or default).split(",")
        if foreign := [field for field in fields if field not in allowed]:
            raise Refusal(f"Unrecognized or unsupported fields: [{', '.join(foreign)}]")
        return fields

    def _number(self, name: str, default: int) -> int:
        text = self.seen.parameter(name)
        if text and not text.isdecimal():
            raise Refusal(f"Unacceptable query params: [{name}={text}]")
        return int(text) if text else default

    def _json(self) -> dict[str, Any]:
        try:
            body = json.loads(self.seen.body)
        except ValueError:
            raise Refusal("The body is no JSON") from None
        return body if isinstance(body, dict) else {}


def _unplaced(row: Any, fields: Sequence[str]) -> dict[str, Any]:
    """Show a reference that the service could not place: no ids, and what it read of it."""
    shown = {"title": row.title, "year": row.year, "authors": [{"authorId": None, "name": one} for one in row.authors]}
    return {"paperId": None} | {field: shown.get(field) for field in fields if field not in ROW_FIELDS}


def main() -> None:
    """Serve files until interrupted."""
    parser = argparse.ArgumentParser(description="A local Semantic Scholar.")
    parser.add_argument("papers", nargs="+", type=Path, help="JSON lines, gzipped or not")
    parser.add_argument("--citations", nargs="*", type=Path, default=(), help="CSV with the header citing,cited")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default="", help="the only key that is taken")
    parser.add_argument("--interval", type=float, default=0.0, help="seconds; 429 to whoever asks sooner")
    given = parser.parse_args()
    library = Library(known_papers(read_papers(given.papers), read_citations(given.citations)))
    with S2Server(library, key=given.key, interval=given.interval, port=given.port) as server:
        print(f"{len(library.papers)} papers, {library.citations} citations: {server.url}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
