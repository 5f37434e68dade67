"""Replies that arXiv gave, served as they were recorded: each says what a plain reading of its XML says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from litgraph.ingest.arxiv.account import account_of, is_category
from litgraph.ingest.arxiv.client import ApiClient
from litgraph.ingest.arxiv.oai import read_records
from litgraph.ingest.arxiv.oai_records import told_by
from litgraph.ingest.arxiv.services import arxiv_services
from litgraph.model.account import Account
from litgraph.model.identifiers import PaperId, arxiv_id, scheme_of
from litgraph.web.request import BadReply
from litgraph.web.transport import Web
from tests.servers.faults import Answer
from tests.servers.scripted import scripted
from tests.unit.ingest.arxiv.conftest import TODAY, Asks

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_START = "{http://a9.com/-/spec/opensearch/1.1/}startIndex"


def _plain(element: ElementTree.Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _assert_says(account: Account, entry: ElementTree.Element) -> None:
    paper, facts = account.paper, account.facts
    name = _plain(entry, f"{_ATOM}id").partition("/abs/")[2]
    assert paper.id == arxiv_id(name)
    assert facts["version"] == name.rpartition("v")[2]
    assert paper.title == _plain(entry, f"{_ATOM}title")
    assert paper.abstract == _plain(entry, f"{_ATOM}summary")
    assert list(paper.authors) == [_plain(author, f"{_ATOM}name") for author in entry.iterfind(f"{_ATOM}author")]
    assert paper.date == _plain(entry, f"{_ATOM}published")[:10]
    assert facts["updated"] == _plain(entry, f"{_ATOM}updated")[:10]
    assert facts.get("comment", "") == _plain(entry, f"{_ARXIV}comment")
    assert facts.get("journal_ref", "") == _plain(entry, f"{_ARXIV}journal_ref")
    terms = [category.get("term", "") for category in entry.iterfind(f"{_ATOM}category")]
    assert set(facts["subjects"].split()) == set(filter(is_category, terms))
    primary = entry.find(f"{_ARXIV}primary_category")
    assert primary is not None
    assert facts["subjects"].split()[0] == primary.get("term")
    doi = _plain(entry, f"{_ARXIV}doi").lower()
    assert {alias for alias in paper.aliases if scheme_of(alias) == "doi"} == ({f"doi:{doi}"} if doi else set())
    assert "withdrawn" not in facts


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("1890dec0", ["arxiv:0808.05394", "arxiv:1707.08567"]),
        ("37491c2c", ["arxiv:2104.12255"]),
        ("5961a42c", ["arxiv:1605.08386"]),
        ("8eeaac21", ["arxiv:1707.08567"]),
        ("c02207d8", ["arxiv:astro-ph/0601001"]),
        ("fea0f37f", ["arxiv:quant-ph/0201082"]),
        ("d9dbdccb", ["arxiv:0808.05394"]),
        ("eab25e19", ["arxiv:0000.0000"]),
        ("1601.00001", ["arxiv:1601.00001"]),
    ],
)
def test_recorded_lookups(shared: Path, asks: Asks, name: str, asked: list[PaperId]) -> None:
    (file,) = (shared / "api" / "arxiv_atom").glob(f"*{name}*")
    entries = ElementTree.fromstring(file.read_bytes()).findall(f"{_ATOM}entry")
    with scripted({"/api/query": file.read_bytes()}) as server:
        (lookup,) = asks(server).lookup(asked)
    there = {arxiv_id(_plain(entry, f"{_ATOM}id").partition("/abs/")[2]): entry for entry in entries}
    assert lookup.states == {paper: "ok" if paper in there else "not_found" for paper in asked}
    assert set(lookup.accounts) == set(there)
    for paper, account in lookup.accounts.items():
        _assert_says(account, there[paper])


def test_the_recorded_refusal_of_an_id_is_an_answer(shared: Path, asks: Asks) -> None:
    (file,) = (shared / "api" / "arxiv_atom").glob("*400__19a2793c.xml")
    (empty,) = (shared / "api" / "arxiv_atom").glob("*eab25e19.xml")
    refusal = Answer(body=file.read_bytes(), status=400)

    with scripted(
        {
            "/api/query": lambda seen: (
                refusal if seen.parameter("id_list") == "x/0101001" else Answer(body=empty.read_bytes())
            )
        }
    ) as server:
        (lookup,) = asks(server).lookup([PaperId("arxiv:x/0101001")])
    assert lookup.states == {"arxiv:x/0101001": "not_found"}


def _searches(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / "api" / "arxiv_atom").glob("*search_query*.xml"))


def test_recorded_searches(shared: Path, web: Web) -> None:
    read = 0
    for file in _searches(shared):
        root = ElementTree.fromstring(file.read_bytes())
        entries, start = root.findall(f"{_ATOM}entry"), int(root.findtext(_START) or "")
        with scripted({"/api/query": file.read_bytes()}) as server:
            services = arxiv_services(api_url=f"{server.url}/api/query", oai_url="", source_url="", interval=0.0)
            page = ApiClient(web, services.api, TODAY).search("testing", start=start, size=len(entries))
            assert len(server.seen) == 1
        assert (page.total, page.length, page.damaged) == (int(root.findtext(_TOTAL) or ""), len(entries), 0)
        for account, entry in zip(page.accounts, entries, strict=True):
            _assert_says(account, entry)
        read += 1
    assert read == 11


_OAI = "{http://www.openarchives.org/OAI/2.0/}"


def _local(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for child in element.iter() if child.tag.rpartition("}")[2] == name]


def _words(element: ElementTree.Element, name: str) -> str:
    found = _local(element, name)
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def test_recorded_oai_lists(shared: Path) -> None:
    read = 0
    for file in sorted((shared / "api" / "arxiv_oai").glob("*.xml")):
        root = ElementTree.fromstring(file.read_bytes())
        if root.tag == "record" or file.name == "arxiv_multi_20230125.xml":
            continue
        page = read_records(file.read_bytes(), TODAY)
        records = _local(root, "record")
        assert page.damaged == 0
        assert page.token == _words(root, "resumptionToken")
        for account, record in zip(page.accounts, records, strict=True):
            _assert_oai_says(account, record)
            read += 1
    assert read == 33


def _assert_oai_says(account: Account, record: ElementTree.Element) -> None:
    paper, facts = account.paper, account.facts
    assert paper.id == arxiv_id(_words(record, "id"))
    assert paper.title == _words(record, "title")
    assert paper.abstract == _words(record, "abstract")
    assert facts["subjects"] == _words(record, "categories")
    assert facts.get("comment", "") == _words(record, "comments")
    assert facts.get("journal_ref", "") == _words(record, "journal-ref")
    assert facts.get("licence", "") == _words(record, "license")
    names = [
        " ".join(filter(None, (_words(author, part) for part in ("forenames", "keyname", "suffix"))))
        for author in _local(record, "author")
    ]
    if names:
        assert list(paper.authors) == [name for name in names if re.search(r"\w", name)]
        assert paper.date == _words(record, "created")
        assert facts.get("updated", "") == _words(record, "updated")


def test_a_recorded_raw_record_tells_its_versions(shared: Path) -> None:
    page = read_records((shared / "api" / "arxiv_oai" / "GetRecord_arXivRaw_2013-04-16.xml").read_bytes(), TODAY)
    (account,) = page.accounts
    assert account.paper.authors == ("Igor A. Zaliznyak", "John M. Tranquada")
    assert (account.paper.date, account.facts["version"]) == ("2013-04-15", "1")


def test_a_recorded_list_of_dublin_core(shared: Path) -> None:
    page = read_records((shared / "api" / "arxiv_oai" / "arxiv_multi_20230125.xml").read_bytes(), TODAY)
    assert [account.paper.id for account in page.accounts] == ["arxiv:1009.1022", "arxiv:1305.6404", "arxiv:1412.1417"]
    assert page.token == "6460044|1001"
    last = page.accounts[2]
    assert last.paper.authors == ("Anna Beliakova", "Kazuo Habiro", "Aaron D. Lauda", "Ben Webster")
    assert (last.paper.date, last.facts["updated"]) == ("2014-12-03", "2023-01-23")
    assert last.paper.aliases == {"arxiv:1412.1417", "doi:10.1112/jlms.12001"}
    assert last.facts["comment"].startswith("28 pages, with tikz")
    assert last.facts["journal_ref"].endswith("pages 248-276")


@pytest.mark.parametrize(
    ("name", "paper", "date"),
    [
        ("arxiv_0901_2443", "arxiv:0901.2443", "2009-01-16"),
        ("arxiv_1711_04702", "arxiv:1711.04702", "2017-11-13"),
        ("arxiv_1711_05739", "arxiv:1711.05739", "2017-11-15"),
        ("arxiv_math_0306266", "arxiv:math/0306266", "2003-06-18"),
    ],
)
def test_a_recorded_record_alone(shared: Path, name: str, paper: str, date: str) -> None:
    body = (shared / "api" / "arxiv_oai" / f"{name}.xml").read_bytes()
    told = told_by(ElementTree.fromstring(body))
    assert told
    account = account_of(told, TODAY)
    assert (account.paper.id, account.paper.date) == (paper, date)
    with pytest.raises(BadReply):
        read_records(body, TODAY)  # a record alone is no reply
