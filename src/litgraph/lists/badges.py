"""Badges of shields.io and the like: `badge/Conference-ICML'23-blue` says where a paper appeared."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from litgraph.lists.venues import VENUE, Venue, read_venue, year_in

_VENUE_LABELS = re.compile(
    r"^(?:conference|journal|publish(?:ed)?|venue|publication|accepted|conf|workshop|in)$", re.IGNORECASE
)
_COLOUR = re.compile(r"^(?:[0-9a-f]{3}|[0-9a-f]{6}|[a-z]+)(?:\.(?:svg|png))?$", re.IGNORECASE)
_ARXIV_BADGE = re.compile(r"arxiv\W*(?:\d{4}\.\d{4,5}|paper|pdf|link|$)", re.IGNORECASE)


def venue_in_badge(address: str) -> Venue | None:
    """Read the venue that a badge of shields.io shows: `badge/Conference-ICML'23-blue`, `badge/ICLR-2024-blue`."""
    parts = _badge_parts(address)
    if not parts:
        return None
    label, message = parts
    if _VENUE_LABELS.match(label) and message:
        return read_venue(message)
    text = f"{label} {message}".strip()
    told = VENUE.match(text) and year_in(text) and not _ARXIV_BADGE.match(text)
    return read_venue(text) if told else None


def _badge_parts(address: str) -> tuple[str, str] | None:
    """Give label and message of a badge."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if "shields.io" not in (parts.hostname or "") and "badgen.net" not in (parts.hostname or ""):
        return None
    if "/static/v1" in parts.path:
        asked = parse_qs(parts.query)
        return asked.get("label", [""])[0], asked.get("message", [""])[0]
    before, badge, rest = parts.path.partition("/badge/")
    if not badge or before:
        return None
    return _dashed(unquote(rest))


def _dashed(text: str) -> tuple[str, str]:
    """Read `label-message-colour`; `--` is a dash, `_` a blank, `__` an underscore."""
    fields = [part.replace("\0", "-") for part in text.replace("--", "\0").split("-")]
    if len(fields) > 1 and _COLOUR.match(fields[-1]):
        fields = fields[:-1]
    fields = [part.replace("__", "\0").replace("_", " ").replace("\0", "_").strip() for part in fields]
    return fields[0] if len(fields) > 1 else "", "-".join(fields[1:]) if len(fields) > 1 else fields[0]
