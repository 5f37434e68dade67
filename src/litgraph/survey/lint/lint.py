"""Linting a list: every rule over its entries and headings; those that need a record, where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from litgraph.lists.rewrite import changed_line, with_year
from litgraph.model.finding import RULES, SEVERITIES, Finding
from litgraph.model.survey import Entry, ListDocument
from litgraph.survey.lint.anchors import find_broken_anchors
from litgraph.survey.lint.bullets import find_stuck_bullets
from litgraph.survey.lint.by_record import find_by_record
from litgraph.survey.lint.duplicates import find_duplicates, find_shared_links
from litgraph.survey.lint.hosts import find_dead_hosts
from litgraph.survey.lint.known import KnownEntry
from litgraph.survey.lint.malformed import find_malformed
from litgraph.survey.lint.outline import find_heading_levels, read_contents
from litgraph.survey.lint.reading import Reading, look_at
from litgraph.survey.lint.shown import find_shown
from litgraph.survey.lint.years import find_early_years


def lint(content: bytes, document: ListDocument, known: Mapping[int, KnownEntry] | None = None) -> tuple[Finding, ...]:
    """Find what is wrong in a list, by line; `known` is what the record knows of the entry on a line.

    Without `known` the rules that need more than the list are left out. A line has one finding of a rule at most.
    """
    reading = look_at(content, document)
    found = [*_by_list(reading)]
    if known is not None:
        found = [*_not_refuted(found, document, known), *find_by_record(content, document, known)]
    return tuple(_strongest(found))


def _not_refuted(
    findings: Iterable[Finding], document: ListDocument, known: Mapping[int, KnownEntry]
) -> Iterator[Finding]:
    """Leave out what the list alone suspects and the record knows better: of a right link, and by a wrong one."""
    right = {entry.line for entry in document.entries if (one := known.get(entry.line)) and one.is_right(entry)}
    wrong = {entry.line for entry in document.entries if (one := known.get(entry.line)) and one.instead}
    for finding in findings:
        refuted = (finding.rule == "wrong-link" and finding.line in right and "shows" not in finding.message) or (
            finding.rule == "wrong-year" and finding.line in wrong
        )
        if not refuted:
            yield finding


def _by_list(reading: Reading) -> Iterator[Finding]:
    """Yield what the list alone tells."""
    entries = reading.document.entries
    contents = read_contents(reading.lines, reading.document)
    yield from find_malformed(reading)
    yield from find_stuck_bullets(reading)
    yield from find_duplicates(entries)
    yield from find_shared_links(entries)
    yield from find_shown(reading.entries)
    yield from find_early_years(entries, lambda entry, year: _year_line(reading.content, entry, year))
    yield from find_dead_hosts(entries)
    yield from find_broken_anchors(reading.lines, contents)
    yield from find_heading_levels(reading.document, contents)


def _year_line(content: bytes, entry: Entry, year: int) -> tuple[int, str] | None:
    text = with_year(content, entry, year)
    return changed_line(content, entry, text) if text is not None else None


def _strongest(findings: Iterable[Finding]) -> list[Finding]:
    """Keep of each line and rule the most severe finding, of equals the first."""
    kept: dict[tuple[int, str], Finding] = {}
    for finding in findings:
        place = finding.line, finding.rule
        if place not in kept or SEVERITIES.index(finding.severity) < SEVERITIES.index(kept[place].severity):
            kept[place] = finding
    return [kept[place] for place in sorted(kept, key=lambda place: (place[0], RULES.index(place[1])))]
