"""Surveys, their lists, the entries of a list, and what became of each entry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from litgraph.model.identifiers import PaperId
from litgraph.model.taxonomy import CategoryId, Path

_CODE = re.compile(r"\b(?:code|github|repo|repository|implementation)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A review article and its Markdown list. `list` is the list's file; `repository` is OWNER/NAME on GitHub.

    `definitions` is a file that says what headings mean.
    """

    name: str
    list: str
    arxiv: str = ""
    repository: str = ""
    definitions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bytes of the list, from `start` up to and without `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of an entry, with the words that stand on it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line, row or item of a list that names a paper.

    `line` is 1-based, the first of the entry's lines; `span` holds all of its lines, with the last line's ending.
    `identifiers` are those of the paper itself, best first; links to code and the like stay in `links` alone.
    """

    title: str
    category: Path
    line: int
    span: Span
    identifiers: tuple[PaperId, ...] = ()
    venue: str = ""
    year: int | None = None
    authors: tuple[str, ...] = ()
    date: str = ""
    links: tuple[Link, ...] = ()

    @property
    def code(self) -> str:
        """Give the address behind the first link whose words say that it leads to code, or nothing."""
        said = (link.url for link in self.links if _CODE.search(link.label))
        return next((url for url in said if url.startswith(("http://", "https://"))), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a list. `path` is below the document title and holds no decoration; `span` holds its own lines.

    `level` is 1 to 6 (a label bullet above linked lines is 7).
    """

    path: Path
    level: int
    line: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """A list as it was read: its entries, its headings, and the paths that are its categories, in the list's order."""

    entries: tuple[Entry, ...]
    headings: tuple[Heading, ...]
    categories: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A stay of a paper at a category of the list: from the day `since` up to and without the day `until`.

    `entry` is the entry as it stood last. `until` is empty while it is still there; an empty `since` is unknown.
    """

    entry: Entry
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryStay:
    """A stay of a heading in the list, from the day `since` up to and without the day `until`."""

    path: Path
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A stay of a known paper at a category, whatever that was called meanwhile; None where it stands at none."""

    paper: PaperId
    category: CategoryId | None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHistory:
    """When each entry and each category was in the list, as the git history of its file tells."""

    listings: tuple[Listing, ...]
    categories: tuple[CategoryStay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """An entry whose paper no source could name, and why."""

    line: int
    title: str
    reason: str
    paper: PaperId
