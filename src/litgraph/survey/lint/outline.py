"""The table of contents of a list beside its headings, and `heading-level`: one that stands elsewhere in each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from litgraph.lists.headings import heading_name
from litgraph.lists.markup import read_inline
from litgraph.model.finding import Finding
from litgraph.model.identifiers import normalise_title
from litgraph.model.survey import Heading, ListDocument

_CONTENT = re.compile(
    r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+[^\[\]]{0,12}?\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*#[^()\s]*.*?\)"
)
_HEADING = re.compile(r" {0,3}>?\s*(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)(?:</h\1>|$)", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FEWEST = 3
# Of headings side by side so many must have one level, for another one to be odd.
_NEARLY_ALL = 0.66


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The contents' own lines as (line, depth, name), and the headings as (line, level, text as it is shown)."""

    items: tuple[tuple[int, int, str], ...]
    headings: tuple[tuple[int, int, str], ...]


def plain_lines(lines: Sequence[str]) -> list[str]:
    """Give the lines with those of fenced code emptied."""
    shown, fence = [], ""
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) and not line.strip(" `~") else fence
            shown.append("")
        elif found:
            fence = found[1]
            shown.append("")
        else:
            shown.append(line)
    return shown


def read_contents(lines: Sequence[str], document: ListDocument) -> Contents:
    """Read the links to headings that stand in bullets before the first entry, and all headings."""
    shown = plain_lines(lines)
    last = document.entries[0].line - 1 if document.entries else len(shown)
    headings = []
    for number, line in enumerate(shown, 1):
        if found := _HEADING.match(line):
            headings.append((number, len(found[1]), read_inline(found[2], {}).text))
        elif raw := _HTML_HEADING.search(line):
            headings.append((number, int(raw[1]), read_inline(raw[2], {}).text))
    found_at = {line for line, _, _ in headings}
    headings += [_setext(heading, shown) for heading in document.headings if heading.line not in found_at]
    return Contents(items=tuple(_items(shown[:last])), headings=tuple(sorted(headings)))


def _setext(heading: Heading, lines: Sequence[str]) -> tuple[int, int, str]:
    return heading.line, heading.level, read_inline(lines[heading.line - 1], {}).text


def _items(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the contents' bullets with how many of them each stands under, whatever their indentation."""
    above: list[int] = []
    for number, line in enumerate(lines, 1):
        if not (found := _CONTENT.match(line)):
            continue
        indent = len(found[1].expandtabs(4))
        above = [one for one in above if one < indent]
        yield number, len(above), normalise_title(heading_name(read_inline(found["label"], {})))
        above.append(indent)


def find_heading_levels(document: ListDocument, contents: Contents) -> Iterator[Finding]:
    """Yield headings that stand under one heading in the contents and under another in the body, on both lines."""
    bodies = _bodies(contents)
    parents = _parents([(line, depth, name) for line, depth, name in contents.items])
    known = {name for _, _, name in contents.items}
    placed = [(item, bodies[item[2]]) for item in contents.items if item[2] in bodies]
    if len(placed) < _FEWEST:
        return
    for (line, _, name), (heading, above) in placed:
        in_contents = parents[line]
        in_body = next((one for one in reversed(above) if one in known), "")
        if in_contents in bodies and in_body and in_contents != in_body:
            yield from _both(line, heading, name, in_contents, in_body, contents)
    yield from _uneven_siblings(contents, {heading: parents[line] for (line, _, _), (heading, _) in placed})


def _uneven_siblings(contents: Contents, parents: Mapping[int, str]) -> Iterator[Finding]:
    """Yield the headings that the contents set side by side with others, nearly all of which have another level."""
    siblings: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for heading in contents.headings:
        if heading[0] in parents:
            siblings[parents[heading[0]]].append(heading)
    for group in siblings.values():
        level, count = Counter(one[1] for one in group).most_common(1)[0]
        if len(group) < _FEWEST or count < _NEARLY_ALL * len(group):
            continue
        for line, own, text in group:
            if own != level:
                message = f"'{text.strip()}' has level {own}; those beside it in the contents have level {level}."
                yield Finding(rule="heading-level", severity="warning", line=line, message=message)


def _bodies(contents: Contents) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Give, for each name that only one heading has, its line and the names above it."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    above: list[tuple[int, str]] = []
    for line, level, text in contents.headings:
        name = normalise_title(heading_name(read_inline(text, {})))
        above = [one for one in above if one[0] < level]
        found.setdefault(name, []).append((line, tuple(one for _, one in above)))
        above.append((level, name))
    return {name: places[0] for name, places in found.items() if len(places) == 1 and name}


def _parents(items: Sequence[tuple[int, int, str]]) -> dict[int, str]:
    parents: dict[int, str] = {}
    above: list[tuple[int, str]] = []
    for line, depth, name in items:
        above = [one for one in above if one[0] < depth]
        parents[line] = above[-1][1] if above else ""
        above.append((depth, name))
    return parents


def _both(line: int, heading: int, name: str, in_contents: str, in_body: str, contents: Contents) -> Iterator[Finding]:
    shown = {normalise_title(heading_name(read_inline(text, {}))): text.strip() for _, _, text in contents.headings}
    said = f"'{shown.get(name, name)}' stands under '{shown[in_contents]}' in the contents"
    there = f"under '{shown.get(in_body, in_body)}' in the body"
    message = f"{said} (line {line}) and {there} (line {heading})."
    for at in (line, heading):
        yield Finding(rule="heading-level", severity="warning", line=at, message=message)
