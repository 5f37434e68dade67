"""What changed, by OAI-PMH."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from litgraph.errors import InputError
from litgraph.ingest.arxiv.oai import oai_set, read_records
from litgraph.ingest.source import Found
from litgraph.model.identifiers import PaperId
from litgraph.web.request import BadReply, NotAccepted, NotFound
from litgraph.web.transport import Web
from tests.servers.arxiv import ArxivServer
from tests.servers.arxiv_oai import OaiApi, sets_of
from tests.servers.faults import changed, entity_bomb, saying, status
from tests.servers.records import ServedPaper, completed
from tests.unit.ingest.arxiv.conftest import TODAY, Asks, Serves

_HEAD = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'


def _paper(number: int, updated: str = "2024-03-05", **said: object) -> ServedPaper:
    paper = ServedPaper(
        id=PaperId(f"arxiv:2401.{number:05d}"),
        title=f"Paper {number}",
        published="2024-01-10",
        updated=updated,
        categories=("cs.CL",),
        authors=("Ann B. Lee", "Plato"),
        versions=2,
    )
    return replace(paper, **said)  # type: ignore[arg-type]


def _ids(found: Sequence[Found]) -> list[PaperId]:
    return [account.paper.id for one in found for account in one.accounts]


def _tokens(server: ArxivServer) -> list[str]:
    return [seen.parameter("resumptionToken") for seen in server.seen]


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.CL", "cs:cs:CL"),
        ("math.GT", "math:math:GT"),
        ("stat.ML", "stat:stat:ML"),
        ("eess.AS", "eess:eess:AS"),
        ("q-bio.NC", "q-bio:q-bio:NC"),
        ("hep-th", "physics:hep-th"),
        ("quant-ph", "physics:quant-ph"),
        ("math-ph", "physics:math-ph"),
        ("astro-ph.GA", "physics:astro-ph:GA"),
        ("cond-mat.mes-hall", "physics:cond-mat:mes-hall"),
        ("nlin.SI", "physics:nlin:SI"),
        ("physics.hist-ph", "physics:physics:hist-ph"),
        ("physics:hep-lat", "physics:hep-lat"),
        ("cs", "cs:cs"),
    ],
)
def test_sets(category: str, name: str) -> None:
    assert oai_set(category) == name
    assert ":" in category or name == sets_of(category)[-1]


def test_only_categories_and_dates_are_asked_for(asks: Asks, serves: Serves) -> None:
    with pytest.raises(InputError, match="is no arXiv category"):
        list(asks(serves([])).changed("Robotics", "2024"))
    with pytest.raises(InputError, match="is no date"):
        list(asks(serves([])).changed("cs.CL", "lately"))


def test_pages_are_followed_to_the_end(asks: Asks, serves: Serves) -> None:
    papers = [_paper(n) for n in range(25)]
    server = serves([*papers, _paper(30, "2024-02-28"), _paper(31, categories=("hep-th",))], oai_page=10)
    found = list(asks(server).changed("cs.CL", "2024-03"))
    assert sorted(_ids(found)) == [paper.id for paper in papers]
    assert [one.state for one in found] == ["ok"] * 3
    assert dict(server.seen[0].query) == {
        "verb": "ListRecords",
        "metadataPrefix": "arXiv",
        "set": "cs:cs:CL",
        "from": "2024-03-01",
    }
    assert all(len(seen.query) == 2 for seen in server.seen[1:])
    assert len(set(_tokens(server))) == 3


def test_what_a_record_tells(asks: Asks, serves: Serves) -> None:
    paper = _paper(
        1, abstract="One\ntwo.", comment="9 pages", journal_ref="J. 1", doi="10.1145/7", licence="http://l.example/by"
    )
    (found,) = asks(serves([paper])).changed("cs.CL", "2024")
    (account,) = found.accounts
    assert (account.paper.title, account.paper.abstract) == ("Paper 1", "One two.")
    assert account.paper.authors == ("Ann B. Lee", "Plato")
    assert account.paper.date == "2024-01-10"
    assert account.paper.aliases == {paper.id, "doi:10.1145/7"}
    assert dict(account.facts) == {
        "subjects": "cs.CL",
        "comment": "9 pages",
        "journal_ref": "J. 1",
        "updated": "2024-03-05",
        "licence": "http://l.example/by",
    }


def test_the_earliest_day(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(1)])
    list(asks(server).changed("cs.CL", "1999"))
    assert server.seen[0].parameter("from") == "2005-09-16"


def test_no_records_is_an_answer(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(1)])
    assert list(asks(server).changed("cs.CL", "2025")) == [Found(state="empty")]
    assert len(server.seen) == 1


def test_deleted_records_are_skipped(asks: Asks, serves: Serves) -> None:
    found = list(asks(serves([_paper(1, deleted=True), _paper(2)])).changed("cs.CL", "2024"))
    assert _ids(found) == ["arxiv:2401.00002"]
    assert list(asks(serves([_paper(1, deleted=True)])).changed("cs.CL", "2023")) == [Found(state="empty")]


def test_an_expired_token_begins_the_list_anew(asks: Asks, serves: Serves, web: Web) -> None:
    papers = [_paper(n) for n in range(15)]
    server = serves(papers, oai_page=10)
    source = asks(server)
    found = source.changed("cs.CL", "2024")
    first = next(found)
    server.oai.expire_tokens()
    rest = list(found)
    assert len(first.accounts) == 10
    assert [one.state for one in rest] == ["ok", "ok"]
    assert sorted(_ids(rest)) == [paper.id for paper in papers]
    assert len(server.seen) == 4
    assert web.reports()[0].state == "ok"


def test_a_token_that_never_lasts_is_a_failure(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(n) for n in range(15)], oai_page=10)
    error = f'{_HEAD}<error code="badResumptionToken">expired</error></OAI-PMH>'.encode()
    server.faults.add(saying(error, "text/xml"), when=lambda seen: bool(seen.parameter("resumptionToken")))
    found = list(asks(server).changed("cs.CL", "2024"))
    assert [one.state for one in found] == ["ok", "ok", "failed"]
    assert "badResumptionToken" in found[-1].reason
    assert len(server.seen) == 4


def test_a_token_given_twice_is_a_failure(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(n) for n in range(35)], oai_page=10)
    server.faults.add(
        changed(lambda body: body.replace(b"<resumptionToken>2|20", b"<resumptionToken>1|10")),
        when=lambda seen: bool(seen.parameter("resumptionToken")),
    )
    found = list(asks(server).changed("cs.CL", "2024"))
    assert [one.state for one in found] == ["ok", "ok", "failed"]
    assert "twice" in found[-1].reason


def test_a_failure_in_the_middle_ends_the_list(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(n) for n in range(25)], oai_page=10)
    server.faults.add(entity_bomb, when=lambda seen: seen.parameter("resumptionToken").endswith("|20"))
    found = list(asks(server).changed("cs.CL", "2024"))
    assert [one.state for one in found] == ["ok", "ok", "failed"]
    assert "DOCTYPE" in found[-1].reason
    assert len(server.seen) == 2 + 3


def test_busy_with_retry_after_is_waited_for(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(1)])
    server.faults.add(status(503, b"<html></html>", {"Retry-After": "0.2"}), times=1)
    (found,) = asks(server).changed("cs.CL", "2024")
    assert found.state == "ok"
    assert min(server.gaps()) >= 0.2


def test_a_wrong_question_is_not_asked_again(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(1)])
    error = f'{_HEAD}<error code="badArgument">no such set</error></OAI-PMH>'.encode()
    server.faults.add(saying(error, "text/xml"))
    (found,) = asks(server).changed("cs.XX", "2024")
    assert (found.state, found.accounts) == ("failed", ())
    assert "badArgument: no such set" in found.reason
    assert len(server.seen) == 1


def test_damaged_records_are_told(asks: Asks, serves: Serves) -> None:
    server = serves([_paper(1), _paper(2)])
    server.faults.add(changed(lambda body: body.replace(b"<title>Paper 1</title>", b"")))
    (found,) = asks(server).changed("cs.CL", "2024")
    assert (found.state, _ids([found]), found.reason) == ("ok", ["arxiv:2401.00002"], "1 records are damaged")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<ListRecords></ListRecords>",
        "<ListRecords><record><header><identifier>oai:arXiv.org:2401.00001</identifier></header></record></ListRecords>",
        "<ListIdentifiers/>",
    ],
)
def test_lists_without_anything_are_no_answer(content: str) -> None:
    with pytest.raises(BadReply):
        read_records(f"{_HEAD}{content}</OAI-PMH>".encode(), TODAY)


def test_one_record_in_each_format() -> None:
    papers = OaiApi([completed(_paper(1))], 10)
    asked = {"verb": "GetRecord", "identifier": "oai:arXiv.org:2401.00001"}
    plain, raw = (
        read_records(papers.answer({**asked, "metadataPrefix": kind}).body, TODAY).accounts[0]
        for kind in ("arXiv", "arXivRaw")
    )
    assert raw.paper == plain.paper
    assert raw.facts == {**plain.facts, "version": "2"}
    with pytest.raises(NotFound):
        read_records(
            papers.answer({**asked, "identifier": "oai:arXiv.org:1"} | {"metadataPrefix": "arXiv"}).body, TODAY
        )
    with pytest.raises(NotAccepted):
        read_records(papers.answer(asked).body, TODAY)
