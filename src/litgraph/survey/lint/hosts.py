"""`dead-link-host`: links to hosts that have closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from litgraph.model.finding import Finding
from litgraph.model.survey import Entry

# Hosts, why their links are dead or will be, and how sure that is.
DEAD = (
    ("paperswithcode.com", "Papers with Code closed in July 2025; its pages lead to other sites now", "warning"),
    ("goo.gl", "Google ended its short links in August 2025", "warning"),
    ("code.google.com", "Google Code closed in 2016", "warning"),
    ("codeplex.com", "CodePlex closed in 2021", "warning"),
    ("plus.google.com", "Google+ closed in 2019", "warning"),
    ("rapidshare.com", "RapidShare closed in 2015", "warning"),
    ("crossminds.ai", "CrossMinds has closed", "warning"),
    ("aclweb.org", "the ACL Anthology moved to aclanthology.org in 2020; old links are forwarded so far", "info"),
    ("git.io", "GitHub takes no new git.io links since 2022; old ones are forwarded so far", "info"),
)


def find_dead_hosts(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield the first link of each entry that leads to a host that has closed."""
    for entry in entries:
        for link in entry.links:
            if dead := _dead(link.url):
                host, reason, severity = dead
                message = f"The link '{link.label}' leads to {host}: {reason}."
                yield Finding(rule="dead-link-host", severity=severity, line=entry.line, message=message)
                break


def _dead(url: str) -> tuple[str, str, str] | None:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return None
    return next((dead for dead in DEAD if host == dead[0] or host.endswith(f".{dead[0]}")), None)
