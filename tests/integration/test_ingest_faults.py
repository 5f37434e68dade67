"""What an ingest does when a service fails: how often it asks, what it says and keeps, and that a next run mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.cli.conftest import Litgraph
from tests.integration.services import (
    LISTED,
    Content,
    Services,
    at,
    content_of,
    ingest,
    states_in,
    states_of,
    warnings_of,
)
from tests.servers import arxiv_faults, faults
from tests.servers.faults import HTML, Act, status

OTHER = "http://127.0.0.2:9/elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A fault that lasts, and what must come of it: requests at the spoilt endpoint, state of the source, exit code."""

    act: Act
    requests: int = 3
    state: str = "unreachable"
    exit_code: int = 5
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


# What fails by transport puts a source out of reach; what answers with nonsense degrades it. Both services fail in each
# way; where there are variants, one of them in each.
TRANSPORT = {
    "429": Case(act=faults.too_many()),
    "429-retry-after": Case(act=faults.too_many(0.05)),
    "timeout": Case(act=faults.hang(0.4), settings={"LITGRAPH_HTTP_TIMEOUT": "0.1"}),
    "reset-mid-body": Case(act=faults.reset_mid_body),
    "truncated": Case(act=faults.truncated),
    "redirect": Case(act=faults.redirect(OTHER), requests=1),
    "refused": Case(act=status(403), requests=1, state="refused", exit_code=4),
}
TRANSPORT_ARXIV = {
    "429-retry-after-date": Case(act=faults.too_many_until(0)),
    "500-html": Case(act=status(500, HTML)),
    "502-json": Case(act=status(502)),
    "503-html": Case(act=status(503, HTML)),
    "504-json": Case(act=status(504)),
    "unauthorised": Case(act=status(401, HTML), requests=1, state="refused", exit_code=4),
}
TRANSPORT_S2 = {
    "429-too-long": Case(act=faults.too_many(3600), requests=1),
    "500-json": Case(act=status(500)),
    "502-html": Case(act=status(502, HTML)),
    "503-retry-after": Case(act=status(503, headers={"Retry-After": "0.05"})),
    "504-html": Case(act=status(504, HTML)),
    "reset": Case(act=faults.reset),
}
NONSENSE: dict[str, Act] = {
    "cut": faults.cut_content,
    "empty": faults.empty,
    "html": faults.html_page,
    "huge": faults.announced_huge(100),
    "entity-bomb": faults.entity_bomb,
}
# A degraded source is asked its second question, too: for the ids that Semantic Scholar tells.
ARXIV = {
    **TRANSPORT,
    **TRANSPORT_ARXIV,
    **{name: Case(act=act, requests=6, state="degraded") for name, act in NONSENSE.items()},
    "rate-exceeded": Case(act=faults.rate_exceeded),
    "doctype": Case(act=arxiv_faults.with_doctype, requests=6, state="degraded"),
    "error-entry": Case(act=arxiv_faults.with_error("Internal error"), requests=6, state="degraded"),
    "400": Case(act=status(400, HTML), requests=4, state="ok", exit_code=0),
    "404": Case(act=status(404, HTML), requests=2, state="degraded"),
    "no-entries": Case(act=arxiv_faults.without_entries, requests=6, state="degraded"),
}
# Three papers in a row that cannot be had put Semantic Scholar out of reach: nine requests.
REFERENCES = {
    **TRANSPORT,
    **TRANSPORT_S2,
    **{name: Case(act=act, requests=9) for name, act in NONSENSE.items()},
    "without-data": Case(act=faults.without_data, requests=9),
    "null-data": Case(act=faults.null_data, requests=9),
    "error-with-200": Case(act=faults.saying(b'{"error": "Internal server error"}', "application/json"), requests=9),
}


def told_by(content: Content, source: str) -> list[Any]:
    """Give the papers of which a source is known to have told something."""
    return [row[0] for row in content["papers"] if f"'{source}'" in str(row[8])]


