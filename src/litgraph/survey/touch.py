"""The last touches: what lint would mend once the additions stand in the list, so that a second run finds nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from litgraph.lists.edit import Insertion, insert
from litgraph.lists.parse import parse_list
from litgraph.model.finding import Finding
from litgraph.model.survey import ListDocument
from litgraph.survey.changes import Lint, change_list
from litgraph.survey.proposal import LineChange

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The list without its additions, and the additions, as they are once mended; `rules` name why lines changed."""

    content: bytes
    insertions: tuple[Insertion, ...]
    rules: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """Where a line of the new list comes from: a line of the old one (1-based), or a line of an insertion (0-based)."""

    line: int
    insertion: int | None = None


def touch_up(content: bytes, insertions: Sequence[Insertion], lint: Lint, rules: Collection[str]) -> Touched:
    """Mend additions by every rule, and the lines around them by those that are asked for, until lint has no more."""
    untouched = Touched(content=content, insertions=tuple(insertions))
    if not insertions:
        return untouched
    new = insert(content, insertions)
    origins = list(_origins(content, insertions))

    def lint_rest(content: bytes, document: ListDocument) -> Sequence[Finding]:
        found = (finding for finding in lint(content, document) if 0 < finding.line <= len(origins))
        return [one for one in found if origins[one.line - 1].insertion is not None or one.rule in rules]

    mended = change_list(new, parse_list(new), lint_rest)
    touched = _traced(untouched, mended.changes, origins)
    return touched if insert(touched.content, touched.insertions) == mended.content else untouched


def _origins(content: bytes, insertions: Sequence[Insertion]) -> Iterator[_Origin]:
    """Tell for each line of the new list where it comes from."""
    in_order = sorted(range(len(insertions)), key=lambda number: insertions[number].after_line)
    for line in range(len(content.splitlines()) + 1):
        if line:
            yield _Origin(line=line)
        for number in in_order:
            if insertions[number].after_line == line:
                texts = _LINE_BREAK.split(insertions[number].text)
                yield from (_Origin(line=at, insertion=number) for at in range(len(texts)))


def _traced(before: Touched, changes: Sequence[LineChange], origins: Sequence[_Origin]) -> Touched:
    """Make the changes of a new list where its lines come from."""
    lines = before.content.splitlines(keepends=True)
    texts = [_LINE_BREAK.split(insertion.text) for insertion in before.insertions]
    rules = {}
    for change in changes:
        origin = origins[change.line - 1]
        if origin.insertion is not None:
            texts[origin.insertion][origin.line] = change.after
        else:
            ending = lines[origin.line - 1][len(lines[origin.line - 1].rstrip(b"\r\n")) :]
            lines[origin.line - 1] = change.after.encode("utf-8", "surrogateescape") + ending
            rules[origin.line] = change.rule
    insertions = (
        replace(insertion, text="\n".join(text)) for insertion, text in zip(before.insertions, texts, strict=True)
    )
    return Touched(content=b"".join(lines), insertions=tuple(insertions), rules=rules)
