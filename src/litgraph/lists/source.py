"""The lines of a list as text, each with its place in the bytes."""

from __future__ import annotations

from dataclasses import dataclass

from litgraph.model.survey import Span

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Lines without their endings; line `n` (0-based) begins at byte `starts[n]`, and `starts[-1]` is the end."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]


def read_source(content: bytes) -> Source:
    """Split a list into lines at CRLF, LF and lone CR, as CommonMark does; odd bytes never stop the reading."""
    starts = [0]
    lines = []
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
        lines.append(_decode(line.rstrip(b"\r\n")))
    if lines:
        lines[0] = lines[0].removeprefix(_BOM)
    return Source(lines=tuple(lines), starts=tuple(starts))


def span_of(source: Source, first: int, last: int) -> Span:
    """Give the bytes of the lines `first` to `last` (0-based, inclusive), with the last one's ending."""
    return Span(start=source.starts[first], end=source.starts[last + 1])


def _decode(line: bytes) -> str:
    """Read a line as UTF-8, else as Windows-1252; NUL would be replaced by CommonMark anyway."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", errors="replace")
    return text.replace("\0", "\ufffd")
