"""What goes wrong with arXiv's feeds in particular, as acts for `server.faults.add`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.servers.arxiv_atom import error_entry
from tests.servers.faults import Act, changed

_ENTRY = re.compile(rb"<entry>.*?</entry>", re.DOTALL)
_TOTAL = re.compile(rb"(<opensearch:totalResults>).*?(</opensearch:totalResults>)")


def counting(total: str) -> Act:
    """Count another number of papers, or something that is no number."""
    return changed(lambda body: _TOTAL.sub(rb"\g<1>" + total.encode() + rb"\2", body))


def with_error(words: str) -> Act:
    """Add an error entry at the end."""
    return changed(lambda body: body.replace(b"</feed>", error_entry(words).encode() + b"</feed>"))


def damaging(change: Callable[[bytes], bytes], *, every: int = 1) -> Act:
    """Change every so-manieth entry."""

    def act(body: bytes) -> bytes:
        entries = _ENTRY.findall(body)
        return _with(body, [change(e) if n % every == 0 else e for n, e in enumerate(entries)])

    return changed(act)


def _with(body: bytes, entries: list[bytes]) -> bytes:
    return _ENTRY.sub(b"", body).replace(b"</feed>", b"".join(entries) + b"</feed>")


without_total = changed(lambda body: _TOTAL.sub(b"", body))
without_entries = changed(lambda body: _with(body, []))
first_half = changed(lambda body: _with(body, _ENTRY.findall(body)[: len(_ENTRY.findall(body)) // 2]))
doubled = changed(lambda body: _with(body, [e for entry in _ENTRY.findall(body) for e in (entry, entry)]))
backwards = changed(lambda body: _with(body, _ENTRY.findall(body)[::-1]))
with_doctype = changed(lambda body: body.replace(b"?>", b"?><!DOCTYPE feed>", 1))
undated = damaging(lambda entry: re.sub(rb"<published>.*?</published>", b"", entry), every=2)
