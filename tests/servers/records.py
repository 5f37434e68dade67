"""Bibliographic facts for local servers to serve.

What a record lacks and a protocol needs (the day of a month, the time of a day, categories) is made up by `completed`:
always the same for a paper, named in `made_up`, and never to enter a figure that anyone reports.
"""

from __future__ import annotations

import calendar
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from litgraph.model.identifiers import PaperId, arxiv_id, arxiv_month, parse_identifier, scheme_of, value_of

CATEGORIES = ("cs.CL", "cs.LG", "cs.AI")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPaper:
    """What is known of a paper; `published` and `updated` are days, months or moments (`2024-01-31T23:59:30Z`)."""

    id: PaperId
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    versions: int = 1
    licence: str = ""
    deleted: bool = False
    venue: str = ""
    year: int | None = None
    made_up: frozenset[str] = frozenset()

    @property
    def arxiv(self) -> str:
        """Give the bare arXiv id, or nothing."""
        return value_of(self.id) if scheme_of(self.id) == "arxiv" else ""


def read_papers(files: Iterable[Path]) -> list[ServedPaper]:
    """Read JSON lines, gzipped or not; of papers with one id the first counts."""
    papers: dict[PaperId, ServedPaper] = {}
    for file in files:
        for line in _lines(file):
            if paper := _paper(json.loads(line)):
                papers.setdefault(paper.id, paper)
    return list(papers.values())


def completed(paper: ServedPaper, categories: Sequence[str] = CATEGORIES) -> ServedPaper:
    """Make up what arXiv's protocols need and the paper lacks."""
    made: dict[str, Any] = {}
    number = int.from_bytes(hashlib.sha256(paper.id.encode()).digest()[:6])
    if not paper.categories:
        made["categories"] = (categories[number % len(categories)],)
    published = paper.published or arxiv_month(paper.id) or ""
    if len(published) < 20:
        made["published"] = published = _moment(published, number)
    if len(paper.updated) < 20:
        made["updated"] = max(published, _moment(paper.updated, number) if paper.updated else published)
    return replace(paper, **made, made_up=paper.made_up | made.keys())


def _moment(date: str, number: int) -> str:
    """Place a day or a month at one of its minutes."""
    if len(date) == 4:
        date = f"{date}-{number % 12 + 1:02d}"
    if len(date) == 7:
        date = f"{date}-{number % calendar.monthrange(int(date[:4]), int(date[5:]))[1] + 1:02d}"
    minutes = number // 31 % 1440
    return f"{date}T{minutes // 60:02d}:{minutes % 60:02d}:{number // 44640 % 60:02d}Z"


def _lines(file: Path) -> Iterator[str]:
    content = file.read_bytes()
    text = (gzip.decompress(content) if file.suffix == ".gz" else content).decode()
    yield from (line for line in text.split("\n") if line.strip())


def _paper(fields: dict[str, Any]) -> ServedPaper | None:
    found = arxiv_id(fields.get("arxiv_id") or "") or parse_identifier(fields.get("id") or "")
    if not found or not fields.get("title"):
        return None
    return ServedPaper(
        id=found,
        title=fields["title"],
        abstract=fields.get("abstract") or "",
        authors=tuple(fields.get("authors") or ()),
        published=fields.get("date") or "",
        categories=tuple(fields.get("categories") or ()),
        comment=fields.get("comment") or "",
        journal_ref=fields.get("journal_ref") or "",
        doi=fields.get("doi") or "",
        venue=fields.get("venue") or "",
        year=fields.get("year"),
    )
