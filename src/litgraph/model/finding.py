"""Findings: what is wrong, or may be, in a list, and how the line would be right."""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = ("error", "warning", "info")
RULES = (
    "malformed-entry",
    "duplicate-entry",
    "wrong-link",
    "dead-link-host",
    "stale-preprint",
    "withdrawn-paper",
    "wrong-year",
    "misfiled-entry",
    "broken-anchor",
    "heading-level",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule says of a line (1-based). `error` is certain, `warning` may be meant, `info` is worth a look.

    `fix` is the whole corrected line without its ending, None where it is not certain.
    """

    rule: str
    severity: str
    line: int
    message: str
    fix: str | None = None
