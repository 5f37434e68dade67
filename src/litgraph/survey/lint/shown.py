"""`wrong-link` of a link whose words show the address of one paper while it leads to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId, identifier_in_url, scheme_of
from litgraph.survey.lint.reading import Looked

_SHOWN = re.compile(r"\[\s*(?P<shown>https?://[^\s\[\]()]+)\s*\]\(\s*(?P<url>https?://[^\s()]+)")


def shown_instead(text: str) -> PaperId | None:
    """Give the paper whose address a link shows, where the link leads to another one of that kind."""
    for found in _SHOWN.finditer(text):
        shown, behind = identifier_in_url(found["shown"]), identifier_in_url(found["url"])
        if shown and behind and shown != behind and scheme_of(shown) == scheme_of(behind):
            return shown
    return None


def find_shown(entries: Sequence[Looked]) -> Iterator[Finding]:
    """Yield the entries with a link that shows one paper and leads to another."""
    for looked in entries:
        if shown := shown_instead(looked.text):
            message = f"A link shows {shown} and leads to {', '.join(looked.entry.identifiers)}."
            yield Finding(rule="wrong-link", severity="warning", line=looked.entry.line, message=message)
