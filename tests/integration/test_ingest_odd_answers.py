"""What an ingest makes of answers that are odd but true, and of those that look true and are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from litgraph.model.identifiers import PaperId
from tests.cli.conftest import Litgraph
from tests.integration.services import (
    LISTED,
    Content,
    Services,
    at,
    content_of,
    ingest,
    make_workspace,
    serving,
    set_environment,
    small_library,
    states_in,
    states_of,
    warnings_of,
)
from tests.servers import arxiv_faults, faults
from tests.servers.faults import Act, SeenRequest, changed, redirect, status
from tests.servers.s2_library import KnownPaper, Reference
from tests.servers.scripted import scripted

LONGROPE = "arxiv:2402.13753"
KEY = "not-a-real-key-0123456789"


@pytest.mark.parametrize(
    "act",
    [
        arxiv_faults.doubled,
        arxiv_faults.backwards,
        arxiv_faults.counting("1"),
        arxiv_faults.counting("99999"),
        arxiv_faults.counting("many"),
        arxiv_faults.without_total,
    ],
    ids=["doubled", "backwards", "counts-too-few", "counts-too-many", "counts-no-number", "no-count"],
)
def test_an_odd_feed_is_read_rightly(
    act: Act, litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    services.arxiv.faults.add(act, when=at("/api/query"))

    run = ingest(litgraph, network)

    assert (run.exit_code, states_in(run)["arxiv"]) == (0, "ok")
    assert services.arxiv.paths().count("/api/query") == 2
    assert content_of(network) == undisturbed


def test_what_a_feed_lacks_is_not_taken_for_unknown(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    services.arxiv.faults.add(arxiv_faults.undated, when=at("/api/query"))

    first = ingest(litgraph, network)
    states = set(states_of(network, "arxiv").values())
    services.recover()
    second = ingest(litgraph, network)

    assert first.exit_code == 5
    assert states == {"ok", "failed"}
    assert second.exit_code == 0
    assert content_of(network) == undisturbed


def test_half_a_feed_is_asked_for_again(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    services.arxiv.faults.add(arxiv_faults.first_half, times=1)

    run = ingest(litgraph, network)

    assert run.exit_code == 0
    assert services.arxiv.paths().count("/api/query") == 3
    assert content_of(network) == undisturbed


def served_with(change: Callable[[KnownPaper], KnownPaper]) -> list[KnownPaper]:
    """Give the small library with a change to LongRoPE."""
    return [change(paper) if paper.key == LONGROPE else paper for paper in small_library()]


def test_references_without_ids_are_kept_by_title(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (Reference(title="A book on the training of large things", year=1998, authors=("A. Writer",)), Reference())
    library = served_with(lambda paper: replace(paper, references=(*paper.references, *rows)))
    with serving(library=library) as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path)
        run = ingest(litgraph, workspace)

    content = content_of(workspace)
    cited = [cited for citing, cited, *_ in content["citations"] if citing == LONGROPE]
    titles = {row[0]: row[1] for row in content["papers"]}
    assert run.answer["items"]["ok"] == 2
    assert sum(key.startswith("title:") for key in cited) == 1
    assert "A book on the training of large things" in [titles[key] for key in cited]
    assert len(cited) == 5  # the row without a title names nothing
    assert litgraph("query", "references", LONGROPE, "-w", workspace, "--json").exit_code == 0


def test_elided_references_are_not_none(litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = served_with(lambda paper: replace(paper, elided=True))
    with serving(library=library) as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path)
        first = ingest(litgraph, workspace)
        services.recover()
        second = ingest(litgraph, workspace)

    assert first.exit_code == 0
    assert first.answer["items"] | {"ok": 1, "elided": 1} == first.answer["items"]
    assert first.answer["references"] == {"known": len(LISTED) - 1, "of": len(LISTED)}
    assert f"references known for {len(LISTED) - 1} of {len(LISTED)}" in warnings_of(first)
    assert second.answer["items"] == first.answer["items"]
    assert services.requests == 0


def test_pages_that_are_too_large_are_asked_for_smaller(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    said = b'{"error": "Response would exceed maximum size. Ask for less at once."}'
    services.s2.faults.add(status(400, said), when=lambda seen: seen.parameter("limit") == "1000")

    run = ingest(litgraph, network)

    sizes = [seen.parameter("limit") for seen in services.s2.seen if seen.path.endswith("/references")]
    assert (run.exit_code, set(sizes)) == (0, {"1000", "250"})
    assert content_of(network) == undisturbed


def test_a_batch_that_is_too_large_is_halved(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    def many(seen: SeenRequest) -> bool:
        return seen.path.endswith("/batch") and len(json.loads(seen.body)["ids"]) > 4

    services.s2.faults.add(status(400, b'{"error": "Too many ids: 8, at most 4"}'), when=many)

    run = ingest(litgraph, network)

    assert run.exit_code == 0
    assert services.s2.paths().count("/graph/v1/paper/batch") == 3
    assert content_of(network) == undisturbed


def test_an_empty_page_amid_a_list_spoils_the_whole(
    litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    def promise(body: bytes) -> bytes:
        page = json.loads(body)
        return json.dumps(page | {"next": len(page["data"])}).encode() if page["data"] else body

    services.s2.faults.add(changed(promise), when=lambda seen: seen.parameter("offset") == "0")

    first = ingest(litgraph, network)
    spoilt = content_of(network)
    services.recover()
    second = ingest(litgraph, network, "--refresh")  # the page that promised another is in the reply cache

    assert first.exit_code == 5
    assert first.answer["items"] | {"failed": 2, "empty": 7} == first.answer["items"]
    assert spoilt["citations"] == []
    assert second.exit_code == 0
    assert content_of(network) == undisturbed


def test_records_that_are_unknown_or_nameless_say_nothing(
    litgraph: Litgraph, services: Services, network: Path
) -> None:
    def blank(body: bytes) -> bytes:
        records: list[Any] = json.loads(body)
        records[0] = None
        records[1] |= {"title": None}
        return json.dumps(records).encode()

    services.s2.faults.add(changed(blank), times=1, when=at("/batch"))

    run = ingest(litgraph, network)

    assert (run.exit_code, run.answer["resolved"]) == (0, len(LISTED))  # arXiv knows both
    states = states_of(network, "s2")
    assert [states[key] for key in (LONGROPE, "arxiv:2309.00071")] == ["not_found", "not_found"]


def test_another_host_hears_nothing_and_never_the_key(
    litgraph: Litgraph, services: Services, network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", KEY)
    with scripted() as other:
        for server in services.servers:
            server.faults.add(redirect(other.url + "/graph/v1/paper/batch", 307))
        run = ingest(litgraph, network, "--verbose")

    assert run.exit_code == 5
    assert other.seen == []
    assert {one["name"]: one["state"] for one in run.answer["sources"]} == {
        "arxiv": "unreachable",
        "s2": "unreachable",
        "arxiv-source": "unreachable",
    }
    assert "another host" in run.stderr
    assert KEY not in run.stdout + run.stderr


def test_the_key_goes_with_every_question_and_stays_nowhere(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: Content
) -> None:
    with serving(key=KEY) as services:
        set_environment(monkeypatch, services, tmp_path)
        monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", f" {KEY}\n")
        workspace = make_workspace(tmp_path)
        run = ingest(litgraph, workspace, "--verbose")

    assert run.exit_code == 0
    assert all(seen.headers["x-api-key"] == KEY for seen in services.s2.seen)
    assert not any("x-api-key" in seen.headers for seen in services.arxiv.seen)
    assert KEY not in run.stdout + run.stderr
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert kept
    assert not any(KEY.encode() in file.read_bytes() for file in kept)
    assert content_of(workspace) == undisturbed


def test_a_bad_key_exits_4_and_is_named_not_shown(
    litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: Content
) -> None:
    with serving(key=KEY) as services:
        set_environment(monkeypatch, services, tmp_path)
        monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", "another-key")
        workspace = make_workspace(tmp_path)
        first = ingest(litgraph, workspace)
        asked = len(services.s2.seen)
        monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", KEY)
        second = ingest(litgraph, workspace)

    assert (first.exit_code, states_in(first)["s2"], asked) == (4, "refused", 1)
    assert "SEMANTIC_SCHOLAR_API_KEY" in first.last_line
    assert "another-key" not in first.stdout + first.stderr
    assert first.answer["resolved"] == 6  # arXiv's answers are kept
    assert second.exit_code == 0
    assert content_of(workspace) == undisturbed


def test_two_arxiv_ids_are_never_one_paper(litgraph: Litgraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Semantic Scholar names LongRoPE for YaRN, too, and gives both one DOI and one title."""
    shared = frozenset({PaperId("doi:10.5555/made.up")})
    both = (LONGROPE, "arxiv:2309.00071")
    library = [
        replace(paper, ids=paper.ids | shared, title="One Title for Two Papers in a Row")
        if paper.key in both
        else paper
        for paper in small_library()
    ]
    with serving(library=library) as services:
        set_environment(monkeypatch, services, tmp_path)
        workspace = make_workspace(tmp_path)
        run = ingest(litgraph, workspace)

    assert run.answer["resolved"] == len(LISTED)
    assert {row[1] for row in content_of(workspace)["listings"]} == set(LISTED)


def test_a_timeout_is_said_in_words(
    litgraph: Litgraph, services: Services, network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITGRAPH_HTTP_TIMEOUT", "0.1")
    services.s2.faults.add(faults.hang(0.3), when=at("/references"))

    run = ingest(litgraph, network)

    assert "no answer within 0.1 s (3 tries)" in run.last_line
    assert "run again" in run.last_line
