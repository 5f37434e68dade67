"""Redirects: which are followed, and where to."""

from __future__ import annotations

from urllib.parse import urljoin

from litgraph.model.text import clean_text
from litgraph.web.addresses import place, scheme
from litgraph.web.request import Reply, Request

MOST_HOPS = 3
STATUSES = (301, 302, 303, 307, 308)


class Astray(Exception):
    """Say where a service sends us that we do not go."""


def next_hop(request: Request, reply: Reply) -> Request:
    """Give the request that a redirect asks for: at the same host and port, or by TLS at the same host."""
    try:
        url = urljoin(request.url, reply.headers.get("location", ""))
        here, there = place(request.url), place(url)
    except ValueError:
        raise Astray(f"it redirects to what is no web address (HTTP {reply.status})") from None
    named = clean_text(f"{scheme(url)}://{there[0]}:{there[1]}")[:200]
    upgraded = (scheme(request.url), scheme(url)) == ("http", "https")
    if upgraded and here[0] == there[0] and (here[1], there[1]) == (80, 443):
        here = there
    if here != there:
        raise Astray(f"it redirects to another host, {named}, which is not followed")
    if not upgraded and scheme(url) != scheme(request.url):
        raise Astray(f"it redirects from https to {named}, which is not followed")
    if request.verb and reply.status not in (307, 308):
        raise Astray(f"it redirects what was to change something (HTTP {reply.status}), which is not followed")
    body = b"" if reply.status == 303 else request.body
    return Request(url=url, body=body, lifetime=request.lifetime, verb=request.verb)
