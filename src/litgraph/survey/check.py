"""What a change to a list adds or alters, and what of it is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from litgraph.lists.diff import changed_lines
from litgraph.lists.edit import line_ends
from litgraph.lists.parse import parse_list
from litgraph.model.finding import Finding
from litgraph.model.identifiers import PaperId, normalise_title
from litgraph.model.survey import Entry, ListDocument

# A shorter title ("Orca") is borne by several papers.
_TELLING = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A list before and after: the lines that differ (1-based, of the list after), and the entries on them."""

    before: bytes
    after: bytes
    document: ListDocument
    lines: frozenset[int]
    entries: tuple[Entry, ...]


def find_change(before: bytes, after: bytes) -> Change:
    """Compare a list with what it was."""
    document = parse_list(after)
    lines = changed_lines(before, after)
    touched = tuple(entry for entry in document.entries if not lines.isdisjoint(_lines_of(after, entry)))
    return Change(before=before, after=after, document=document, lines=lines, entries=touched)


def new_findings(change: Change, before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Choose the findings that the change is to answer for: those on its lines, and those that it caused elsewhere.

    A finding elsewhere is known by its rule and its line's text, since lines move.
    """
    old, new = _texts(change.before), _texts(change.after)
    known = Counter(_mark(finding, old) for finding in before)
    chosen = []
    for finding in after:
        stood = known[_mark(finding, new)] > 0
        known[_mark(finding, new)] -= 1
        if finding.line in change.lines or not stood:
            chosen.append(finding)
    return tuple(chosen)


def twins(change: Change, names: Mapping[int, frozenset[PaperId]]) -> dict[int, int]:
    """Give the line at which the paper of a changed entry stands already, by the entry's own line.

    `names` holds all that is known of the identifiers of an entry's paper, by line; a title tells as well as they do.
    Of two entries that are both new the earlier one counts as there.
    """
    touched = {entry.line for entry in change.entries}
    places: dict[str, list[int]] = {}
    for entry in change.document.entries:
        for name in _names(entry, names):
            places.setdefault(name, []).append(entry.line)
    found: dict[int, int] = {}
    for entry in change.entries:
        lines = {line for name in _names(entry, names) for line in places[name]}
        standing = [line for line in lines if line not in touched or line < entry.line]
        if standing:
            found[entry.line] = min(standing, key=lambda line: (line in touched, line))
    return found


def _names(entry: Entry, names: Mapping[int, frozenset[PaperId]]) -> set[str]:
    title = normalise_title(entry.title)
    return {*entry.identifiers, *names.get(entry.line, ()), *([f"title:{title}"] if len(title) >= _TELLING else [])}


def _lines_of(content: bytes, entry: Entry) -> range:
    held = len(line_ends(content[entry.span.start : entry.span.end]))
    return range(entry.line, entry.line + max(held, 1))


def _mark(finding: Finding, lines: Sequence[bytes]) -> tuple[str, str, bytes]:
    text = lines[finding.line - 1] if 0 < finding.line <= len(lines) else b""
    return finding.rule, finding.severity, text


def _texts(content: bytes) -> list[bytes]:
    return content.splitlines()
