"""arXiv's three services, which share one pace."""

from __future__ import annotations

from dataclasses import dataclass

from litgraph.web.addresses import is_loopback, pace_at
from litgraph.web.request import Service

# Seconds: "no more than one request every three seconds", over all legacy services and all of a user's machines
# together, one connection at a time. https://info.arxiv.org/help/api/tou.html
INTERVAL = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivServices:
    """The query API, OAI-PMH, and the sources of papers."""

    api: Service
    oai: Service
    source: Service


def arxiv_services(*, api_url: str, oai_url: str, source_url: str, interval: float | None = None) -> ArxivServices:
    """Name the services at their addresses; a shorter interval than arXiv's rule is kept on this machine alone."""

    def service(name: str, base: str) -> Service:
        kept = INTERVAL if interval is None else interval if is_loopback(base) else max(INTERVAL, interval)
        return Service(name=name, base=base, pace=pace_at("arxiv", api_url), interval=kept)

    return ArxivServices(
        api=service("arxiv", api_url), oai=service("arxiv-oai", oai_url), source=service("arxiv-source", source_url)
    )
