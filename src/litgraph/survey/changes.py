"""Changes: the fixes of findings as new lines of the list, one a line, each of them read back before it is proposed.

Fixes are made in rounds, since one may lay bare the next, until a lint of the new list asks for none. A fix changes one
line into one line, so the lines of the list keep their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from litgraph.errors import InputError
from litgraph.lists.edit import Edit, line_ends
from litgraph.lists.parse import parse_list
from litgraph.model.finding import Finding
from litgraph.model.survey import Entry, ListDocument, Span
from litgraph.survey.proposal import HeldChange, LineChange

Lint = Callable[[bytes, ListDocument], Sequence[Finding]]

# What `--only` names, and the rules whose fixes belong there; additions are no rule's.
ADDITIONS = "additions"
GROUPS = {
    "venues": ("stale-preprint", "wrong-year"),
    "links": ("wrong-link", "dead-link-host", "broken-anchor"),
    "format": ("malformed-entry", "heading-level"),
}
# The rules that change lists, the one that a line's change is named by first. What is withdrawn, doubled or misfiled is
# for people to take out or to move.
CHANGING = (
    "wrong-link",
    "stale-preprint",
    "wrong-year",
    "malformed-entry",
    "dead-link-host",
    "broken-anchor",
    "heading-level",
)
MOST_ROUNDS = 8
UNSOUND = "with it the list would be read otherwise than it is meant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A list with its fixes made: the new bytes, the changes of the old one, and what had better not be made."""

    content: bytes
    document: ListDocument
    changes: tuple[LineChange, ...] = ()
    edits: tuple[Edit, ...] = ()
    held: tuple[HeldChange, ...] = ()
    rules: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True)
class _Made:
    """The rules by which each line was changed so far, and the fixes that were found unsound."""

    rules: dict[int, str] = field(default_factory=dict)
    refused: dict[tuple[int, str], HeldChange] = field(default_factory=dict)


def rules_of(only: Collection[str]) -> tuple[str, ...]:
    """Give the rules of some groups; of all, where none is named. An unknown group is refused."""
    if unknown := sorted(set(only) - {ADDITIONS, *GROUPS}):
        raise InputError(f"Nothing is proposed as '{unknown[0]}'. Known: {', '.join((ADDITIONS, *GROUPS))}.")
    named = tuple(rule for group, rules in GROUPS.items() if group in only for rule in rules)
    return named if only else CHANGING


def change_list(content: bytes, document: ListDocument, lint: Lint, rules: Collection[str] = CHANGING) -> Changed:
    """Make the certain fixes of a list's findings, by some rules, and tell line by line what they change."""
    now, read, made = content, document, _Made()
    for _ in range(MOST_ROUNDS):
        wanted = _wanted(now, lint(now, read), rules, made)
        if not wanted:
            break
        sound = _sound(now, read, wanted, made)
        now = _applied(now, sound)
        read = parse_list(now)
        for line, finding in sound.items():
            made.rules.setdefault(line, finding.rule)
    held = tuple(made.refused[place] for place in sorted(made.refused))
    return changed_to(content, now, read, made.rules, held=held)


def changed_to(
    old: bytes, new: bytes, document: ListDocument, rules: Mapping[int, str], *, held: tuple[HeldChange, ...] = ()
) -> Changed:
    """Tell line by line what a list has become, each line by its rule."""
    changes, edits = tuple(_changes(old, new, rules)), tuple(_edits(old, new))
    return Changed(content=new, document=document, changes=changes, edits=edits, held=held, rules=rules)


def _wanted(content: bytes, findings: Iterable[Finding], rules: Collection[str], made: _Made) -> Mapping[int, Finding]:
    """Choose for each line the fix to make next: certain, on one line, of a rule that is asked for, not yet refused."""
    lines = [b"", *_lines(content)]
    wanted: dict[int, Finding] = {}
    changing = [finding for finding in findings if finding.rule in CHANGING and finding.rule in rules]
    for finding in sorted(changing, key=lambda finding: CHANGING.index(finding.rule)):
        before = lines[finding.line] if finding.line < len(lines) else b""
        fix = _fix_of(finding, _text(before))
        if fix and _bytes(fix) != before and (finding.line, finding.rule) not in made.refused:
            wanted.setdefault(finding.line, replace(finding, fix=fix))
    return wanted


