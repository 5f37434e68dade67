"""What a piece of a list holds: its headings, and what may be entries, in the order of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from litgraph.lists.blocks import Block, Bullet, Html, Paragraph, Row, Title, read_blocks
from litgraph.lists.facts import Facts, may_name_paper, names_paper, read_facts, with_details
from litgraph.lists.headings import heading_name
from litgraph.lists.html import HtmlRow, HtmlTitle, read_html
from litgraph.lists.markup import read_inline
from litgraph.lists.rich import BREAK, RichText, join, split_lines
from litgraph.lists.tables import read_row
from litgraph.lists.titles import word_count

LABEL_LEVEL = 7
_LONGEST_LABEL = 12
# A line beneath an entry that says one thing of it: `Paper: …`, `Authors: …`.
_FIELD = re.compile(
    r"""
    \W*(?:authors?|papers?|pdf|arxiv|codes?|github|project(?:\spage)?|website|homepage|links?|url|venue|conference|journal
    |publication|date|year|abstract|summary|tl;?dr|key\s?words?|tags?|datasets?|models?|demo|video|blog|doi|hugging\s?face[^:]*
    |notes?|affiliations?|institutions?|intro(?:duction)?|description|contributions?|resources?)\W{0,3}\s*[:：]
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading, or a bullet that is only a label (of level 7)."""

    level: int
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What may be an entry. `sure` tells that it names a paper by itself; `labels` are the label bullets above it.

    `bulleted` tells a list item or a row from a line of running text.
    """

    facts: Facts
    first: int
    last: int
    sure: bool
    labels: tuple[str, ...] = ()
    bulleted: bool = True


Part = Heading | Candidate


def read_parts(lines: Sequence[str], references: dict[str, object]) -> tuple[Part, ...]:
    """Read the headings and possible entries of some lines."""
    reader = _Reader(references)
    return tuple(part for block in read_blocks(lines, references) for part in reader.read(block, ()))


