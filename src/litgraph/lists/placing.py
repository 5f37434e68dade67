"""Where the text of new entries goes, line for line, with the blank lines that the list keeps between its entries."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from litgraph.lists.anatomy import Slot
from litgraph.lists.context import list_lines
from litgraph.lists.edit import Insertion, line_ends
from litgraph.lists.order import Order, entry_date
from litgraph.lists.style import HouseStyle
from litgraph.model.identifiers import PaperId
from litgraph.model.survey import Entry, Heading, ListDocument
from litgraph.model.taxonomy import Path

_SPANNING = re.compile(rb"<t[dh]\b[^>]*\browspan\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to be added: its paper, category and text, and the date of the paper, by which it is put in order."""

    paper: PaperId
    category: Path
    text: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An entry and the line (1-based, 0 is the top) after which it goes, with the blank lines around it."""

    entry: NewEntry
    insertion: Insertion


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The list as lines, the byte where each ends, and the last line of each of its entries."""

    lines: tuple[str, ...]
    document: ListDocument
    ends: list[int]
    last_lines: dict[Entry, int]


def place(content: bytes, document: ListDocument, style: HouseStyle, entries: Iterable[NewEntry]) -> tuple[Placed, ...]:
    """Find the place of each new entry; those of one place come in the order of their dates. Top of the list first."""
    page = _page(content, document)
    by_category: dict[Path, list[NewEntry]] = {}
    for entry in entries:
        by_category.setdefault(entry.category, []).append(entry)
    placed = [put for category, new in by_category.items() for put in _place_in(page, style, category, new)]
    return tuple(sorted(placed, key=lambda put: put.insertion.after_line))


def can_hold(document: ListDocument, category: Path) -> bool:
    """Tell whether a list has a heading for a category."""
    return any(heading.path == category for heading in document.headings)


def spanning_sections(content: bytes, document: ListDocument) -> frozenset[Path]:
    """Give the sections that are an HTML table some of whose cells span rows: a new row would shift the others."""
    spans = ((entry.category, entry.span) for entry in document.entries)
    return frozenset(category for category, span in spans if _SPANNING.search(content, span.start, span.end))


def entry_number(style: HouseStyle, category: Path, index: int) -> str:
    """Number the new entry that is the `index`-th (0-based) of a category: as all others are, else going on behind."""
    home = style.home(category)
    specimens = style.specimens[home] if home is not None else ()
    numbers = [part.text for specimen in specimens for part in specimen.anatomy.parts if part.slot == Slot.NUMBER]
    if home != category or len(set(numbers)) < 2 or style.order_of(category) == Order.TOP:
        return numbers[0] if numbers else "1"
    return str(int(numbers[-1]) + 1 + index)


def members_of(document: ListDocument, category: Path) -> list[Entry]:
    """Give the entries right under a category, in the order of their lines."""
    return sorted((entry for entry in document.entries if entry.category == category), key=lambda entry: entry.line)


def _place_in(page: _Page, style: HouseStyle, category: Path, new: Sequence[NewEntry]) -> list[Placed]:
    members = members_of(page.document, category)
    order = style.order_of(category)
    rising = order in (Order.BOTTOM, Order.OLDEST_FIRST)
    new = sorted(new, key=lambda entry: (entry.date, entry.text), reverse=not rising)
    if not members:
        return _place_below_heading(page, style, category, new)
    gap = _gap(page, members)
    return [_beside(page, members, _rank(members, entry.date, order), gap, entry) for entry in new]


def _rank(members: Sequence[Entry], date: str, order: Order) -> int:
    """Tell how many members stand above a new entry of a date."""
    dates = [entry_date(member) for member in members]
    if order == Order.TOP:
        return 0
    if order == Order.NEWEST_FIRST and date:
        return next((rank for rank, other in enumerate(dates) if other and _not_after(other, date)), len(members))
    if order == Order.OLDEST_FIRST and date:
        return max((rank + 1 for rank, other in enumerate(dates) if other and _not_after(other, date)), default=0)
    return len(members)


def _not_after(first: str, second: str) -> bool:
    """Compare two dates as far as both go."""
    shared = min(len(first), len(second))
    return first[:shared] <= second[:shared]


def _beside(page: _Page, members: Sequence[Entry], rank: int, gap: int, entry: NewEntry) -> Placed:
    blank = "\n" * gap
    if rank < len(members):
        insertion = Insertion(after_line=members[rank].line - 1, text=entry.text + blank)
    else:
        insertion = Insertion(after_line=page.last_lines[members[-1]], text=blank + entry.text)
    return Placed(entry=entry, insertion=insertion)