def _fix_of(finding: Finding, before: str) -> str:
    """Give the new line of a finding, with the list's own odd bytes; nothing where it is not certain."""
    fix = finding.fix or ""
    certain = finding.severity == "error" or finding.rule == "stale-preprint"
    if not certain or not fix.strip() or not before.strip() or "\n" in fix or "\r" in fix:
        return ""
    if before.startswith("\ufeff") and not fix.startswith("\ufeff"):
        fix = "\ufeff" + fix
    return fix if _odd_bytes(fix) == _odd_bytes(before) else ""


def _sound(content: bytes, document: ListDocument, wanted: Mapping[int, Finding], made: _Made) -> Mapping[int, Finding]:
    """Keep the fixes after which everything else is read as before, by halving; the others are refused."""
    sound: dict[int, Finding] = {}
    stack = [sorted(wanted)]
    while stack:
        lines = stack.pop()
        some = sound | {line: wanted[line] for line in lines}
        if not lines or _reads_back(document, parse_list(_applied(content, some)), some):
            sound = some
        elif len(lines) == 1:
            made.refused[lines[0], wanted[lines[0]].rule] = _held(content, wanted[lines[0]])
        else:
            middle = len(lines) // 2
            stack += [lines[middle:], lines[:middle]]
    return sound


def _reads_back(old: ListDocument, new: ListDocument, fixes: Mapping[int, Finding]) -> bool:
    """Tell whether headings and all other entries are as before, and the changed ones still of their papers."""
    headings = [[(h.path, h.level, h.line) for h in document.headings] for document in (old, new)]
    if headings[0] != headings[1] or len(old.entries) != len(new.entries):
        return False
    last_lines = _last_lines(old.entries, new.entries)
    return all(
        _is_meant(before, after, [fixes[line].rule for line in range(before.line, last + 1) if line in fixes])
        for before, after, last in zip(old.entries, new.entries, last_lines, strict=True)
    )


def _last_lines(entries: Sequence[Entry], others: Sequence[Entry]) -> list[int]:
    """Give the line before the next entry for each entry, which no line of its own is beyond."""
    starts = sorted({entry.line for entry in (*entries, *others)})
    following = dict(zip(starts, [*starts[1:], starts[-1] + 1000] if starts else [], strict=True))
    return [following[entry.line] - 1 for entry in entries]


def _is_meant(before: Entry, after: Entry, rules: Sequence[str]) -> bool:
    """Tell whether an entry is what it was, but for what the rules that changed it may change."""
    expected = replace(before, span=after.span)
    if not rules:
        return expected == after
    if "wrong-link" in rules or "dead-link-host" in rules:
        expected = replace(expected, identifiers=after.identifiers, links=after.links)
    if {"stale-preprint", "wrong-year", "malformed-entry"} & set(rules):
        expected = replace(expected, venue=after.venue, year=after.year)
    if "malformed-entry" in rules:
        expected = replace(expected, authors=after.authors, date=after.date, links=after.links)
    return expected == after


def _applied(content: bytes, fixes: Mapping[int, Finding]) -> bytes:
    lines = content.splitlines(keepends=True)
    for line, finding in fixes.items():
        old = lines[line - 1]
        lines[line - 1] = _bytes(finding.fix or "") + old[len(old.rstrip(b"\r\n")) :]
    return b"".join(lines)


def _changes(old: bytes, new: bytes, rules: Mapping[int, str]) -> Iterator[LineChange]:
    for number, (before, after) in enumerate(zip(_lines(old), _lines(new), strict=True), start=1):
        if before != after:
            yield LineChange(rule=rules[number], line=number, before=_text(before), after=_text(after))


def _edits(old: bytes, new: bytes) -> Iterator[Edit]:
    """Yield an edit for each line that differs; its ending is no part of it."""
    starts = [0, *line_ends(old)]
    for start, before, after in zip(starts, _lines(old), _lines(new), strict=False):
        if before != after:
            yield Edit(span=Span(start=start, end=start + len(before)), replacement=after)


def _held(content: bytes, finding: Finding) -> HeldChange:
    before = _text(_lines(content)[finding.line - 1])
    return HeldChange(rule=finding.rule, line=finding.line, before=before, after=finding.fix or "", reason=UNSOUND)


def _lines(content: bytes) -> list[bytes]:
    return [line.rstrip(b"\r\n") for line in content.splitlines(keepends=True)]


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _odd_bytes(text: str) -> list[str]:
    """Give the bytes of a line that are no UTF-8, in order: a fix must keep them."""
    return [c for c in text if "\udc80" <= c <= "\udcff"]
