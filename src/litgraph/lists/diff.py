"""Unified diffs of a list, exact to the byte, that `git apply` and `patch -p1` turn into exactly the new list.

Lines end with LF alone, as git sees them: a CR stays in its line. The lines are matched by patience: those that stand
once in each list anchor the rest (https://bramcohen.livejournal.com/73318.html), so a long list costs hardly more than
its sorting, where difflib's time grows with the square of its blank lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONTEXT = 3  # lines around a change, as in git
_ESCAPES = {ord("\a"): "\\a", ord("\b"): "\\b", ord("\t"): "\\t", ord("\n"): "\\n", ord("\v"): "\\v"}
_ESCAPES |= {ord("\f"): "\\f", ord("\r"): "\\r", ord('"'): '\\"', ord("\\"): "\\\\"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Old lines from `start` up to `end` give way to new lines from `new_start` up to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified_diff(old: bytes, new: bytes, name: str) -> bytes:
    """Give the unified diff between two states of the list called `name` (a path with `/`); empty if they are equal.

    As text, for JSON, decode it as UTF-8 with `surrogateescape`: encoding that the same way gives back the bytes.
    """
    old_lines, new_lines = _lines(old), _lines(new)
    changes = list(_changes(old_lines, new_lines))
    if not changes:
        return b""
    header = f"--- {_header_name('a/' + name)}\n+++ {_header_name('b/' + name)}\n".encode("utf-8", "surrogateescape")
    return header + b"".join(_hunk(old_lines, new_lines, group) for group in _grouped(changes))


def changed_lines(old: bytes, new: bytes) -> frozenset[int]:
    """Give the lines of the new list (1-based) that are added or changed; another line ending is no change.

    Lines end as in CommonMark here, so that their numbers are those of entries.
    """
    changes = _changes(old.splitlines(), new.splitlines())
    return frozenset(line + 1 for change in changes for line in range(change.new_start, change.new_end))


def _lines(content: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in content.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _header_name(path: str) -> str:
    """Write a path as git does: in quotes where a byte asks for it; a tab ends one that has blanks."""
    raw = path.encode("utf-8", "surrogateescape")
    if all(32 <= byte < 127 and byte not in b'"\\' for byte in raw):
        return path + "\t" if " " in path else path
    return '"' + "".join(_quoted(byte) for byte in raw) + '"'


def _quoted(byte: int) -> str:
    if byte in _ESCAPES:
        return _ESCAPES[byte]
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Change]:
    """Yield what differs, in order, neighbouring changes united."""
    pending: _Change | None = None
    for change in _match(old, new):
        if pending and pending.end == change.start and pending.new_end == change.new_start:
            change = _Change(start=pending.start, end=change.end, new_start=pending.new_start, new_end=change.new_end)
        elif pending:
            yield pending
        pending = change
    if pending:
        yield pending


def _match(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Change]:
    """Match by patience with a stack of stretches still to be looked at, the first on top."""
    stack = [(0, len(old), 0, len(new))]
    while stack:
        start, end, new_start, new_end = _trimmed(old, new, *stack.pop())
        anchors = _anchors(old[start:end], new[new_start:new_end]) if start < end and new_start < new_end else []
        if not anchors and (start < end or new_start < new_end):
            yield _Change(start=start, end=end, new_start=new_start, new_end=new_end)
        elif anchors:
            stack += reversed(list(_between(anchors, start, end, new_start, new_end)))


def _trimmed(
    old: Sequence[bytes], new: Sequence[bytes], start: int, end: int, new_start: int, new_end: int
) -> tuple[int, int, int, int]:
    """Leave out the equal lines at both ends of a stretch."""
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return start, end, new_start, new_end


def _between(
    anchors: Sequence[tuple[int, int]], start: int, end: int, new_start: int, new_end: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches between anchors; an anchor begins the stretch behind it, which then trims it away."""
    at, new_at = start, new_start
    for offset, new_offset in anchors:
        yield at, start + offset, new_at, new_start + new_offset
        at, new_at = start + offset, new_start + new_offset
    yield at, end, new_at, new_end


def _anchors(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """Pair the lines that stand once in each, and keep the longest run of pairs that rises in both."""
    seen, new_seen = Counter(old), Counter(new)
    place = {line: number for number, line in enumerate(new) if new_seen[line] == 1}
    pairs = [(number, place[line]) for number, line in enumerate(old) if seen[line] == 1 and line in place]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the longest subsequence that rises in the second number (patience sorting, n log n)."""
    tops: list[int] = []
    last_of: list[int] = []
    before: list[int] = []
    for index, (_, value) in enumerate(pairs):
        pile = bisect_left(tops, value)
        before.append(last_of[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        last_of[pile : pile + 1] = [index]
    chain, index = [], last_of[-1] if last_of else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _grouped(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Unite the changes whose context lines would meet."""
    group = [changes[0]]
    for change in changes[1:]:
        if change.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    yield group


def _hunk(old: Sequence[bytes], new: Sequence[bytes], group: Sequence[_Change]) -> bytes:
    first, last = group[0], group[-1]
    start, end = max(0, first.start - CONTEXT), min(len(old), last.end + CONTEXT)
    new_start, new_end = first.new_start - (first.start - start), last.new_end + (end - last.end)
    parts = [b"@@ -%s +%s @@\n" % (_range(start, end), _range(new_start, new_end))]
    done = start
    for change in group:
        parts += [_marked(b" ", line) for line in old[done : change.start]]
        parts += [_marked(b"-", line) for line in old[change.start : change.end]]
        parts += [_marked(b"+", line) for line in new[change.new_start : change.new_end]]
        done = change.end
    return b"".join((*parts, *(_marked(b" ", line) for line in old[done:end])))


def _range(start: int, end: int) -> bytes:
    """Write lines as a hunk's header does: 1-based, an empty range by the line before it."""
    if end - start == 1:
        return b"%d" % (start + 1)
    return b"%d,%d" % (start + 1 if end > start else start, end - start)


def _marked(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + b"\n\\ No newline at end of file\n"
