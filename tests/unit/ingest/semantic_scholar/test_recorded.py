"""Replies that the real service gave, served again: each is read as what it says."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from litgraph.ingest.semantic_scholar.accounts import account_of
from litgraph.ingest.semantic_scholar.records import sound_record
from litgraph.ingest.source import Links
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, arxiv_id, arxiv_month, doi, normalise_title
from litgraph.model.text import clean_text
from tests.servers.faults import Answer, SeenRequest
from tests.servers.scripted import scripted
from tests.unit.ingest.semantic_scholar.conftest import TRIES, Opened

DAY = "2026-01-02"
LORA = PaperId("arxiv:2106.09685")


@pytest.fixture(scope="module")
def recorded(shared: Path) -> list[dict[str, str]]:
    """List the recorded replies of Semantic Scholar: endpoint, address, status, file."""
    csv.field_size_limit(10**7)
    with (shared / "api" / "LISTING.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["service"] == "s2"]
    return [row | {"path": str(shared / "api" / row["file"])} for row in rows]


def of(recorded: list[dict[str, str]], endpoint: str, status: str = "200") -> Iterator[tuple[str, bytes]]:
    """Give the address and body of each reply of an endpoint."""
    for row in recorded:
        if (row["endpoint"], row["status"]) == (endpoint, status):
            yield row["url"], Path(row["path"]).read_bytes()


def agrees(account: Account, record: dict[str, Any]) -> None:
    """Compare an account with the record as plain JSON says it."""
    paper, outside = account.paper, record.get("externalIds") or {}
    assert paper.title == clean_text(record["title"])
    assert paper.abstract == (record.get("abstract") or "").strip()
    assert list(paper.authors) == [clean_text(author["name"]) for author in record.get("authors") or ()]
    for known in (arxiv_id(outside.get("ArXiv", "")), doi(outside.get("DOI", ""))):
        assert known is None or known in paper.aliases
    if corpus_id := record.get("corpusId") or outside.get("CorpusId"):
        assert PaperId(f"s2:{corpus_id}") in paper.aliases
    if record.get("year"):
        assert paper.year == record["year"]
    if said := record.get("publicationDate"):
        assert account.facts["publication_date"] == said
        assert paper.date in (said, arxiv_month(arxiv_id(outside.get("ArXiv", "")) or PaperId("s2:0")))
    for name, field in (("citation_count", "citationCount"), ("reference_count", "referenceCount")):
        assert account.facts.get(name) == (str(record[field]) if field in record else None)


def test_batches(recorded: list[dict[str, str]], opened: Opened) -> None:
    bodies = {len(json.loads(body)): body for _, body in of(recorded, "/graph/v1/paper/batch")}
    source = opened(scripted({"/graph/v1/paper/batch": [bodies[4], bodies[3]]}))
    asked = [
        PaperId("s2:211530585"),
        PaperId("s2:470667"),
        PaperId("doi:10.2139/ssrn.2250500"),
        PaperId("s2:255313304"),
    ]
    [lookup] = source.lookup(asked)
    assert list(lookup.states.values()) == ["not_found", "ok", "ok", "ok"]
    for paper, record in zip(asked[1:], json.loads(bodies[4])[1:], strict=True):
        agrees(lookup.accounts[paper], record)
    [nameless] = source.lookup(asked[1:])  # recorded with `fields=authors`
    assert list(nameless.states.values()) == ["not_found"] * 3
    assert "without a title" in nameless.reason


def test_a_refused_key(recorded: list[dict[str, str]], opened: Opened) -> None:
    [(_, body)] = of(recorded, "/graph/v1/paper/batch", "403")
    server = scripted({"/graph/v1/paper/batch": Answer(body=body, status=403)})
    [lookup] = opened(server).lookup([LORA])
    assert (lookup.states[LORA], '{"message":"Forbidden"}' in lookup.reason) == ("deferred", True)


def links(recorded: list[dict[str, str]], opened: Opened, name: str, paper: PaperId, path: str) -> tuple[Links, list]:
    """Serve recorded pages by their offset, and give what was made of them, and all their rows."""
    pages = {json.loads(body)["offset"]: body for _, body in of(recorded, f"/graph/v1/paper/{{id}}/{name}")}

    def reply(seen: SeenRequest) -> Answer:
        return Answer(body=pages[int(seen.parameter("offset"))])

    source = opened(scripted({f"/graph/v1/paper/{path}/{name}": reply}))
    rows = [row for offset in sorted(pages) for row in json.loads(pages[offset])["data"]]
    return (source.references(paper) if name == "references" else source.citations(paper)), rows


def test_references_with_papers_that_have_no_id(recorded: list[dict[str, str]], opened: Opened) -> None:
    paper = PaperId("doi:10.2139/ssrn.2250500")
    told, rows = links(recorded, opened, "references", paper, "DOI:10.2139/ssrn.2250500")
    titles = {normalise_title(row["citedPaper"]["title"]) for row in rows}
    assert (told.state, len(rows)) == ("ok", 67)
    assert {normalise_title(account.paper.title) for account in told.accounts} == titles
    assert sum(row["citedPaper"]["paperId"] is None for row in rows) > 10
    assert len(told.citations) == len(told.accounts) == len(titles)


def test_nineteen_pages_of_citations(recorded: list[dict[str, str]], opened: Opened) -> None:
    told, rows = links(recorded, opened, "citations", PaperId("s2:14514057"), "CorpusId:14514057")
    titles = {normalise_title(row["citingPaper"]["title"]) for row in rows}
    assert (told.state, len(rows)) == ("ok", 1_881)
    assert {normalise_title(account.paper.title) for account in told.accounts} == titles - {""}


# Recorded for a title that was cut, or that no paper has.
NO_MATCH = ("mining association rules between", "empty results edge case query")
CUT = "Effect of native oxide layers on copper thin-film tensile properties: A study"


def test_matches(recorded: list[dict[str, str]], opened: Opened) -> None:
    replies = [(parse_qs(urlsplit(url).query)["query"][0], body) for url, body in _matches(recorded, "200")]
    assert len(replies) == 17
    for title, body in replies:
        lookup = opened(scripted({"/graph/v1/paper/search/match": body})).match(title)
        if title in (*NO_MATCH, CUT):
            assert list(lookup.states.values()) == ["not_found"], title
            continue
        [account] = lookup.accounts.values()
        agrees(account, json.loads(body)["data"][0])


def test_no_title_matches(recorded: list[dict[str, str]], opened: Opened) -> None:
    replies = list(_matches(recorded, "404"))
    assert len(replies) == 2
    for url, body in replies:
        server = scripted({"/graph/v1/paper/search/match": Answer(body=body, status=404)})
        lookup = opened(server).match(parse_qs(urlsplit(url).query)["query"][0])
        assert list(lookup.states.values()) == ["not_found"]


def _matches(recorded: list[dict[str, str]], status: str) -> Iterator[tuple[str, bytes]]:
    return of(recorded, "/graph/v1/paper/search/match", status)


def test_recommendations(recorded: list[dict[str, str]], opened: Opened) -> None:
    replies = list(of(recorded, "/recommendations/v1/papers/"))
    assert len(replies) == 2
    for _, body in replies:
        found = opened(scripted({"/recommendations/v1/papers/": body})).recommend([LORA])
        said = [clean_text(record["title"]) for record in json.loads(body)["recommendedPapers"]]
        assert [account.paper.title for account in found.accounts] == said


def test_recommendations_refused(recorded: list[dict[str, str]], opened: Opened) -> None:
    [(_, body)] = of(recorded, "/recommendations/v1/papers/", "400")
    server = scripted({"/recommendations/v1/papers/": Answer(body=body, status=400)})
    found = opened(server).recommend([LORA])
    assert (found.state, "No positive paper examples given" in found.reason) == ("failed", True)


@pytest.mark.parametrize("name", ["error_429_cloudfront_2023-02.json", "error_429_paper_search_2024-08.json"])
def test_too_many_requests(shared: Path, opened: Opened, name: str) -> None:
    body = (shared / "api" / "s2" / name).read_bytes()
    server = scripted({"/graph/v1/paper/batch": Answer(body=body, status=429)})
    [lookup] = opened(server).lookup([LORA])
    assert (lookup.states[LORA], len(server.seen)) == ("failed", TRIES)


def test_an_unknown_paper_and_unknown_fields(recorded: list[dict[str, str]], opened: Opened) -> None:
    [unknown, *_] = [body for _, body in of(recorded, "/graph/v1/paper/{id}", "404")]
    [fields] = [body for _, body in of(recorded, "/graph/v1/paper/{id}", "400")]
    path = "/graph/v1/paper/ARXIV:2106.09685"
    replies = {"references": Answer(body=unknown, status=404), "citations": Answer(body=fields, status=400)}
    source = opened(scripted({f"{path}/{name}": reply for name, reply in replies.items()}))
    assert source.references(LORA).state == "not_found"
    citations = source.citations(LORA)
    assert (citations.state, "unsupported fields: [unknown]" in citations.reason) == ("failed", True)


def test_an_empty_search_is_no_list(recorded: list[dict[str, str]], opened: Opened) -> None:
    """A search is not asked for by litgraph; its answer in the place of a list is no empty one."""
    [body] = [body for _, body in of(recorded, "/graph/v1/paper/search") if len(body) < 40]
    source = opened(scripted({"/graph/v1/paper/ARXIV:2106.09685/references": body}))
    assert source.references(LORA).state == "failed"


def test_every_recorded_paper_is_read(shared: Path) -> None:
    """Read the papers of all recorded replies of the Graph API, those of endpoints that are not asked, too."""
    read = 0
    for file in sorted((shared / "api" / "s2").glob("*_v1_paper*__200__*.json")):
        if file.name.startswith("v1_paper_id_old_api"):
            continue
        for record in _papers(json.loads(file.read_bytes())):
            account = account_of(sound_record(record, DAY))
            if account and "authors" not in file.name:
                agrees(account, record)
                read += 1
    assert read > 6_500


def _papers(answer: Any) -> Iterator[dict[str, Any]]:
    """Find the records of papers in a reply: what has a long id and a title."""
    if isinstance(answer, dict):
        if "paperId" in answer and isinstance(answer.get("title"), str):
            yield answer
        for name in ("data", "recommendedPapers", "citedPaper", "citingPaper", "references", "citations"):
            yield from _papers(answer.get(name))
    if isinstance(answer, list):
        for one in answer:
            yield from _papers(one)
