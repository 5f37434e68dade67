"""Bullets without a blank behind their marker: Markdown takes them for text of the entry above."""

from __future__ import annotations

import re
from collections.abc import Iterator

from litgraph.model.finding import Finding
from litgraph.survey.lint.outline import plain_lines
from litgraph.survey.lint.reading import Reading

_STUCK = re.compile(r"(?P<marker>[ \t]*(?:[-+]|\d{1,3}[.)]))(?P<rest>[^\s\d+>.-].*\]\(https?:.*)")


def find_stuck_bullets(reading: Reading) -> Iterator[Finding]:
    """Yield the lines among the entries of a list of bullets that begin with a marker and no blank."""
    bulleted = [looked for looked in reading.entries if looked.family in ("bullet", "numbered")]
    if 2 * len(bulleted) <= len(reading.entries):
        return
    starts = {looked.entry.line for looked in reading.entries}
    first, last = reading.entries[0].entry.line, reading.entries[-1].entry.line
    for number, line in enumerate(plain_lines(reading.lines)[: last + 1], 1):
        found = _STUCK.match(line) if first <= number + 1 and number not in starts else None
        if found:
            fix = f"{found['marker']} {found['rest']}"
            message = "No blank behind the bullet, so that this is no entry of its own."
            yield Finding(rule="malformed-entry", severity="error", line=number, message=message, fix=fix)
