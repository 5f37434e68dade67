"""Text with the marks that stand on it: what a line of Markdown or of HTML says, and how it says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

# Breaks in the text: the end of a source line, and a break that the list asks for (`<br>`, a new paragraph).
NEWLINE = "\n"
BREAK = "\v"

BOLD, ITALIC, UNDERLINED, CODE, LINK, IMAGE = "bold", "italic", "underlined", "code", "link", "image"

# Beyond so many marks within each other, one is only text.
_DEEPEST = 100
# `<ins>arXiv, 2024/ins>`: the closing half of a pair, broken.
_BROKEN_CLOSE = re.compile(r"<?/(?:ins|u)>|</(?:ins|u)(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A style, link or image on the characters `start` to `end`.

    An image is empty; `note` is its alternative text, or that of the images on a link.
    """

    kind: str
    start: int
    end: int
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """Text and its marks, in order of their start; an outer mark precedes what it holds."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def of_kind(self, *kinds: str) -> Iterator[Mark]:
        """Yield the marks of some kinds, in order."""
        return (mark for mark in self.marks if mark.kind in kinds)

    def on(self, mark: Mark) -> str:
        """Give the text under a mark."""
        return self.text[mark.start : mark.end]


def join(parts: Iterable[RichText], between: str = BREAK) -> RichText:
    """Join texts, with a break between every two."""
    text = ""
    marks: list[Mark] = []
    for number, part in enumerate(parts):
        text += between if number else ""
        marks.extend(_moved(mark, len(text)) for mark in part.marks)
        text += part.text
    return RichText(text=text, marks=tuple(marks))


def cut(rich: RichText, start: int, end: int) -> RichText:
    """Give the part of a text between two places, with the marks that reach into it."""
    marks = tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in rich.marks
        if (mark.start < end and mark.end > start) or (mark.start == mark.end and start <= mark.start <= end)
    )
    return RichText(text=rich.text[start:end], marks=marks)


def split_lines(rich: RichText) -> list[RichText]:
    """Part a text at the ends of its source lines."""
    parts, start = [], 0
    for line in rich.text.split(NEWLINE):
        parts.append(cut(rich, start, start + len(line)))
        start += len(line) + 1
    return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A mark that has begun; `before` counts the marks that had ended by then."""

    kind: str
    start: int
    url: str
    before: int


@dataclass(slots=True)
class Writer:
    """Collects a rich text piece by piece; it owns the marks that are still open."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Add text; the broken end of an underlined pair closes it."""
        end = 0
        for broken in _BROKEN_CLOSE.finditer(text):
            self._add(text[end : broken.start()])
            self.close(UNDERLINED)
            end = broken.end()
        self._add(text[end:])

    def append(self, rich: RichText) -> None:
        """Add a text with its marks."""
        self.marks.extend(_moved(mark, self.length) for mark in rich.marks)
        self._add(rich.text)

    def image(self, url: str, note: str) -> None:
        """Add an image."""
        self.marks.append(Mark(kind=IMAGE, start=self.length, end=self.length, url=url, note=note))

    def open(self, kind: str, url: str = "") -> None:
        """Begin a mark. Underlining that is begun twice was meant to end."""
        if kind == UNDERLINED and self._is_open(kind):
            self.close(kind)
            return
        if kind == LINK:
            self._end_underlining_before_bracket()
        if len(self.opened) >= _DEEPEST:
            return
        self.opened.append(_Open(kind=kind, start=self.length, url=url, before=len(self.marks)))

    def close(self, kind: str) -> None:
        """End the innermost mark of a kind, if one is open."""
        for number in range(len(self.opened) - 1, -1, -1):
            if self.opened[number].kind == kind:
                ended = self.opened.pop(number)
                images = (mark.note for mark in self.marks[ended.before :] if mark.kind == IMAGE)
                note = " ".join(images).strip() if kind == LINK else ""
                self.marks.append(Mark(kind=kind, start=ended.start, end=self.length, url=ended.url, note=note))
                return

    def finish(self) -> RichText:
        """Give what was written; marks left open end here."""
        while self.opened:
            self.close(self.opened[-1].kind)
        marks = sorted(self.marks, key=lambda mark: (mark.start, -mark.end))
        return RichText(text="".join(self.text), marks=tuple(marks))

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)

    def _is_open(self, kind: str) -> bool:
        return any(opened.kind == kind for opened in self.opened)

    def _end_underlining_before_bracket(self) -> None:
        """Close `<ins>arXiv, 2023 [[Paper](…)]` before its bracket, where the pair was never closed."""
        if self._is_open(UNDERLINED) and "".join(self.text[-2:]).rstrip().endswith("["):
            self.close(UNDERLINED)


def _moved(mark: Mark, by: int) -> Mark:
    return replace(mark, start=mark.start + by, end=mark.end + by)