class _Reader:
    """Reads blocks one after the other; it owns the link definitions and the label that stands above."""

    def __init__(self, references: dict[str, object]) -> None:
        self.references = references

    def read(self, block: Block, labels: tuple[str, ...]) -> Iterator[Part]:
        """Yield what one block holds, beneath some label bullets."""
        if isinstance(block, Title):
            yield from self._heading(block)
        elif isinstance(block, Bullet):
            yield from self._bullet(block, labels)
        elif isinstance(block, Row):
            yield from self._row(block, labels)
        elif isinstance(block, Paragraph):
            yield from self._paragraph(block, labels)
        else:
            yield from self._html(block, labels)

    def _inline(self, text: str) -> RichText:
        return read_inline(text, self.references)

    def _heading(self, block: Title) -> Iterator[Part]:
        found = re.match(r"\s*(?:<[^>]*>\s*)*?<h([1-6])[\s>]", block.text, re.IGNORECASE)
        level = int(found[1]) if found else block.level
        yield Heading(level=level, name=heading_name(self._inline(block.text)), first=block.first, last=block.last)

    def _row(self, block: Row, labels: tuple[str, ...]) -> Iterator[Part]:
        header = tuple(self._inline(cell).text for cell in block.header)
        facts, sure = read_row(header, [self._inline(cell) for cell in block.cells])
        yield from _candidate(facts, block.first, block.last, labels, sure=sure)

    def _html(self, block: Html, labels: tuple[str, ...]) -> Iterator[Part]:
        for part in read_html(block.text):
            first, last = block.first + part.first, block.first + part.last
            if isinstance(part, HtmlTitle):
                yield Heading(level=part.level, name=heading_name(part.text), first=first, last=last)
            elif isinstance(part, HtmlRow):
                facts, sure = read_row(part.header, part.cells)
                yield from _candidate(facts, first, last, labels, sure=sure)
            else:
                yield from _candidate(read_facts(part.text), first, last, labels)

    # Running text.

    def _paragraph(self, block: Paragraph, labels: tuple[str, ...]) -> Iterator[Part]:
        """Read a paragraph that is an entry, or whose lines are."""
        lines = split_lines(self._inline(block.text))
        starts = [n for n, line in enumerate(lines) if _begins_entry(line)]
        if not starts or starts[0] != 0:
            return
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            facts = read_facts(join(lines[start:end], between=BREAK))
            if names_paper(facts):
                yield Candidate(
                    facts=facts,
                    first=block.first + start,
                    last=block.first + end - 1,
                    sure=True,
                    labels=labels,
                    bulleted=False,
                )

    # List items.

    def _bullet(self, block: Bullet, labels: tuple[str, ...]) -> Iterator[Part]:
        own = [part for part in block.parts if isinstance(part, Paragraph)]
        nested = [part for part in block.parts if not isinstance(part, Paragraph)]
        lead = self._inline(own[0].text) if own else RichText()
        facts = read_facts(lead)
        label = self._label(lead, facts)
        beneath = (
            [part for part in self._beneath(block, own, nested) if _stands_alone(part)] if label is not None else []
        )
        if label is not None and beneath:
            yield from self._labelled(block, own, lead, label, labels)
        elif own:
            yield from self._entry(block, own, nested, labels)
        else:
            for part in nested:
                yield from self.read(part, labels)

    def _label(self, lead: RichText, facts: Facts) -> str | None:
        """Give the name of a bullet that is only a label: a few words without a link out of the list."""
        first = split_lines(lead)[0]
        if any(r.start < len(first.text) for r in facts.references) or facts.year or facts.venue:
            return None
        name = heading_name(first)
        return name if 0 < word_count(name) <= _LONGEST_LABEL and not name.endswith(".") else None

    def _beneath(self, block: Bullet, own: list[Paragraph], nested: Sequence[Block]) -> Iterator[Part]:
        """Yield what stands beneath a bullet's first line."""
        yield from self._lines_beneath(own, ())
        for part in nested:
            yield from self.read(part, ())

    def _lines_beneath(self, own: list[Paragraph], labels: tuple[str, ...]) -> Iterator[Part]:
        for number, paragraph in enumerate(own):
            lines = paragraph.text.split("\n")
            skipped = 1 if number == 0 else 0
            if lines[skipped:]:
                text = "\n".join(lines[skipped:])
                yield from self._paragraph(
                    Paragraph(text=text, first=paragraph.first + skipped, last=paragraph.last), labels
                )

    def _labelled(
        self, block: Bullet, own: list[Paragraph], lead: RichText, label: str, labels: tuple[str, ...]
    ) -> Iterator[Part]:
        """Yield a label bullet as a heading, and what stands beneath it."""
        beneath = (*labels, label)
        yield Heading(level=LABEL_LEVEL + len(labels), name=label, first=block.first, last=block.first)
        rest = [part for part in block.parts if part is not own[0]]
        yield from self._lines_beneath(own[:1], beneath)
        for part in rest:
            yield from self.read(part, beneath)

    def _entry(
        self, block: Bullet, own: list[Paragraph], nested: Sequence[Block], labels: tuple[str, ...]
    ) -> Iterator[Part]:
        """Yield the entry that a bullet is, with its details or the entries nested in it."""
        text = join([self._inline(paragraph.text) for paragraph in own])
        facts = read_facts(text)
        inner = [part for child in nested for part in self.read(child, labels)]
        if any(_stands_alone(part) for part in inner):
            yield from _candidate(facts, block.first, own[-1].last, labels)
            yield from inner
        else:
            details = [self._inline(paragraph.text) for child in nested for paragraph in _paragraphs(child)]
            yield from _candidate(with_details(facts, details), block.first, block.last, labels)


def _candidate(
    facts: Facts, first: int, last: int, labels: tuple[str, ...], *, sure: bool = False
) -> Iterator[Candidate]:
    certain = names_paper(facts) or (sure and bool(facts.title))
    if certain or may_name_paper(facts):
        yield Candidate(facts=facts, first=first, last=last, sure=certain, labels=labels)


def _stands_alone(part: Part) -> bool:
    """Tell an entry beneath a bullet from a detail of it (`Paper: …`, `[code]`)."""
    return isinstance(part, Candidate) and part.sure and not _FIELD.match(part.facts.title + ":")


def _begins_entry(line: RichText) -> bool:
    """Tell a line that begins with a linked or bold title of some words."""
    facts_start = len(line.text) - len(line.text.lstrip(' "“[(*•·'))
    return any(
        mark.start <= facts_start + 2 and word_count(line.on(mark)) >= 2
        for mark in line.of_kind("link", "bold")
        if mark.start >= 0
    )


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, Bullet):
        for part in block.parts:
            yield from _paragraphs(part)
