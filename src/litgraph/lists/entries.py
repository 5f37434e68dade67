"""What a piece of a list holds: its headings, and what may be entries, in the order of the list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from litgraph.lists.authors import split_authors
from litgraph.lists.blocks import Block, Bullet, Html, Paragraph, Row, Title, read_blocks
from litgraph.lists.facts import Facts, may_name_paper, names_paper, read_facts, with_details
from litgraph.lists.headings import heading_name
from litgraph.lists.html import HtmlPart, HtmlReader, HtmlRow, HtmlTitle
from litgraph.lists.links import TITLE, kind_of, leads_out
from litgraph.lists.markup import read_inline
from litgraph.lists.matrices import read_matrices
from litgraph.lists.rich import BOLD, BREAK, LINK, RichText, join, split_lines
from litgraph.lists.tables import Columns, columns_of, read_row
from litgraph.lists.tidy import word_count
from litgraph.lists.venues import is_venue, year_in

LABEL_LEVEL = 7
_LONGEST_LABEL = 12
_NUMBERED = re.compile(r"\s*\[\d{1,3}\]\s")
_HTML_HEADING = re.compile(r"\s*(?:<[^<>]*>\s*)*?<h([1-6])[\s>]", re.IGNORECASE)
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
    found = [part for block in read_blocks(lines) for part in reader.read(block)]
    systems = {row.line - 1 for row in read_matrices(lines, references)}
    return tuple(part for part in (*found, *reader.end()) if not _is_system(part, systems))


class _Reader:
    """Reads blocks one after the other; it owns the link definitions, and the table and HTML at hand."""

    def __init__(self, references: dict[str, object]) -> None:
        self.references = references
        self.header: tuple[str, ...] = ()
        self.columns = Columns()
        self.html = HtmlReader()

    def read(self, block: Block) -> list[Part]:
        """Give what one block holds."""
        if isinstance(block, Html):
            return _html_parts(self.html.read(block.text, block.first))
        if isinstance(block, Paragraph) and self.html.cell is not None:
            self.html.write(self._inline(block.text), block.last)
            return []
        return [*self.end(), *self._markdown(block)]

    def end(self) -> list[Part]:
        """Give what raw HTML has left open."""
        return _html_parts(self.html.end())

    def _markdown(self, block: Title | Bullet | Row | Paragraph) -> list[Part]:
        if isinstance(block, Title):
            return [self._heading(block)]
        if isinstance(block, Bullet):
            return self._bullet(block)
        return self._row(block) if isinstance(block, Row) else self._lines(block)

    def _inline(self, text: str) -> RichText:
        return read_inline(text, self.references)

    def _heading(self, block: Title) -> Heading:
        found = _HTML_HEADING.match(block.text)
        level = int(found[1]) if found else block.level
        return Heading(level=level, name=heading_name(self._inline(block.text)), first=block.first, last=block.last)

    def _row(self, block: Row) -> list[Part]:
        if self.header is not block.header:
            self.header = block.header
            self.columns = columns_of([self._inline(cell).text for cell in block.header])
        facts, sure = read_row(self.columns, [self._inline(cell) for cell in block.cells])
        return _candidates(facts, block.first, block.last, sure=sure)

    def _lines(self, block: Paragraph) -> list[Part]:
        """Read a paragraph that is an entry, or whose lines are: each begins with a linked or bold title."""
        lines = split_lines(self._inline(block.text)) if "](" in block.text or "<a" in block.text else []
        starts = [number for number, line in enumerate(lines) if _begins_entry(line)]
        if starts[:1] != [0]:
            return []
        found: list[Part] = []
        for start, end in pairwise((*starts, len(lines))):
            facts = read_facts(join(lines[start:end], between=BREAK))
            if names_paper(facts):
                first, last = block.first + start, block.first + end - 1
                found.append(Candidate(facts=facts, first=first, last=last, sure=True, bulleted=False))
        return found

    def _bullet(self, block: Bullet) -> list[Part]:
        """Read a list item: an entry with its details, an entry with others nested in it, or a label above entries."""
        own = [part for part in takewhile(_is_paragraph, block.parts) if isinstance(part, Paragraph)]
        nested = block.parts[len(own) :]
        inner = [part for child in nested for part in self.read(child)]
        if not own:
            return inner
        texts = [self._inline(paragraph.text) for paragraph in own]
        beneath = [*self._lines_beneath(own), *inner]
        if any(map(_stands_alone, beneath)) and (label := _label(texts[0])):
            return [_label_heading(block, label), *(_under(label, part) for part in beneath)]
        facts = read_facts(join(texts))
        if any(map(_stands_alone, inner)):
            return [*_candidates(facts, block.first, own[-1].last), *inner]
        details = [self._inline(paragraph.text) for child in nested for paragraph in _paragraphs(child)]
        return _candidates(with_details(facts, details), block.first, block.last)

    def _lines_beneath(self, own: Sequence[Paragraph]) -> Iterator[Part]:
        """Yield the entries in the lines of a bullet that follow its first."""
        _, _, rest = own[0].text.partition("\n")
        if rest:
            yield from self._lines(Paragraph(text=rest, first=own[0].first + 1, last=own[0].last))
        for paragraph in own[1:]:
            yield from self._lines(paragraph)


def _is_system(part: Part, systems: Collection[int]) -> bool:
    """Tell a row that names a system in a table of capabilities, and no paper."""
    return isinstance(part, Candidate) and not part.sure and part.first in systems


def _html_parts(parts: Iterable[HtmlPart]) -> list[Part]:
    return [found for part in parts for found in _html_part(part)]


def _html_part(part: HtmlPart) -> list[Part]:
    if isinstance(part, HtmlTitle):
        return [Heading(level=part.level, name=heading_name(part.text), first=part.first, last=part.last)]
    if isinstance(part, HtmlRow):
        facts, sure = read_row(part.columns, part.cells)
        return _candidates(facts, part.first, part.last, sure=sure)
    return _candidates(read_facts(part.text), part.first, part.last)


def _candidates(facts: Facts, first: int, last: int, *, sure: bool = False) -> list[Part]:
    certain = names_paper(facts) or (sure and bool(facts.title))
    if certain or may_name_paper(facts):
        return [Candidate(facts=facts, first=first, last=last, sure=certain)]
    return []


def _label(lead: RichText) -> str:
    """Give the name of a bullet that is only a label: a few words without a link out of the list; else nothing."""
    first = split_lines(lead)[0]
    name = heading_name(first)
    if any(leads_out(link.url) for link in first.of_kind(LINK)) or name.endswith("."):
        return ""
    says_more = year_in(name) is not None and not is_venue(name)
    return "" if says_more or word_count(name) > _LONGEST_LABEL else name.rstrip(":： ")


def _label_heading(block: Bullet, label: str) -> Heading:
    return Heading(level=LABEL_LEVEL, name=label, first=block.first, last=block.first)


def _under(label: str, part: Part) -> Part:
    """Put a part beneath a label bullet."""
    if isinstance(part, Candidate):
        return replace(part, labels=(label, *part.labels))
    return replace(part, level=part.level + 1) if part.level >= LABEL_LEVEL else part


def _stands_alone(part: Part) -> bool:
    """Tell an entry beneath a bullet from a detail of it (`Paper: …`, `[code]`)."""
    if not isinstance(part, Candidate) or not part.sure or not part.facts.references:
        return False
    return not _FIELD.match(part.facts.title + ":") and not split_authors(part.facts.title)[0]


def _begins_entry(line: RichText) -> bool:
    """Tell a line that begins with a number in brackets, or a linked or bold title: words, or a name before a colon."""
    if _NUMBERED.match(line.text):
        return True
    start = len(line.text) - len(line.text.lstrip(' "“[(*•·'))
    begun = (mark for mark in line.of_kind(LINK, BOLD) if mark.start <= start and kind_of(line.on(mark)) == TITLE)
    return any(word_count(line.on(mark)) >= 2 or line.text[mark.end :].lstrip()[:1] in (":", "：") for mark in begun)


def _is_paragraph(block: Block) -> bool:
    return isinstance(block, Paragraph)


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, Bullet):
        for part in block.parts:
            yield from _paragraphs(part)
