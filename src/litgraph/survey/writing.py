"""Writing candidates into a list, and reading the list back: what would not be read as its paper is not written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from litgraph.lists.context import list_lines
from litgraph.lists.edit import Insertion, insert
from litgraph.lists.parse import parse_list
from litgraph.lists.placing import NewEntry, Placed, entry_number, place
from litgraph.lists.render import addressed, render_entry
from litgraph.lists.style import HouseStyle
from litgraph.model.identifiers import PaperId, normalise_title
from litgraph.model.survey import Entry, ListDocument
from litgraph.model.taxonomy import Path
from litgraph.survey.candidates import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A list as it stands, how its maintainers write, and the day on which one writes into it."""

    content: bytes
    document: ListDocument
    style: HouseStyle
    today: str = ""


def text_of(page: Page, candidate: Candidate, index: int = 0) -> str:
    """Write a candidate as an entry; `index` counts those before it, for numbered lists."""
    number = entry_number(page.style, candidate.category, index)
    return render_entry(page.style, candidate.category, candidate.paper, today=page.today, number=number)


def place_candidates(page: Page, candidates: Iterable[Candidate]) -> dict[PaperId, Placed]:
    """Write candidates and find their places, from the top of the list."""
    before: Counter[Path] = Counter()
    new = []
    for candidate in sorted(candidates, key=lambda candidate: (candidate.paper.date, candidate.paper.id)):
        text = text_of(page, candidate, before[candidate.category])
        before[candidate.category] += 1
        new.append(
            NewEntry(paper=candidate.paper.id, category=candidate.category, text=text, date=candidate.paper.date)
        )
    return {put.entry.paper: put for put in place(page.content, page.document, page.style, new)}


def write_candidates(page: Page, candidates: Sequence[Candidate]) -> dict[PaperId, Placed]:
    """Write the candidates that a reader of the new list would find as they are meant, and nothing else changed."""

    def is_sound(some: Sequence[Candidate]) -> bool:
        return _reads_back(page, some, place_candidates(page, some))

    return place_candidates(page, _sound(candidates, is_sound))


def _sound(
    candidates: Sequence[Candidate], is_sound: Callable[[Sequence[Candidate]], bool], kept: Sequence[Candidate] = ()
) -> Sequence[Candidate]:
    """Keep the candidates that can be written together without harm, by halving those that cannot all be."""
    if not candidates or is_sound([*kept, *candidates]):
        return [*kept, *candidates]
    if len(candidates) == 1:
        return kept
    middle = len(candidates) // 2
    return _sound(candidates[middle:], is_sound, _sound(candidates[:middle], is_sound, kept))


def _reads_back(page: Page, candidates: Sequence[Candidate], placed: Mapping[PaperId, Placed]) -> bool:
    """Tell whether the new list has the old headings and entries, and one entry more for each candidate."""
    content = insert(page.content, [put.insertion for put in placed.values()])
    read = parse_list(content)
    written = {line for put in placed.values() for line in put.insertion.text.split("\n")}
    lines = list_lines(content)
    ours = [entry for entry in read.entries if lines[entry.line - 1] in written]
    return (
        [heading.path for heading in read.headings] == [heading.path for heading in page.document.headings]
        and not _facts(page.document.entries) - _facts(read.entries)
        and len(ours) == len(candidates)
        and all(any(_is_of(entry, candidate) for entry in ours) for candidate in candidates)
    )


def _facts(entries: Iterable[Entry]) -> Counter[tuple[Path, str, tuple[PaperId, ...]]]:
    return Counter((entry.category, entry.title, entry.identifiers) for entry in entries)


def _is_of(entry: Entry, candidate: Candidate) -> bool:
    """Tell whether an entry is read as a candidate's paper in its category."""
    return (
        entry.category == candidate.category
        and normalise_title(entry.title) == normalise_title(candidate.paper.title)
        and not set(entry.identifiers).isdisjoint(addressed(candidate.paper))
    )


def insertions_of(placed: Mapping[PaperId, Placed]) -> list[Insertion]:
    """Give what is put into the list, from its top."""
    return [put.insertion for put in placed.values()]
