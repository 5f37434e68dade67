"""Semantic Scholar's service: its address, its key, its pace."""

from __future__ import annotations

from types import MappingProxyType

from litgraph.web.addresses import is_loopback, pace_at
from litgraph.web.request import Service

# Seconds: a key is good for one request a second over all endpoints; without one everybody shares what there is.
# https://www.semanticscholar.org/product/api
INTERVAL_WITH_KEY, INTERVAL_WITHOUT = 1.1, 3.0
_KEY_NAME = "SEMANTIC_SCHOLAR_API_KEY"


def s2_service(*, api_url: str, key: str = "", interval: float | None = None) -> Service:
    """Name the service at its address; a shorter interval than its own is kept on this machine alone."""
    rule = INTERVAL_WITH_KEY if key.strip() else INTERVAL_WITHOUT
    kept = rule if interval is None else interval if is_loopback(api_url) else max(rule, interval)
    headers = {"x-api-key": key.strip()} if key.strip() else {}
    return Service(
        name="s2",
        base=api_url,
        pace=pace_at("s2", api_url),
        interval=kept,
        headers=MappingProxyType(headers),
        key_name=_KEY_NAME,
    )