def _place_below_heading(page: _Page, style: HouseStyle, category: Path, new: Sequence[NewEntry]) -> list[Placed]:
    """Put the first entries of a section below its heading and its words, where the list keeps its blank lines."""
    heading = next(heading for heading in page.document.headings if heading.path == category)
    after, words = _foot(page, heading)
    wanted = max(_blanks_below_headings(page), int(words), int(bool(_head_of(style, category))))
    there = _count_blank(page.lines, after)
    last = after + there >= len(page.lines)
    above = "\n" * max(0, wanted - there)
    between = "\n" * _usual_gap(page)
    below = "" if last or there > wanted else "\n" * max(wanted, 1)
    texts = [entry.text for entry in new]
    texts[0] = above + "".join(f"{line}\n" for line in _head_of(style, category)) + texts[0]
    texts = [texts[0], *(between + text for text in texts[1:])]
    texts[-1] += below
    after += min(wanted, there)
    return [
        Placed(entry=entry, insertion=Insertion(after_line=after, text=text))
        for entry, text in zip(new, texts, strict=True)
    ]


def _foot(page: _Page, heading: Heading) -> tuple[int, bool]:
    """Find the last line of a heading and the words below it, and tell whether there are such words."""
    start = bisect_left(page.ends, heading.span.end) + 1
    following = (other.line for other in page.document.headings if other.line > heading.line)
    end = next(iter(sorted(following)), len(page.lines) + 1) - 1
    while end > start and _is_rule(page.lines[end - 1]):
        end -= 1
    return max(start, end), end > start


def _is_rule(line: str) -> bool:
    """Tell whether a line is blank or draws a rule above the next section."""
    bare = "".join(line.split())
    return not bare or bare.lower() in ("<br>", "<br/>", "<hr>", "<hr/>") or (len(bare) > 2 and set(bare) <= set("-*_"))


def _head_of(style: HouseStyle, category: Path) -> tuple[str, ...]:
    """Give the head of the table that the nearest section has, if it is one."""
    home = style.home(category)
    if home is None or not style.context(category).startswith("row"):
        return ()
    return style.heads.get(home, ())


def _page(content: bytes, document: ListDocument) -> _Page:
    lines = tuple(list_lines(content))
    ends = line_ends(content)
    starts = {entry.line for entry in document.entries} | {heading.line for heading in document.headings}
    last_lines = {
        entry: _with_continuation(lines, entry, bisect_left(ends, entry.span.end) + 1, starts)
        for entry in document.entries
    }
    return _Page(lines=lines, document=document, ends=ends, last_lines=last_lines)


def _with_continuation(lines: Sequence[str], entry: Entry, last: int, starts: set[int]) -> int:
    """Go on over lines below an entry that are indented deeper: they belong to its bullet."""
    indent = _indent(lines[entry.line - 1])
    while last < len(lines) and last + 1 not in starts and lines[last].strip() and _indent(lines[last]) > indent:
        last += 1
    return min(last, len(lines))


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _gap(page: _Page, members: Sequence[Entry]) -> int:
    """Count the blank lines that most often part the neighbours of a section; alone, those of the list."""
    gaps = [
        there
        for first, second in itertools.pairwise(members)
        if (there := _count_blank(page.lines, page.last_lines[first])) == second.line - 1 - page.last_lines[first]
    ]
    return Counter(gaps).most_common(1)[0][0] if gaps else _usual_gap(page, members)


def _usual_gap(page: _Page, beside: Sequence[Entry] = ()) -> int:
    """Count the blank lines that most often part two neighbours of the list; a row of a table has none."""
    if beside and page.lines[beside[0].line - 1].lstrip().startswith(("|", "<t")):
        return 0
    entries = sorted(page.document.entries, key=lambda entry: entry.line)
    pairs = [(first, second) for first, second in itertools.pairwise(entries) if first.category == second.category]
    gaps = Counter(_count_blank(page.lines, page.last_lines[first]) for first, _ in pairs)
    return gaps.most_common(1)[0][0] if gaps else 0


def _blanks_below_headings(page: _Page) -> int:
    """Count the blank lines that most often stand between a heading and its first entry; one, where there is none."""
    firsts = {entry.category: entry for entry in reversed(page.document.entries)}
    counts: Counter[int] = Counter()
    for heading in page.document.headings:
        first = firsts.get(heading.path)
        if first and first.line > heading.line:
            between = page.lines[heading.line : first.line - 1]
            counts[len(between)] += all(not line.strip() for line in between)
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] else 1


def _count_blank(lines: Sequence[str], after: int) -> int:
    """Count the blank lines right after a line."""
    return sum(1 for _ in itertools.takewhile(lambda line: not line.strip(), lines[after:]))