@pytest.mark.parametrize("name", ARXIV)
def test_arxiv_fails(
    name: str,
    litgraph: Litgraph,
    services: Services,
    network: Path,
    undisturbed: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = ARXIV[name]
    services.arxiv.faults.add(case.act, when=at("/api/query"))
    for variable, value in case.settings.items():
        monkeypatch.setenv(variable, value)

    first = ingest(litgraph, network)
    asked = services.arxiv.paths().count("/api/query")
    spoilt = content_of(network)
    services.recover()
    second = ingest(litgraph, network)

    assert (first.exit_code, states_in(first)["arxiv"], asked) == (case.exit_code, case.state, case.requests)
    assert set(states_of(network, "arxiv").values()) == {"ok"}
    assert {state for kind, _, state, _ in spoilt["states"] if kind == "arxiv"} <= {"failed", "deferred"}
    assert told_by(spoilt, "arxiv") == []
    assert "arxiv did not answer for 8 of 9 papers" in warnings_of(first)
    assert (second.exit_code, second.answer["resolved"]) == (0, len(LISTED))
    assert services.s2.seen == []  # what Semantic Scholar has answered is not asked again
    assert content_of(network) == undisturbed


@pytest.mark.parametrize("name", REFERENCES)
def test_references_fail(
    name: str,
    litgraph: Litgraph,
    services: Services,
    network: Path,
    undisturbed: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = REFERENCES[name]
    services.s2.faults.add(case.act, when=at("/references"))
    for variable, value in case.settings.items():
        monkeypatch.setenv(variable, value)

    first = ingest(litgraph, network)
    asked = sum("/references" in path for path in services.s2.paths())
    spoilt = content_of(network)
    services.recover()
    second = ingest(litgraph, network)

    assert (first.exit_code, states_in(first)["s2"], asked) == (case.exit_code, case.state, case.requests)
    assert first.answer["items"]["failed"] + first.answer["items"]["deferred"] == len(LISTED)
    assert first.answer["items"]["deferred"] >= len(LISTED) - 3
    assert first.answer["references"] == {"known": 0, "of": len(LISTED)}
    assert spoilt["citations"] == []
    assert f"references known for 0 of {len(LISTED)}" in warnings_of(first)
    assert second.exit_code == 0
    assert {path.rpartition("/")[2] for path in services.s2.paths()} == {"references"}
    assert content_of(network) == undisturbed


@pytest.mark.parametrize("name", ["502-html", "refused", "cut"])
def test_the_batch_fails(
    name: str, litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    services.s2.faults.add(REFERENCES[name].act, when=at("/paper/batch"))

    first = ingest(litgraph, network)
    services.recover()
    second = ingest(litgraph, network)

    assert first.exit_code == REFERENCES[name].exit_code
    reasons = {one["title"]: one["reason"] for one in first.answer["unresolved"]}
    assert "s2 did not answer" in reasons["A Length-Extrapolatable Transformer"]
    assert (second.exit_code, second.answer["resolved"]) == (0, len(LISTED))
    assert content_of(network) == undisturbed


@pytest.mark.parametrize("name", ["504-html", "html"])
def test_the_match_fails(
    name: str, litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    services.s2.faults.add(REFERENCES[name].act, when=at("/search/match"))

    first = ingest(litgraph, network, "--strict")
    services.recover()
    second = ingest(litgraph, network, "--strict")

    assert first.exit_code == 5
    assert [one["line"] for one in first.answer["unresolved"]] == [15, 18]
    assert all("s2 did not answer" in one["reason"] for one in first.answer["unresolved"])
    assert second.exit_code == 0
    mended = content_of(network)
    if name == "html":  # references have told which paper LoRA is, and its title is searched no more
        matched = ("match", "arxiv:2106.09685")
        mended["states"] = [row for row in mended["states"] if row[:2] != matched]
        undisturbed = undisturbed | {"states": [row for row in undisturbed["states"] if row[:2] != matched]}
    assert mended == undisturbed


PASSING = {
    **{name: ARXIV[name].act for name in ("429-retry-after", "502-json", "truncated", "entity-bomb")},
    "huge": faults.huge(100),
    "gzip-bomb": faults.gzip_bomb(100),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_retried_once(
    name: str, litgraph: Litgraph, services: Services, network: Path, undisturbed: Content
) -> None:
    for server in services.servers:
        server.faults.add(PASSING[name], times=1)

    run = ingest(litgraph, network)

    assert run.exit_code == 0
    assert {one["name"]: one["message"] for one in run.answer["sources"]} == {
        "arxiv": "1 retry",
        "s2": "1 retry",
        "arxiv-source": "",
    }
    assert content_of(network) == undisturbed
