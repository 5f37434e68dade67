"""The local Semantic Scholar is as strict as the real one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.servers.s2_library import Library, read_citations
from tests.servers.semantic_scholar import S2Server
from tests.unit.ingest.semantic_scholar.drawn import OBS, PAPERS

ROOT = Path(__file__).resolve().parents[4]


def get(server: S2Server, path: str, **query: str | int) -> tuple[int, Any]:
    reply = httpx.get(f"{server.url}{path}", params=query)
    return reply.status_code, reply.json()


def post(server: S2Server, ids: list[str], fields: str = "title") -> tuple[int, Any]:
    reply = httpx.post(f"{server.url}/graph/v1/paper/batch", params={"fields": fields}, json={"ids": ids})
    return reply.status_code, reply.json()


PAPER = "/graph/v1/paper/ARXIV:1706.03762"
BEYOND = "Requested data for this limit and/or offset is not available"


@pytest.mark.parametrize(
    ("path", "query", "status", "error"),
    [
        (PAPER, {"fields": "title,x,y"}, 400, "Unrecognized or unsupported fields: [x, y]"),
        (f"{PAPER}/citations", {"limit": 1001}, 400, "Unacceptable query params: [limit=1001]"),
        (f"{PAPER}/citations", {"foo": 1}, 400, "Unacceptable query params: [foo=1]"),
        (f"{PAPER}/references", {"year": 2020}, 400, "Unacceptable query params: [year=2020]"),
        (f"{PAPER}/citations", {"offset": 9000, "limit": 1000}, 400, BEYOND),
        (f"{PAPER}v2", {}, 404, "Paper with id ARXIV:1706.03762v2 not found"),
        ("/graph/v1/paper/search/match", {"query": "Prefix-Tuning"}, 404, "Title match not found"),
    ],
)
def test_what_the_real_one_refuses_is_refused(
    server: S2Server, path: str, query: dict[str, str | int], status: int, error: str
) -> None:
    assert get(server, path, **query) == (status, {"error": error})


def test_batches_are_aligned_bounded_and_never_all_unknown(server: S2Server) -> None:
    status, records = post(server, ["ARXIV:1706.03762", "ARXIV:0", "10.1109/ICNN.1993.298572"])
    assert (status, [record and record["title"][:9] for record in records]) == (200, ["Attention", None, "Optimal B"])
    assert post(server, ["ARXIV:0"]) == (400, {"error": "No valid paper ids given"})
    assert post(server, ["ARXIV:1706.03762"] * 501)[0] == 400


def test_a_large_reply_is_refused() -> None:
    server = S2Server(Library(PAPERS), largest=100)
    with server:
        status, answer = post(server, ["ARXIV:1706.03762"], "title,abstract,externalIds")
    assert (status, answer["error"][:36]) == (400, "Response would exceed maximum size. ")


def test_an_empty_search_has_no_data(server: S2Server) -> None:
    assert get(server, "/graph/v1/paper/search", query="nothing") == (200, {"total": 0, "offset": 0})
    assert get(server, "/graph/v1/paper/search", query="pruning")[1]["total"] == 1


def test_withheld_references_are_null(server: S2Server) -> None:
    status, answer = get(server, "/graph/v1/paper/DOI:10.1109/icnn.1993.298572/references")
    assert (status, answer["data"]) == (200, None)
    assert "{'references'}" in answer["citingPaperInfo"]["openAccessPdf"]["disclaimer"]


def test_an_undated_paper_counts_as_of_new_year() -> None:
    undated = replace(PAPERS[1], date=None)
    server = S2Server(Library((undated, PAPERS[3])))
    with server:
        shown = [
            len(get(server, f"{PAPER}/citations", publicationDateOrYear=days)[1]["data"])
            for days in ("2022-01-01:", "2022-01-02:", ":2021", "2022", "")
        ]
    assert shown == [1, 0, 0, 1, 1]


def test_ids_of_its_own_do_not_depend_on_the_others() -> None:
    surgeon = next(paper for paper in PAPERS if OBS in paper.ids)
    alone, among = Library([surgeon]), Library(PAPERS)
    for name in (surgeon.sha, f"CorpusId:{surgeon.corpus_id}"):
        assert alone.find(name) == among.find(name) == surgeon


def test_it_runs_alone_over_files(tmp_path: Path) -> None:
    papers, edges = tmp_path / "papers.jsonl", tmp_path / "edges.csv"
    lines = [
        {"id": "arxiv:2210.17323", "title": "GPTQ", "date": "2022-10"},
        {"arxiv_id": "1706.03762", "title": "Attention", "year": 2017},
        {"id": "title:abc", "title": "A grey one", "year": 1990},
    ]
    papers.write_text("".join(json.dumps(line) + "\n" for line in lines))
    edges.write_text("citing,cited\narxiv:2210.17323,arxiv:1706.03762\narxiv:2210.17323,title:abc\ntitle:abc,title:x\n")
    command = [sys.executable, "-m", "tests.servers.semantic_scholar", str(papers), "--citations", str(edges)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        url = said.rsplit(" ", 1)[1].strip()
        rows = httpx.get(f"{url}/graph/v1/paper/ARXIV:2210.17323/references?fields=externalIds,publicationDate").json()
        process.terminate()
    assert said.startswith("3 papers, 2 citations: ")
    outside = [row["citedPaper"]["externalIds"] for row in rows["data"]]
    assert [sorted(ids) for ids in outside] == [["ArXiv", "CorpusId"], ["CorpusId"]]
    assert rows["data"][0]["citedPaper"]["publicationDate"].startswith("2017-06-")
    assert rows["data"][1]["citedPaper"]["publicationDate"] is None


def test_citations_are_read_from_files_gzipped_or_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("citing,cited\nx,y\n")
    assert list(read_citations([tmp_path / "a.csv"])) == [("x", "y")]
