"""The local arXiv refuses what the real one refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence

import httpx
import pytest

from litgraph.model.identifiers import PaperId
from tests.servers.arxiv import ArxivServer
from tests.servers.records import ServedPaper, completed
from tests.unit.ingest.arxiv.conftest import Serves

_PAPERS = [
    ServedPaper(
        id=PaperId(f"arxiv:2401.{n:05d}"),
        title=f"A study of pruning, part {n}" if n % 2 else f"On quantization, part {n}",
        published=f"2024-01-{n + 1:02d}T12:00:00Z",
        categories=("cs.CL", "cs.LG") if n % 3 else ("cs.CL",),
        authors=("Ann Lee",),
        versions=2,
    )
    for n in range(30)
]


def _ask(server: ArxivServer, **asked: object) -> httpx.Response:
    return httpx.get(server.api_url, params={name: str(value) for name, value in asked.items()}, trust_env=False)


def _ids(reply: httpx.Response) -> list[str]:
    return re.findall(r"<id>http://arxiv.org/abs/(.*?)</id>", reply.text)


def _total(reply: httpx.Response) -> int:
    return int(re.findall(r"<opensearch:totalResults>(\d+)<", reply.text)[0])


@pytest.fixture
def server(serves: Serves) -> ArxivServer:
    return serves(_PAPERS)


def test_ten_results_by_default(server: ArxivServer) -> None:
    reply = _ask(server, search_query="cat:cs.CL")
    assert (len(_ids(reply)), _total(reply)) == (10, 30)


@pytest.mark.parametrize(
    "asked",
    [
        {"search_query": "cat:cs.CL", "max_results": 2_001},
        {"search_query": "cat:cs.CL", "max_results": 30_001},
        {"search_query": "cat:cs.CL", "start": 30_000, "max_results": 10},
        {"search_query": "cat:cs.CL", "start": -1},
        {"search_query": "cat:cs.CL", "max_results": "all"},
        {"search_query": "cat:cs.CL", "sortBy": "date"},
        {"search_query": "(cat:cs.CL"},
        {"search_query": "cat:cs.CL)"},
        {"search_query": "cat:cs.CL AND"},
        {"search_query": "pruning", "raw": 1},
        {"search_query": "lastUpdatedDate:[202401010000 TO 202401312359]"},
        {"search_query": "submittedDate:[20240101* TO 20240131*]"},
        {"search_query": "submittedDate:[20240101 TO 20240131]"},
        {"search_query": "submittedDate:[202401320000 TO 202401312359]"},
        {"search_query": "ti:*ning"},
        {"id_list": "abc"},
        {"id_list": "2401.00001,2401.1"},
    ],
)
def test_what_is_refused(server: ArxivServer, asked: dict[str, object]) -> None:
    reply = _ask(server, **asked)
    assert reply.status_code == 400
    assert "<title>Error</title>" in reply.text
    assert "https://arxiv.org/api/errors#" in reply.text


def test_ids_come_in_another_order_and_unknown_ones_not_at_all(server: ArxivServer) -> None:
    asked = [f"2401.{n:05d}" for n in range(20)]
    reply = _ask(server, id_list=",".join([*asked, "2401.99999", asked[0]]), max_results=100)
    assert sorted(_ids(reply)) == [f"{name}v2" for name in asked]
    assert _ids(reply) != sorted(_ids(reply))
    assert _total(reply) == 20


def test_versions(server: ArxivServer) -> None:
    assert _ids(_ask(server, id_list="2401.00001v1")) == ["2401.00001v1"]
    assert _ids(_ask(server, id_list="2401.00001v3")) == []
    assert _ids(_ask(server, id_list="2401.00001", search_query="cat:cs.CL")) == ["2401.00001v2"]
    assert _ids(_ask(server, id_list="2401.00001v1", search_query="cat:cs.CL")) == []


def test_queries(server: ArxivServer) -> None:
    assert _total(_ask(server, search_query="cat:cs.LG")) == 20
    assert _total(_ask(server, search_query="cat:cs.CL ANDNOT cat:cs.LG")) == 10
    assert _total(_ask(server, search_query='(ti:"pruning study" OR all:nothing) AND au:lee')) == 15
    dated = "submittedDate:[202401021200 TO 202401031200]"
    reply = _ask(server, search_query=f"cat:cs.CL AND {dated}", sortBy="submittedDate", sortOrder="ascending")
    assert _ids(reply) == ["2401.00001v2", "2401.00002v2"]
    assert "submittedDate:&quot;202401021200 TO 202401031200&quot;" in reply.text
    assert _total(_ask(server, search_query="submittedDate:[202401010000+TO+202401312359]")) == 0
    assert "search_query=all:pruning&amp;" in _ask(server, search_query="pruning").text


def test_a_page_beyond_the_end_is_empty(server: ArxivServer) -> None:
    reply = _ask(server, search_query="cat:cs.CL", start=40)
    assert (reply.status_code, _ids(reply), _total(reply)) == (200, [], 30)


def test_a_form_is_taken_as_well(server: ArxivServer) -> None:
    reply = httpx.post(server.api_url, data={"id_list": "2401.00001"}, trust_env=False)
    assert _ids(reply) == ["2401.00001v2"]


def test_haste_is_refused(serves: Serves) -> None:
    server = serves(_PAPERS, interval=5.0)
    assert _ask(server, id_list="2401.00001").status_code == 200
    hasty = _ask(server, id_list="2401.00001")
    assert (hasty.status_code, hasty.text) == (429, "Rate exceeded.")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"verb": "List"}, "badVerb"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "arXiv", "from": "2024-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "arXiv", "from": "2030-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "arXiv", "resumptionToken": "1|10"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "1|10"}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "arXiv", "identifier": "oai:arXiv.org:1"}, "idDoesNotExist"),
    ],
)
def test_what_the_repository_refuses(server: ArxivServer, asked: dict[str, str], code: str) -> None:
    reply = httpx.get(server.oai_url, params=asked, trust_env=False)
    assert reply.status_code == 200
    assert f'<error code="{code}">' in reply.text


def test_what_is_made_up_is_named_and_always_the_same(facts: Sequence[ServedPaper]) -> None:
    paper = next(paper for paper in facts if len(paper.published) == 7)
    made = completed(paper)
    assert made == completed(paper)
    assert made.published.startswith(paper.published)
    assert made.made_up == {"categories", "published", "updated"}
    assert completed(made) == made
