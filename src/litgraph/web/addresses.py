"""Addresses: where they lead, and how they are told."""

from __future__ import annotations

import ipaddress
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from litgraph.web.request import Request

_PORTS = {"http": 80, "https": 443}


def place(url: str) -> tuple[str, int]:
    """Give the host and port that an address leads to, or raise ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("not an http or https address")
    return parts.hostname, parts.port or _PORTS[parts.scheme]


def scheme(url: str) -> str:
    """Give `http` or `https`, whatever stands before the colon."""
    return urlsplit(url).scheme


def pairs(request: Request) -> list[tuple[str, str]]:
    """List the unencoded pairs of the query, those in the address itself first."""
    return [*parse_qsl(urlsplit(request.url).query, keep_blank_values=True), *request.query]


def whole(request: Request) -> str:
    """Write the address with its query."""
    parts = urlsplit(request.url)
    query = "&".join(piece for piece in (parts.query, urlencode(request.query, safe=",:/")) if piece)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def told(url: str) -> str:
    """Write an address for people: without user, password and query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def is_loopback(url: str) -> bool:
    """Tell whether an address leads to this very machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pace_at(name: str, url: str) -> str:
    """Name the pace of a service: its own name, and on this machine the address too, since every port is another."""
    return f"{name}-{urlsplit(url).netloc}" if is_loopback(url) else name
