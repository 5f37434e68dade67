"""The three services and their pace."""

from __future__ import annotations

import pytest

from litgraph.ingest.arxiv.services import arxiv_services
from litgraph.ingest.source import PaperSource
from tests.unit.ingest.arxiv.conftest import Asks, Serves


@pytest.mark.parametrize(
    ("address", "interval", "kept"),
    [
        ("https://export.arxiv.org/api/query", None, 3.0),
        ("https://export.arxiv.org/api/query", 0.1, 3.0),
        ("https://export.arxiv.org/api/query", 9.0, 9.0),
        ("http://127.0.0.1:8000/api/query", None, 3.0),
        ("http://127.0.0.1:8000/api/query", 0.1, 0.1),
        ("http://[::1]:8000/api/query", 0.1, 0.1),
        ("http://localhost.example.com/api/query", 0.1, 3.0),
    ],
)
def test_arxivs_rule_gives_way_on_this_machine_alone(address: str, interval: float | None, kept: float) -> None:
    services = arxiv_services(api_url=address, oai_url=address, source_url=address, interval=interval)
    assert {service.interval for service in (services.api, services.oai, services.source)} == {kept}
    assert len({service.pace for service in (services.api, services.oai, services.source)}) == 1
    assert [service.name for service in (services.api, services.oai, services.source)] == [
        "arxiv",
        "arxiv-oai",
        "arxiv-source",
    ]


def test_all_three_take_turns(asks: Asks, serves: Serves) -> None:
    server = serves([])
    source: PaperSource = (arxiv := asks(server, interval=0.15))
    assert list(source.lookup([])) == []
    list(arxiv.new_papers("cs.CL", "2024", "2024"))
    list(arxiv.changed("cs.CL", "2024"))
    list(arxiv.new_papers("cs.LG", "2024", "2024"))
    assert len(server.seen) == 3
    assert min(server.gaps()) >= 0.1  # a busy machine notes a request late
